"""The wiki of a space as a whole: its tree, opened a level at a time, and what changed lately."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, space
from blueprints.kit.pages import fragment, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.entries.reading import NotFound, visible_entry
from models.entries.streams import Position
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.reading.changes import PAGE, changes
from models.wiki.structure.levels import Level, count_pages, find_pages, level, opened_tree, places_of, small_tree

LATEST = 6


@allow("space.read", on=space)
def show_tree(space: Space) -> str | Response:
    """The tree; `open` is the page whose level is opened, `find` lists pages by their title instead."""
    find = request.args.get("find", "").strip()
    found = _found(space, find) if find else []
    if wants_fragment():
        return fragment(render_template("wiki/_found.html", space=space, find=find, found=found))
    counted = count_pages(db(), viewer(), space.id)
    return render_template(
        "wiki/tree.html",
        space=space,
        tree=None if find else _tree(space),
        find=find,
        found=found,
        counted=counted,
        opened=request.args.get("open", 0, type=int),
        latest=changes(db(), viewer(), space.id)[:LATEST],
        readers=who_can_read(space.audience, space.name),
        may_write=may(viewer(), "page.create", space),
        may_move=may(viewer(), "page.move", space),
    )


def _tree(space: Space) -> Level:
    opened, after = request.args.get("open", 0, type=int), request.args.get("after", "")
    small = small_tree(db(), viewer(), space.id)
    return small or opened_tree(db(), viewer(), space.id, opened or None, after)


def _found(space: Space, find: str) -> list[tuple[Any, list[str]]]:
    """Rows with the titles of the pages above them."""
    rows = find_pages(db(), viewer(), space.id, find)
    above = places_of(db(), viewer(), space.id, [row.id for row in rows])
    return [(row, above[row.id]) for row in rows]


@allow("space.read", on=space)
def show_level(space: Space) -> Response:
    """The pages below one, as a piece of the tree for a script."""
    below = request.args.get("below", 0, type=int)
    if below and visible_entry(db(), viewer(), Page, below).space_id != space.id:
        raise NotFound
    found = level(db(), viewer(), space.id, below or None, request.args.get("after", ""))
    return fragment(
        render_template("wiki/_level.html", space=space, level=found, may_move=may(viewer(), "page.move", space))
    )


@allow("space.read", on=space)
def show_changes(space: Space) -> str:
    found = changes(db(), viewer(), space.id, Position.parse(request.args.get("before")))
    older = str(Position(found[-1].created_at, found[-1].id)) if len(found) == PAGE else ""
    return render_template("wiki/changes.html", space=space, found=found, older=older)
