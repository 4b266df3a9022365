"""Offering oneself for an opportunity, withdrawing, and what the owner answers. Nobody but the two sees an offer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import one, rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.entries import editing
from models.opportunities.opportunity import CLOSED, FILLED, LATE, OPEN, Opportunity, standing
from models.people.department import Department
from models.people.person import Person

LINE_LIMIT = 500
REASON_LIMIT = 300
WAITING, WITHDRAWN, ACCEPTED, DECLINED = "waiting", "withdrawn", "accepted", "declined"
# What stands for its owner and the person; what was withdrawn is gone for both.
SHOWN = (WAITING, ACCEPTED, DECLINED)


class Offer(Base):
    """A person offers to take part. `reason` is what the owner said when they declined."""

    __tablename__ = "opportunity_offers"
    __table_args__ = (Index("ix_opportunity_offers_person_id", "person_id", "offered_at"),)

    opportunity_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[str] = mapped_column(String(LINE_LIMIT))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    offered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


def why_not(made: Opportunity, by: Actor) -> str:
    """Why the person cannot offer to take part now, as a sentence; nothing when they can."""
    if made.author_id == by.id:
        return _("This is your own opportunity. Offers come from others.")
    owner = session_of(made).get_one(Person, made.author_id)
    if owner.disabled_at is not None:
        return _("%(name)s no longer works with Witan, so nobody would answer your offer.", name=owner.name)
    return {
        FILLED: _("This is filled, so no more offers can be made."),
        CLOSED: _("This is closed, so no more offers can be made."),
        LATE: _("The last day for offers has passed. Write to its owner if you still want to take part."),
    }.get(standing(made.status, made.offers_until), "")


def offer(made: Opportunity, by: Actor, line: str) -> Offer:
    """Offer to take part. Raises Invalid (`line`), and Refused where that cannot be."""
    session = session_of(made)
    line = " ".join(clean(line).split())
    if not line:
        raise Invalid(_("Enter a line about why you want to take part"), "line")
    if len(line) > LINE_LIMIT:
        message = _("The line must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": LINE_LIMIT, "now": len(line)}, "line")
    if refused := why_not(made, by):
        raise Refused(refused)
    known = session.get(Offer, (made.id, by.id))
    if known is not None and known.state != WITHDRAWN:
        if known.state == DECLINED:
            raise Refused(_("Your offer was declined, so you cannot make another. You can still write to the owner."))
        raise Refused(_("You have offered to take part already. Withdraw that offer first to make another."))
    if known is None:
        known = Offer(opportunity_id=made.id, person_id=by.id)
        session.add(known)
    known.line, known.state, known.reason = line, WAITING, ""
    known.offered_at, known.decided_at = clock.now(), None
    session.flush()
    _tell(session, by, "offered", made, made.author_id)
    return known


def withdraw(made: Opportunity, by: Actor) -> None:
    """Take back one's offer, also an accepted one; the line goes with it. Raises LookupError when there is none."""
    session = session_of(made)
    known = _offer_of(session, made, by.id)
    if known.state == DECLINED:
        raise Refused(_("Your offer was declined already."))
    known.line, known.state, known.decided_at = "", WITHDRAWN, clock.now()
    session.flush()
    _tell(session, by, "withdrew-offer", made, made.author_id)
    if made.status == FILLED and taken(session, made.id) < made.wanted:
        # Nobody but the two learns whose place became free.
        _set_status(made, None, OPEN, "reopened")


def accept(made: Opportunity, by: Actor, person_id: int) -> None:
    """Take the person; when as many are taken as are wanted, it is filled. Raises LookupError and Refused."""
    session = session_of(made)
    known = _offer_of(session, made, person_id)
    if known.state == ACCEPTED:
        return
    if taken(session, made.id) >= made.wanted:
        raise Refused(_("You have accepted as many people as you want. Change that number first to accept more."))
    known.state, known.reason, known.decided_at = ACCEPTED, "", clock.now()
    session.flush()
    _tell(session, by, "accepted-offer", made, person_id)
    if made.status in (OPEN, LATE) and taken(session, made.id) >= made.wanted:
        _set_status(made, by, FILLED, "closed")


