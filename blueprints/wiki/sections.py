"""Editing one section of a page alone; what is saved is the whole page with the section put back into it."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit import drafting
from blueprints.kit.conflict import say_saved
from blueprints.kit.guards import allow, entry
from blueprints.kit.proposing import approval_notice, save_or_send
from blueprints.kit.request import db
from blueprints.kit.rows import who_can_read
from blueprints.wiki import writing
from blueprints.wiki.forms import EditPageForm, SectionForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import drafts
from models.entries.revision import revision
from models.entries.tagging import tags_on
from models.wiki.page import Page
from models.wiki.writing.saving import Conflict
from models.wiki.writing.sections import mark_of, replace_section, section_at, sections, source_of


@allow("page.edit", on=entry(Page, with_text=True))
def edit_section(page: Page) -> str | Response:
    at = request.args.get("at", "")
    found = section_at(page.body, at)
    draft = drafting.draft_in(drafts.place_of_section(page, at))
    if found is None and draft is None:
        # A heading inside a quote or list, or one that is gone: the whole page holds it.
        return redirect(f"/pages/{page.id}/edit")
    source = source_of(page.body, found) if found else ""
    form = SectionForm(body=source, at=at, mark=mark_of(source), based_on=str(page.version))
    offer = drafting.offer(form, drafts.place_of_section(page, at), page.version)
    return _section_form(form, page, found.title if found else at, offer)


@allow("page.edit", on=entry(Page, with_text=True))
def save_section(page: Page) -> Response | tuple[str, int]:
    """The whole page as its editor meant it, from the version that the section was taken from; saved as any edit is."""
    form = SectionForm()
    at, number = form.at.data or "", form.based_on.data
    taken = revision(db(), page, number) if 0 < number <= page.version else None
    found = section_at(taken.body, at) if taken else None
    body = form.body.data or ""
    if taken is None or found is None:
        # Nobody knows what it was taken from: the person decides where it goes.
        number, title, whole = 0, at, f"{page.body.rstrip()}\n\n{body}"
    else:
        title, whole = found.title, replace_section(taken.body, found, body)
    change: dict[str, Any] = {
        "based_on": number,
        "body": whole,
        "summary": form.summary.data or title,
        "minor": form.minor.data,
        "draft": form.draft.data,
        "draft_place": drafts.place_of_section(page, at),
    }
    try:
        saved = save_or_send(page, silent=form.silent.data, **change)
        if isinstance(saved, Response):
            return saved
    except Invalid as error:
        form.blame(error)
        return _section_form(form, page, title), 422
    except Conflict as conflict:
        return writing.decide(_whole_form(form, page, whole, number), page, conflict), 409
    say_saved(saved, page, lambda: _("You changed nothing, so the page stays as it was."))
    return redirect(page_href(page) + _place_of(body, at), 303)


def _place_of(source: str, anchor: str) -> str:
    """Back to where the section is now: its heading may have another id than before."""
    if not source.strip():
        return ""
    first = next(iter(sections(source)), None)
    known = first is not None and (anchor == first.anchor or anchor.startswith(f"{first.anchor}-"))
    return f"#{anchor if known or first is None else first.anchor}"


def _whole_form(form: SectionForm, page: Page, body: str, number: int) -> EditPageForm:
    tags = ", ".join(tags_on(db(), page))
    return EditPageForm(
        formdata=None,
        title=page.title,
        body=body,
        tags=tags,
        tags_before=tags,
        summary=form.summary.data,
        minor=form.minor.data,
        silent=form.silent.data,
        based_on=str(number),
        draft="0",
    )


def _section_form(form: SectionForm, page: Page, title: str, offer: drafting.Offer | None = None) -> str:
    return render_template(
        "wiki/section.html",
        form=form,
        page=page,
        title=title,
        href=page_href(page),
        offer=offer,
        editing=drafting.who_edits(page),
        readers=who_can_read(page.audience, page.space.name if page.space else None),
        approval=approval_notice(page.space, page) if page.space else None,
    )
