"""Arranging pages: another name, old addresses, the home of the space. Their place in the tree is in `moving`."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import db, viewer
from blueprints.wiki.forms import RenameForm
from blueprints.wiki.places import page_href, standing_at, tell_taken
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.summaries import neutral
from models.wiki.page import Page
from models.wiki.structure.addresses import forget_address, old_addresses
from models.wiki.structure.choices import end_home, make_home


@allow("page.rename", on=entry(Page, with_text=True))
def ask_name(page: Page) -> str:
    return _rename_form(RenameForm(title=page.title), page)


@allow("page.rename", on=entry(Page, with_text=True))
def rename(page: Page) -> Response | tuple[str, int]:
    form, old = RenameForm(), page.title
    taken = standing_at(page.space, form.title.data or "", page.id)
    if not form.validate():
        return _rename_form(form, page), 422
    try:
        if page_needs_approval(page):
            return send_change(page, based_on=page.version, title=form.title.data, summary=neutral("title"))
        page.rename(form.title.data, viewer())
    except Invalid as error:
        form.blame(error)
        return _rename_form(form, page, old), 422
    flash(_("The page is renamed. Its old address leads here."), "success")
    tell_taken(taken)
    return redirect(page_href(page), 303)


def _rename_form(form: RenameForm, page: Page, title: str = "") -> str:
    return render_template("wiki/rename.html", form=form, page=page, title=title or page.title, href=page_href(page))


@allow("page.make-home", on=entry(Page))
def set_home(page: Page) -> Response:
    on = request.values.get("on", "1") == "1"
    if on:
        make_home(page, viewer())
        said = _("The page stands on the home of the space now.")
    else:
        end_home(page, viewer())
        said = _("The page no longer stands on the home of the space.")
    message: Any = {"text": said, "undo": f"/pages/{page.id}/home?on={int(not on)}"}
    flash(message, "success")
    return redirect(page_href(page), 303)


@allow("page.addresses", on=entry(Page))
def show_addresses(page: Page) -> str:
    found = old_addresses(db(), viewer(), page)
    return render_template("wiki/addresses.html", page=page, found=found, href=page_href(page))


@allow("page.addresses", on=entry(Page))
def remove_address(page: Page) -> Response:
    forget_address(page, request.form.get("space", ""), request.form.get("slug", ""), viewer())
    flash(_("The old address is removed. Links to it lead nowhere now."), "success")
    return redirect(f"/pages/{page.id}/addresses", 303)
