"""Searches that the viewer keeps: saving from the page of results, the list, changing, order, removing with undo."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.search.forms import SavedSearchForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.search import saved
from models.search.asked import Asked, asked_again
from models.search.noting import is_counted
from models.search.saved import SavedSearch


@allow("search.save")
def list_saved() -> str:
    return render_template(
        "search/saved_list.html",
        counted=is_counted(db(), viewer().id),
        rows=[_drawn(row) for row in saved.saved_searches(db(), viewer().id)],
    )


@allow("search.save")
def save() -> Response:
    """Keep the search in `asked`, which the page of results sends along."""
    asked, form = asked_again(request.form.get("asked", "")), SavedSearchForm()
    if form.validate_on_submit():
        try:
            saved.save_search(db(), viewer(), asked, form.name.data or "", form.tells.data)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Saved under “Your searches”. You find it on the page of search as well."), "success")
            return redirect(asked.on_page(1).href(), 303)
    return fragment(_ask(form, "/searches", asked), 422)


@allow("search.save")
def open_saved(search_id: int) -> Response:
    """The results, newest first: what a notice leads to."""
    return redirect(asked_again(_own(search_id).asked).by(newest=True).href(), 302)


@allow("search.save")
def edit_saved(search_id: int) -> str:
    found = _own(search_id)
    form = SavedSearchForm(formdata=None, name=found.name, tells=found.tells)
    return _ask(form, f"/searches/{found.id}", asked_again(found.asked), found)


@allow("search.save")
def keep_saved(search_id: int) -> Response:
    found, form = _own(search_id), SavedSearchForm()
    if form.validate_on_submit():
        try:
            saved.change_search(db(), found, form.name.data or "", form.tells.data)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Saved"), "success")
            return redirect("/searches", 303)
    return fragment(_ask(form, f"/searches/{found.id}", asked_again(found.asked), found), 422)


@allow("search.save")
def move_saved(search_id: int) -> Response:
    saved.move_search(db(), _own(search_id), up=request.form.get("to") == "up")
    return redirect("/searches", 303)


@allow("search.save")
def remove_saved(search_id: int) -> Response:
    found = _own(search_id)
    saved.remove_search(db(), found)
    flash_undo(_("“%(name)s” is removed.", name=found.name), f"/searches/{found.id}/restore")
    return redirect("/searches", 303)


@allow("search.save")
def restore_saved(search_id: int) -> Response:
    saved.restore_search(db(), _own(search_id, removed=True))
    flash(_("It is there again."), "success")
    return redirect("/searches", 303)


def beside_results(asked: Asked, labels: list[str]) -> SimpleNamespace:
    """For the page of results: the searches that are kept, or what this one would be kept as, or is."""
    rows, said = saved.saved_searches(db(), viewer().id), saved.kept(asked)
    this = next((row for row in rows if row.asked == said), None)
    return SimpleNamespace(
        rows=[] if said else [_drawn(row) for row in rows],
        this=_drawn(this) if this is not None else None,
        said=said,
        name=saved.usual_name(asked, labels),
    )


def _drawn(row: Any) -> SimpleNamespace:
    return SimpleNamespace(id=row.id, name=row.name, href=asked_again(row.asked).href(), tells=row.due_at is not None)


def _ask(form: SavedSearchForm, action: str, asked: Asked, found: SavedSearch | None = None) -> str:
    return render_template("search/saved_form.html", form=form, action=action, asked=asked, found=found)


def _own(search_id: int, removed: bool = False) -> SavedSearch:
    found = saved.own_search(db(), viewer(), search_id, removed=removed)
    if found is None:
        raise NotFound
    return found
