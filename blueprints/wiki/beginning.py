"""Beginning a page: from a template or blank, and at which place. What cannot be saved comes back as it was typed."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit import alike, drafting, from_answer
from blueprints.kit.guards import allow, space
from blueprints.kit.languages import language_choices
from blueprints.kit.proposing import approval_notice, send_new_page
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words, who_can_read
from blueprints.wiki.forms import NewPageForm
from blueprints.wiki.languages import default_language
from blueprints.wiki.places import is_large, page_href, places, standing_at, tell_taken
from models.core import clock
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.core.language import time_of_day
from models.core.text import render
from models.entries import drafts
from models.entries.reading import visible_entry
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.page import Page, write_page
from models.wiki.requests.approval import approval_needed
from models.wiki.writing.templates import (
    Starter,
    built_in_starters,
    filled,
    own_starters,
    starter_named,
    usual_starter,
    values_for,
)
from models.wiki.writing.translating import check_language

BLANK = "blank"


@allow("page.create", on=space)
def new(space: Space) -> str:
    """The form; `template` names what to start from, without it the one that the space chose."""
    title = request.args.get("title", "")[:200]
    form = NewPageForm(formdata=None, title=title, parent=request.args.get("parent", 0, type=int))
    wanted = request.args.get("template") or usual_starter(db(), space.id)
    starter = starter_named(db(), space.id, wanted)
    if starter is not None and request.args.get("draft") != "use":
        values = values_for(viewer().name, space, title)
        form.title.data = title or filled(starter.title, values)
        form.body.data, form.tags.data = filled(starter.body, values), starter.tags
        form.template.data = starter.key
    source = from_answer.answer_in(form)
    if source is not None and request.args.get("draft") != "use":
        form.title.data, form.body.data = from_answer.as_page(source, space)
    return _new_form(form, space, starter, drafting.offer(form, drafts.place_of_new_page(space)))


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


@allow("page.create", on=space)
def create(space: Space) -> Response | tuple[Response | str, int]:
    form = NewPageForm()
    starter = starter_named(db(), space.id, form.template.data or "")
    parent = request.form.get("parent", 0, type=int)
    form.parent.choices = [SelectChoice(*place) for place in places(space, parent, form.find.data or "")]
    if "look" in request.form:
        return _new_form(form, space, starter), 200
    if form.validate():
        title, body = form.title.data, _last_fields(form, space, starter)
        if (between := _step_between(form, space, starter, body)) is not None:
            return between
        taken = standing_at(space, title)
        try:
            source = from_answer.answer_in(form)
            from_answer.check_confirmed(source, space.audience, form)
            above = visible_entry(db(), viewer(), Page, form.parent.data) if form.parent.data else None
            language = check_language(form.language.data or default_language(space.id))
            told: dict[str, Any] = {"tags": form.tag_words, "language": language}
            body = alike.with_link(body, above.audience if above else space.audience)
            if approval_needed(db(), viewer(), space.id, above.id if above else None):
                return send_new_page(
                    space,
                    above,
                    title=title,
                    body=body,
                    draft=form.draft.data,
                    answer=source,
                    summary=alike.reason(),
                    **told,
                )
            said = alike.reason() or from_answer.summary_of(source, space.audience)
            page = write_page(db(), viewer(), space, title, body, parent=above, summary=said, **told)
            from_answer.keep_credit(source, page)
        except Invalid as error:
            form.blame(error)
        else:
            drafts.saved(db(), viewer(), drafts.place_of_new_page(space), form.draft.data)
            flash(_saved(page), "success")
            tell_taken(taken)
            return redirect(page_href(page), 303)
    return _new_form(form, space, starter), 422


def _step_between(
    form: NewPageForm, space: Space, starter: Starter | None, body: str
) -> Response | tuple[Response | str, int] | None:
    """What is nearly the same, shown once; or the answer when the writer takes what is there. None: save."""
    found = alike.shown_once("page", form.title.data, body)
    if found:
        return _new_form(form, space, starter, found=found), 200
    here = f"/s/{space.slug}/wiki"
    return alike.taken_instead(drafts.place_of_new_page(space), body, f"{here}/new", f"{here}/draft", space.id)


def _saved(page: Page) -> str:
    if not page.narrowed:
        return _("The page is saved.")
    readers = audience_words(page.audience, page.space.name if page.space else None)
    return _("The page is saved. As the page above it, it can be read by: %(readers)s", readers=readers)


def _last_fields(form: NewPageForm, space: Space, starter: Starter | None) -> str:
    """The text; of a page that was begun from a template, with the title in its place."""
    body: str = form.body.data
    return filled(body, values_for(viewer().name, space, form.title.data)) if starter else body


def _audience_below(space: Space, parent_id: int) -> str:
    """Who will read a new page at this place."""
    parent = db().get(Page, parent_id) if parent_id else None
    seen = parent is not None and parent.space_id == space.id and parent.is_live and parent.audience in viewer().keys
    return parent.audience if parent is not None and seen else space.audience


def _new_form(
    form: NewPageForm, space: Space, starter: Starter | None, offer: drafting.Offer | None = None, found: Any = None
) -> str:
    form.parent.choices = form.parent.choices or [
        SelectChoice(*place) for place in places(space, form.parent.data or 0)
    ]
    form.language.data = form.language.data or default_language(space.id)
    form.language.choices = [SelectChoice(*each) for each in language_choices(form.language.data)]
    drawn = render(filled(starter.body, values_for(viewer().name, space)), space=space.slug).html if starter else ""
    values: dict[str, Any] = {
        "large": is_large(space),
        "offer": offer,
        "alike": found,
        "starter": starter,
        "drawn": Markup(drawn),  # noqa: S704 - made by the renderer
        "own": own_starters(db(), space.id),
        "built_in": built_in_starters(),
        "may_manage": may(viewer(), "template.manage", space),
        "readers": who_can_read(_audience_below(space, form.parent.data or 0), space.name),
        "approval": approval_notice(space, None, form.parent.data or None),
        "source": from_answer.notice(from_answer.answer_in(form), space.audience, space),
    }
    return render_template("wiki/new.html", form=form, space=space, **values)
