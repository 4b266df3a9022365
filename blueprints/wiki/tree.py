"""The wiki of a space as a whole: its tree, what changed lately, and which pages are wanted."""

from flask import render_template, request

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of, who_can_read
from models.entries.streams import Position
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.changes import PAGE, changes, wanted
from models.wiki.tree import whole_tree

# A tree with more pages than this is folded below its first level.
UNFOLDED = 60
LATEST = 6


@allow("space.read", on=space)
def show_tree(space: Space) -> str:
    tree = whole_tree(db(), viewer(), space.id)
    counted = _count(tree)
    return render_template(
        "wiki/tree.html",
        space=space,
        tree=tree,
        counted=counted,
        folded=counted > UNFOLDED,
        latest=changes(db(), viewer(), space.id)[:LATEST],
        readers=who_can_read(space.audience, space.name),
        may_write=may(viewer(), "page.create", space),
    )


def _count(nodes: list[dict[str, object]]) -> int:
    waiting, found = list(nodes), 0
    while waiting:
        node = waiting.pop()
        found += 1
        waiting += node["children"]  # type: ignore[arg-type]  # nodes of nodes
    return found


@allow("space.read", on=space)
def show_changes(space: Space) -> str:
    found = changes(db(), viewer(), space.id, Position.parse(request.args.get("before")))
    older = str(Position(found[-1].created_at, found[-1].id)) if len(found) == PAGE else ""
    return render_template("wiki/changes.html", space=space, found=found, older=older)


@allow("space.read", on=space)
def show_wanted(space: Space) -> str:
    found = wanted(db(), viewer(), space.slug)
    pages = [
        (each, [(title_of(row), entry_href(row)) for row in each.sources[:3]], max(0, len(each.sources) - 3))
        for each in found
    ]
    return render_template("wiki/wanted.html", space=space, pages=pages, may_write=may(viewer(), "page.create", space))
