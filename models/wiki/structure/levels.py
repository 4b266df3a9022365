"""The tree of a wiki, opened one level at a time, and pages of a wiki found by their title. Moving is in `moving`."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, as_words, rows
from models.core.text import slugify
from models.entries.entry import Entry
from models.policy.viewer import Viewer
from models.wiki.structure.places import IS_BELOW, IS_PAGE, IS_TOP
from models.wiki.structure.tree import COLUMNS, DEEPEST, ancestors, nodes

# Pages of one level that the tree shows at once.
LEVEL = 200
# A wiki with no more pages than this is shown whole.
SMALL = 60
MOST_FOUND = 50

_entries = Entry.__table__
_LIVE = _entries.c.state == literal_column("'live'")
_order = (_entries.c.position, _entries.c.id)
_way = ancestors(_entries.c.id == bindparam("page_id", type_=BigId))

# One level of the tree, with what a row of it shows.
_child = _entries.alias("child")
_has_below = (
    select(literal_column("1"))
    .where(
        _child.c.parent_id == _entries.c.id,
        _child.c.kind == literal_column("'page'"),
        _child.c.parent_id.is_not(None),
        _child.c.state == literal_column("'live'"),
        among(_child.c.audience, "keys"),
    )
    .limit(literal_column("1"))
    .correlate(_entries)
    .scalar_subquery()
)
ROW = (*COLUMNS, _entries.c.status, _has_below.label("below"))
_later = tuple_(_entries.c.position, _entries.c.id) > tuple_(
    bindparam("after_position", type_=Integer), bindparam("after_id", type_=BigId)
)


def _level(*conditions: Any) -> Select[Any]:
    found = select(*ROW).where(*conditions, _later, _LIVE, among(_entries.c.audience, "keys"))
    return found.order_by(*_order).limit(literal_column(str(LEVEL + 1)))


TOP_LEVEL, LEVEL_BELOW = _level(*IS_TOP), _level(*IS_BELOW)


@dataclass
class Level:
    """Pages with one parent (None: the top) in their order. `more` is where the next part begins, '' for none."""

    parent_id: int | None
    nodes: list["Node"] = field(default_factory=list)
    more: str = ""


@dataclass
class Node:
    """One page of the tree: `row` has id, title, slug, position, status; `below` says whether pages stand below it."""

    row: Any
    below: bool
    level: Level | None = None


def level(session: Session, viewer: Viewer, space_id: int, parent_id: int | None, after: str = "") -> Level:
    """Up to 200 pages right below a page that the viewer was found to read, or at the top; `after` is `Level.more`."""
    position, number = _parsed(after)
    values = {"keys": viewer.keys_json, "after_position": position, "after_id": number}
    if parent_id is None:
        found = rows(session, TOP_LEVEL, space_id=space_id, **values)
    else:
        found = rows(session, LEVEL_BELOW, parent_id=parent_id, **values)
    shown = found[:LEVEL]
    more = f"{shown[-1].position}:{shown[-1].id}" if len(found) > LEVEL else ""
    return Level(parent_id, [Node(row, bool(row.below)) for row in shown], more)


def _parsed(after: str) -> tuple[int, int]:
    position, _colon, number = after.partition(":")
    digits = position.removeprefix("-")
    if digits.isascii() and digits.isdigit() and number.isascii() and number.isdigit() and len(after) < 30:
        return max(-(2**31), min(int(position), 2**31 - 1)), min(int(number), 2**31 - 1)
    return -(2**31), 0


WHOLE = (
    select(*ROW)
    .where(_entries.c.space_id == bindparam("space_id"), IS_PAGE, _LIVE, among(_entries.c.audience, "keys"))
    .limit(literal_column(str(SMALL + 1)))
)


def small_tree(session: Session, viewer: Viewer, space_id: int) -> Level | None:
    """All pages of a wiki with at most 60 of them as opened levels; None for a larger one."""
    found = rows(session, WHOLE, space_id=space_id, keys=viewer.keys_json)
    if len(found) > SMALL:
        return None
    top = Level(None)
    levels: dict[int | None, Level] = {row.id: Level(row.id) for row in found}
    for row in sorted(found, key=lambda row: (row.position, row.id)):
        own = levels[row.id]
        levels.get(row.parent_id, top).nodes.append(Node(row, bool(row.below), own))
    for each in levels.values():
        for node in each.nodes:
            node.below = bool(node.level and node.level.nodes)
    for node in top.nodes:
        node.below = bool(node.level and node.level.nodes)
    return top


WAY = (
    select(*COLUMNS, _way.c.height)
    .join(_way, _way.c.id == _entries.c.id)
    .where(_entries.c.space_id == bindparam("space_id"), IS_PAGE, _LIVE, among(_entries.c.audience, "keys"))
    .order_by(_way.c.height.desc())
)


def way_to(session: Session, viewer: Viewer, space_id: int, page_id: int) -> list[Any]:
    """Rows (id, parent_id, title, slug, position) from the top down to a page of the space, as far as the viewer may
    read them; empty for a page that is not there."""
    found = rows(session, WAY, space_id=space_id, page_id=page_id, keys=viewer.keys_json)
    return found if found and found[-1].id == page_id else []


def opened_tree(session: Session, viewer: Viewer, space_id: int, page_id: int | None, after: str = "") -> Level:
    """The top level with the way down to a page opened, and what is right below that page."""
    way = way_to(session, viewer, space_id, page_id) if page_id else []
    top = level(session, viewer, space_id, None, "" if way else after)
    current = top
    for step, row in enumerate(way):
        last = step == len(way) - 1
        node = next((each for each in current.nodes if each.row.id == row.id), None)
        if node is None:
            # Among thousands of siblings: shown behind those that fill the level.
            node = Node(row, True)
            current.nodes.append(node)
        node.level = level(session, viewer, space_id, row.id, after if last else "")
        node.below = bool(node.level.nodes)
        current = node.level
    return top


COUNTED = select(func.count()).where(
    _entries.c.space_id == bindparam("space_id"), IS_PAGE, _LIVE, among(_entries.c.audience, "keys")
)


def count_pages(session: Session, viewer: Viewer, space_id: int) -> int:
    """How many pages of the space the viewer may read."""
    return int(session.connection().execute(COUNTED, {"space_id": space_id, "keys": viewer.keys_json}).scalar() or 0)


_matches = or_(
    func.lower(_entries.c.title).like(bindparam("text"), escape="\\"),
    _entries.c.slug.like(bindparam("slug"), escape="\\"),
)
FIND = (
    select(*ROW)
    .where(_entries.c.space_id == bindparam("space_id"), IS_PAGE, _LIVE, among(_entries.c.audience, "keys"), _matches)
    .order_by(func.length(_entries.c.title), _entries.c.title, _entries.c.id)
    .limit(literal_column(str(MOST_FOUND)))
)


def find_pages(session: Session, viewer: Viewer, space_id: int, text: str) -> list[Any]:
    """Rows as of a level of up to 50 pages whose title holds the text, whatever its case; the shortest titles first."""
    text = " ".join(text.split())[:200]
    if not text:
        return []
    values = {"text": f"%{_escaped(text.lower())}%", "slug": f"%{_escaped(slugify(text))}%"}
    return rows(session, FIND, space_id=space_id, keys=viewer.keys_json, **values)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


SOME = nodes(_entries.c.space_id == bindparam("space_id"), IS_PAGE, among(_entries.c.id, "pages"))


def places_of(session: Session, viewer: Viewer, space_id: int, ids: list[int]) -> dict[int, list[str]]:
    """Titles of the pages above each page, the top first, as far as the viewer may read them; at most 12 a page."""
    found: dict[int, Any] = {}
    waiting = set(ids)
    for _step in range(DEEPEST):
        waiting -= found.keys()
        if not waiting:
            break
        new = rows(session, SOME, space_id=space_id, keys=viewer.keys_json, pages=as_words(waiting))
        found |= {row.id: row for row in new}
        waiting = {row.parent_id for row in new if row.parent_id}
    return {number: _titles(found, number) for number in ids}


def _titles(found: dict[int, Any], number: int) -> list[str]:
    titles: list[str] = []
    row = found.get(number)
    while row is not None and row.parent_id and len(titles) < DEEPEST:
        row = found.get(row.parent_id)
        if row is not None:
            titles.insert(0, row.title)
    return titles
