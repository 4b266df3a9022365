"""What people agreed to, for each type of opportunity: to be shown some, to be found by owners. Default: neither."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import among, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.entries.entry import LIVE, Entry
from models.opportunities.opportunity import SORTS, Opportunity
from models.policy.viewer import Viewer

WHY_LIMIT = 300


class OpportunityWish(Base):
    """A person wants to be shown opportunities of a type (`suggested`), or to be found for them (`findable`)."""

    __tablename__ = "opportunity_wishes"
    __table_args__ = (Index("ix_opportunity_wishes_sort", "sort", "findable", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    sort: Mapped[str] = mapped_column(String(20), primary_key=True)
    suggested: Mapped[bool] = mapped_column(default=False)
    findable: Mapped[bool] = mapped_column(default=False)


class OpportunityPass(Base):
    """A person says "not for me": they are not shown it again, nor its owner them. The reason is theirs alone."""

    __tablename__ = "opportunity_passes"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reason: Mapped[str] = mapped_column(String(WHY_LIMIT), default="")
    passed_at: Mapped[datetime]


def wish(session: Session, by: Actor, suggested: Iterable[str], findable: Iterable[str]) -> None:
    """Agree to suggestions of these types, and to be found for those; all others are off. Raises Invalid."""
    shown, found = set(suggested), set(findable)
    if not shown | found <= SORTS.keys():
        raise Invalid(_("Choose from the options"))
    session.execute(delete(OpportunityWish).where(OpportunityWish.person_id == by.id))
    session.add_all(
        OpportunityWish(person_id=by.id, sort=sort, suggested=sort in shown, findable=sort in found)
        for sort in sorted(shown | found)
    )
    session.flush()


WISHES = select(OpportunityWish.sort, OpportunityWish.suggested, OpportunityWish.findable).where(
    OpportunityWish.person_id == bindparam("person_id")
)


def wishes_of(session: Session, person_id: int) -> list[Any]:
    """Rows (sort, suggested, findable) of what the person agreed to. For the person alone."""
    return rows(session, WISHES, person_id=person_id)


def pass_by(session: Session, made: Opportunity, by: Actor, reason: str = "") -> None:
    """Say "not for me", with a reason that stays one's own. Raises Invalid (`reason`)."""
    reason = " ".join(clean(reason).split())
    if len(reason) > WHY_LIMIT:
        message = _("The reason must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": WHY_LIMIT, "now": len(reason)}, "reason")
    known = session.get(OpportunityPass, (by.id, made.id))
    if known is None:
        known = OpportunityPass(person_id=by.id, opportunity_id=made.id, passed_at=clock.now())
        session.add(known)
    known.reason = reason
    session.flush()


def take_back_pass(session: Session, made: Opportunity, by: Actor) -> None:
    """Let it be suggested again."""
    known = session.get(OpportunityPass, (by.id, made.id))
    if known is not None:
        session.delete(known)
        session.flush()


PASSED = (
    select(Entry.id, Entry.title, Entry.language, OpportunityPass.reason, OpportunityPass.passed_at)
    .select_from(OpportunityPass)
    .join(Entry.__table__, Entry.id == OpportunityPass.opportunity_id)
    .where(OpportunityPass.person_id == bindparam("person_id"), LIVE, among(Entry.audience, "keys"))
    .order_by(OpportunityPass.passed_at.desc(), Entry.id.desc())
    .limit(50)
)


def passed_by(session: Session, viewer: Viewer) -> list[Any]:
    """Rows (id, title, language, reason, passed_at) of the newest that the viewer said are not for them."""
    return rows(session, PASSED, person_id=viewer.id, keys=viewer.keys_json)
