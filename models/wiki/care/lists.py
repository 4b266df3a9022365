"""Lists of pages by their care: what is due, what nobody answers for, what one person answers for. Reading alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import BigId
from models.core.db import among, as_words, one, rows, words
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.care.columns import OwnerPerson, OwnerUnit, gone
from models.wiki.page import CARE_COLUMNS, Page

MOST = 20
PER_PAGE = 100
# So many pages are handed over at once.
LARGEST = 5_000
_pages = Page.__table__
_today = bindparam("today", type_=Date)
_until = bindparam("until", type_=Date)

COLUMNS: tuple[Any, ...] = (
    Entry.id,
    Entry.kind,
    Entry.root_id,
    Entry.title,
    Entry.slug,
    Entry.status,
    Entry.audience,
    Space.id.label("space_id"),
    Space.name.label("space_name"),
    Space.slug.label("space_slug"),
    *CARE_COLUMNS,
)


def _list(*columns: Any) -> Select[Any]:
    """From the narrow table: its indexes know what is due."""
    return (
        select(*(columns or COLUMNS))
        .select_from(_pages)
        .join(Entry.__table__, Entry.id == _pages.c.id)
        .join(Space, Space.id == _pages.c.space_id)
        .outerjoin(OwnerPerson, OwnerPerson.id == _pages.c.owner_person_id)
        .outerjoin(OwnerUnit, OwnerUnit.id == _pages.c.owner_department_id)
        .where(LIVE, among(Entry.audience, "keys"))
    )


_NOBODY = and_(
    _pages.c.owner_person_id.is_(None), _pages.c.owner_role.is_(None), _pages.c.owner_department_id.is_(None)
)
_here = _pages.c.space_id == bindparam("space_id", type_=Integer)
_below = (
    select(Entry.id)
    .select_from(Entry.__table__)
    .where(Entry.id == bindparam("below", type_=BigId), Entry.kind == literal_column("'page'"))
    .cte("below", recursive=True)
)
_below = _below.union(
    select(Entry.id).where(Entry.parent_id == _below.c.id, Entry.kind == literal_column("'page'"), LIVE)
)
_who = bindparam("who", type_=String)
_owner_words = case(
    (_pages.c.owner_person_id.is_not(None), literal("person:") + cast(_pages.c.owner_person_id, String)),
    (_pages.c.owner_role.is_not(None), literal("role:") + _pages.c.owner_role),
    else_=literal("department:") + cast(_pages.c.owner_department_id, String),
)
_date = bindparam("date", type_=String)
_FILTERS = (
    _here,
    or_(bindparam("below", type_=BigId) == 0, Entry.id.in_(select(_below.c.id))),
    or_(
        _who == literal(""),
        (_who == literal("none")) & _NOBODY,
        (_who == literal("left")) & (gone() == literal_column("1")),
        _owner_words == _who,
    ),
    or_(
        _date == literal(""),
        (_date == literal("none")) & _pages.c.review_on.is_(None),
        (_date == literal("overdue")) & (_pages.c.review_on < _today),
        (_date == literal("todo")) & (_pages.c.review_on.is_(None) | _NOBODY),
    ),
)
FILTERED = (
    _list()
    .where(
        *_FILTERS,
        tuple_(Entry.title, Entry.id) > tuple_(bindparam("after_title"), bindparam("after_id", type_=BigId)),
    )
    .order_by(Entry.title, Entry.id)
    .limit(literal_column(str(PER_PAGE + 1)))
)
IDS = _list(Entry.id).where(*_FILTERS).order_by(Entry.title, Entry.id).limit(literal_column(str(LARGEST)))
HOW_MANY = _list(func.count()).where(*_FILTERS)


@dataclass(frozen=True)
class Wanted:
    """Which pages of a space: below one (itself too), by owner and by date.

    `who` is none, left or what `Owner` writes; `date` is none, overdue or todo (no owner or no date).
    """

    below: int = 0
    who: str = ""
    date: str = ""

    def values(self, space_id: int, viewer: Viewer) -> dict[str, Any]:
        return {
            "space_id": space_id,
            "below": self.below,
            "who": self.who,
            "date": self.date,
            "today": clock.now().date(),
            "keys": viewer.keys_json,
        }


def pages_by_care(
    session: Session, viewer: Viewer, space_id: int, wanted: Wanted, after: tuple[str, int] = ("", 0)
) -> tuple[list[Any], int]:
    """(rows of COLUMNS by title, one more than PER_PAGE when there are more; how many there are in all)."""
    values = wanted.values(space_id, viewer)
    found = rows(session, FILTERED, **values, after_title=after[0], after_id=after[1])
    return found, one(session, HOW_MANY, **values)[0]


def ids_by_care(session: Session, viewer: Viewer, space_id: int, wanted: Wanted) -> list[int]:
    """Ids of all of them, by title; LARGEST at most."""
    return [row.id for row in rows(session, IDS, **wanted.values(space_id, viewer))]


PROGRESS = _list(
    func.count().label("pages"),
    func.coalesce(func.sum(case((_NOBODY | _pages.c.review_on.is_(None), 0), else_=1)), 0).label("cared"),
).where(_here)


def progress(session: Session, viewer: Viewer, space_id: int) -> tuple[int, int]:
    """(pages that have an owner and a review date, all pages) of those that the viewer may read."""
    row = one(session, PROGRESS, space_id=space_id, keys=viewer.keys_json)
    return int(row.cared), int(row.pages)


_after = tuple_(_pages.c.review_on, _pages.c.id) > tuple_(
    bindparam("after_on", type_=Date), bindparam("after_id", type_=BigId)
)
# An outdated page is not looked at again.
_dated = (
    _pages.c.review_on.is_not(None),
    _pages.c.review_on <= _until,
    Entry.status != literal_column("'outdated'"),
)
_in_order = (_pages.c.review_on, _pages.c.id)
DUE = _list().where(*_dated, _after).order_by(*_in_order).limit(bindparam("limit", type_=Integer))
DUE_HERE = DUE.where(_here)


def due(
    session: Session,
    viewer: Viewer,
    until: date,
    *,
    space_id: int | None = None,
    after: tuple[date, int] | None = None,
    limit: int = PER_PAGE,
) -> list[Any]:
    """Rows of the pages whose review date is `until` or before, the longest overdue first: of one space or of all."""
    day, page_id = after or (date.min, 0)
    values = {"until": until, "after_on": day, "after_id": page_id, "limit": limit, "keys": viewer.keys_json}
    if space_id is None:
        return rows(session, DUE, **values)
    return rows(session, DUE_HERE, **values, space_id=space_id)


UNOWNED = (
    _list()
    .where(_here, or_(_NOBODY, gone() == literal_column("1")))
    .order_by(_NOBODY, Entry.title, Entry.id)
    .limit(literal_column(str(MOST + 1)))
)


def unowned(session: Session, viewer: Viewer, space_id: int) -> list[Any]:
    """Rows of pages whose owner has left, then of those that nobody is named for; MOST + 1 at most."""
    return rows(session, UNOWNED, space_id=space_id, keys=viewer.keys_json)


_me = bindparam("me", type_=Integer)
_my_spaces = cast(words("writes_in").c.value, Integer)
_mine = or_(
    _pages.c.owner_person_id == _me,
    _pages.c.owner_department_id.in_(select(cast(words("units").c.value, Integer)))
    & _pages.c.space_id.in_(select(_my_spaces)),
)
MINE = (
    _list()
    .where(_mine)
    .order_by(_pages.c.review_on.is_(None), _pages.c.review_on, Entry.title, Entry.id)
    .limit(literal_column(str(2 * PER_PAGE + 1)))
)


def mine(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of the pages that the viewer answers for by name or through the unit, those due first."""
    return rows(session, MINE, **_as_me(viewer))