def decline(made: Opportunity, by: Actor, person_id: int, reason: str) -> None:
    """Say no, and why: the person reads the reason. Raises Invalid (`reason`) and LookupError."""
    session = session_of(made)
    reason = " ".join(clean(reason).split())
    if not reason:
        raise Invalid(_("Enter why you decline. The person reads it."), "reason")
    if len(reason) > REASON_LIMIT:
        message = _("The reason must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": REASON_LIMIT, "now": len(reason)}, "reason")
    known = _offer_of(session, made, person_id)
    known.state, known.reason, known.decided_at = DECLINED, reason, clock.now()
    session.flush()
    _tell(session, by, "declined-offer", made, person_id)
    if made.status == FILLED and taken(session, made.id) < made.wanted:
        _set_status(made, by, OPEN, "reopened")


def close(made: Opportunity, by: Actor | None, reason: str = "") -> None:
    """Take no more offers; everybody reads the reason. Raises Invalid (`reason`) and Refused when it is closed."""
    reason = " ".join(clean(reason).split())
    if len(reason) > REASON_LIMIT:
        message = _("The reason must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": REASON_LIMIT, "now": len(reason)}, "reason")
    if made.status == CLOSED:
        raise Refused(_("This is closed already."))
    made.closing = reason
    _set_status(made, by, CLOSED, "closed")


def reopen(made: Opportunity, by: Actor) -> None:
    """Take offers again; it is filled as before when enough are accepted. Raises Refused when it is not closed."""
    if made.status != CLOSED:
        raise Refused(_("This is not closed."))
    made.closing = ""
    enough = taken(session_of(made), made.id) >= made.wanted
    _set_status(made, by, FILLED if enough else OPEN, "reopened")


def _set_status(made: Opportunity, by: Actor | None, status: str, verb: str) -> None:
    session = session_of(made)
    made.status = status
    session.flush()
    editing.note(session, by, verb, made)
    outbox.promise(session, "index", f"entry:{made.id}")
    if status in (FILLED, CLOSED):
        # Those who still wait for an answer hear of it.
        audience = f"person:{made.author_id}"
        record(session, by, "ended-offers", "opportunity", made.id, space_id=made.space_id, audience=audience)


def _tell(session: Session, by: Actor, verb: str, made: Opportunity, person_id: int) -> None:
    """An act between the two alone: its audience is the one whom it tells."""
    audience = f"person:{person_id}"
    record(
        session, by, verb, "opportunity", made.id, space_id=made.space_id, audience=audience, person=person_id
    )  # fmt: skip


def _offer_of(session: Session, made: Opportunity, person_id: int) -> Offer:
    found = session.get(Offer, (made.id, person_id)) if 0 < person_id < 2**31 else None
    if found is None or found.state == WITHDRAWN:
        raise LookupError(person_id)
    return found


TAKEN = select(func.count()).where(Offer.opportunity_id == bindparam("opportunity_id"), Offer.state == ACCEPTED)


def taken(session: Session, opportunity_id: int) -> int:
    """How many are accepted."""
    return int(one(session, TAKEN, opportunity_id=opportunity_id)[0])


_COLUMNS: tuple[Any, ...] = (Offer.person_id, Offer.line, Offer.state, Offer.reason, Offer.offered_at, Offer.decided_at)
OFFERS = (
    select(
        *_COLUMNS,
        Person.name,
        Person.username,
        Person.job_title,
        Person.is_guest,
        Department.name.label("department_name"),
    )
    .join(Person, Person.id == Offer.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Offer.opportunity_id == bindparam("opportunity_id"), Offer.state.in_(SHOWN))
    .order_by(Offer.offered_at, Offer.person_id)
    .limit(500)
)


def offers_for(session: Session, opportunity_id: int) -> list[Any]:
    """Rows of all offers, the first first. For the owner alone."""
    return rows(session, OFFERS, opportunity_id=opportunity_id)


MINE = select(*_COLUMNS).where(
    Offer.opportunity_id == bindparam("opportunity_id"),
    Offer.person_id == bindparam("person_id"),
    Offer.state.in_(SHOWN),
)


def offer_of(session: Session, opportunity_id: int, person_id: int) -> Any:
    """The row of the person's own offer, or None."""
    return one(session, MINE, opportunity_id=opportunity_id, person_id=person_id)
