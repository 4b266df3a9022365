"""Arranging pages: another name. Their place in the tree is the matter of `moving`."""

from flask import flash, redirect, render_template
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
