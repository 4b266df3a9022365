"""Arranging pages: another name, another place in the tree, official or outdated."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.wiki.forms import MoveForm, RenameForm
from blueprints.wiki.places import page_href, places
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound, visible_entry
from models.wiki.page import Page
from models.wiki.tree import pages_below


@allow("page.rename", on=entry(Page, with_text=True))
def ask_name(page: Page) -> str:
    return _rename_form(RenameForm(title=page.title), page)


@allow("page.rename", on=entry(Page, with_text=True))
def rename(page: Page) -> Response | tuple[str, int]:
    form, old = RenameForm(), page.title
    if not form.validate():
        return _rename_form(form, page), 422
    try:
        page.rename(form.title.data, viewer())
    except Invalid as error:
        form.blame(error)
        return _rename_form(form, page, old), 422
    flash(_("The page is renamed. Its old address leads here."), "success")
    return redirect(page_href(page), 303)


def _rename_form(form: RenameForm, page: Page, title: str = "") -> str:
    return render_template("wiki/rename.html", form=form, page=page, title=title or page.title, href=page_href(page))


@allow("page.move", on=entry(Page))
def ask_place(page: Page) -> str:
    """Two steps on one screen: which page it stands below (a GET form), then where among the pages there."""
    wanted = request.args.get("parent", page.parent_id or 0, type=int)
    return _move_form(page, wanted)


@allow("page.move", on=entry(Page))
def move(page: Page) -> Response | tuple[str, int]:
    parent_id = request.form.get("parent", 0, type=int)
    parent = visible_entry(db(), viewer(), Page, parent_id) if parent_id else None
    if parent is not None and parent.space_id != page.space_id:
        raise NotFound
    before = request.form.get("before", 0, type=int)
    ids = [row.id for row in pages_below(db(), viewer(), page.space_id, parent_id or None) if row.id != page.id]
    if before and before not in ids:
        flash(_("The pages there changed while you were choosing. Choose the place again."), "error")
        return _move_form(page, parent_id), 409
    page.move(parent, ids.index(before) if before else None, viewer())
    flash(_("The page is moved."), "success")
    return redirect(page_href(page), 303)


def _move_form(page: Page, parent_id: int) -> str:
    if page.space is None:
        raise NotFound
    parents = places(page.space, without=page.id)
    if parent_id not in dict(parents):
        parent_id = 0
    siblings = [row for row in pages_below(db(), viewer(), page.space_id, parent_id or None) if row.id != page.id]
    form = MoveForm(formdata=None, before=_next_of(page, parent_id, siblings))
    before = [SelectChoice(row.id, _("Before “%(title)s”", title=row.title)) for row in siblings]
    form.before.choices = [SelectChoice(0, _("Last")), *before]
    values: dict[str, Any] = {"parents": parents, "parent_id": parent_id, "parent_title": dict(parents)[parent_id]}
    return render_template("wiki/move.html", form=form, page=page, href=page_href(page), **values)


def _next_of(page: Page, parent_id: int, siblings: list[Any]) -> int:
    """The page before which it stands now, so that the form shows the truth."""
    if parent_id != (page.parent_id or 0):
        return 0
    return next((row.id for row in siblings if (row.position, row.id) > (page.position, page.id)), 0)


@allow("page.set-status", on=entry(Page))
def set_status(page: Page) -> Response:
    before, status = page.status, request.values.get("status", "")
    if status not in ("", "official", "outdated"):
        abort(400)
    page.set_status(status, viewer())
    said = {
        "official": _("The page is marked as official."),
        "outdated": _("The page is marked as outdated."),
        "": _("The mark is removed."),
    }[status]
    message: Any = {"text": said, "undo": f"/pages/{page.id}/status?status={before}"}
    flash(message, "success")
    return redirect(page_href(page), 303)
