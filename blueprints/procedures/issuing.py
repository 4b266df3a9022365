"""Asking people to read and confirm a page, in two steps: whom and until when, then a look at how many that are."""

import re

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from blueprints.procedures.forms import ConfirmationForm
from blueprints.procedures.loading import crumbs_of, href_of
from models.core import clock
from models.core.errors import Invalid
from models.core.language import day, ngettext
from models.core.language import gettext as _
from models.spaces.membership import known_usernames
from models.wiki.page import Page
from models.wiki.procedures.confirming import Audience, check_day, check_note, current, issue, next_month, plan

Answer = Response | str | tuple[str, int]


@allow("procedure.issue", on=entry(Page))
def ask_whom(page: Page) -> Answer:
    running = current(db(), page.id)
    if running is not None:
        flash(_("People are asked to confirm this page already. End that round first."))
        return redirect(f"/confirmations/{running.id}", 303)
    return _form(page, ConfirmationForm(formdata=None, audience="space"))


@allow("procedure.issue", on=entry(Page))
def send_round(page: Page) -> Answer:
    """The first time shows how many are asked; sent again with `sure` it asks them."""
    form = ConfirmationForm()
    form.offer(page.space.name if page.space else "")
    if not form.validate():
        return _form(page, form), 422
    try:
        audience = _audience(form, page)
        if not request.form.get("sure"):
            return _check(page, form, audience)
        most = services().settings.confirmations_a_month
        found = plan(db(), viewer(), page, audience, most)
        made = issue(
            db(),
            viewer(),
            page,
            audience,
            form.due_on.data,
            text=form.note.data or "",
            stops=form.stops.data,
            most=most,
        )
    except Invalid as error:
        form.blame(error)
        return _form(page, form), 422
    flash(_asked(made.asked, at_once=bool(found.now)), "success")
    return redirect(f"/confirmations/{made.id}", 303)


def _asked(number: int, *, at_once: bool) -> str:
    if at_once:
        return ngettext("%(num)s person is asked.", "%(num)s people are asked.", number)
    first = day(next_month(clock.now().date()))
    return ngettext(
        "%(num)s person is asked from %(day)s.", "%(num)s people are asked from %(day)s.", number, day=first
    )


def _audience(form: ConfirmationForm, page: Page) -> Audience:
    """Raises Invalid (`people`) when somebody is not known here."""
    if form.audience.data != "people":
        return Audience(form.audience.data, int(form.department.data) if form.department.data else None)
    names = [name.lstrip("@").lower() for name in re.split(r"[\s,;]+", form.people.data or "") if name.strip("@")]
    known = known_usernames(db(), names, page.space_id)
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise Invalid(_("Nobody is found by the username %(name)s", name=unknown[0][:60]), "people")
    return Audience("people", people=frozenset(known.values()))


def _check(page: Page, form: ConfirmationForm, audience: Audience) -> str:
    """How many would be asked, without a name. Raises Invalid."""
    due_on = check_day(form.due_on.data)
    check_note(form.note.data or "")
    most = services().settings.confirmations_a_month
    found = plan(db(), viewer(), page, audience, most)
    if not found.now and not found.later:
        raise Invalid(_("Nobody in this group can read the page, so nobody can be asked."), "audience")
    return render_template(
        "procedures/check.html",
        page=page,
        form=form,
        crumbs=crumbs_of(page),
        now=len(found.now),
        later=len(found.later),
        left_out=found.left_out,
        month=next_month(clock.now().date()),
        most=most,
        due_on=due_on,
        action=f"/pages/{page.id}/confirm",
    )


def _form(page: Page, form: ConfirmationForm) -> str:
    form.offer(page.space.name if page.space else "")
    return render_template(
        "procedures/ask.html", page=page, form=form, crumbs=crumbs_of(page), href=href_of(page), limit=500
    )
