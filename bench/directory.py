"""The directory among 2,000 and 5,000 colleagues, and the organisation chart of a body with 5,000 posts."""

import random
import re
import statistics
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote_plus

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.crowd import gather, sentences
from bench.frame import Row
from bench.places import Caller, Place, place, writing
from bench.timing import cpu_ms, once, statements
from models.core import clock
from models.people.department import Department
from models.people.person import Person
from models.people.photo import Photo
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.skill import PersonSkill, add_skill

PLACES = ("Leeds", "York", "Cardiff", "Glasgow", "Belfast", "Bristol", "Hull", "Truro")
LANGUAGES = ("Welsh", "French", "Polish", "Urdu", "Gaelic")
PROFESSIONS = ("Policy", "Finance", "Law", "Operational Delivery", "Economics")
SKILLS, POSTS = 60, 5000
SIZES = (2000, 5000)


def rows() -> Iterator[Row]:
    """Rows of the directory and of the chart."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, 1000)
            skills = [add_skill(session, name).id for name in _skills()]
            body = _chart(session)
        # Without an index nobody would be found by what they did, and that part would cost nothing.
        here.index()
        me = here.caller(crowd.typical, "/people")
        for size in SIZES:
            with writing(here) as session:
                _people(session, size, skills)
            yield from _view(here, me, "/people", f"directory of {size:,} colleagues", 6)
            yield from _view(here, me, "/people?place=Leeds&language=Welsh", f"directory of {size:,}, narrowed", 6)
            yield from _view(here, me, "/people?q=harbour", f"directory of {size:,}, by words", 6)
            # Words that entries hold too: below stand those who are found by what they did.
            yield from _view(here, me, "/people?q=travel+expenses", f"directory of {size:,}, by words of entries", 6)
            # Nobody is looked for by what they did where the words are a name; with a skill that entries name, too,
            # many are found by both.
            names = [f"colleague 0{number}" for number in range(10, 10 + size // 100)]
            yield _asked_first(me, size, "names", names)
            yield _asked_first(me, size, "skills", _skills())
        yield from _view(here, me, f"/departments/{body}/chart", "organisation chart of 5,000 posts", 200)
        deepest = f"/departments/{body}/chart?post={POSTS}"
        yield from _view(here, me, deepest, "organisation chart of 5,000 posts, opened at its end", 200)


def _view(here: Place, me: Caller, path: str, name: str, most_ms: float) -> Iterator[Row]:
    with statements(here.parts.database) as seen:
        me.get(path)
    yield Row(f"{name}: SQL statements", len(seen), "statements", "")
    asked = me.prepare(path)
    yield Row(f"{name}: CPU", cpu_ms(lambda: me.call(asked))[0], "ms", f"<= {most_ms:g}" if most_ms else "")


def _asked_first(me: Caller, size: int, what: str, words: list[str]) -> Row:
    """What nobody looked for since anybody changed: who is found, and how many fit each choice, is worked out anew."""
    asked = [me.prepare(f"/people?q={quote_plus(each)}") for each in words]
    times = [once(partial(me.call, sent)) for sent in asked]
    name = f"directory of {size:,}, by {what} asked for the first time: CPU"
    return Row(name, statistics.median(times), "ms", "<= 6")


def _skills() -> list[str]:
    """Words of the entries, so that some find people by their skills and by what they did."""
    words = sorted(set(re.findall(r"[a-z]{7,}", " ".join(sentences()))))
    return words[:: len(words) // SKILLS][:SKILLS]


def _people(session: Session, size: int, skills: list[int]) -> None:
    """Colleagues with profiles until there are so many, each with a post."""
    chance = random.Random(size)
    departments = list(session.scalars(select(Department.id)))
    start, now = len(list(session.scalars(select(Person.id)))), clock.now()
    for number in range(start, size):
        person = Person(username=f"colleague-{number}", name=f"Colleague {number:05}", job_title=f"Job {number % 70}",
                        place=chance.choice(PLACES), department_id=chance.choice(departments), created_at=now,
                        changed_at=now)  # fmt: skip
        session.add(person)
        session.flush()
        about = "Looks after the harbour" if number % 50 == 0 else "Ask me"
        session.add(Profile(person_id=person.id, about=about, about_html="", phone="",
                            languages=chance.sample(LANGUAGES, 2), audiences={}, kept_back={}))  # fmt: skip
        session.add(Holding(post_id=number % POSTS + 1, person_id=person.id, since=now))
        if number % 2:
            picture = {"large": b"x" * 12_000, "small": b"x" * 2_500}
            session.add(Photo(person_id=person.id, digest=f"{number:064}", changed_at=now, **picture))
        for skill in chance.sample(skills, 3):
            session.add(PersonSkill(person_id=person.id, skill_id=skill, added_at=now))
    session.flush()


def _chart(session: Session) -> int:
    """A body of 5,000 posts, eight below each; the number of its department."""
    body = Department(name="Large body", slug="large-body", created_at=clock.now())
    session.add(body)
    session.flush()
    body.path = f"/{body.id}/"
    columns = {"department_id": body.id, "created_at": clock.now(), "unit": "Unit", "grade": "SCS1", "rank": 5,
               "function": "", "grouped": False, "full_time": 1.0, "state": ""}  # fmt: skip
    made = [
        columns
        | {
            "id": number,
            "title": f"Post {number}",
            "reports_to_id": (number - 2) // 8 + 1 if number > 1 else None,
            "profession": PROFESSIONS[number % len(PROFESSIONS)],
        }
        for number in range(1, POSTS + 1)
    ]
    session.execute(insert(Post), made)
    return body.id
