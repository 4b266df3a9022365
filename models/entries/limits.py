"""How much one person writes in a minute, an hour and a day: counted beside the writing, and refused past the limits.

One row a person and deed; one statement counts, so that it holds over several processes and for fifty requests at once.
What was refused is rolled back and does not count. Only what a signed-in person sends is counted (`act_for`): imports,
the command line and the product's own accounts are not.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Integer, String, bindparam, case, func, literal_column, select, true, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, Moment
from models.core.db import one, rows
from models.core.errors import WitanError
from models.entries.entry import LIVE, Entry
from models.entries.limit_choices import MOST_POSTS, NEWEST_FOR, WINDOWS, Choices, LimitChoice, choices_in
from models.entries.limit_words import refusal
from models.people.person import Person
from models.policy.viewer import Viewer

# The same words in the same place within this time are one text that was sent twice.
DOUBLE = timedelta(minutes=1)
STOOD_FOR = timedelta(days=1)
OUTSIDE = re.compile(r"https?://", re.IGNORECASE)
ACTING = "acting"


class Tally(Base):
    """How often a person did one thing since the first time in this minute, hour and day; and what they said last."""

    __tablename__ = "tallies"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    deed: Mapped[str] = mapped_column(String(10), primary_key=True)
    minute_at: Mapped[datetime]
    minute_n: Mapped[int]
    hour_at: Mapped[datetime]
    hour_n: Mapped[int]
    day_at: Mapped[datetime]
    day_n: Mapped[int]
    # A hash of the last text and of where it was said, and the same for the one before.
    said: Mapped[str] = mapped_column(String(32), default="")
    said_at: Mapped[datetime]
    said_before: Mapped[str] = mapped_column(String(32), default="")
    said_before_at: Mapped[datetime]


class TooMuch(WitanError):
    """A limit is met (answers 429). The message says which, until when, and what to do; `until` is that moment."""

    def __init__(self, message: str, until: datetime | None) -> None:
        super().__init__(message)
        self.until = until


class SaidAlready(WitanError):
    """The same was sent twice, such as by a double click; `entry_id` is what stands there once."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(str(entry_id))
        self.entry_id = entry_id


def act_for(session: Session, viewer: Viewer) -> None:
    """From here on, what is written in this session counts for the person."""
    session.info[ACTING] = viewer


def acting_in(session: Session) -> Viewer | None:
    """The signed-in person whose request this is; None for imports and commands."""
    return session.info.get(ACTING)


_TALLIES: Any = Tally.__table__
_WHO: Any = bindparam("who", type_=Integer)
_at = {name: bindparam(name, type_=Moment) for name in ("now", "stood", "newest", *WINDOWS)}
_joined = select(Person.created_at).where(Person.id == _WHO).scalar_subquery()
_those = (
    select(literal_column("1"))
    .where(Entry.author_id == _WHO, LIVE, Entry.created_at < _at["stood"])
    .limit(literal_column(str(MOST_POSTS)))
    .subquery("those")
)
# What decides about the limits of the person comes along: their age here, what of theirs stood, the choices made.
STANDING = (
    _joined.label("joined_at"),
    case((_joined > _at["newest"], select(func.count()).select_from(_those).scalar_subquery()), else_=MOST_POSTS).label(
        "stood"
    ),
    select(LimitChoice.chosen).limit(literal_column("1")).scalar_subquery().label("chosen"),
)
COUNTERS = tuple(_TALLIES.c[f"{name}_{what}"] for name in WINDOWS for what in ("at", "n"))


def _begun(times: Any) -> list[Any]:
    """A moment and a number for each window, as they are when it begins."""
    return [each for _name in WINDOWS for each in (_at["now"], times)]


def _counting(insert: Any, deeds: int) -> Any:
    """The statement that counts so many deeds at once, for one of the databases. Several rows come from a select: those
    written out as values would be compiled anew each time."""
    said: Any = (bindparam("words", type_=String), _at["now"], literal_column("''"), literal_column("0"))
    made = [
        select(_WHO, bindparam(f"deed{n}", type_=String), *_begun(bindparam(f"n{n}", type_=Integer)), *said)
        # Without a condition SQLite takes what follows for a part of the select.
        .where(true())
        for n in range(deeds)
    ]
    names = ["person_id", "deed", *(each.name for each in COUNTERS), "said", "said_at", "said_before", "said_before_at"]
    new = insert(_TALLIES).from_select(names, union_all(*made) if deeds > 1 else made[0], include_defaults=False)
    kept: dict[str, Any] = {"said": new.excluded.said, "said_at": new.excluded.said_at}
    kept |= {"said_before": _TALLIES.c.said, "said_before_at": _TALLIES.c.said_at}
    for name in WINDOWS:
        at, times = _TALLIES.c[f"{name}_at"], _TALLIES.c[f"{name}_n"]
        kept[f"{name}_at"] = case((at > _at[name], at), else_=new.excluded[f"{name}_at"])
        kept[f"{name}_n"] = case((at > _at[name], times), else_=0) + new.excluded[f"{name}_n"]
    return new.on_conflict_do_update(index_elements=["person_id", "deed"], set_=kept).returning(
        _TALLIES.c.deed, *COUNTERS, _TALLIES.c.said_before, _TALLIES.c.said_before_at, *STANDING
    )


COUNTING = {
    (dialect, deeds): _counting(insert, deeds)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    for deeds in (1, 2, 3)
}


