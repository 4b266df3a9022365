"""One page's owner, review date and check; and the pages that the viewer answers for."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.owners import owner_of
from blueprints.kit.pages import back, safe_next
from blueprints.kit.request import db, viewer
from blueprints.wiki.care_forms import CareForm
from blueprints.wiki.places import page_href
from models.core import clock
from models.core.errors import Invalid
from models.core.language import day, ngettext
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.spaces.space import Space
from models.wiki.care import owning
from models.wiki.care.checking import MOST_CHANGES, changed_since, check
from models.wiki.care.lists import PER_PAGE, mine, page_care
from models.wiki.page import Page

Answer = Response | str | tuple[str, int]


@allow("page.set-owner", on=entry(Page))
def ask_owner(page: Page) -> str:
    return _form(page, CareForm(formdata=None))


@allow("page.set-owner", on=entry(Page))
def set_owner(page: Page) -> Answer:
    form = CareForm()
    _offer(page, form)
    if not form.validate():
        return _form(page, form), 422
    try:
        changed = owning.entrust(page, form.plan(db(), _space(page)), viewer())
    except Invalid as error:
        form.blame(error)
        return _form(page, form), 422
    flash(_undoable(page, _("Saved.")) if changed else _("Nothing changed."), "success")
    return redirect(safe_next(request.form.get("next"), page_href(page)), 303)


def _offer(page: Page, form: CareForm) -> Any:
    row = page_care(db(), viewer(), page.id)
    now = owner_of(row)
    text = _("Nobody by name") if now.kind == "none" else now.text
    form.offer(_space(page), text[:1].upper() + text[1:], page.review_on)
    return now


def _form(page: Page, form: CareForm) -> str:
    owner = _offer(page, form)
    return render_template("wiki/owner.html", form=form, page=page, href=page_href(page), owner=owner)


@allow("page.check", on=entry(Page))
def ask_check(page: Page) -> str:
    """What changed in the pages that this one links to since it was last checked, to look at before saying yes."""
    found = changed_since(db(), viewer(), page)
    return render_template(
        "wiki/check.html",
        page=page,
        href=page_href(page),
        since=page.checked_at or page.edited_at,
        changes=[(row, _compared(row)) for row in found[:MOST_CHANGES]],
        more=len(found) > MOST_CHANGES,
    )


def _compared(row: Any) -> tuple[str, str, str]:
    """(address of the page, address of what is new in it, in words)."""
    if row.first == 1:
        return entry_href(row), entry_href(row), _("new page")
    compare = f"/e/{row.id}/compare?from={row.first - 1}&to={row.last}"
    times = row.last - row.first + 1
    return entry_href(row), compare, ngettext("%(num)s change", "%(num)s changes", times)


@allow("page.check", on=entry(Page))
def still_right(page: Page) -> Response:
    """One press when nothing changed around the page; else what changed is shown first, and nothing is saved yet."""
    if request.form.get("seen") != "1" and changed_since(db(), viewer(), page):
        return redirect(f"/pages/{page.id}/check", 303)
    check(page, viewer())
    text = _("Checked. The next check is on %(day)s.", day=day(page.review_on)) if page.review_on else _("Checked.")
    flash(_undoable(page, text), "success")
    return back(page_href(page)) if request.form.get("seen") != "1" else redirect(page_href(page), 303)


def _undoable(page: Page, text: str) -> Any:
    acts = owning.last_acts(db(), page.space_id or 0, viewer(), [page.id])
    return {"text": text, "undo": f"/pages/{page.id}/owner/undo?from={acts[1]}&to={acts[1]}"} if acts else text


@allow("entry.read", on=entry(Page))
def undo_owner(page: Page) -> Response:
    """Take back one's own change of owner, date or check; also for somebody who handed the page over just now."""
    first, last = (request.args.get(name, 0, type=int) for name in ("from", "to"))
    number = owning.undo(db(), page.space_id or 0, first, last, viewer(), page.id)
    if number:
        flash(_("It is as it was."), "success")
    else:
        flash(_("Somebody changed it since. It stays as it is now."), "error")
    return redirect(page_href(page), 303)


@allow("home.read")
def show_mine() -> str:
    """The pages that the viewer answers for by name or through the unit."""
    found = mine(db(), viewer())
    today = clock.now().date()
    rows = [
        SimpleNamespace(row=row, href=entry_href(row), owner=owner_of(row), overdue=_before(row.review_on, today))
        for row in found[: 2 * PER_PAGE]
    ]
    return render_template("wiki/mine.html", rows=rows, more=len(found) > 2 * PER_PAGE)


def _before(review_on: Any, today: Any) -> bool:
    return review_on is not None and review_on < today


@allow("space.read", on=space)
def know_mine(space: Space) -> Response:
    """The viewer knows that they answer for pages in this space."""
    owning.seen_by_owner(db(), viewer(), space.id)
    flash(_("It no longer waits for you"), "success")
    return back("/")


def _space(page: Page) -> Space:
    if page.space is None:
        raise NotFound
    return page.space
