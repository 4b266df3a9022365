"""Whom offers concern: the owner of an opportunity, and those who offered to take part in it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, matter, person_in
from models.core.language import gettext as _
from models.core.language import ngettext
from models.opportunities.offering import WAITING, Offer


def _who_wait(session: Session, act: Done) -> Any:
    return select(Offer.person_id).where(Offer.opportunity_id == act.subject_id, Offer.state == WAITING)


matter(
    Matter(
        verb="offered",
        reason="offer",
        people=person_in,
        said=lambda who: ngettext(
            "%(who)s offers to take part", "%(who)s offer to take part", who.number, who=who
        ),
        why=lambda: _("This is your opportunity."),
        label=lambda: _("Somebody offers to take part in my opportunity, or withdraws"),
        kinds=("opportunity",),
        rank=15,
        personal=True,
    )
)  # fmt: skip
matter(
    Matter(
        verb="withdrew-offer",
        reason="offer",
        people=person_in,
        said=lambda who: ngettext(
            "%(who)s withdrew their offer", "%(who)s withdrew their offers", who.number, who=who
        ),
        why=lambda: _("This is your opportunity."),
        label=lambda: _("Somebody offers to take part in my opportunity, or withdraws"),
        kinds=("opportunity",),
        rank=16,
        personal=True,
    )
)  # fmt: skip
matter(
    Matter(
        verb="accepted-offer",
        reason="offer-answer",
        people=person_in,
        said=lambda who: _("%(who)s accepted your offer to take part", who=who),
        why=lambda: _("You offered to take part."),
        label=lambda: _("My offer to take part is answered"),
        kinds=("opportunity",),
        rank=15,
        personal=True,
    )
)
matter(
    Matter(
        verb="declined-offer",
        reason="offer-answer",
        people=person_in,
        said=lambda who: _("%(who)s declined your offer and says why", who=who),
        why=lambda: _("You offered to take part."),
        label=lambda: _("My offer to take part is answered"),
        kinds=("opportunity",),
        rank=15,
        personal=True,
    )
)
matter(
    Matter(
        verb="ended-offers",
        reason="offer-answer",
        people=_who_wait,
        # Nobody did it where whoever offered it has left.
        said=lambda who: (
            _("%(who)s takes no more offers for this", who=who) if who.number else _("This takes no more offers")
        ),
        why=lambda: _("You offered to take part."),
        label=lambda: _("My offer to take part is answered"),
        kinds=("opportunity",),
        rank=20,
        personal=True,
    )
)
