"""Another place for a page: by the form, or from the tree by drag and keyboard, with an undo; and another space."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit.guards import allow, check, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words
from blueprints.kit.sent import number
from blueprints.wiki.forms import MoveForm, MoveToSpaceForm
from blueprints.wiki.places import is_large, page_href, places, wiki_href
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries.reading import NotFound, visible_entry
from models.policy.finding import spaces_to_write_in, visible_space
from models.wiki.page import Page
from models.wiki.structure.levels import find_pages, level
from models.wiki.structure.moving import move_page, move_to_space
from models.wiki.structure.readers import chosen_readers, readers_above


@allow("page.move", on=entry(Page))
def ask_place(page: Page) -> str:
    """Two steps on one screen: which page it stands below (a GET form), then where among the pages there."""
    return _move_form(page, request.args.get("parent", page.parent_id or 0, type=int))


@allow("page.move", on=entry(Page))
def move(page: Page) -> Response | tuple[str, int]:
    """From the form, from the tree (which wants JSON) and from an undo, which names all in its address."""
    parent_id = request.values.get("parent", 0, type=number)
    undo, from_tree = _undo(page), _wants_json() or request.values.get("then") == "tree"
    above = readers_above(page)[0]
    try:
        _check_seen(page)
        move_page(
            page,
            _parent(page, parent_id),
            viewer(),
            before=request.values.get("before", 0, type=number) or None,
            after=request.values.get("after", 0, type=number) or None,
            follow=request.values.get("follow") == "1",
        )
    except Refused as error:
        return _refused(page, parent_id, str(error))
    said = _said(page, above)
    if _wants_json():
        return jsonify(said=said, undo=undo, undo_label=_("Undo"))
    message: Any = {"text": said, "undo": undo} if request.values.get("undone") is None else said
    flash(message, "success")
    return redirect(_in_tree(page) if from_tree else page_href(page), 303)


def _said(page: Page, above: str) -> str:
    """That the page is moved; and who reads it now, when it came from below other readers."""
    if readers_above(page)[0] == above:
        return _("“%(title)s” is moved.", title=page.title)
    readers = audience_words(page.audience, page.space.name if page.space else None)
    return _("“%(title)s” is moved. Who can read it now: %(readers)s", title=page.title, readers=readers)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _parent(page: Page, parent_id: int) -> Page | None:
    parent = visible_entry(db(), viewer(), Page, parent_id) if parent_id else None
    if parent is not None and parent.space_id != page.space_id:
        raise NotFound
    return parent


def _check_seen(page: Page) -> None:
    """The tree says where it took the page from: somebody else may have moved it since. Raises Refused."""
    seen = request.values.get("seen", type=number)
    if seen is not None and seen != (page.parent_id or 0):
        raise Refused(
            _("Somebody else moved this page while you were choosing. Nothing was moved. Reload and choose again.")
        )


def _undo(page: Page) -> str:
    """The address that puts the page back where it stands now."""
    wanted: dict[str, Any] = {"parent": page.parent_id or 0, "undone": 1}
    siblings = level(db(), viewer(), page.space_id or 0, page.parent_id, f"{page.position}:{page.id}").nodes
    if siblings:
        wanted["before"] = siblings[0].row.id
    if not chosen_readers(page):
        wanted["follow"] = 1
    if _wants_json() or request.values.get("then") == "tree":
        wanted["then"] = "tree"
    return f"/pages/{page.id}/move?{urlencode(wanted)}"


def _in_tree(page: Page) -> str:
    space = page.space
    if space is None:
        raise NotFound
    return f"{wiki_href(space)}?open={page.parent_id or 0}#p{page.id}"


def _refused(page: Page, parent_id: int, said: str) -> Response | tuple[str, int]:
    if _wants_json():
        return make_response(jsonify(error=said), 409)
    flash(said, "error")
    db().rollback()
    return _move_form(visible_entry(db(), viewer(), Page, page.id), parent_id), 409


def _move_form(page: Page, parent_id: int) -> str:
    if page.space is None:
        raise NotFound
    find = request.args.get("find", "")
    parents = places(page.space, parent_id, find, without=page.id)
    if parent_id not in dict(parents):
        parent_id = 0
    siblings = [
        node.row for node in level(db(), viewer(), page.space.id, parent_id or None).nodes if node.row.id != page.id
    ]
    form = MoveForm(formdata=None, before=_next_of(page, parent_id, siblings))
    before = [SelectChoice(row.id, _("Before “%(title)s”", title=row.title)) for row in siblings]
    form.before.choices = [SelectChoice(0, pgettext("place", "Last")), *before]
    values: dict[str, Any] = {"parents": parents, "parent_id": parent_id, "parent_title": dict(parents)[parent_id]}
    values |= {
        "find": find,
        "large": is_large(page.space),
        "nothing": _nothing(page, find),
        "spaces": len(_spaces(page)),
    }
    return render_template("wiki/move.html", form=form, page=page, href=page_href(page), **values)


def _nothing(page: Page, find: str) -> bool:
    return bool(find.strip()) and not find_pages(db(), viewer(), page.space_id or 0, find)


def _next_of(page: Page, parent_id: int, siblings: list[Any]) -> int:
    """The page before which it stands now, so that the form shows the truth."""
    if parent_id != (page.parent_id or 0):
        return 0
    return next((row.id for row in siblings if (row.position, row.id) > (page.position, page.id)), 0)


@allow("page.move", on=entry(Page))
def ask_space(page: Page) -> str:
    return _space_form(MoveToSpaceForm(), page)


@allow("page.move", on=entry(Page, with_text=True))
def change_space(page: Page) -> Response | tuple[str, int]:
    form = MoveToSpaceForm()
    form.space.choices = _spaces(page)
    if not form.validate():
        return _space_form(form, page), 422
    space = visible_space(db(), viewer(), form.space.data)
    if space is None:
        raise NotFound
    check("page.create", space)
    try:
        moved = move_to_space(page, space, viewer())
    except Refused as error:
        form.space.errors = [str(error)]
        db().rollback()
        page = visible_entry(db(), viewer(), Page, page.id)
        return _space_form(form, page), 422
    flash(
        ngettext(
            "The page is moved to %(space)s. Its old address leads here.",
            "%(num)s pages are moved to %(space)s. Their old addresses lead here.",
            moved,
            space=space.name,
        ),
        "success",
    )
    return redirect(f"/s/{space.slug}/wiki/{page.slug}", 303)


def _spaces(page: Page) -> list[tuple[str, str]]:
    found = spaces_to_write_in(db(), viewer(), pages=True)
    return [(row.slug, row.name) for row in found if row.id != page.space_id]


def _space_form(form: MoveToSpaceForm, page: Page) -> str:
    form.space.choices = _spaces(page)
    return render_template("wiki/move_to_space.html", form=form, page=page, href=page_href(page))
