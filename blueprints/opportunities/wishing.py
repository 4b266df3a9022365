"""Suggestions, what may be suggested and found, and putting an opportunity aside."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.opportunities.listing import matches_of
from blueprints.opportunities.showing import opportunity
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.opportunities.matching import suggested
from models.opportunities.opportunity import SORTS, Opportunity
from models.opportunities.wishes import pass_by, passed_by, take_back_pass, wish, wishes_of
from models.people.skill import skills_of


@allow("opportunity.wish")
def for_you() -> str:
    wanted = any(row.suggested for row in wishes_of(db(), viewer().id))
    return render_template(
        "opportunities/for_you.html",
        here="people",
        rows=matches_of(suggested(db(), viewer())),
        wanted=wanted,
    )


@allow("opportunity.wish")
def ask_wishes() -> str:
    return _wishes()


def _wishes(wrong: str = "") -> str:
    kept = {row.sort: row for row in wishes_of(db(), viewer().id)}
    return render_template(
        "opportunities/wishes.html",
        here="people",
        wrong=wrong,
        sorts=[(name, word(), kept.get(name)) for name, word in SORTS.items()],
        skills=[row.name for row in skills_of(db(), viewer().id)],
        passed=passed_by(db(), viewer()),
    )


@allow("opportunity.wish")
def save_wishes() -> Response:
    try:
        wish(db(), viewer(), request.form.getlist("suggested"), request.form.getlist("findable"))
    except Invalid as error:
        return fragment(_wishes(str(error)), 422)
    flash(_("Your choices are saved."), "success")
    return redirect("/opportunities/wishes", 303)


@allow("entry.read", on=opportunity)
def put_aside(made: Opportunity) -> Response:
    """Not for me. A reason that is too long is cut in the browser; here it is refused."""
    pass_by(db(), made, viewer(), request.form.get("reason", ""))
    flash_undo(
        _("Put aside. “%(title)s” is not suggested to you again.", title=made.title), f"/opportunities/{made.id}/for-me"
    )
    return redirect("/opportunities/for-you", 303)


@allow("entry.read", on=opportunity)
def take_back(made: Opportunity) -> Response:
    take_back_pass(db(), made, viewer())
    flash(_("“%(title)s” can be suggested to you again.", title=made.title), "success")
    return back("/opportunities/for-you")
