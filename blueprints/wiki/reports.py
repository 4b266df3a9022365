"""Reports about the links of a wiki, each row with what can be done about it."""

from itertools import groupby
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from blueprints.wiki.places import page_href
from blueprints.wiki.small_saves import save_small
from models.core.language import gettext as _
from models.entries.kinds import kind_named
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.links.findings import ask_for_check, broken_checked, check_state
from models.wiki.links.reports import PAGE, broken_links, links_here, orphans, pair
from models.wiki.links.unlinking import body_without_link, unlinking_summary
from models.wiki.page import Page
from models.wiki.reading.changes import guessed_title, wanted

PROBLEMS = {
    "address": lambda: _("It is no web address"),
    "private": lambda: _("It leads into the network, which is not checked"),
    "name": lambda: _("There is no site of this name"),
    "time": lambda: _("The site did not answer in time"),
    "tls": lambda: _("The site's certificate is not right"),
    "connection": lambda: _("The site does not answer"),
    "redirects": lambda: _("It is passed on without end"),
}


@allow("space.read", on=space)
def show_wanted(space: Space) -> str:
    found = wanted(db(), viewer(), space.slug)
    pages = [
        (each, [(title_of(row), entry_href(row)) for row in each.sources[:3]], max(0, len(each.sources) - 3))
        for each in found
    ]
    return render_template("wiki/wanted.html", space=space, pages=pages, may_write=may(viewer(), "page.create", space))


@allow("entry.read", on=entry(Page))
def show_links_here(page: Page) -> str:
    found, more = links_here(db(), viewer(), page.id, request.args.get("after", ""))
    groups = [
        (name, [SimpleNamespace(title=title_of(row), href=entry_href(row), kind=row.kind, row=row,
                                word=kind_named(row.kind).word()) for row in some])
        for name, some in groupby(found, key=lambda row: row.space_name or _("Posts to everyone"))
    ]  # fmt: skip
    return render_template("wiki/links_here.html", page=page, href=page_href(page), groups=groups, more=more)


@allow("space.read", on=space)
def show_orphans(space: Space) -> str:
    found = orphans(db(), viewer(), space.id, request.args.get("after", 0, type=int))
    return render_template(
        "wiki/orphans.html", space=space, found=found[:PAGE], more=len(found) > PAGE, **_rights(space)
    )


def _rights(space: Space) -> dict[str, bool]:
    actions = {"may_write": "page.create", "may_move": "page.move", "may_check": "wiki.check-links"}
    return {name: may(viewer(), action, space) for name, action in actions.items()}


@allow("space.read", on=space)
def show_broken(space: Space) -> str:
    """Links inside as they are now, and what the last check found."""
    after, checked_after = pair(request.args.get("after", "")), pair(request.args.get("checked", ""))
    inside = broken_links(db(), viewer(), space.id, after)
    checked = broken_checked(db(), viewer(), space.id, checked_after)
    return render_template(
        "wiki/broken.html",
        space=space,
        inside=[_inside(row, space) for row in inside[:PAGE]],
        inside_more=f"{inside[PAGE - 1].entry_id}-{inside[PAGE - 1].id}" if len(inside) > PAGE else "",
        checked=[_checked(row) for row in checked[:PAGE]],
        checked_more=f"{checked[PAGE - 1].entry_id}-{checked[PAGE - 1].id}" if len(checked) > PAGE else "",
        state=check_state(db(), space.id),
        outside=services().settings.outside_links,
        **_rights(space),
    )


def _inside(row: Any, space: Space) -> SimpleNamespace:
    own = row.space_slug == space.slug
    return SimpleNamespace(
        row=row,
        shown=guessed_title(row.slug) if row.slug else _("An address of something that is not there"),
        address=f"/s/{row.space_slug}/wiki/{row.slug}" if row.slug else "",
        own=own,
        title=guessed_title(row.slug) if own and row.slug else "",
    )


def _checked(row: Any) -> SimpleNamespace:
    if row.kind == "section":
        why = _("The page has no such section")
    elif row.kind == "file":
        why = _("The file is not there, or not everybody who reads the page may open it")
    elif row.kind == "picture":
        why = _("The page has no picture of this name")
    elif row.kind == "here":
        why = _("This intranet has nothing at this address")
    else:
        why = PROBLEMS[row.problem]() if row.problem in PROBLEMS else _("The site answers with %(n)s", n=row.status)
    return SimpleNamespace(row=row, why=why)


@allow("wiki.check-links", on=space)
def begin_link_check(space: Space) -> Response:
    ask_for_check(db(), space, viewer(), outside=services().settings.outside_links)
    flash(_("The links are being checked. Large spaces take some minutes; you need not wait here."), "success")
    return redirect(f"/s/{space.slug}/reports/broken", 303)


@allow("page.edit", on=entry(Page, with_text=True))
def take_out_link(page: Page) -> Response:
    """Take a link that leads nowhere out of the text; its words stay."""
    back = f"/s/{page.space.slug}/reports/broken" if page.space else page_href(page)
    body = body_without_link(page, request.form.get("space", ""), request.form.get("slug", ""))
    if body == page.body:
        flash(_("The link was not found in the text. Edit the page to change it."), "error")
        return redirect(back, 303)
    said = _("The link is taken out of “%(title)s”. Its words stay.", title=page.title)
    return save_small(page, body, unlinking_summary(), said, back)
