"""Offering to take part, and taking that back."""

from flask import flash, redirect
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import viewer
from blueprints.opportunities.forms import OfferForm
from blueprints.opportunities.showing import draw, opportunity
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.opportunities.offering import offer, withdraw
from models.opportunities.opportunity import Opportunity


@allow("opportunity.offer", on=opportunity)
def send(made: Opportunity) -> Response:
    form = OfferForm()
    if form.validate():
        try:
            offer(made, viewer(), form.line.data)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Your offer is sent. Only %(name)s and you can see it.", name=made.author.name), "success")
            return redirect(f"/opportunities/{made.id}", 303)
    return fragment(draw(made, offer=form), 422)


@allow("entry.read", on=opportunity)
def withdraw_offer(made: Opportunity) -> Response:
    try:
        withdraw(made, viewer())
    except LookupError as error:
        raise Refused(_("You have no offer here, so there is nothing to withdraw.")) from error
    flash(_("Your offer is withdrawn. What you wrote is gone."), "success")
    return redirect(f"/opportunities/{made.id}", 303)
