"""What of a wiki goes out: the pages of a space or below one page, in the order of the tree, and their front matter.

With a viewer only what that person may read; without one everything that stands in the space, for who runs the machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from models.core.db import among, as_words, rows
from models.core.language import DEFAULT, language_of
from models.entries.entry import LIVE, Entry
from models.entries.revision import Revision
from models.entries.tagging import tags_of
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.transfer.pages.format import SUFFIX, file_name
from models.wiki.care.columns import Owner
from models.wiki.page import Page
from models.wiki.writing.translating import Translation

CHUNK = 100
# What a page says of its past where it came from an exported tree and its people have no accounts here.
SAID = "exported"

_author = aliased(Person, name="author", flat=True)
_editor = aliased(Person, name="editor", flat=True)
_keeper = aliased(Person, name="keeper", flat=True)
_checker = aliased(Person, name="checker", flat=True)
_unit = aliased(Department, name="unit", flat=True)
_next = aliased(Entry, name="next_page", flat=True)
_next_space = aliased(Space, name="next_space", flat=True)
_released = aliased(Revision, name="released", flat=True)
_newest = (
    select(func.max(Revision.number))
    .where(Revision.entry_id == Translation.original_id, ~Revision.minor)
    .correlate(Translation)
    .scalar_subquery()
)


def _places(*conditions: Any) -> Any:
    return (
        select(Entry.id, Entry.parent_id, Entry.slug, Entry.title, Entry.position)
        .select_from(Entry.__table__)
        .join(Page.__table__, Page.__table__.c.id == Entry.id)
        .where(Entry.space_id == bindparam("space_id"), Entry.kind == literal_column("'page'"), LIVE, *conditions)
        .order_by(Entry.position, Entry.id)
    )


ALL_PLACES = _places()
OWN_PLACES = _places(among(Entry.audience, "keys"))
_page = Page.__table__
PAGES = (
    select(
        Entry.id,
        Entry.title,
        # Of a page with a released version that one, as on the page itself.
        func.coalesce(_released.body, Entry.body).label("body"),
        Entry.html,
        Entry.status,
        Entry.language,
        Entry.narrowed,
        Entry.created_at,
        Entry.edited_at,
        Entry.origin,
        _author.username.label("author"),
        _editor.username.label("editor"),
        _editor.name.label("editor_name"),
        _page.c.owner_person_id,
        _page.c.owner_role,
        _page.c.owner_department_id,
        _keeper.username.label("keeper"),
        _unit.name.label("unit"),
        _page.c.review_on,
        _page.c.review_months,
        _page.c.checked_at,
        _checker.username.label("checker"),
        _next.slug.label("next_slug"),
        _next_space.slug.label("next_space"),
        _next.audience.label("next_audience"),
        Translation.original_id,
        (_newest > Translation.based_on).label("behind"),
    )
    .select_from(Entry.__table__)
    .join(_page, _page.c.id == Entry.id)
    .join(_author, _author.id == Entry.author_id)
    .join(_editor, _editor.id == Entry.editor_id)
    .outerjoin(_keeper, _keeper.id == _page.c.owner_person_id)
    .outerjoin(_unit, _unit.id == _page.c.owner_department_id)
    .outerjoin(_checker, _checker.id == _page.c.checked_by_id)
    .outerjoin(_next, _next.id == _page.c.replaced_by_id)
    .outerjoin(_next_space, _next_space.id == _next.space_id)
    .outerjoin(_released, and_(_released.entry_id == Entry.id, _released.number == Entry.released))
    .outerjoin(Translation, Translation.page_id == Entry.id)
    .where(among(Entry.id, "ids"))
)


@dataclass
class Node:
    """A page in the tree of what goes out. `path` is the way of names to it, its own last."""

    id: int
    slug: str
    title: str
    path: tuple[str, ...]
    order: int
    depth: int


@dataclass
class Gathered:
    """The tree that goes out. Texts are fetched in small lots while it is written."""

    session: Session
    space: Space
    viewer: Viewer | None
    top_id: int | None = None
    nodes: list[Node] = field(default_factory=list)

    @cached_property
    def by_id(self) -> dict[int, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def by_slug(self) -> dict[str, Node]:
        return {node.slug: node for node in self.nodes}

    def pages(self) -> Iterator[tuple[Node, Any, list[str]]]:
        """(node, row of PAGES, tags) in the order of the tree."""
        for start in range(0, len(self.nodes), CHUNK):
            lot = self.nodes[start : start + CHUNK]
            ids = as_words([node.id for node in lot])
            found = {row.id: row for row in rows(self.session, PAGES, ids=ids)}
            tags = tags_of(self.session, ids)
            yield from ((node, found[node.id], tags.get(node.id, [])) for node in lot if node.id in found)


def gather(session: Session, space: Space, viewer: Viewer | None = None, top_id: int | None = None) -> Gathered:
    """The pages of the space, or `top_id` and those below it. Without its parent a page stands at the top."""
    if viewer is None:
        found = rows(session, ALL_PLACES, space_id=space.id)
    else:
        found = rows(session, OWN_PLACES, space_id=space.id, keys=viewer.keys_json)
    ids = {row.id for row in found}
    below: dict[int | None, list[Any]] = {}
    for row in found:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    gathered = Gathered(session, space, viewer, top_id)
    top = below.get(None, []) if top_id is None else [row for row in found if row.id == top_id]
    waiting: list[tuple[Any, tuple[str, ...], int, int]] = [(row, (), number, 0) for number, row in enumerate(top, 1)]
    waiting.reverse()
    while waiting:
        row, above, order, depth = waiting.pop()
        path = (*above, file_name(row.slug))
        gathered.nodes.append(Node(row.id, row.slug, row.title, path, order, depth))
        children = list(enumerate(below.get(row.id, []), 1))
        waiting += [(child, path, number, depth + 1) for number, child in reversed(children)]
    return gathered


def about(gathered: Gathered, node: Node, row: Any, tags: list[str]) -> dict[str, Any]:
    """The front matter of a page, in the order in which people look for it."""
    told = (row.origin or {}).get(SAID, {})
    return {
        "title": row.title,
        "slug": node.slug if node.path[-1] != node.slug else None,
        "order": node.order,
        "tags": sorted(tags),
        "status": row.status,
        "replaced_by": _replacement(gathered, row),
        "language": row.language if row.language != language_of(DEFAULT) else None,
        **_translation(gathered, row),
        "owner": told.get("owner") or _owner(row),
        "review_on": row.review_on,
        "review_months": row.review_months,
        "checked": row.checked_at,
        "checked_by": told.get("checked_by") or row.checker,
        "narrowed": row.narrowed or None,
        "created": row.created_at,
        "author": told.get("author") or row.author,
        "edited": row.edited_at,
        "editor": told.get("editor") or row.editor,
    }


def _owner(row: Any) -> str:
    owner = Owner(row.owner_person_id, row.owner_role, row.owner_department_id)
    if owner.person_id:
        return f"person:{row.keeper}"
    return f"department:{row.unit}" if owner.department_id else str(owner)


def _translation(gathered: Gathered, row: Any) -> dict[str, Any]:
    """The page that it translates, where that goes out too."""
    original = gathered.by_id.get(row.original_id)
    return {"translation_of": "/".join(original.path) + SUFFIX, "behind": bool(row.behind)} if original else {}


def _replacement(gathered: Gathered, row: Any) -> str | None:
    """Named only to those who may read it."""
    seen = gathered.viewer is None or row.next_audience in gathered.viewer.keys
    return f"{row.next_space}:{row.next_slug}" if row.next_slug and seen else None
