"""Titles that pages mention without a link: offered page by page, linked by one click, turned down for good."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry, space
from blueprints.kit.request import db, viewer
from blueprints.wiki.places import page_href
from blueprints.wiki.small_saves import save_small
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.reading import visible_entry
from models.spaces.space import Space
from models.wiki.links.unlinked import (
    body_with_links,
    link_to,
    linking_summary,
    turn_down,
    unlinked_in,
    unlinked_in_space,
)
from models.wiki.page import Page


@allow("page.edit", on=entry(Page, with_text=True))
def show_unlinked(page: Page) -> str:
    offers = unlinked_in(db(), viewer(), page)
    home = page.space.slug if page.space else ""
    made = [(offer, link_to(offer, home)) for offer in offers]
    return render_template("wiki/unlinked.html", page=page, offers=made, href=page_href(page))


@allow("page.edit", on=entry(Page, with_text=True))
def link_chosen(page: Page) -> Response:
    """Link what is ticked, or (`not_here`) never offer one of them here again."""
    here = f"/pages/{page.id}/unlinked"
    refused = request.form.get("not_here", 0, type=int)
    if refused:
        target = visible_entry(db(), viewer(), Page, refused)
        turn_down(db(), page, viewer(), target.id)
        flash(_("“%(title)s” is not offered here again.", title=target.title), "success")
        return redirect(here, 303)
    chosen = [int(each) for each in request.form.getlist("target") if each.isascii() and each.isdigit()]
    if not chosen:
        flash(_("Choose at least one title."), "error")
        return redirect(here, 303)
    try:
        body, number = body_with_links(db(), viewer(), page, chosen)
    except Invalid as error:
        flash(str(error), "error")
        return redirect(here, 303)
    said = ngettext("%(num)s title is a link now.", "%(num)s titles are links now.", number)
    return save_small(page, body, linking_summary(number), said)


@allow("page.move", on=space)
def show_unlinked_in_space(space: Space) -> str:
    found, more = unlinked_in_space(db(), viewer(), space.id, request.args.get("after", 0, type=int))
    return render_template("wiki/unlinked_in_space.html", space=space, found=found, more=more)
