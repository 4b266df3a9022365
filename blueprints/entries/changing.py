"""Editing entries of every kind but pages, which have an editor of their own, and the tags of any titled kind."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.forms import TagsForm, TextForm, TitledForm
from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit.conflict import Conflict, conflict_with
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.errors import Invalid, Outdated, Refused
from models.core.language import gettext as _
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import kind_of
from models.entries.reading import visible_entry
from models.entries.tagging import tags_on

OWN_EDITORS = {"page": "/pages/%s/edit", "file": "/files/%s/-/edit"}


@allow("entry.edit", on=entry(with_text=True))
def edit(entry: Entry) -> str | Response:
    if entry.kind in OWN_EDITORS:
        return redirect(OWN_EDITORS[entry.kind] % entry.id)
    values = {"body": entry.body, "based_on": str(entry.version)}
    if kind_of(entry).titled:
        return _form(TitledForm(title=entry.title, tags=", ".join(tags_on(db(), entry)), **values), entry)
    return _form(TextForm(**values), entry)


@allow("entry.edit", on=entry(with_text=True))
def save(entry: Entry) -> Response | tuple[str, int]:
    if entry.kind in OWN_EDITORS:
        # It also keeps the address, or the name, right when the title changes.
        return redirect(OWN_EDITORS[entry.kind] % entry.id, 307)
    titled, before = kind_of(entry).titled, entry.version
    form = TitledForm() if titled else TextForm()
    if not form.validate():
        return _form(form, entry), 422
    try:
        editing.edit(
            entry,
            by=viewer(),
            based_on=form.based_on.data,
            body=form.body.data,
            title=form.title.data if titled else None,
            tags=(form.tags.data or "").split(",") if titled else None,
            summary=form.summary.data or "",
        )
    except Invalid as error:
        form.blame(error)
        return _form(form, entry), 422
    except Outdated:
        return _outdated(form, entry.id)
    if entry.version == before and not titled:
        flash(_("You changed nothing, so the text stays as it was."))
    else:
        flash(_("Your changes are saved."), "success")
    return redirect(f"/e/{entry.id}", 303)


def _outdated(form: TextForm, entry_id: int) -> tuple[str, int]:
    """The form with the person's own text; saving it again replaces what is shown beside it, and nothing newer."""
    db().rollback()
    entry = visible_entry(db(), viewer(), Entry, entry_id, with_text=True)
    found = conflict_with(entry, form.title.data if isinstance(form, TitledForm) else "", form.body.data)
    form.based_on.data = str(entry.version)
    return _form(form, entry, conflict=found), 409


def _form(form: TextForm, entry: Entry, conflict: Conflict | None = None) -> str:
    kind = kind_of(entry)
    return render_template(
        "entries/edit.html",
        form=form,
        entry=entry,
        kind=kind,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        conflict=conflict,
        readers=who_can_read(entry.audience, entry.space.name if entry.space else None),
        preview=f"/preview?entry={entry.id}",
    )


@allow("entry.tag", on=entry())
def ask_tags(entry: Entry) -> str:
    return _tags_form(TagsForm(tags=", ".join(tags_on(db(), entry))), entry)


@allow("entry.tag", on=entry(with_text=True))
def save_tags(entry: Entry) -> Response:
    if not kind_of(entry).titled:
        raise Refused(_("The topics of this are the #words in its text. Edit the text to change them."))
    form = TagsForm()
    before = tags_on(db(), entry)
    editing.edit(entry, by=viewer(), based_on=entry.version, body=entry.body, tags=(form.tags.data or "").split(","))
    db().flush()
    if tags_on(db(), entry) == before:
        flash(_("The topics are as they were."))
    else:
        flash(_("The topics are saved."), "success")
    return redirect(f"/e/{entry.id}", 303)


def _tags_form(form: TagsForm, entry: Entry) -> str:
    return render_template("entries/tags.html", form=form, entry=entry, name=name_of(entry), crumbs=crumbs_to(entry))
