"""Pages that wait for a person: to be checked, newly given to them, or overdue in a space that they curate."""

from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    String,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, as_words, words
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.care.checking import AHEAD
from models.wiki.care.columns import OwnerPerson, gone
from models.wiki.page import Page

MOST = 20
# So many overdue pages of all curated spaces together are counted.
COUNTED = 200

_pages = Page.__table__
_me: Any = bindparam("me", type_=Integer)
_until: Any = bindparam("until", type_=Date)
_today: Any = bindparam("today", type_=Date)
_from = _pages.join(Entry.__table__, Entry.id == _pages.c.id).join(Space.__table__, Space.id == _pages.c.space_id)
_readable = (LIVE, Entry.status != literal_column("'outdated'"), among(Entry.audience, "keys"))
_units = select(cast(words("units").c.value, Integer))
_writes_in = select(cast(words("writes_in").c.value, Integer))
_to_check = (
    select(
        literal("checks").label("what"),
        Entry.id,
        Entry.kind,
        Entry.root_id,
        Entry.title,
        Entry.slug,
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        _pages.c.review_on,
        literal_column("1").label("n"),
        cast(null(), String).label("name"),
        cast(null(), String).label("username"),
        cast(null(), Moment).label("created_at"),
    )
    .select_from(_from)
    .where(
        or_(
            _pages.c.owner_person_id == _me,
            _pages.c.owner_department_id.in_(_units) & _pages.c.space_id.in_(_writes_in),
        ),
        _pages.c.review_on <= _until,
        *_readable,
    )
    .order_by(_pages.c.review_on, _pages.c.id)
    .limit(literal_column(str(MOST)))
    .subquery("to_check")
)
_giver = aliased(Person, name="giver", flat=True)
_given = (
    select(
        literal("given").label("what"),
        func.min(Entry.id).label("id"),
        literal("page").label("kind"),
        cast(null(), BigId).label("root_id"),
        func.min(Entry.title).label("title"),
        func.min(Entry.slug).label("slug"),
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        cast(null(), Date).label("review_on"),
        func.count().label("n"),
        func.min(_giver.name).label("name"),
        cast(null(), String).label("username"),
        cast(null(), Moment).label("created_at"),
    )
    .select_from(_from)
    .join(_giver, _giver.id == _pages.c.owner_told_by_id)
    .where(_pages.c.owner_person_id == _me, *_readable)
    .group_by(Space.slug, Space.name)
    .limit(literal_column(str(MOST)))
    .subquery("given")
)
_nobodys = _pages.c.owner_person_id.is_(None) & _pages.c.owner_department_id.is_(None)
_overdue = (
    select(Space.slug.label("space_slug"), Space.name.label("space_name"))
    .select_from(_from.outerjoin(OwnerPerson, OwnerPerson.id == _pages.c.owner_person_id))
    .where(
        _pages.c.space_id.in_(select(cast(words("curated").c.value, Integer))),
        _pages.c.review_on < _today,
        or_(_nobodys, gone() == literal_column("1")),
        *_readable,
    )
    .limit(literal_column(str(COUNTED)))
    .subquery("overdue")
)
# One list of columns for all that waits but entries, so that it is asked for in one statement (see `waiting`).
PARTS: tuple[Any, ...] = (
    select(_to_check),
    select(_given),
    select(
        literal("desks"),
        cast(null(), BigId),
        literal("page"),
        cast(null(), BigId),
        literal(""),
        literal(""),
        _overdue.c.space_slug,
        _overdue.c.space_name,
        cast(null(), Date),
        func.count(),
        cast(null(), String),
        cast(null(), String),
        cast(null(), Moment),
    ).group_by(_overdue.c.space_slug, _overdue.c.space_name),
)


def asked(viewer: Viewer) -> dict[str, Any]:
    """Values for PARTS, whose rows are, by `what`: checks (a page with review_on), given (a space with n pages, and the
    name of who gave them), desks (a space with n overdue pages that its curators answer for together)."""
    today = clock.now().date()
    writes_in = [space for space in viewer.roles if viewer.has_role(space, "contributor")]
    return {
        "me": viewer.id,
        "units": as_words(viewer.department_ids),
        "writes_in": as_words(writes_in),
        "curated": as_words(space for space in writes_in if viewer.has_role(space, "curator")),
        "until": today + AHEAD,
        "today": today,
        "keys": viewer.keys_json,
    }
