"""Reading what was said below a topic or post: the head of the page, the order, one window of it, the rows shown.

Writing belongs to the kinds; in which order answers stand is the forum's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal_column, select
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, as_words, one, rows
from models.entries.entry import LIVE, Entry
from models.entries.following import IS_FOLLOW, Bookmark, Follow
from models.entries.reacting import Reaction
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import Position
from models.entries.voting import Vote
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

PAGE = 50
# Nobody reads on from "about a thousand"; the count stops there.
MOST_FOLLOWERS = 1000

_below = Entry.__table__.alias("below")
# Written as the condition of its index; whoever draws the thread then asks `hidden.hidden_in`.
_any_hidden = (
    select(literal_column("1"))
    .where(_below.c.root_id == Entry.id, _below.c.state == literal_column("'hidden'"))
    .correlate(Entry)
    .exists()
)
_followers = (
    select(literal_column("1"))
    .where(Follow.entry_id == Entry.id, IS_FOLLOW)
    .limit(literal_column(str(MOST_FOLLOWERS)))
    .correlate(Entry)
    .subquery()
)
_mine: Any = bindparam("person_id")
_following: Any = select(literal_column("1")).where(Follow.person_id == _mine, Follow.entry_id == Entry.id, IS_FOLLOW)
_bookmarked: Any = select(literal_column("1")).where(Bookmark.person_id == _mine, Bookmark.entry_id == Entry.id)
HEAD = (
    list_rows(
        *LIST_COLUMNS,
        Entry.html,
        Entry.version,
        Entry.language,
        Department.name.label("author_department"),
        Space.openness,
        Space.archived_at,
        Space.readers_may_post,
        Space.edit_minutes,
        select(func.count()).select_from(_followers).scalar_subquery().label("follower_count"),
        _following.correlate(Entry).exists().label("following"),
        _bookmarked.correlate(Entry).exists().label("bookmarked"),
        _any_hidden.label("any_hidden"),
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .where(
        Entry.id == bindparam("entry_id", type_=BigId),
        Entry.root_id.is_(None),
        among(Entry.kind, "kinds"),
        LIVE,
        among(Entry.audience, "keys"),
    )
)


def head(session: Session, viewer: Viewer, entry_id: int, kinds: Sequence[str], statement: Any = HEAD) -> Any:
    """The row of a topic or post with its text, space and whether the viewer follows it; None when not visible."""
    return one(session, statement, entry_id=entry_id, kinds=as_words(kinds), keys=viewer.keys_json, person_id=viewer.id)


_useful = (
    select(func.count())
    .select_from(Vote)
    .where(Vote.entry_id == Entry.id, Vote.word == literal_column("'useful'"))
    .correlate(Entry)
    .scalar_subquery()
)
OUTLINE = (
    select(
        Entry.id,
        Entry.parent_id,
        Entry.kind,
        Entry.created_at,
        Entry.author_id,
        case((Entry.kind == literal_column("'answer'"), _useful), else_=literal_column("0")).label("useful"),
    )
    .where(
        Entry.root_id == bindparam("root_id", type_=BigId),
        LIVE,
        Entry.kind != literal_column("'file'"),
        among(Entry.audience, "keys"),
    )
    .order_by(Entry.created_at, Entry.id)
    .limit(bindparam("limit"))
)


def outline(session: Session, viewer: Viewer, root_id: int, limit: int = 2**31 - 1) -> list[Any]:
    """What was said below a root, without texts, in time order: id, parent_id, kind, created_at, author_id, useful."""
    return rows(session, OUTLINE, root_id=root_id, keys=viewer.keys_json, limit=limit)


@dataclass(frozen=True)
class Window:
    """One page of an ordered outline. `here`, `earlier` and `later` are positions for `after`; "" is the beginning."""

    shown: list[Any]
    first: int
    total: int
    earlier: str | None
    later: str | None
    here: str = ""

    @property
    def last(self) -> int:
        return self.first + len(self.shown) - 1


def window(ordered: list[Any], after: Position | None = None, at: int | None = None, size: int = PAGE) -> Window:
    """The page of an outline that begins after a position, or the one that holds the entry `at`."""
    start = 0
    if at is not None:
        start = next((i for i, row in enumerate(ordered) if row.id == at), 0) // size * size
    elif after is not None:
        start = _index_after(ordered, after)
    end = start + size
    return Window(
        shown=ordered[start:end],
        first=start + 1,
        total=len(ordered),
        earlier=None if start == 0 else _position(ordered, start - size),
        later=_position(ordered, end) if end < len(ordered) else None,
        here=_position(ordered, start),
    )


def _index_after(ordered: list[Any], after: Position) -> int:
    for index, row in enumerate(ordered):
        if row.id == after.id:
            return index + 1
    # The entry that the address names is gone: go on with what was written after it.
    return next((i for i, row in enumerate(ordered) if (row.created_at, row.id) > after), 0)


def _position(ordered: list[Any], start: int) -> str:
    return str(Position(ordered[start - 1].created_at, ordered[start - 1].id)) if start > 0 else ""


SAID_COLUMNS: tuple[Any, ...] = (
    Entry.id,
    Entry.kind,
    Entry.title,
    Entry.parent_id,
    Entry.root_id,
    Entry.audience,
    Entry.space_id,
    Entry.created_at,
    Entry.edited_at,
    Entry.version,
    Entry.reaction_count,
    Entry.html,
    Entry.language,
    Entry.author_id,
    Person.name.label("author_name"),
    Person.username.label("author_username"),
    Person.is_guest.label("author_is_guest"),
    Department.name.label("author_department"),
)


def said_of(*columns: Any) -> Select[Any]:
    """A select of what a page shows of posts, with the joins that it needs."""
    return (
        select(*columns)
        .select_from(Entry.__table__)
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(Department, Department.id == Person.department_id)
    )


SAID = said_of(*SAID_COLUMNS).where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))


def said(session: Session, viewer: Viewer, shown: Sequence[Any]) -> list[Any]:
    """Rows with text and author of what a window shows, in its order."""
    if not shown:
        return []
    found = {row.id: row for row in rows(session, SAID, entries=as_words(r.id for r in shown), keys=viewer.keys_json)}
    return [found[row.id] for row in shown if row.id in found]


DRAWN = select(
    Entry.id,
    Entry.html,
    select(literal_column("1"))
    .where(Reaction.entry_id == Entry.id, Reaction.person_id == _mine, Reaction.word == bindparam("word"))
    .correlate(Entry)
    .exists()
    .label("mine"),
).where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))


def drawn(session: Session, viewer: Viewer, ids: Sequence[int], word: str) -> dict[int, Any]:
    """By id: rows (id, html, mine) of entries that a list draws whole; `mine` is true when the viewer reacted so."""
    if not ids:
        return {}
    found = rows(session, DRAWN, entries=as_words(ids), keys=viewer.keys_json, person_id=viewer.id, word=word)
    return {row.id: row for row in found}
