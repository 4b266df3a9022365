"""The page of one opportunity: its owner sees the offers and who could fit, everybody else their own offer alone."""

from types import SimpleNamespace
from typing import Any

from flask import render_template
from markupsafe import Markup

from blueprints.kit.faces import photos_of
from blueprints.kit.guards import allow, entry
from blueprints.kit.hidden import hidden_page
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.opportunities.drawing import OFFER_WORDS, view_of
from blueprints.opportunities.forms import ClosingForm, OfferForm
from models.core.db import as_words
from models.entries.following import Bookmark, follows
from models.entries.reacting import reactions
from models.entries.reading import NotFound, visible_entry
from models.entries.tagging import tags_on
from models.opportunities.listing import about
from models.opportunities.matching import who_could_fit
from models.opportunities.offering import offer_of, offers_for, why_not
from models.opportunities.opportunity import Opportunity
from models.opportunities.wanting import skills_wanted
from models.opportunities.wishes import OpportunityPass
from models.policy.rules import may

WORD = "thanks"


@allow("entry.read")
def show(entry_id: int) -> str:
    try:
        made = visible_entry(db(), viewer(), Opportunity, entry_id)
    except NotFound:
        return hidden_page(entry_id)
    return draw(made)


def draw(made: Opportunity, **more: Any) -> str:
    """The page, with a form that came back where one is given: `offer`, `closing`, or `blamed` for a reason."""
    row = about(db(), viewer(), made.id)
    if row is None:
        raise NotFound
    owns = may(viewer(), "opportunity.decide", made)
    own = None if owns else offer_of(db(), made.id, viewer().id)
    thanks, mine = reactions(db(), as_words([made.id]), viewer().id).get(made.id, {}).get(WORD, (0, False))
    offers, fitting = _offers(made) if owns else None, who_could_fit(db(), made) if owns and made.is_live else []
    values = {
        "offer": OfferForm(),
        "closing": ClosingForm(),
        "blamed": {},
    }
    return render_template(
        "opportunities/opportunity.html",
        here="people",
        made=made,
        row=row,
        view=view_of(row, skills_wanted(db(), [made.id]).get(made.id, [])),
        html=Markup(row.html),  # noqa: S704 - made by the renderer
        tags=tags_on(db(), made),
        readers=who_can_read(made.audience, row.space_name),
        owns=owns,
        own=own,
        own_words=OFFER_WORDS[own.state]() if own else "",
        refused=why_not(made, viewer()),
        offers=offers,
        fitting=fitting,
        photos=photos_of([*(offers.people if offers else ()), *(each.row.id for each in fitting)]),
        passed=db().get(OpportunityPass, (viewer().id, made.id)) is not None,
        thanks=thanks,
        thanked=mine,
        followed=follows(db(), viewer(), made),
        bookmarked=db().get(Bookmark, (viewer().id, made.id)) is not None,
        rights=_rights(made),
        **{**values, **more},
    )


def _offers(made: Opportunity) -> SimpleNamespace:
    """All offers by how they stand, for the owner."""
    found: dict[str, list[Any]] = {"waiting": [], "accepted": [], "declined": []}
    rows = offers_for(db(), made.id)
    for row in rows:
        found[row.state].append(row)
    return SimpleNamespace(**found, any=bool(rows), people=[row.person_id for row in rows])


def _rights(made: Opportunity) -> SimpleNamespace:
    return SimpleNamespace(
        edit=may(viewer(), "entry.edit", made),
        close=may(viewer(), "opportunity.close", made),
        offer=may(viewer(), "opportunity.offer", made),
        trash=may(viewer(), "entry.trash", made),
        moderate=may(viewer(), "entry.moderate", made),
    )


opportunity = entry(Opportunity)
