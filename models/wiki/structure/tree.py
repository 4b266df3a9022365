"""The tree of a space's pages as one page shows it: the way down to it, its neighbours, what is right below."""

from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, rows
from models.entries.entry import Entry
from models.policy.viewer import Viewer
from models.wiki.structure.places import IS_BELOW, IS_PAGE, IS_TOP

DEEPEST = 12
# Pages shown on either side of the way down; whoever wants more opens the tree.
NEIGHBOURS = 30

_entries = Entry.__table__
_LIVE = _entries.c.state == literal_column("'live'")
COLUMNS = (
    _entries.c.id,
    _entries.c.parent_id,
    _entries.c.title,
    _entries.c.slug,
    _entries.c.language,
    _entries.c.position,
)


def ancestors(start: Any) -> Any:
    """The pages from `start` up to the top as a recursive table: id, parent_id, position, height."""
    first = select(_entries.c.id, _entries.c.parent_id, _entries.c.position, literal_column("0").label("height"))
    way = first.where(start).cte("above", recursive=True)
    return way.union_all(
        select(_entries.c.id, _entries.c.parent_id, _entries.c.position, way.c.height + 1)
        .where(_entries.c.id == way.c.parent_id)
        .where(way.c.height < DEEPEST)
    )


_way = ancestors(_entries.c.id == bindparam("page_id", type_=BigId))


def _edge(steps: int, *, down: bool, top: bool) -> Any:
    """The position of the sibling so many steps before or after a page on the way down; NULL when there are fewer."""
    beside = _entries.alias("beside")
    order = (beside.c.position.asc(), beside.c.id.asc()) if down else (beside.c.position.desc(), beside.c.id.desc())
    there = beside.c.space_id == bindparam("space_id", type_=Integer) if top else beside.c.parent_id == _way.c.parent_id
    place = beside.c.parent_id.is_(None) if top else beside.c.parent_id.is_not(None)
    is_page = beside.c.kind == literal_column("'page'")
    side = beside.c.position > _way.c.position if down else beside.c.position < _way.c.position
    found = select(beside.c.position).where(there, is_page, place, side).order_by(*order)
    return found.limit(literal_column("1")).offset(literal_column(str(steps - 1))).correlate(_way).scalar_subquery()


def nodes(*conditions: Any) -> Select[Any]:
    """Live pages that may be read, by COLUMNS."""
    return select(*COLUMNS).where(*conditions, _LIVE, among(_entries.c.audience, "keys"))


# Each level is cut to the neighbours of the page on the way down, by positions that an index gives. Parts apart, each
# with an index of its own: with OR both databases walk through all entries of the space.
_levels = (
    select(
        _way.c.parent_id,
        func.coalesce(_edge(NEIGHBOURS, down=False, top=False), literal_column("-2147483648")).label("low"),
        func.coalesce(_edge(NEIGHBOURS, down=True, top=False), literal_column("2147483647")).label("high"),
    )
    .where(_way.c.parent_id.is_not(None))
    .subquery("levels")
)
_root = (
    select(func.coalesce(_edge(NEIGHBOURS, down=False, top=True), literal_column("-2147483648")))
    .where(_way.c.parent_id.is_(None))
    .limit(literal_column("1"))
    .scalar_subquery()
)
_SHOWN: Any = literal_column(str(2 * NEIGHBOURS))
_order = (_entries.c.position, _entries.c.id)
_beside = (
    select(*COLUMNS)
    .join(_levels, _levels.c.parent_id == _entries.c.parent_id)
    .where(IS_PAGE, _entries.c.parent_id.is_not(None))
    .where(_entries.c.position >= _levels.c.low, _entries.c.position <= _levels.c.high)
    .where(_LIVE, among(_entries.c.audience, "keys"))
    .limit(literal_column("600"))
    .subquery("siblings")
)
_first = (
    nodes(*IS_TOP, _entries.c.position >= func.coalesce(_root, literal_column("-2147483648")))
    .order_by(*_order)
    .limit(_SHOWN)
    .subquery("first")
)
_children = (
    nodes(_entries.c.parent_id == bindparam("page_id", type_=BigId), IS_PAGE, _entries.c.parent_id.is_not(None))
    .order_by(*_order)
    .limit(_SHOWN)
    .subquery("children")
)
_path = nodes(_entries.c.id.in_(select(_way.c.id))).subquery("path")
BRANCH = union_all(select(_beside), select(_first), select(_children), select(_path))


def branch(session: Session, viewer: Viewer, space_id: int, page_id: int) -> list[dict[str, Any]]:
    """The opened part of the tree as nested nodes: {id, title, slug, children, current}; the neighbours of each level
    are cut where there are very many. `page_id` 0 gives the first pages of the top."""
    found = rows(session, BRANCH, space_id=space_id, page_id=page_id, keys=viewer.keys_json)
    ordered = sorted({row.id: row for row in found}.values(), key=lambda row: (row.position, row.id))
    return nested(ordered, page_id)


def nested(found: list[Any], current: int | None = None) -> list[dict[str, Any]]:
    """Rows with id and parent_id as nested nodes; a row whose parent is not among them stands at the top."""
    names = found[0]._fields if found else ()
    nodes = {
        row.id: {**dict(zip(names, row, strict=True)), "children": [], "current": row.id == current} for row in found
    }
    top: list[dict[str, Any]] = []
    for node in nodes.values():
        parent = nodes.get(node["parent_id"])
        (parent["children"] if parent else top).append(node)
    return top


def way_down(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nodes from the top to the current one, itself included; empty when there is no current one."""
    for node in tree:
        if node["current"]:
            return [node]
        below = way_down(node["children"])
        if below:
            return [node, *below]
    return []


BELOW = nodes(*IS_BELOW).order_by(*_order)
TOP = nodes(*IS_TOP).order_by(*_order)


def pages_below(session: Session, viewer: Viewer, space_id: int | None, parent_id: int | None) -> list[Any]:
    """Rows (id, title, slug, position) of the pages right below a page, or (None) at the top, in their order."""
    if parent_id is None:
        return rows(session, TOP, space_id=space_id, keys=viewer.keys_json)
    return rows(session, BELOW, parent_id=parent_id, keys=viewer.keys_json)
