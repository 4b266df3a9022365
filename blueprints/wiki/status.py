"""Draft, official or outdated; and which page took the place of an outdated one."""

from types import SimpleNamespace
from typing import Any

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import number
from blueprints.kit.services import services
from blueprints.wiki.places import page_href
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import visible_entry
from models.entries.rows import place_of
from models.search.engine import Query
from models.search.finding import FoundEntry, find
from models.wiki.care.status import page_at, replace
from models.wiki.page import STATUSES, Page

FOUND = 8


@allow("page.set-status", on=entry(Page))
def ask_status(page: Page) -> str:
    """What the page is marked as; with `find`, pages that could take its place."""
    return _form(page)


@allow("page.set-status", on=entry(Page))
def set_status(page: Page) -> Response | tuple[str, int]:
    before, successor, status = page.status, page.replaced_by_id, request.values.get("status", "")
    if status not in STATUSES:
        abort(400)
    chosen = request.values.get("successor", 0, type=number)
    try:
        if chosen and status == "outdated":
            replace(page, visible_entry(db(), viewer(), Page, chosen).id, viewer())
        else:
            page.set_status(status, viewer())
            page.replaced_by_id = None
    except Invalid as error:
        return _form(page, str(error)), 422
    said = {
        "draft": _("The page is marked as a draft."),
        "official": _("The page is marked as official."),
        "outdated": _("The page is marked as outdated."),
        "": _("The mark is removed."),
    }[status]
    undo = f"/pages/{page.id}/status?status={before}" + (f"&successor={successor}" if successor else "")
    message: Any = {"text": said, "undo": undo}
    flash(message, "success")
    return redirect(page_href(page), 303)


def _form(page: Page, error: str = "") -> str:
    text = request.args.get("find", "").strip()[:200]
    now = visible_successor(page)
    found = [each for each in _candidates(text) if each.id != page.id and (now is None or each.id != now.id)]
    return render_template(
        "wiki/status.html",
        page=page,
        href=page_href(page),
        status=request.values.get("status", "outdated" if text else page.status),
        find=text,
        found=found,
        now=now,
        error=error,
    )


def visible_successor(page: Page) -> Any:
    """The page that took its place as the form shows it, when the viewer may read it."""
    row = place_of(db(), viewer(), page.replaced_by_id) if page.replaced_by_id else None
    return _shown(row) if row is not None else None


def _shown(row: Any) -> SimpleNamespace:
    return SimpleNamespace(id=row.id, title=row.title, space=row.space_name, href=entry_href(row))


def _candidates(text: str) -> list[SimpleNamespace]:
    """Pages at an address that was pasted, or that have these words; only what the viewer may read."""
    if not text:
        return []
    at = page_at(db(), viewer(), text)
    if at is not None:
        return [_shown(at)]
    result = find(db(), services().engine, viewer(), Query(text=text, kinds=("page",), limit=FOUND))
    return [_shown(hit.row) for hit in result.hits if isinstance(hit, FoundEntry)]
