"""Released versions of a page: what readers see while the text is worked on, and what it looked like before."""

from typing import Any

from flask import flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.wiki.forms import ReleaseForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import references
from models.entries.attaching import files_of
from models.entries.drawing import drawn, named_in
from models.entries.reading import NotFound
from models.entries.releasing import release, release_of, unfreeze
from models.entries.revision import revision
from models.policy.rules import may
from models.wiki.page import Page


@allow("page.edit", on=entry(Page, with_text=True))
def show_working(page: Page) -> Response | str:
    """The newest text of a page whose readers see a released version."""
    if page.released is None:
        return redirect(page_href(page))
    newest = revision(db(), page, page.version)
    return render_template("wiki/working.html", newest=newest, html=_html(page, page.body), **_about(page))


@allow("page.release", on=entry(Page))
def ask_release(page: Page) -> str:
    return _form(ReleaseForm(), page, request.args.get("number", page.version, type=int))


@allow("page.release", on=entry(Page, with_text=True))
def release_version(page: Page) -> Response | tuple[str, int]:
    form, number = ReleaseForm(), request.form.get("number", 0, type=int)
    try:
        release(page, number, viewer(), form.label.data or "")
    except Invalid as error:
        form.blame(error)
        return _form(form, page, number), 422
    flash(_("Version %(number)s is released. Readers see it until you release another one.", number=number), "success")
    return redirect(page_href(page), 303)


@allow("page.release", on=entry(Page, with_text=True))
def unfreeze_page(page: Page) -> Response:
    unfreeze(page, viewer())
    flash(_("Readers see the newest text again, and every change as it is saved."), "success")
    return redirect(page_href(page), 303)


@allow("entry.read", on=entry(Page))
def show_release(page: Page, number: int) -> str:
    """The address that a release keeps for good."""
    found = release_of(db(), page, number)
    if found is None:
        raise NotFound
    text = revision(db(), page, number)
    return render_template("wiki/release.html", found=found, text=text, html=_html(page, text.body), **_about(page))


def _form(form: ReleaseForm, page: Page, number: int) -> str:
    return render_template(
        "wiki/ask_release.html", form=form, chosen=revision(db(), page, number), number=number, **_about(page)
    )


def _about(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "href": page_href(page),
        "ahead": page.version - page.released if page.released else 0,
        "may_release": may(viewer(), "page.release", page),
        "may_edit": may(viewer(), "page.edit", page),
    }


def _html(page: Page, body: str) -> Markup:
    people = named_in(db(), page, references(body))
    return Markup(drawn(page, body, people, files_of(db(), page)).html)  # noqa: S704 - made by the renderer
