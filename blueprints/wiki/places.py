"""Where pages stand: their address, and the tree as a list of places to choose from."""

from collections.abc import Iterator
from typing import Any

from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.tree import whole_tree


def page_href(page: Page) -> str:
    """Where the page is read."""
    return f"/s/{page.space.slug}/wiki/{page.slug}" if page.space else f"/e/{page.id}"


def wiki_href(space: Space) -> str:
    return f"/s/{space.slug}/wiki/"


def places(space: Space, without: int | None = None) -> list[tuple[int, str]]:
    """What a page can stand below: the top (0), then every page but `without` and those below it, indented by depth."""
    tree = whole_tree(db(), viewer(), space.id)
    return [(0, _("At the top of the wiki")), *_flat(tree, without)]


def _flat(nodes: list[dict[str, Any]], without: int | None, depth: int = 0) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if node["id"] != without:
            # No-break spaces: a browser folds plain ones in an option.
            yield node["id"], "\u00a0\u00a0\u00a0" * depth + node["title"]
            yield from _flat(node["children"], without, depth + 1)