def count(session: Session, deeds: dict[str, int], said: str = "") -> str:
    """Count deeds, by name how many, for whoever acts in this session. Raises TooMuch.

    `said` is a hash of what is said; returns the hash that was said just before, within `DOUBLE`, or nothing.
    """
    viewer = acting_in(session)
    wanted = {name: deeds[name] for name in sorted(deeds) if deeds[name]}
    if viewer is None or not wanted:
        return ""
    values: dict[str, Any] = _moments() | {"who": viewer.id, "words": said}
    for place, (name, times) in enumerate(wanted.items()):
        values |= {f"deed{place}": name, f"n{place}": times}
    found = rows(session, COUNTING[session.get_bind().dialect.name, len(wanted)], **values)
    choices = choices_in(found[0].chosen)
    is_new = counts_as_new(viewer, found[0], choices)
    for row in sorted(found, key=lambda each: each.deed):
        _check(row, wanted[row.deed], choices, is_new)
    just_now = found[0].said_before_at > values["now"] - DOUBLE
    return str(found[0].said_before) if just_now else ""


def _moments() -> dict[str, Any]:
    now = clock.now()
    past = {name: now - length for name, length in WINDOWS.items()}
    return past | {"now": now, "stood": now - STOOD_FOR, "newest": now - NEWEST_FOR}


def counts_as_new(viewer: Viewer, row: Any, choices: Choices) -> bool:
    """For the first days, or until enough has stood for a day. Whoever holds an office is trusted already."""
    if viewer.is_admin or viewer.is_moderator:
        return False
    young = clock.now() - row.joined_at < timedelta(days=choices.days)
    return bool(young and row.stood < choices.posts)


def _check(row: Any, wanted: int, choices: Choices, is_new: bool) -> None:
    """Raises TooMuch for the window that lasts longest."""
    allowed = choices.allowed(row.deed, is_new)
    for name in reversed(WINDOWS):
        most = allowed[name]
        if most is None or getattr(row, f"{name}_n") <= most:
            continue
        until = getattr(row, f"{name}_at") + WINDOWS[name]
        never = wanted > most
        raise TooMuch(refusal(row.deed, name, most, None if never else until, is_new), None if never else until)


# What a new entry counts as, by kind; anything else is something said.
KINDS = {"question": "ask", "discussion": "ask", "page": "page", "file": "upload", "opportunity": "ask"}


def outside_links(body: str) -> int:
    return len(OUTSIDE.findall(body)) if "://" in body else 0


def count_writing(session: Session, entry: Entry, people: Iterable[object], mark: str, *, quiet: bool) -> None:
    """Count a new entry with the people and links in it, before anything of it is written. Raises TooMuch and
    SaidAlready. `mark` tells it from another one with the same words, such as the file that comes with it; `quiet` are
    imports."""
    if quiet or acting_in(session) is None:
        return
    deed = KINDS.get(entry.kind, "say")
    named = len(set(people))
    said = _hash(entry, mark) if deed != "upload" and (entry.body or mark) else ""
    before = count(session, {deed: 1, "link": outside_links(entry.body), "mention": named}, said)
    if said and before == said and (found := _standing(session, entry)):
        raise SaidAlready(found)


def count_changing(session: Session, before: str, body: str, people: Iterable[str]) -> None:
    """Count the people and links that a new text adds to an entry. Raises TooMuch."""
    if acting_in(session) is None:
        return
    named = sum(f"@{each}" not in before for each in people)
    count(session, {"link": max(0, outside_links(body) - outside_links(before)), "mention": named})


def _hash(entry: Entry, mark: str) -> str:
    place = [entry.kind, entry.space.id if entry.space else 0, entry.root_id, entry.parent_id, entry.title, mark]
    return hashlib.blake2b(json.dumps([*place, entry.body]).encode(), digest_size=16).hexdigest()


TWIN = (
    select(Entry.id)
    .where(
        Entry.author_id == bindparam("author_id"),
        Entry.created_at > bindparam("since", type_=Moment),
        Entry.kind == bindparam("kind"),
        Entry.body == bindparam("body"),
        LIVE,
    )
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(1)
)


def _standing(session: Session, entry: Entry) -> int | None:
    """The entry that the first sending made, unless it is gone."""
    values = {"author_id": entry.author_id, "kind": entry.kind, "body": entry.body}
    found = one(session, TWIN, since=clock.now() - 2 * DOUBLE, **values)
    return found.id if found else None


_always = select(literal_column("1").label("one")).subquery("always")
SPENT = select(_TALLIES.c.deed, *COUNTERS, *STANDING).select_from(
    _always.outerjoin(_TALLIES, _TALLIES.c.person_id == _WHO)
)


class Left(NamedTuple):
    """One limit of a person: how often in the window at most, how often is left, and when it begins anew."""

    deed: str
    window: str
    most: int
    left: int
    until: datetime | None


class Allowance(NamedTuple):
    """All limits of a person, and why they are as they are."""

    is_new: bool
    choices: Choices
    limits: list[Left]

    def of(self, deed: str) -> list[Left]:
        return [each for each in self.limits if each.deed == deed]


def allowance_of(session: Session, viewer: Viewer) -> Allowance:
    """What the person can still do. One statement."""
    moments = _moments()
    found = rows(session, SPENT, who=viewer.id, stood=moments["stood"], newest=moments["newest"])
    choices = choices_in(found[0].chosen)
    is_new = counts_as_new(viewer, found[0], choices)
    spent = {row.deed: row for row in found if row.deed}
    limits = [
        _left(deed, window, most, spent.get(deed))
        for deed, allowed in choices.table(is_new).items()
        for window, most in allowed.items()
        if most is not None
    ]
    return Allowance(is_new, choices, limits)


def _left(deed: str, window: str, most: int, row: Any) -> Left:
    if row is None:
        return Left(deed, window, most, most, None)
    until = getattr(row, f"{window}_at") + WINDOWS[window]
    if until <= clock.now():
        return Left(deed, window, most, most, None)
    return Left(deed, window, most, max(0, most - getattr(row, f"{window}_n")), until)
