"""Spaces as a viewer finds them: closed ones that do not take requests exist for their members alone."""

from typing import Any

from sqlalchemy import Integer, String, bindparam, cast, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from models.core.db import among, as_words, one, rows, words
from models.people.department import Department
from models.policy.viewer import Viewer
from models.spaces.membership import Membership
from models.spaces.space import FOUND_BY_OTHERS, Space


def may_find(viewer: Viewer, space: Space) -> bool:
    """True when the space exists for the viewer."""
    return space.id in viewer.roles or (space.openness in FOUND_BY_OTHERS and not viewer.is_guest and viewer.id != 0)


SPACE_BY_SLUG = select(Space).where(Space.slug == bindparam("slug")).options(joinedload(Space.department))


def visible_space(session: Session, viewer: Viewer, slug: str) -> Space | None:
    """The space with this address, with its department, when it exists for the viewer."""
    found = session.scalar(SPACE_BY_SLUG, {"slug": slug})
    return found if found is not None and may_find(viewer, found) else None


_MINE = Space.id.in_(select(cast(words("mine").c.value, Integer)))
_FOUND = or_(_MINE, (bindparam("guest", type_=Integer) == 0) & Space.openness.in_(FOUND_BY_OTHERS))
SPACE_COLUMNS: tuple[Any, ...] = (
    Space.id,
    Space.slug,
    Space.name,
    Space.description,
    Space.openness,
    Space.archived_at,
    Space.department_id,
    Department.name.label("department_name"),
)
_members = select(func.count()).select_from(Membership).where(Membership.space_id == Space.id).scalar_subquery()
SPACES = (
    select(*SPACE_COLUMNS, _members.label("member_count"))
    .outerjoin(Department, Department.id == Space.department_id)
    .where(
        _FOUND,
        Space.archived_at.is_(None),
        or_(
            bindparam("text") == literal(""),
            func.lower(Space.name + literal(" ") + Space.description).like(bindparam("text")),
        ),
        or_(
            bindparam("department_path") == literal(""),
            func.substr(Department.path, 1, func.length(bindparam("department_path"))) == bindparam("department_path"),
        ),
        or_(bindparam("only_mine", type_=Integer) == 0, _MINE),
    )
    .order_by(Space.name, Space.id)
    .limit(bindparam("limit"))
)


def visible_spaces(
    session: Session, viewer: Viewer, *, text: str = "", department_path: str = "", mine: bool = False, limit: int = 200
) -> list[Any]:
    """Rows of spaces that exist for the viewer, by name: SPACE_COLUMNS and member_count."""
    return rows(
        session,
        SPACES,
        mine=as_words(viewer.roles),
        guest=int(viewer.is_guest),
        text=f"%{text.lower().replace('%', '').replace('_', ' ')}%" if text else "",
        department_path=department_path,
        only_mine=int(mine),
        limit=limit,
    )


NAMES = select(Space.id, Space.name, Space.slug, Space.department_id).where(
    Space.id.in_(select(cast(words("spaces").c.value, Integer))), _FOUND
)


def space_names(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, Any]:
    """Rows (id, name, slug, department_id) by id of those of the spaces that exist for the viewer."""
    found = rows(session, NAMES, spaces=as_words(ids), mine=as_words(viewer.roles), guest=int(viewer.is_guest))
    return {row.id: row for row in found}


NAMED = select(Space.id, Space.slug, Space.name).where(
    or_(among(Space.slug, "names"), among(func.lower(Space.name, type_=String), "names")), _FOUND
)


def spaces_named(session: Session, viewer: Viewer, names: list[str]) -> list[Any]:
    """Rows (id, slug, name) of those of the spaces with an address or a name in small letters that the viewer finds."""
    return rows(session, NAMED, names=as_words(names), mine=as_words(viewer.roles), guest=int(viewer.is_guest))


CALLED = (
    select(Space.slug, Space.name, Department.name.label("department_name"))
    .outerjoin(Department, Department.id == Space.department_id)
    .where(
        _FOUND,
        Space.archived_at.is_(None),
        or_(
            func.lower(Space.name).like(bindparam("start", type_=String), escape="\\"),
            func.lower(Space.name).like(literal("% ") + bindparam("start", type_=String), escape="\\"),
        ),
    )
    .order_by(func.length(Space.name), Space.name, Space.id)
    .limit(bindparam("limit"))
)


def spaces_called(session: Session, viewer: Viewer, start: str, limit: int) -> list[Any]:
    """Rows (slug, name, department_name) of spaces with a word in their name like `start`, a LIKE pattern."""
    return rows(session, CALLED, start=start, mine=as_words(viewer.roles), guest=int(viewer.is_guest), limit=limit)


HELD = select(Space.id).where(Space.search_held_at.is_not(None))


def held_from_search(session: Session) -> frozenset[int]:
    """Spaces that search leaves out until the index knows of their narrower audience."""
    return frozenset(row.id for row in rows(session, HELD))


OPEN_TO_POST = (
    select(*SPACE_COLUMNS)
    .outerjoin(Department, Department.id == Space.department_id)
    .where(_FOUND, Space.archived_at.is_(None), or_(_MINE, Space.readers_may_post & (Space.openness == "open")))
    .order_by(literal_column("spaces.name"), Space.id)
    .limit(500)
)


def spaces_to_write_in(session: Session, viewer: Viewer, *, pages: bool = False) -> list[Any]:
    """Rows of the spaces where the viewer may ask and post; with `pages`, where they may write pages."""
    found = rows(session, OPEN_TO_POST, mine=as_words(viewer.roles), guest=int(viewer.is_guest))
    if viewer.silenced:
        found = [row for row in found if row.id not in viewer.silenced]
    if pages:
        return [row for row in found if viewer.has_role(row.id, "contributor")]
    return [row for row in found if viewer.has_role(row.id, "contributor") or row.openness == "open"]


BY_SLUG = (
    select(*SPACE_COLUMNS)
    .outerjoin(Department, Department.id == Space.department_id)
    .where(Space.slug == bindparam("slug"), _FOUND)
)


def space_row(session: Session, viewer: Viewer, slug: str) -> Any:
    """The row of one space that exists for the viewer, or None."""
    return one(session, BY_SLUG, slug=slug, mine=as_words(viewer.roles), guest=int(viewer.is_guest))
