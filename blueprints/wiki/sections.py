"""Editing one section of a page alone; what is saved is the whole page with the section put back into it."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.wiki import writing
from blueprints.wiki.forms import EditPageForm, SectionForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.entries.revision import revision
from models.entries.tagging import tags_on
from models.wiki.page import Page
from models.wiki.sections import mark_of, replace_section, section_at, sections, source_of


@allow("page.edit", on=entry(Page, with_text=True))
def edit_section(page: Page) -> str | Response:
    found = section_at(page.body, request.args.get("at", ""))
    if found is None:
        # A heading inside a quote or list, or one that is gone: the whole page holds it.
        return redirect(f"/pages/{page.id}/edit")
    source = source_of(page.body, found)
    form = SectionForm(body=source, at=found.anchor, mark=mark_of(source), based_on=str(page.version))
    return _section_form(form, page, found.title)


@allow("page.edit", on=entry(Page, with_text=True))
def save_section(page: Page) -> Response | tuple[str, int]:
    """Other sections may have changed in between; when this one did, the whole text goes the way of two editors."""
    form = SectionForm()
    found = section_at(page.body, form.at.data or "")
    if found is None or mark_of(source_of(page.body, found)) != form.mark.data:
        return _changed_in_between(form, page)
    body, before = replace_section(page.body, found, form.body.data or ""), page.version
    try:
        page.revise(
            by=viewer(),
            based_on=page.version,
            title=page.title,
            body=body,
            summary=form.summary.data or found.title,
            minor=form.minor.data,
        )
    except Invalid as error:
        form.blame(error)
        return _section_form(form, page, found.title), 422
    except Outdated:
        return _changed_in_between(form, page)
    if page.version == before:
        flash(_("You changed nothing, so the page stays as it was."))
    else:
        flash(_("Your changes are saved."), "success")
    return redirect(page_href(page) + _place_of(form.body.data or "", form.at.data or ""), 303)


def _place_of(source: str, anchor: str) -> str:
    """Back to where the section is now: its heading may have another id than before."""
    if not source.strip():
        return ""
    first = next(iter(sections(source)), None)
    known = first is not None and (anchor == first.anchor or anchor.startswith(f"{first.anchor}-"))
    return f"#{anchor if known or first is None else first.anchor}"


def _changed_in_between(form: SectionForm, page: Page) -> Response | tuple[str, int]:
    """The whole page as its editor meant it, from the version that the section was taken from."""
    number = form.based_on.data
    taken = revision(db(), page, number) if 0 < number <= page.version else None
    found = section_at(taken.body, form.at.data or "") if taken else None
    body = form.body.data or ""
    if taken is not None and found is not None:
        body = replace_section(taken.body, found, body)
    else:
        body = f"{page.body.rstrip()}\n\n{body}"
    whole = EditPageForm(
        formdata=None,
        title=page.title,
        body=body,
        tags=", ".join(tags_on(db(), page)),
        summary=form.summary.data,
        minor=form.minor.data,
        based_on=str(number),
    )
    return writing.somebody_saved(whole, page.id)


def _section_form(form: SectionForm, page: Page, title: str) -> str:
    return render_template(
        "wiki/section.html",
        form=form,
        page=page,
        title=title,
        href=page_href(page),
        readers=who_can_read(page.audience, page.space.name if page.space else None),
    )
