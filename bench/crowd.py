"""A made-up intranet of any size, written in bulk: people, spaces, entries, and the readers who strain planners.

Texts are sentences of the demo in any order, so that words are about as frequent as in real pages.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.entry import Entry
from models.entries.following import MUTE, Follow
from models.entries.tagging import Tag, Tagging
from models.forums.due import QuestionWait
from models.people.department import Department, found_department
from models.people.person import Person
from models.spaces.membership import Membership
from models.spaces.space import Space
from models.transfer import demo_files
from models.wiki.page import Page

DEPARTMENTS, PEOPLE, TAGS = 20, 200, 40
# Open spaces, closed ones that live, and closed ones in which nothing has happened for long.
OPEN, CLOSED, OLD = 200, 50, 150
KINDS = ("page",) * 6 + ("question",) * 3 + ("discussion",) * 2 + ("answer",) * 4 + ("post",) * 5
SPAN = timedelta(days=1000)
CHUNK = 5000
SEED = 11

Saying = Callable[[], str]


@dataclass
class Crowd:
    """Who reads, by name: most people; a guest of two spaces; one with 300 keys; one who sees only what is old."""

    typical: Person
    guest: Person
    executive: Person
    archivist: Person
    people: list[Person]
    spaces: list[Space]

    @property
    def muting(self) -> Person:
        """Who follows and mutes a lot, see `_follow`."""
        return self.people[6]


@lru_cache
def sentences() -> tuple[str, ...]:
    """Sentences of the demo's pages, without markup."""
    bodies = " ".join(re.sub(r"[#*\[\]|>`-]+", " ", page.body) for page in demo_files.pages())
    return tuple(s.strip() for s in re.split(r"(?<=[.?])\s+", bodies) if 20 < len(s) < 300)


def prose(chance: random.Random, characters: int) -> str:
    """About so many characters of plain sentences."""
    found: list[str] = []
    while sum(map(len, found)) < characters:
        found.append(chance.choice(sentences()))
    return " ".join(found)


def gather(session: Session, entries: int, characters: int = 120, texts: int = 0) -> Crowd:
    """Write the whole crowd with so many entries, each with a text of about so many characters.

    `texts`: so many different ones at most, which is faster; 0: each has its own, as searching needs it.
    """
    chance = random.Random(SEED)
    pool = [prose(chance, characters) for _ in range(texts)]
    say = (lambda: chance.choice(pool)) if pool else (lambda: prose(chance, characters))
    departments = [found_department(session, f"Department {n}") for n in range(DEPARTMENTS)]
    people = _people(session, departments)
    spaces = _spaces(session)
    crowd = Crowd(*people[:4], people, spaces)
    _keys(session, crowd)
    tags = [Tag(name=f"topic-{n}", created_at=clock.now()) for n in range(TAGS)]
    session.add_all(tags)
    session.flush()
    _follow(session, crowd, tags)
    for start in range(0, entries, CHUNK):
        _write(session, chance, crowd, tags, range(start, min(entries, start + CHUNK)), entries, say)
    return crowd


def _people(session: Session, departments: list[Department]) -> list[Person]:
    names = ["typical", "guest", "executive", "archivist", *(f"person.{n}" for n in range(PEOPLE))]
    # As long ago as their first entries: what new accounts are told costs a statement that colleagues do not pay.
    now = clock.now() - SPAN
    made = [
        Person(
            username=name,
            name=name.replace(".", " ").title(),
            department_id=departments[number % DEPARTMENTS].id,
            is_guest=name in ("guest", "archivist"),
            created_at=now,
            changed_at=now,
        )
        for number, name in enumerate(names)
    ]
    session.add_all(made)
    session.flush()
    return made


def _spaces(session: Session) -> list[Space]:
    now, made = clock.now(), []
    for number in range(OPEN + CLOSED + OLD):
        closed = number >= OPEN
        made.append(
            Space(
                slug=f"space-{number}",
                name=f"Space {number}",
                openness="invite" if closed else "open",
                closed_reason="legal" if closed else None,
                review_on=now.date() + timedelta(days=90) if closed else None,
                created_at=now - SPAN,
            )
        )
    session.add_all(made)
    session.flush()
    return made


