"""Editing a page. Whatever cannot be saved comes back in the form as it was typed. New pages are in `beginning`."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit import conflict, drafting, from_answer
from blueprints.kit.conflict import Deciding
from blueprints.kit.guards import allow, entry
from blueprints.kit.languages import language_choices
from blueprints.kit.proposing import approval_notice, save_or_send
from blueprints.kit.request import db, keep_changes, viewer
from blueprints.kit.rows import who_can_read
from blueprints.wiki.forms import EditPageForm
from blueprints.wiki.places import page_href, standing_at, tell_taken
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import drafts
from models.entries.tagging import tags_on
from models.wiki.page import Page
from models.wiki.writing.saving import Conflict
from models.wiki.writing.translating import set_language


@allow("page.edit", on=entry(Page, with_text=True))
def edit(page: Page) -> str:
    tags = ", ".join(tags_on(db(), page))
    form = EditPageForm(title=page.title, body=page.body, tags=tags, tags_before=tags, based_on=str(page.version))
    source = from_answer.answer_in(form)
    if source is not None and request.args.get("draft") != "use":
        form.body.data = from_answer.as_section(source, page.body, page.space)
        form.summary.data = from_answer.summary_of(source, page.audience)
    return _edit_form(form, page, offer=drafting.offer(form, drafts.place_of_edit(page), page.version))


@allow("page.edit", on=entry(Page, with_text=True))
def save(page: Page) -> Response | tuple[str, int]:
    form, language = EditPageForm(), page.language
    form.body.data = conflict.decided(form.body.data or "")
    taken = standing_at(page.space, form.title.data, page.id) if form.title.data not in (None, page.title) else ""
    if not form.validate():
        return _edit_form(form, page, conflict.still_open(form, page)), 422
    before, wanted = form.tags_before.data, form.language.data or language
    change: dict[str, Any] = {
        "based_on": form.based_on.data,
        "title": form.title.data,
        "body": form.body.data,
        "tags": form.tag_words,
        "summary": form.summary.data or "",
        "minor": form.minor.data,
        "draft": form.draft.data,
    }
    try:
        source = from_answer.answer_in(form)
        from_answer.check_confirmed(source, page.audience, form)
        tags_before = before.split(",") if before is not None else None
        told: dict[str, Any] = {"tags_before": tags_before, "silent": form.silent.data, "answer": source}
        saved = save_or_send(page, language=wanted, **told, **change)
        if isinstance(saved, Response):
            return saved
        set_language(page, viewer(), wanted)
    except Invalid as error:
        form.blame(error)
        return _edit_form(form, page, conflict.still_open(form, page)), 422
    except Conflict as found:
        return decide(form, page, found), 409
    if page.language != language:
        saved = replace(saved, changed=True)
    conflict.say_saved(saved, page, lambda: _("You changed nothing, so the page stays as it was."))
    tell_taken(taken)
    return redirect(page_href(page), 303)


def decide(form: EditPageForm, page: Page, found: Conflict) -> str:
    """The form with the prepared merge. The text as it was sent is kept as a draft too, whatever happens next."""
    drafting.keep_typed(form, page)
    keep_changes()
    return _edit_form(form, page, conflict.put_back(form, found, page))


def _edit_form(
    form: EditPageForm, page: Page, deciding: Deciding | None = None, offer: drafting.Offer | None = None
) -> str:
    values: dict[str, Any] = {"form": form, "page": page, "conflict": deciding, "offer": offer}
    form.language.data = form.language.data or page.language
    form.language.choices = [SelectChoice(*each) for each in language_choices(page.language)]
    space_name = page.space.name if page.space else None
    return render_template(
        "wiki/edit.html",
        readers=who_can_read(page.audience, space_name),
        href=page_href(page),
        editing=drafting.who_edits(page),
        approval=approval_notice(page.space, page) if page.space else None,
        source=from_answer.notice(from_answer.answer_in(form), page.audience, page.space) if page.space else None,
        **values,
    )
