"""Arranging pages: another name, official or outdated. Their place in the tree is the matter of `moving`."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import viewer
from blueprints.wiki.forms import RenameForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.wiki.page import Page


@allow("page.rename", on=entry(Page, with_text=True))
def ask_name(page: Page) -> str:
    return _rename_form(RenameForm(title=page.title), page)


@allow("page.rename", on=entry(Page, with_text=True))
def rename(page: Page) -> Response | tuple[str, int]:
    form, old = RenameForm(), page.title
    if not form.validate():
        return _rename_form(form, page), 422
    try:
        page.rename(form.title.data, viewer())
    except Invalid as error:
        form.blame(error)
        return _rename_form(form, page, old), 422
    flash(_("The page is renamed. Its old address leads here."), "success")
    return redirect(page_href(page), 303)


def _rename_form(form: RenameForm, page: Page, title: str = "") -> str:
    return render_template("wiki/rename.html", form=form, page=page, title=title or page.title, href=page_href(page))


@allow("page.set-status", on=entry(Page))
def set_status(page: Page) -> Response:
    before, status = page.status, request.values.get("status", "")
    if status not in ("", "official", "outdated"):
        abort(400)
    page.set_status(status, viewer())
    said = {
        "official": _("The page is marked as official."),
        "outdated": _("The page is marked as outdated."),
        "": _("The mark is removed."),
    }[status]
    message: Any = {"text": said, "undo": f"/pages/{page.id}/status?status={before}"}
    flash(message, "success")
    return redirect(page_href(page), 303)
