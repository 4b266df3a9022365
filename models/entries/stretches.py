"""Long threads read a stretch at a time in the order of time, by keyset: what it costs does not grow with the thread.

Threads that stand in another order are `threads`' matter.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from models.core.base import BigId, Moment, from_microseconds
from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.entries.streams import Position
from models.entries.threads import SAID_COLUMNS, said_of
from models.policy.viewer import Viewer

# So many posts are drawn in five milliseconds; who reads on is at the next page before having read these.
PAGE = 30
START = Position(from_microseconds(0), 0)
_root = bindparam("root_id", type_=BigId)
_place = tuple_(bindparam("at", type_=Moment), bindparam("id", type_=BigId))
_when: Any = tuple_(Entry.created_at, Entry.id)
_below = (Entry.root_id == _root, LIVE, Entry.kind != literal_column("'file'"))


@dataclass(frozen=True)
class Stretch:
    """Posts with their texts, the number of the first, and where the pages around begin (as in `threads.Window`)."""

    shown: list[Any]
    first: int
    total: int
    earlier: str | None
    later: str | None
    here: str

    @property
    def last(self) -> int:
        return self.first + len(self.shown) - 1


STRETCH = (
    said_of(*SAID_COLUMNS)
    .where(*_below, among(Entry.audience, "keys"), _when > _place)
    .order_by(Entry.created_at, Entry.id)
    .limit(literal_column(str(PAGE + 1)))
)
_before = Entry.__table__.alias("before")
_number = (
    select(func.count())
    .select_from(_before)
    .where(
        _before.c.root_id == _root,
        _before.c.state == literal_column("'live'"),
        _before.c.kind != literal_column("'file'"),
        tuple_(_before.c.created_at, _before.c.id) <= _place,
    )
    .scalar_subquery()
)
BACK = (
    select(Entry.id, Entry.created_at, _number.label("number"))
    .where(*_below, _when <= _place)
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(literal_column(str(2 * PAGE + 1)))
)
POINT = select(Entry.created_at).where(Entry.id == bindparam("id", type_=BigId), *_below, among(Entry.audience, "keys"))
FIRST_AFTER = (
    select(Entry.id)
    .where(*_below, among(Entry.audience, "keys"), _when > _place)
    .order_by(Entry.created_at, Entry.id)
    .limit(literal_column("1"))
)
LAST = (
    select(Entry.id)
    .where(*_below, among(Entry.audience, "keys"))
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(literal_column("1"))
)
COUNT = select(func.count()).select_from(Entry.__table__).where(*_below)


def stretch(
    session: Session, viewer: Viewer, root_id: int, total: int, after: Position | None = None, *, whole: bool = False
) -> Stretch:
    """The posts after a position; with `whole` the page of thirty that holds the first of them."""
    start, first, earlier = after or START, 1, None
    if after is not None:
        start, first, earlier = _step_back(session, root_id, after, whole)
    found = rows(session, STRETCH, root_id=root_id, at=start.at, id=start.id, keys=viewer.keys_json)
    more = found[PAGE - 1] if len(found) > PAGE else None
    return Stretch(
        shown=found[:PAGE],
        first=first,
        total=max(total, first + len(found[:PAGE]) - 1),
        earlier=earlier,
        later=str(Position(more.created_at, more.id)) if more else None,
        here="" if start == START else str(start),
    )


def _step_back(session: Session, root_id: int, after: Position, whole: bool) -> tuple[Position, int, str | None]:
    """Where the page begins, the number of its first post, and where the page before begins (None: there is none)."""
    back = rows(session, BACK, root_id=root_id, at=after.at, id=after.id)
    number = back[0].number if back else 0
    over = number % PAGE if whole else 0
    start = _position(back, over) if number > over else START
    if number <= over:
        return START, 1, None
    return start, number - over + 1, str(_position(back, over + PAGE)) if number - over > PAGE else ""


def _position(back: list[Any], place: int) -> Position:
    return Position(back[place].created_at, back[place].id)


def before(session: Session, viewer: Viewer, root_id: int, entry_id: int) -> Position | None:
    """The position right before a post of the thread, or None when it is not there (any more)."""
    found = one(session, POINT, id=entry_id, root_id=root_id, keys=viewer.keys_json)
    return Position(found.created_at, entry_id - 1) if found else None


def first_after(session: Session, viewer: Viewer, root_id: int, position: Position) -> int | None:
    """The first post written after a position, else the last of all; None where nobody wrote."""
    values = {"root_id": root_id, "keys": viewer.keys_json}
    found = one(session, FIRST_AFTER, at=position.at, id=position.id, **values) or one(session, LAST, **values)
    return found.id if found else None


def last_post(session: Session, viewer: Viewer, root_id: int) -> int | None:
    """The post that was written last."""
    found = one(session, LAST, root_id=root_id, keys=viewer.keys_json)
    return found.id if found else None


def count_posts(session: Session, root_id: int) -> int:
    """How many posts stand below a root."""
    return int(session.connection().execute(COUNT, {"root_id": root_id}).scalar() or 0)
