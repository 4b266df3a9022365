"""Reports: somebody says that an entry, a message or a profile should not stand as it is. They make cases."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.entries.editing import note
from models.entries.entry import Entry
from models.entries.limits import count
from models.messages.conversation import Message
from models.messages.reporting import MessageReport, report_message
from models.moderation.case import case_for, target_of
from models.moderation.decision import Target
from models.people.person import Person

REASONS = ("personal-data", "wrong", "rude", "spam", "other")


class Report(Base):
    """One person's report of an entry or of somebody's profile. Who reported is shown to those who decide alone."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_handled_at_id", "handled_at", "id"),
        Index("ix_reports_reporter_id_id", "reporter_id", "id"),
        CheckConstraint("(entry_id IS NULL) <> (person_id IS NULL)", name="one_thing"),
    )

    id: Mapped[key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    # What was decided: the name of a verb (`models.moderation.decision`).
    outcome: Mapped[str | None] = mapped_column(String(20))


# Reports of entries and profiles, and those of messages: both have a case, a reason and an outcome.
BOTH: tuple[Any, ...] = (Report, MessageReport)


def report(session: Session, entry: Entry, by: Actor, reason: str, text: str = "") -> Report:
    """Report an entry; a second report by the same person while the first is open changes the first.

    Raises Invalid (`reason`) and TooMuch.
    """
    found, fresh = _report(session, target_of(session, entry), by, reason, text)
    if fresh:
        note(session, by, "reported", entry)
    return found


def report_profile(session: Session, person: Person, by: Actor, reason: str, text: str = "") -> Report:
    """Report what somebody says of themselves. Raises Invalid (`reason`), and Refused for oneself."""
    if person.id == by.id:
        raise Refused(_("This is your own profile. Change it where you edit it."))
    found, fresh = _report(session, Target("person", person.id, person.id), by, reason, text)
    if fresh:
        # On the case: acts on people end their live connections.
        record(session, by, "reported", "case", found.case_id or 0)
    return found


def hand_over(
    session: Session, said: Message, by: Actor, reason: str, text: str = "", with_before: bool = False
) -> MessageReport:
    """Report a message: the moderators get the copy that the person shows them. Raises Invalid and Refused."""
    found = report_message(session, said, by, reason, text, with_before)
    found.case_id = case_for(session, Target("message", said.id, said.author_id)).id
    session.flush()
    return found


def _report(session: Session, about: Target, by: Actor, reason: str, text: str) -> tuple[Report, bool]:
    """The person's open report of the thing, and whether it is new."""
    if reason not in REASONS:
        raise Invalid(_("Choose a reason"), "reason")
    case = case_for(session, about)
    found = session.scalar(
        select(Report).where(Report.case_id == case.id, Report.reporter_id == by.id, Report.handled_at.is_(None))
    )
    fresh = found is None
    if found is None:
        count(session, {"report": 1})
        column = "entry_id" if about.kind == "entry" else "person_id"
        found = Report(case_id=case.id, reporter_id=by.id, created_at=clock.now(), **{column: about.id})
        session.add(found)
    found.reason, found.note = reason, clean(text).strip()[:1000]
    session.flush()
    return found, fresh
