"""Where pages stand: their address, and places in the tree to choose from without listing a whole wiki."""

from collections.abc import Iterator

from flask import flash

from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.text import page_slug
from models.spaces.space import Space
from models.wiki.page import Page, moved_to
from models.wiki.structure.levels import Level, find_pages, level, small_tree, way_to

# So many pages of one level stand in a list to choose from; the others are found by their title.
OFFERED = 40
PARTED = " › "
Choice = tuple[int, str]


def page_href(page: Page) -> str:
    """Where the page is read."""
    return f"/s/{page.space.slug}/wiki/{page.slug}" if page.space else f"/e/{page.id}"


def standing_at(space: Space | None, title: str, page_id: int = 0) -> str:
    """The title of another page to which the address of a new title has led until now, if the viewer may read it."""
    slug = page_slug(title) if title.strip() else ""
    found = moved_to(db(), viewer(), space.slug, slug) if space and slug else None
    return str(found.title) if found and found.id != page_id else ""


def tell_taken(title: str) -> None:
    """Say that the page that was just saved took the old address of another one."""
    if title:
        flash(_("This address led to “%(title)s” before. Links to it lead to this page now.", title=title))


def wiki_href(space: Space) -> str:
    return f"/s/{space.slug}/wiki/"


def places(space: Space, chosen: int = 0, find: str = "", without: int | None = None) -> list[Choice]:
    """What a page can stand below: the top (0), then pages, but never `without` or one below it.

    A small wiki is listed whole and indented. Of a large one: what fits the words in `find`, the chosen page with those
    above it and right below it, and the first pages of the top.
    """
    top = (0, _("At the top of the wiki"))
    small = small_tree(db(), viewer(), space.id)
    if small is not None:
        return [top, *_indented(small, without)]
    ids = [row.id for row in find_pages(db(), viewer(), space.id, find)]
    way = [row.id for row in way_to(db(), viewer(), space.id, chosen)] if chosen else []
    near = [node.row.id for node in level(db(), viewer(), space.id, way[-1] if way else None).nodes[:OFFERED]]
    return [top, *_named(space, [*ids, *reversed(way), *(near if not ids else [])], without)]


def _indented(tree: Level, without: int | None, depth: int = 0) -> Iterator[Choice]:
    for node in tree.nodes:
        if node.row.id != without:
            # No-break spaces: a browser folds plain ones in an option.
            yield node.row.id, "\u00a0\u00a0\u00a0" * depth + node.row.title
            if node.level:
                yield from _indented(node.level, without, depth + 1)


def _named(space: Space, ids: list[int], without: int | None) -> Iterator[Choice]:
    for page_id in dict.fromkeys(ids):
        way = way_to(db(), viewer(), space.id, page_id)
        if way and without not in {row.id for row in way}:
            yield page_id, PARTED.join(row.title for row in way)


def is_large(space: Space) -> bool:
    """True when a wiki is too large to be listed whole."""
    return small_tree(db(), viewer(), space.id) is None
