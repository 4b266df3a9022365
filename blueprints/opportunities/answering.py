"""What the owner does: accepting and declining offers, closing the opportunity and opening it again."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.opportunities.forms import ClosingForm
from blueprints.opportunities.showing import draw, opportunity
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.opportunities.offering import accept, close, decline, reopen
from models.opportunities.opportunity import FILLED, Opportunity


@allow("opportunity.decide", on=opportunity)
def answer(made: Opportunity, person_id: int) -> Response:
    """Accept or decline one offer. Whose offer is not there is not found."""
    reason = request.form.get("reason", "")
    try:
        if request.form.get("answer") == "accept":
            accept(made, viewer(), person_id)
        else:
            decline(made, viewer(), person_id, reason)
    except LookupError as error:
        raise NotFound from error
    except Invalid as error:
        db().rollback()
        return fragment(_blamed(made.id, person_id, reason, str(error)), 422)
    flash(_said(made), "success")
    return redirect(f"/opportunities/{made.id}#offers", 303)


def _said(made: Opportunity) -> str:
    if request.form.get("answer") != "accept":
        return _("Declined. The person is told, and reads your reason.")
    if made.status == FILLED:
        return _("Accepted. The person is told. You have everybody you want, so this is filled now.")
    return _("Accepted. The person is told.")


def _blamed(entry_id: int, person_id: int, reason: str, said: str) -> str:
    made = opportunity({"entry_id": entry_id})
    return draw(made, blamed={"person_id": person_id, "reason": reason, "said": said})


@allow("opportunity.close", on=opportunity)
def end(made: Opportunity) -> Response:
    form = ClosingForm()
    try:
        close(made, viewer(), form.reason.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(draw(made, closing=form), 422)
    flash_undo(_("Closed. No more offers can be made."), f"/opportunities/{made.id}/reopen")
    return redirect(f"/opportunities/{made.id}", 303)


@allow("opportunity.close", on=opportunity)
def open_again(made: Opportunity) -> Response:
    reopen(made, viewer())
    flash(_("It is open again."), "success")
    return redirect(f"/opportunities/{made.id}", 303)
