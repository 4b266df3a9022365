"""Languages of pages: translating one beside its original, linking pages that stand already, checking a translation."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit.guards import allow, entry
from blueprints.kit.languages import language_choices
from blueprints.kit.proposing import approval_notice, send_new_page
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.wiki.forms import LinkTwinForm, TranslationForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import language_name
from models.core.text import page_slug
from models.entries.reading import NotFound, visible_entry
from models.entries.tagging import tags_on
from models.spaces.space import Space
from models.wiki.page import Page, moved_to, page_view
from models.wiki.reading.surroundings import surroundings
from models.wiki.requests.approval import approval_needed
from models.wiki.writing.translating import (
    link_translation,
    mark_checked,
    original_of,
    original_row,
    translate,
    unlink_translation,
)


@allow("page.translate", on=entry(Page, with_text=True))
def begin(page: Page) -> str | Response:
    """First which language, then the editor beside the original; asked of a translation, its original answers."""
    original = original_of(page)
    if original.id != page.id:
        return redirect(f"/pages/{_readable(original).id}/translate")
    wanted = request.args.get("language", "")
    form = TranslationForm(formdata=None, language=wanted, tags=", ".join(tags_on(db(), page)))
    form.based_on.data = str(page.version)
    return _form(form, page)


@allow("page.translate", on=entry(Page, with_text=True))
def write(page: Page) -> Response | tuple[str, int]:
    form, page = TranslationForm(), _readable(original_of(page))
    form.language.choices = [SelectChoice(*each) for each in language_choices(form.language.data)]
    if not form.validate():
        return _form(form, page), 422
    try:
        if page.space is not None and approval_needed(db(), viewer(), page.space.id, page.parent_id):
            return _sent(form, page, page.space)
        made = translate(
            page, viewer(), form.language.data or "", form.title.data, form.body.data, based_on=form.based_on.data,
            tags=form.tag_words,
        )  # fmt: skip
    except Invalid as error:
        form.blame(error)
        return _form(form, page), 422
    flash(_("The translation is saved. Readers find it through the languages at the top of the page."), "success")
    return redirect(page_href(made), 303)


def _sent(form: TranslationForm, page: Page, space: Space) -> Response:
    """The translation waits for approval, as any new page does at this place."""
    return send_new_page(
        space,
        db().get(Page, page.parent_id) if page.parent_id else None,
        title=form.title.data,
        body=form.body.data,
        tags=form.tag_words,
        language=form.language.data or "",
        original=page,
        original_version=form.based_on.data,
    )


def _form(form: TranslationForm, page: Page) -> str:
    if page.space is None:
        raise NotFound
    taken = {page.language, *(twin.language for twin in surroundings(db(), viewer(), page.id).twins)}
    choices = [each for each in language_choices(form.language.data or "") if each[0] not in taken]
    form.language.choices = [SelectChoice("", _("Choose a language")), *(SelectChoice(*each) for each in choices)]
    form.based_on.data = str(form.based_on.data or page.version)
    return render_template(
        "wiki/translate.html",
        form=form,
        page=page,
        href=page_href(page),
        original_language=language_name(page.language),
        approval=approval_notice(page.space, None, page.parent_id),
        readers=who_can_read(page.audience, page.space.name),
    )


@allow("page.translate", on=entry(Page))
def show_twins(page: Page) -> str:
    """The languages of a page: what it translates, and which page that stands already is its original."""
    return _twins(page, LinkTwinForm(formdata=None))


@allow("page.translate", on=entry(Page))
def link(page: Page) -> Response | tuple[str, int]:
    form = LinkTwinForm()
    if not form.validate():
        return _twins(page, form), 422
    original = _page_called(page, form.original.data)
    if original is None:
        form.blame(
            Invalid(_("There is no page with this title or address in this space that you can see."), "original")
        )
        return _twins(page, form), 422
    try:
        link_translation(page, original, viewer())
    except (Invalid, Refused) as error:
        form.blame(Invalid(str(error), "original"))
        return _twins(page, form), 422
    flash(_("These two pages are linked as one page in two languages"), "success")
    return redirect(page_href(page), 303)


@allow("page.translate", on=entry(Page))
def unlink(page: Page) -> Response:
    unlink_translation(page, viewer())
    flash(_("The page stands on its own now. Nothing else was changed."), "success")
    return redirect(page_href(page), 303)


@allow("page.translate", on=entry(Page))
def checked(page: Page) -> Response:
    """The translation says what the original says in version `number`."""
    mark_checked(page, viewer(), request.form.get("number", 0, type=int))
    flash(_("This translation is marked as up to date"), "success")
    return redirect(page_href(page), 303)


def _twins(page: Page, form: LinkTwinForm) -> str:
    around = surroundings(db(), viewer(), page.id)
    values: dict[str, Any] = {"form": form, "page": page, "href": page_href(page), "around": around}
    original = original_row(db(), viewer(), page.id)
    return render_template("wiki/twins.html", original=original, written_in=language_name(page.language), **values)


def _page_called(page: Page, said: str) -> Page | None:
    """The page of the same space with this title or address, old ones too, when the viewer may read it."""
    if page.space is None:
        return None
    slug = page_slug(said.rstrip("/").rpartition("/wiki/")[2].partition("#")[0].partition("?")[0])
    row = page_view(db(), viewer(), page.space.slug, slug)
    if row is None and (now := moved_to(db(), viewer(), page.space.slug, slug)) is not None:
        row = page_view(db(), viewer(), page.space.slug, now)
    return visible_entry(db(), viewer(), Page, row.id) if row is not None else None


def _readable(original: Page) -> Page:
    return visible_entry(db(), viewer(), Page, original.id, with_text=True)