def _as_me(viewer: Viewer) -> dict[str, Any]:
    writes_in = [space_id for space_id in viewer.roles if viewer.has_role(space_id, "contributor")]
    return {
        "me": viewer.id,
        "units": as_words(viewer.department_ids),
        "writes_in": as_words(writes_in),
        "keys": viewer.keys_json,
    }


OWNERS_IN = (
    select(
        _pages.c.owner_person_id,
        _pages.c.owner_role,
        _pages.c.owner_department_id,
        OwnerPerson.name.label("owner_name"),
        OwnerPerson.username.label("owner_username"),
        OwnerUnit.id.label("owner_unit_id"),
        OwnerUnit.name.label("owner_unit"),
        gone().label("owner_gone"),
        Space.slug.label("space_slug"),
    )
    .select_from(_pages)
    .join(Entry.__table__, Entry.id == _pages.c.id)
    .join(Space, Space.id == _pages.c.space_id)
    .outerjoin(OwnerPerson, OwnerPerson.id == _pages.c.owner_person_id)
    .outerjoin(OwnerUnit, OwnerUnit.id == _pages.c.owner_department_id)
    .where(LIVE, among(Entry.audience, "keys"), _here, ~_NOBODY)
    .distinct()
    .limit(literal_column("200"))
)


def owners_in(session: Session, viewer: Viewer, space_id: int) -> list[Any]:
    """Who answers for pages of the space, each once: the first three columns make an `Owner`."""
    return rows(session, OWNERS_IN, space_id=space_id, keys=viewer.keys_json)


ONE = _list().where(Entry.id == bindparam("page_id", type_=BigId))


def page_care(session: Session, viewer: Viewer, page_id: int) -> Any:
    """The row of COLUMNS of one page."""
    return one(session, ONE, page_id=page_id, keys=viewer.keys_json)


_child = Entry.__table__.alias("child")
PARTS = (
    _list(Entry.id, Entry.title)
    .where(
        _here,
        select(_child.c.id)
        .where(
            _child.c.parent_id == Entry.id,
            _child.c.kind == literal_column("'page'"),
            _child.c.state == literal_column("'live'"),
        )
        .exists(),
    )
    .order_by(Entry.title, Entry.id)
    .limit(literal_column("300"))
)


def parts(session: Session, viewer: Viewer, space_id: int) -> list[tuple[int, str]]:
    """(id, title) of the pages that have pages below them, by title; 300 at most."""
    return [(row.id, row.title) for row in rows(session, PARTS, space_id=space_id, keys=viewer.keys_json)]
