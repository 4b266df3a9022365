"""Reports: somebody says that an entry should not stand as it is; a curator or moderator looks and decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import Entry
from models.entries.limits import count
from models.entries.rows import LIST_COLUMNS, list_rows
from models.people.person import Person
from models.policy.viewer import Viewer

REASONS = ("personal-data", "wrong", "rude", "spam", "other")
OUTCOMES = ("kept", "trashed", "edited")


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
    outcome: Mapped[str | None] = mapped_column(String(20))


def report(session: Session, entry: Entry, by: Actor, reason: str, text: str = "") -> Report:
    """Report an entry; a second report by the same person while the first is open changes the first.

    Raises Invalid (`reason`) and TooMuch.
    """
    if reason not in REASONS:
        raise Invalid(_("Choose a reason"), "reason")
    found = session.scalar(
        select(Report).where(Report.entry_id == entry.id, Report.reporter_id == by.id, Report.handled_at.is_(None))
    )
    if found is None:
        count(session, {"report": 1})
        found = Report(entry_id=entry.id, reporter_id=by.id, created_at=clock.now())
        session.add(found)
        note(session, by, "reported", entry)
    found.reason, found.note = reason, text.strip()[:1000]
    session.flush()
    return found


def handle(session: Session, found: Report, by: Actor, outcome: str) -> None:
    """Write down what was decided about a report."""
    if outcome not in OUTCOMES:
        raise Invalid(_("Choose what you decided"), "outcome")
    found.handled_at, found.handled_by_id, found.outcome = clock.now(), by.id, outcome
    note(session, by, "handled-report", session.get_one(Entry, found.entry_id), outcome=outcome)


_reporter = Person.__table__.alias("reporter")
OPEN_REPORTS = (
    list_rows(
        *LIST_COLUMNS,
        Report.id.label("report_id"),
        Report.reason,
        Report.note,
        Report.created_at.label("reported_at"),
        _reporter.c.name.label("reporter_name"),
        _reporter.c.username.label("reporter_username"),
    )
    .join(Report, Report.entry_id == Entry.id)
    .join(_reporter, _reporter.c.id == Report.reporter_id)
    .where(
        Report.handled_at.is_(None),
        Entry.state == "live",
        among(Entry.audience, "keys"),
        or_(bindparam("everywhere") == 1, and_(Entry.space_id.is_not(None), among(Entry.space_id, "spaces"))),
    )
    .order_by(Report.created_at, Report.id)
    .limit(200)
)


def open_reports(session: Session, viewer: Viewer) -> list[Any]:
    """Reports that the viewer should decide, oldest first: those of the spaces they curate; a moderator's, all
    that a moderator may read."""
    curated = [space_id for space_id in viewer.roles if viewer.has_role(space_id, "curator")]
    return rows(
        session,
        OPEN_REPORTS,
        keys=viewer.keys_json,
        everywhere=int(viewer.is_moderator),
        spaces=as_words(curated),
    )