def _keys(session: Session, crowd: Crowd) -> None:
    closed, old = crowd.spaces[OPEN : OPEN + CLOSED], crowd.spaces[OPEN + CLOSED :]
    held = {
        crowd.typical: [crowd.spaces[0], *closed[:20]],
        crowd.people[5]: crowd.spaces[:3],
        crowd.guest: closed[:2],
        crowd.executive: crowd.spaces[100:],
        crowd.archivist: old,
    }
    now = clock.now()
    session.add_all(
        Membership(space_id=space.id, person_id=person.id, role="contributor", joined_at=now)
        for person, spaces in held.items()
        for space in spaces
    )


def _follow(session: Session, crowd: Crowd, tags: list[Tag]) -> None:
    """The typical person follows 200 things."""
    now, me = clock.now(), crowd.typical.id
    session.add_all(Follow(person_id=me, space_id=space.id, created_at=now) for space in crowd.spaces[:80])
    session.add_all(Follow(person_id=me, followed_id=each.id, created_at=now) for each in crowd.people[10:110])
    session.add_all(Follow(person_id=me, tag_id=tag.id, created_at=now) for tag in tags[:20])
    _mute(session, crowd, tags)
    session.flush()


def _mute(session: Session, crowd: Crowd, tags: list[Tag]) -> None:
    """Somebody follows a hundred spaces and mutes thirty of the people, ten topics, fifty other spaces and a unit."""
    of: dict[str, Any] = {"person_id": crowd.muting.id, "created_at": clock.now()}
    muted = of | {"level": MUTE}
    session.add_all(Follow(**of, space_id=space.id) for space in crowd.spaces[:100])
    session.add_all(Follow(**muted, space_id=space.id) for space in crowd.spaces[100:150])
    session.add_all(Follow(**muted, followed_id=each.id) for each in crowd.people[10:40])
    session.add_all(Follow(**muted, tag_id=tag.id) for tag in tags[:10])
    session.add(Follow(**muted, department_id=crowd.people[5].department_id))


def _write(
    session: Session, chance: random.Random, crowd: Crowd, tags: list[Tag], numbers: range, of: int, say: Saying
) -> None:
    rows = [_entry(chance, crowd, number, of, say()) for number in numbers]
    session.execute(insert(Entry.__table__), rows)  # type: ignore[arg-type]  # a table, for speed
    pages = [{"id": row["id"], "space_id": row["space_id"], "position": 0} for row in rows if row["kind"] == "page"]
    session.execute(insert(Page.__table__), pages)  # type: ignore[arg-type]  # as above
    tagged = [
        {"entry_id": r["id"], "tag_id": chance.choice(tags).id, "audience": r["audience"], "active_at": r["created_at"]}
        for r in rows
    ]
    session.execute(insert(Tagging), tagged)
    due = (clock.now() + timedelta(days=3)).date()
    waits = [{"question_id": row["id"], "due_on": due, "told": 0} for row in rows if row["kind"] == "question"]
    session.execute(insert(QuestionWait), waits)


def _entry(chance: random.Random, crowd: Crowd, number: int, of: int, text: str) -> dict[str, Any]:
    """One live entry; the later its number, the newer. Old spaces stop after a tenth of the time."""
    at = clock.now() - SPAN * (1 - number / of) - timedelta(minutes=1)
    space = crowd.spaces[chance.randrange(len(crowd.spaces) if number < of / 10 else OPEN + CLOSED)]
    kind, author = chance.choice(KINDS), chance.choice(crowd.people[4:]).id
    root = number - number % len(KINDS) + 1 if kind == "answer" and number % len(KINDS) else None
    if number % len(KINDS) == 0:
        kind = "question"
    title = "" if kind in ("answer", "post") else text[:60]
    return {
        "id": number + 1,
        "kind": kind,
        "space_id": space.id,
        "author_id": author,
        "editor_id": author,
        "root_id": root,
        "parent_id": root,
        "audience": space.audience,
        "narrowed": False,
        "state": "live",
        "status": "open" if kind == "question" else "",
        "title": title,
        "slug": f"entry-{number}",
        "language": "en",
        "created_at": at,
        "edited_at": at,
        "last_activity_at": at,
        "version": 1,
        "reply_count": 0,
        "reaction_count": 0,
        "excerpt": text[:200],
        "renderer": 1,
        "html": f"<p>{text}</p>",
        "body": text,
        "text": text,
    }
