"""The tree of a space's pages, as much of it as a page shows: the way down to it, its neighbours and what is below."""

from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, rows
from models.entries.entry import Entry
from models.policy.viewer import Viewer
from models.wiki.page import Page

_entries, _pages = Entry.__table__, Page.__table__
_LIVE = _entries.c.state == literal_column("'live'")
DEEPEST = 12

_above = (
    select(_entries.c.id, _entries.c.parent_id, literal_column("0").label("height"))
    .where(_entries.c.id == bindparam("page_id"))
    .cte("above", recursive=True)
)
_above = _above.union_all(
    select(_entries.c.id, _entries.c.parent_id, _above.c.height + 1)
    .where(_entries.c.id == _above.c.parent_id)
    .where(_above.c.height < DEEPEST)
)


def _nodes(*conditions: Any) -> Select[Any]:
    return (
        select(_entries.c.id, _entries.c.parent_id, _entries.c.title, _entries.c.slug, _pages.c.position)
        .select_from(_entries)
        .join(_pages, _pages.c.id == _entries.c.id)
        .where(*conditions, _LIVE, among(_entries.c.audience, "keys"))
    )


# The index of top pages repeats these conditions word for word.
_IS_TOP = (
    _entries.c.space_id == bindparam("space_id"),
    _entries.c.kind == literal_column("'page'"),
    _entries.c.parent_id.is_(None),
)
# Opened: the top of the space and whatever lies directly below a page on the way down. Two parts, each with an index of
# its own: with OR both databases walk through all entries of the space.
_opened = union_all(_nodes(_entries.c.parent_id.in_(select(_above.c.id))), _nodes(*_IS_TOP)).subquery("opened")
BRANCH = select(_opened).order_by(_opened.c.position, _opened.c.id).limit(literal_column("400"))
WHOLE = (
    select(
        _entries.c.id,
        _entries.c.parent_id,
        _entries.c.title,
        _entries.c.slug,
        _entries.c.status,
        _entries.c.excerpt,
        _entries.c.last_activity_at,
        _pages.c.position,
    )
    .join(_pages, _pages.c.id == _entries.c.id)
    .where(_entries.c.space_id == bindparam("space_id"), _LIVE, among(_entries.c.audience, "keys"))
    .order_by(_pages.c.position, _entries.c.id)
    .limit(5000)
)


def branch(session: Session, viewer: Viewer, space_id: int, page_id: int) -> list[dict[str, Any]]:
    """The opened part of the tree as nested nodes: {id, title, slug, children, current}."""
    found = rows(session, BRANCH, space_id=space_id, page_id=page_id, keys=viewer.keys_json)
    return nested(found, page_id)


def whole_tree(session: Session, viewer: Viewer, space_id: int) -> list[dict[str, Any]]:
    """All pages of a space as nested nodes (5,000 at most)."""
    return nested(rows(session, WHOLE, space_id=space_id, keys=viewer.keys_json))


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


BELOW = _nodes(_entries.c.parent_id == bindparam("parent_id", type_=BigId)).order_by(_pages.c.position, _entries.c.id)
TOP = _nodes(*_IS_TOP).order_by(_pages.c.position, _entries.c.id)


def pages_below(session: Session, viewer: Viewer, space_id: int | None, parent_id: int | None) -> list[Any]:
    """Rows (id, title, slug, position) of the pages right below a page, or (None) at the top, in their order."""
    if parent_id is None:
        return rows(session, TOP, space_id=space_id, keys=viewer.keys_json)
    return rows(session, BELOW, parent_id=parent_id, keys=viewer.keys_json)
