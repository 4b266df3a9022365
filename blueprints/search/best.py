"""Best results: which searches an entry answers, set by curators where it stands."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.search.forms import BestBetForm
from blueprints.search.words import keeper
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import visible_entry
from models.entries.rows import visible_rows
from models.search import best_bets
from models.search.best_bets import BestBet


def answering(values: dict[str, Any]) -> SimpleNamespace:
    """Fetches the entry in the address, when the viewer may read it, with those who look after its topics."""
    entry = visible_entry(db(), viewer(), Entry, values.pop("entry_id"))
    curators = best_bets.topic_curators(db(), entry)
    return SimpleNamespace(entry=entry, space_id=entry.space_id, curator_ids=curators)


@allow("admin.words", on=answering)
def ask_best(here: SimpleNamespace) -> str:
    found = db().get(BestBet, here.entry.id)
    values = {"words": found.words, "answer": found.answer} if found else {}
    return _draw(here, BestBetForm(formdata=None, **values))


@allow("admin.words", on=answering)
def save_best(here: SimpleNamespace) -> Response:
    form = BestBetForm()
    if form.validate_on_submit():
        try:
            best_bets.set_best_bet(db(), here.entry, viewer(), form.words.data or "", form.answer.data or "")
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Saved. It holds from the next search on."), "success")
            return redirect(f"/e/{here.entry.id}", 303)
    return fragment(_draw(here, form), 422)


def _draw(here: SimpleNamespace, form: BestBetForm) -> str:
    row = visible_rows(db(), viewer(), f'["{here.entry.id}"]')[here.entry.id]
    return render_template("search/best.html", title=title_of(row), href=entry_href(row), form=form, id=row.id)


@allow("admin.words", on=keeper)
def list_best(_keeper: SimpleNamespace) -> str:
    found = [
        SimpleNamespace(
            id=row.id, title=title_of(row), href=entry_href(row), words=row.words.split("\n"), answer=row.answer,
            space_name=row.space_name,
        )
        for row in best_bets.kept_by(db(), viewer())
    ]  # fmt: skip
    return render_template("search/best_list.html", rows=found)
