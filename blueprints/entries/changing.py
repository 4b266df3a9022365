"""Editing entries of every kind but pages, which have an editor of their own, and the tags of any titled kind."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.entries.forms import TagsForm, TextForm, TitledForm
from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit import conflict, drafting
from blueprints.kit.conflict import Deciding
from blueprints.kit.guards import allow, entry
from blueprints.kit.languages import language_choices
from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import db, keep_changes, viewer
from blueprints.kit.rows import who_can_read
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries import drafts, editing, presence
from models.entries.entry import Entry
from models.entries.kinds import kind_of
from models.entries.saving import Conflict
from models.entries.saving import save as save_text
from models.entries.summaries import neutral
from models.entries.tagging import tags_on
from models.wiki.page import Page

OWN_EDITORS = {"page": "/pages/%s/edit", "file": "/files/%s/-/edit", "opportunity": "/opportunities/%s/edit"}


@allow("entry.edit", on=entry(with_text=True))
def edit(entry: Entry) -> str | Response:
    if entry.kind in OWN_EDITORS:
        return redirect(OWN_EDITORS[entry.kind] % entry.id)
    values, form = {"body": entry.body, "based_on": str(entry.version), "language": entry.language}, TextForm
    if kind_of(entry).titled:
        tags = ", ".join(tags_on(db(), entry))
        values, form = values | {"title": entry.title, "tags": tags, "tags_before": tags}, TitledForm
    made = form(**values)
    return _form(made, entry, offer=drafting.offer(made, drafts.place_of_edit(entry), entry.version))


@allow("entry.edit", on=entry(with_text=True))
def save(entry: Entry) -> Response | tuple[str, int]:
    if entry.kind in OWN_EDITORS:
        # It also keeps the address, or the name, right when the title changes.
        return redirect(OWN_EDITORS[entry.kind] % entry.id, 307)
    titled = kind_of(entry).titled
    form = TitledForm() if titled else TextForm()
    form.body.data = conflict.decided(form.body.data or "")
    if not form.validate():
        return _form(form, entry, conflict.still_open(form, entry)), 422
    before = request.form.get("tags_before")
    try:
        saved = save_text(
            entry,
            by=viewer(),
            based_on=form.based_on.data,
            body=form.body.data,
            title=form.title.data if titled else None,
            tags=(form.tags.data or "").split(",") if titled else None,
            tags_before=before.split(",") if before is not None else None,
            summary=form.summary.data or "",
            language=_chosen(form, entry),
        )
    except Invalid as error:
        form.blame(error)
        return _form(form, entry, conflict.still_open(form, entry)), 422
    except Conflict as found:
        # The text as it was sent is kept as a draft too, whatever happens next.
        drafting.keep_typed(form, entry)
        keep_changes()
        return _form(form, entry, conflict.put_back(form, found, entry)), 409
    drafts.saved(db(), viewer(), drafts.place_of_edit(entry), form.draft.data)
    presence.leave(db(), viewer(), entry)
    conflict.say_saved(saved, entry, lambda: _("You changed nothing, so the text stays as it was."))
    return redirect(f"/e/{entry.id}", 303)


def _chosen(form: TextForm, entry: Entry) -> str:
    """The language that somebody chose in the form; nothing where it was left as it was."""
    wanted = form.language.data or ""
    return wanted if wanted != entry.language and wanted in dict(language_choices()) else ""


def _form(form: TextForm, entry: Entry, deciding: Deciding | None = None, offer: drafting.Offer | None = None) -> str:
    kind = kind_of(entry)
    form.language.data = form.language.data or entry.language
    form.language.choices = [SelectChoice(*each) for each in language_choices(entry.language)]
    return render_template(
        "entries/edit.html",
        form=form,
        entry=entry,
        kind=kind,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        conflict=deciding,
        offer=offer,
        editing=drafting.who_edits(entry),
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
    tags = (form.tags.data or "").split(",")
    if isinstance(entry, Page) and page_needs_approval(entry):
        return send_change(entry, based_on=entry.version, tags=tags, summary=neutral("topics"))
    if editing.edit(entry, by=viewer(), based_on=entry.version, body=entry.body, tags=tags):
        flash(_("The topics are saved."), "success")
    else:
        flash(_("The topics are as they were."))
    return redirect(f"/e/{entry.id}", 303)


def _tags_form(form: TagsForm, entry: Entry) -> str:
    return render_template("entries/tags.html", form=form, entry=entry, name=name_of(entry), crumbs=crumbs_to(entry))
