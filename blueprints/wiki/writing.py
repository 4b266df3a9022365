"""Writing a new page and editing one. Whatever cannot be saved comes back in the form as it was typed."""

from dataclasses import replace
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit import conflict, drafting
from blueprints.kit.conflict import Deciding
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.request import db, keep_changes, viewer
from blueprints.kit.rows import who_can_read
from blueprints.wiki.forms import EditPageForm, NewPageForm
from blueprints.wiki.languages import default_language, language_choices
from blueprints.wiki.places import is_large, page_href, places
from models.core import clock
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.core.language import time_of_day
from models.entries import drafts
from models.entries.reading import visible_entry
from models.entries.tagging import tags_on
from models.spaces.space import Space
from models.wiki.page import Page, write_page
from models.wiki.saving import Conflict, save_page
from models.wiki.translating import check_language, set_language


@allow("page.create", on=space)
def new(space: Space) -> str:
    form = NewPageForm(title=request.args.get("title", "")[:200], parent=request.args.get("parent", 0, type=int))
    return _new_form(form, space, drafting.offer(form, drafts.place_of_new_page(space)))


@allow("page.create", on=space)
def create(space: Space) -> Response | tuple[str, int]:
    form = NewPageForm()
    parent = request.form.get("parent", 0, type=int)
    form.parent.choices = [SelectChoice(*place) for place in places(space, parent, form.find.data or "")]
    if "look" in request.form:
        return _new_form(form, space), 200
    if form.validate():
        try:
            page = write_page(
                db(),
                viewer(),
                space,
                form.title.data,
                form.body.data,
                parent=visible_entry(db(), viewer(), Page, form.parent.data) if form.parent.data else None,
                tags=form.tag_words,
                language=check_language(form.language.data or default_language()),
            )
        except Invalid as error:
            form.blame(error)
        else:
            drafts.saved(db(), viewer(), drafts.place_of_new_page(space), form.draft.data)
            flash(_("The page is saved."), "success")
            return redirect(page_href(page), 303)
    return _new_form(form, space), 422


@allow("page.create", on=space)
def keep_draft(space: Space) -> Response | tuple[Response | str, int]:
    """Keep the text of a page that is not there yet for its writer alone."""
    asks, href = request.accept_mimetypes.best == "application/json", f"/s/{space.slug}/wiki/new"
    place, fields = drafts.place_of_new_page(space), drafting.typed_fields()
    try:
        kept = drafts.keep(
            db(), viewer(), place, fields, space_id=space.id, number=drafting.known_number(),
            replace="replace" in request.form,
        )  # fmt: skip
    except Outdated as error:
        return drafting.newer_draft(error, asks, f"/s/{space.slug}/wiki/draft", f"{href}?draft=use")
    if asks:
        return jsonify(number=kept.number, said=_("Draft kept at %(time)s", time=time_of_day(clock.now())))
    flash(_("Your draft is kept. Only you can see it."), "success")
    return redirect(f"{href}?draft=use", 303)


def _new_form(form: NewPageForm, space: Space, offer: drafting.Offer | None = None) -> str:
    form.parent.choices = form.parent.choices or [
        SelectChoice(*place) for place in places(space, form.parent.data or 0)
    ]
    form.language.data = form.language.data or default_language()
    form.language.choices = [SelectChoice(*each) for each in language_choices(form.language.data)]
    return render_template(
        "wiki/new.html",
        form=form,
        space=space,
        large=is_large(space),
        readers=who_can_read(space.audience, space.name),
        offer=offer,
    )


@allow("page.edit", on=entry(Page, with_text=True))
def edit(page: Page) -> str:
    tags = ", ".join(tags_on(db(), page))
    form = EditPageForm(title=page.title, body=page.body, tags=tags, tags_before=tags, based_on=str(page.version))
    return _edit_form(form, page, offer=drafting.offer(form, drafts.place_of_edit(page), page.version))


@allow("page.edit", on=entry(Page, with_text=True))
def save(page: Page) -> Response | tuple[str, int]:
    form, language = EditPageForm(), page.language
    form.body.data = conflict.decided(form.body.data or "")
    if not form.validate():
        return _edit_form(form, page, conflict.still_open(form, page)), 422
    before = form.tags_before.data
    try:
        saved = save_page(
            page,
            by=viewer(),
            based_on=form.based_on.data,
            title=form.title.data,
            body=form.body.data,
            tags=form.tag_words,
            tags_before=before.split(",") if before is not None else None,
            summary=form.summary.data or "",
            minor=form.minor.data,
            silent=form.silent.data,
            draft=form.draft.data,
        )
        set_language(page, viewer(), form.language.data or page.language)
    except Invalid as error:
        form.blame(error)
        return _edit_form(form, page, conflict.still_open(form, page)), 422
    except Conflict as found:
        return decide(form, page, found), 409
    if page.language != language:
        saved = replace(saved, changed=True)
    conflict.say_saved(saved, page, lambda: _("You changed nothing, so the page stays as it was."))
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
        **values,
    )
