"""Owners and review dates of a whole space: one list, many pages at once, and what is overdue as JSON."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, space
from blueprints.kit.owners import owner_of
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import number
from blueprints.kit.services import services
from blueprints.wiki.care_forms import CareForm, DefaultsForm
from models.core import clock
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.spaces.space import Space
from models.wiki.care import owning
from models.wiki.care.columns import AUTHOR, Owner, defaults_of
from models.wiki.care.lists import PER_PAGE, Wanted, due, ids_by_care, owners_in, pages_by_care, parts, progress

Answer = Response | str | tuple[str, int]
AHEAD_AT_MOST = 366


@allow("space.desk", on=space)
def show_owners(space: Space) -> str:
    return _page(space, CareForm(formdata=None))


@allow("space.desk", on=space)
def set_owners(space: Space) -> Answer:
    """Give the chosen pages, or all that the list holds, another owner or review date."""
    form = CareForm()
    _offer(space, form)
    if not form.validate():
        return _page(space, form), 422
    try:
        pages = owning.pages_by_id(db(), viewer(), space.id, _chosen(space))
        if not pages:
            raise Invalid(_("Choose at least one page, or all pages of the list."))
        plan = form.plan(db(), space)
        if plan.owner is None and not plan.dated:
            raise Invalid(_("Choose a new owner or a review date."), "owner")
        changed = owning.hand_over(db(), space, pages, plan, viewer())
    except Invalid as error:
        form.blame(error)
        return _page(space, form), 422
    flash(_said(space, changed), "success")
    return redirect(_address(space, _wanted(request.form)), 303)


def _chosen(space: Space) -> list[int]:
    if request.form.get("which") == "all":
        return ids_by_care(db(), viewer(), space.id, _wanted(request.form))
    return request.form.getlist("page", type=number)


def _said(space: Space, changed: list[int]) -> Any:
    if not changed:
        return _("These pages were like that already.")
    text = ngettext("%(num)s page is changed.", "%(num)s pages are changed.", len(changed))
    first, last = owning.last_acts(db(), space.id, viewer(), changed) or (0, 0)
    return {"text": text, "undo": f"/s/{space.slug}/owners/undo?from={first}&to={last}"}


@allow("space.desk", on=space)
def undo_owners(space: Space) -> Response:
    first, last = (request.args.get(name, 0, type=int) for name in ("from", "to"))
    number = owning.undo(db(), space.id, first, last, viewer())
    flash(ngettext("%(num)s page is as it was.", "%(num)s pages are as they were.", number), "success")
    return redirect(f"/s/{space.slug}/owners", 303)


@allow("space.desk", on=space)
def set_defaults(space: Space) -> Answer:
    form = DefaultsForm()
    form.offer(space, AUTHOR)
    if not form.validate():
        return _page(space, CareForm(formdata=None), form), 422
    months = int(form.new_review.data) if form.new_review.data else None
    try:
        owning.set_defaults(db(), space, form.owner, months, viewer())
    except Invalid as error:
        form.blame(error)
        return _page(space, CareForm(formdata=None), form), 422
    flash(_("Saved. It holds for pages that are new from now on."), "success")
    return redirect(f"/s/{space.slug}/owners", 303)


def _wanted(args: Any) -> Wanted:
    who = args.get("who", "")
    if who not in ("", "none", "left"):
        try:
            who = str(Owner.parse(who))
        except ValueError:
            who = ""
    day = args.get("date", "")
    return Wanted(args.get("below", 0, type=number), who, day if day in ("none", "overdue", "todo") else "")


def _address(space: Space, wanted: Wanted, **more: Any) -> str:
    asked = {"below": wanted.below, "who": wanted.who, "date": wanted.date, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/s/{space.slug}/owners" + (f"?{query}" if query else "")


def _offer(space: Space, form: CareForm) -> None:
    form.offer(space, _("Leave it as it is"), None)


def _page(space: Space, form: CareForm, defaults: DefaultsForm | None = None) -> str:
    wanted = _wanted(request.values)
    after = request.args.get("after", ""), request.args.get("id", 0, type=int)
    found, total = pages_by_care(db(), viewer(), space.id, wanted, after)
    _offer(space, form)
    cared, pages = progress(db(), viewer(), space.id)
    return render_template(
        "wiki/care.html",
        space=space,
        form=form,
        defaults=defaults or _defaults(space),
        wanted=wanted,
        rows=[_row(row) for row in found[:PER_PAGE]],
        chosen=set(request.form.getlist("page", type=number)),
        which=request.form.get("which", "some"),
        total=total,
        cared=cared,
        pages=pages,
        next_href=_address(space, wanted, after=found[PER_PAGE - 1].title, id=found[PER_PAGE - 1].id)
        if len(found) > PER_PAGE
        else "",
        branches=parts(db(), viewer(), space.id),
        owners=[(str(Owner(*row[:3])), owner_of(row)) for row in owners_in(db(), viewer(), space.id)],
    )


def _defaults(space: Space) -> DefaultsForm:
    owner, months = defaults_of(db(), space.id)
    form = DefaultsForm(formdata=None, new_owner=owner, new_review=str(months or ""))
    form.offer(space, AUTHOR)
    return form


def _row(row: Any) -> SimpleNamespace:
    overdue = row.review_on is not None and row.review_on < clock.now().date()
    return SimpleNamespace(row=row, href=entry_href(row), owner=owner_of(row), overdue=overdue)


@allow("space.read", on=space)
def overdue_here(space: Space) -> Response:
    return _as_json(space)


@allow("home.read")
def overdue_everywhere() -> Response:
    return _as_json(None)


def _as_json(space: Space | None) -> Response:
    """Pages whose review date has passed, or comes within so many days; the longest overdue first."""
    within = min(max(request.args.get("within", -1, type=int), -1), AHEAD_AT_MOST)
    today = clock.now().date()
    until = date.fromordinal(today.toordinal() + within)
    found = due(db(), viewer(), until, space_id=space.id if space else None, after=_position(), limit=PER_PAGE + 1)
    path = f"/s/{space.slug}/wiki/overdue.json" if space else "/wiki/overdue.json"
    further = ""
    if len(found) > PER_PAGE:
        last = found[PER_PAGE - 1]
        asked = {"within": within, "after": f"{last.review_on.isoformat()}.{last.id}"}
        further = f"{services().settings.address}{path}?{urlencode(asked)}"
    pages = [_json_row(row, today) for row in found[:PER_PAGE]]
    return jsonify({"as_of": today.isoformat(), "pages": pages, "next": further or None})


def _position() -> tuple[date, int] | None:
    day, _dot, number = request.args.get("after", "").partition(".")
    try:
        return date.fromisoformat(day), min(int(number), 2**62)
    except ValueError:
        return None


def _json_row(row: Any, today: date) -> dict[str, Any]:
    owner = owner_of(row)
    return {
        "id": row.id,
        "title": row.title,
        "url": f"{services().settings.address}{entry_href(row)}",
        "space": row.space_slug,
        "status": row.status or None,
        "review_on": row.review_on.isoformat(),
        "days_overdue": max(0, (today - row.review_on).days),
        "checked_on": row.checked_at.date().isoformat() if row.checked_at else None,
        "owner": {"kind": "role" if owner.kind in ("left", "none") else owner.kind, "name": owner.text},
    }
