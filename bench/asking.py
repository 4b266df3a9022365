"""Whole pages on which people are named: the form to ask with all that is offered, a topic, people like me."""

import random
import statistics
from collections.abc import Iterator

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bench.crowd import TAGS, Crowd, gather, sentences
from bench.frame import Row
from bench.places import Caller, Place, place, writing
from bench.timing import once, statements
from models.core import clock
from models.entries.tagging import Tag
from models.expertise.claim import ACCEPTED_WORD, PersonTopic
from models.people.person import Person
from models.people.photo import Photo
from models.people.skill import PersonSkill, add_skill

ENTRIES, CHARACTERS = 5000, 900
ROUNDS, QUESTIONS = 4, 15
SKILLS = 40
# A small photo as `people.cropping` makes it; every second colleague has one.
PHOTO, SMALL = 12_000, 2_500


def rows() -> Iterator[Row]:
    yield from at_size(ENTRIES)


def rows_large() -> Iterator[Row]:
    """At 100,000 entries; building the index takes minutes."""
    yield from at_size(100_000)


def at_size(entries: int) -> Iterator[Row]:
    """Rows for one size: CPU of whole requests, and the statements of one."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, entries, CHARACTERS)
            _say(session, crowd)
        here.index()
        me = here.caller(crowd.typical)
        texts = [f"How do we {sentences()[number].rstrip('.').lower()}?"[:150] for number in range(0, 8 * QUESTIONS, 8)]
        asked = [f"/ask?title={text.replace(' ', '+').replace('&', '')}" for text in texts]
        yield from _pages(here, me, f"form to ask with what is offered, {entries:,} entries", asked, 60)
        yield from _pages(here, me, f"results of a question, {entries:,} entries", _results(asked), 40)
        few = [path.replace("/ask?title=", "/experts/few?q=") for path in asked]
        yield from _pages(here, me, f"people beside the results, {entries:,} entries", few, 40)
        topics = [f"/tags/topic-{number}" for number in range(0, TAGS, 5)]
        yield from _pages(here, me, f"page of a topic, {entries:,} entries", topics, 10)
        yield from _pages(here, me, f"people like me, {entries:,} entries", ["/people/me/alike"], 10)


def _results(asked: list[str]) -> list[str]:
    return [path.replace("/ask?title=", "/search?q=") for path in asked]


def _say(session: Session, crowd: Crowd) -> None:
    """Everybody accepted topics, shows skills and wants to be named; every second has a photo."""
    chance, now = random.Random(5), clock.now()
    names = list(session.scalars(select(Tag.name)))
    skills = [add_skill(session, f"Skill {number}").id for number in range(SKILLS)]
    session.flush()
    people = [each.id for each in crowd.people if not each.is_guest]
    session.execute(update(Person).where(Person.id.in_(people)).values(shows_alike=True))
    topics = [(each, name) for each in people for name in chance.sample(names, 5)]
    shown = [(each, skill) for each in people for skill in chance.sample(skills, 5)]
    session.execute(
        insert(PersonTopic),
        [{"person_id": each, "topic": name, "word": ACCEPTED_WORD, "grounds": {}, "at": now} for each, name in topics],
    )
    session.execute(
        insert(PersonSkill), [{"person_id": each, "skill_id": skill, "added_at": now} for each, skill in shown]
    )
    session.execute(
        insert(Photo),
        [
            {
                "person_id": each,
                "digest": f"{each:064}",
                "large": b"x" * PHOTO,
                "small": b"x" * SMALL,
                "changed_at": now,
            }
            for each in people[::2]
        ],
    )


def _pages(here: Place, me: Caller, name: str, paths: list[str], most_ms: float) -> Iterator[Row]:
    asked = [me.prepare(path) for path in paths]
    for sent in asked * 2:
        if me.call(sent).status != 200:
            raise RuntimeError(f"{sent['PATH_INFO']} does not answer")
    with statements(here.parts.database) as seen:
        me.call(asked[0])
    repeats = max(1, QUESTIONS // len(asked))
    rounds = [[once(lambda sent=sent: me.call(sent)) for sent in asked * repeats] for _ in range(ROUNDS)]
    times = min(rounds, key=statistics.median)
    yield Row(f"{name}: CPU", statistics.median(times), "ms", f"<= {most_ms:g}")
    yield Row(f"{name}: SQL statements", len(seen), "statements")
