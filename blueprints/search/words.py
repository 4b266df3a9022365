"""The dictionary of acronyms, for all staff to read, and words that mean the same; both kept by curators."""

from types import SimpleNamespace
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.search.forms import AcronymForm, SynonymsForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.curating import curates_a_topic
from models.entries.reading import NotFound
from models.policy.rules import may
from models.policy.viewer import CURATING
from models.search import acronyms as dictionary
from models.search import synonyms
from models.search.acronyms import Acronym
from models.search.synonyms import SynonymSet


def keeper(values: dict[str, Any]) -> SimpleNamespace:
    """The words of search, which belong to no space: those who curate any space or topic look after them."""
    curates = any(role in CURATING for role in viewer().roles.values()) or curates_a_topic(db(), viewer().id)
    return SimpleNamespace(space_id=None, curator_ids={viewer().id} if curates and not viewer().is_guest else set())


@allow("acronyms.read")
def list_acronyms() -> str:
    return _acronyms(AcronymForm(formdata=None))


@allow("admin.words", on=keeper)
def add_acronym(_keeper: SimpleNamespace) -> Response:
    form = AcronymForm()
    if form.validate_on_submit():
        try:
            dictionary.add_acronym(db(), viewer(), form.short.data, form.expansion.data, form.meaning.data or "")
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("It is in the dictionary."), "success")
            return redirect("/acronyms", 303)
    return fragment(_acronyms(form), 422)


@allow("admin.words", on=keeper)
def edit_acronym(_keeper: SimpleNamespace, acronym_id: int) -> str:
    found = _acronym(acronym_id)
    return render_template("search/acronym.html", found=found, form=AcronymForm(formdata=None, obj=found))


@allow("admin.words", on=keeper)
def save_acronym(_keeper: SimpleNamespace, acronym_id: int) -> Response:
    found, form = _acronym(acronym_id), AcronymForm()
    if form.validate_on_submit():
        values = form.short.data, form.expansion.data, form.meaning.data or ""
        try:
            dictionary.change_acronym(db(), found, viewer(), *values)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Saved"), "success")
            return redirect("/acronyms", 303)
    return fragment(render_template("search/acronym.html", found=found, form=form), 422)


@allow("admin.words", on=keeper)
def remove_acronym(_keeper: SimpleNamespace, acronym_id: int) -> Response:
    found = _acronym(acronym_id)
    dictionary.remove_acronym(db(), found, viewer())
    flash_undo(_("“%(short)s” is out of the dictionary.", short=found.short), f"/acronyms/{acronym_id}/restore")
    return redirect("/acronyms", 303)


@allow("admin.words", on=keeper)
def restore_acronym(_keeper: SimpleNamespace, acronym_id: int) -> Response:
    dictionary.restore_acronym(db(), _acronym(acronym_id, removed=True), viewer())
    flash(_("It is in the dictionary again."), "success")
    return redirect("/acronyms", 303)


@allow("acronyms.read")
def explain() -> Response:
    """Short forms of a page (`w`, with commas) and what they stand for; those that nobody explained are left out."""
    found = dictionary.explained(db(), request.args.get("w", "")[:2_000].replace("\0", "").split(","))
    answer = jsonify({short: [_said(row) for row in each] for short, each in found.items()})
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def _said(row: Any) -> str:
    return f"{row.expansion}: {row.meaning}" if row.meaning else row.expansion


def _acronym(acronym_id: int, removed: bool = False) -> Acronym:
    found = db().get(Acronym, acronym_id)
    if found is None or (found.removed_at is not None) != removed:
        raise NotFound
    return found


def _acronyms(form: AcronymForm) -> str:
    text = request.args.get("q", "").replace("\0", "")[:100].strip()
    after = (request.args.get("after", "").replace("\0", "")[:100], request.args.get("id", 0, type=int))
    rows = dictionary.acronyms(db(), text, after if 0 <= after[1] < 2**31 else ("", 0))
    more = rows[dictionary.PAGE - 1] if len(rows) > dictionary.PAGE else None
    return render_template(
        "search/acronyms.html",
        rows=rows[: dictionary.PAGE],
        more={"q": text, "after": more.short_key, "id": more.id} if more else None,
        text=text,
        form=form,
        keeps=may(viewer(), "admin.words", keeper({})),
    )


@allow("admin.words", on=keeper)
def list_synonyms(_keeper: SimpleNamespace) -> str:
    return _synonyms(SynonymsForm(formdata=None))


@allow("admin.words", on=keeper)
def add_synonyms(_keeper: SimpleNamespace) -> Response:
    return _keep_synonyms(None)


@allow("admin.words", on=keeper)
def edit_synonyms(_keeper: SimpleNamespace, set_id: int) -> str:
    found = _set(set_id)
    return _synonyms(SynonymsForm(formdata=None, words=found.words), found)


@allow("admin.words", on=keeper)
def save_synonyms(_keeper: SimpleNamespace, set_id: int) -> Response:
    return _keep_synonyms(_set(set_id))


@allow("admin.words", on=keeper)
def remove_synonyms(_keeper: SimpleNamespace, set_id: int) -> Response:
    synonyms.remove_synonyms(db(), viewer(), _set(set_id))
    flash(_("Each of these words is searched by itself again."), "success")
    return redirect("/synonyms", 303)


def _keep_synonyms(found: SynonymSet | None) -> Response:
    form = SynonymsForm()
    if form.validate_on_submit():
        try:
            synonyms.keep_synonyms(db(), viewer(), form.words.data, found)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Who searches one of these words finds the others as well."), "success")
            return redirect("/synonyms", 303)
    return fragment(_synonyms(form, found), 422)


def _synonyms(form: SynonymsForm, found: SynonymSet | None = None) -> str:
    return render_template("search/synonyms.html", sets=synonyms.synonym_sets(db()), form=form, found=found)


def _set(set_id: int) -> SynonymSet:
    found = db().get(SynonymSet, set_id)
    if found is None:
        raise NotFound
    return found
