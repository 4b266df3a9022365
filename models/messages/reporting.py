"""Reporting a message: the person who got it shows it to the moderators, who otherwise never read any.

What they decide is the matter of `models.moderation`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.limits import count
from models.messages.conversation import Message
from models.messages.reading import newest
from models.people.person import Person

REASONS = ("personal-data", "rude", "spam", "other")
# So many messages that stand before it are shown, too, when the person who reports says so.
BEFORE = 5


class MessageReport(Base):
    """A copy of what was reported, made by the person who reported it: it outlives the message."""

    __tablename__ = "message_reports"
    __table_args__ = (Index("ix_message_reports_handled_at_id", "handled_at", "id"),)

    id: Mapped[key]
    message_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), default="")
    # What the reporter shows, oldest first: [{"name", "text", "at"}]; the reported message stands last.
    shown: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))
    # The case of the moderators that it belongs to (see `models.moderation.case`).
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)


def report_message(
    session: Session, said: Message, by: Actor, reason: str, note: str = "", with_before: bool = False
) -> MessageReport:
    """Show a message of somebody else to the moderators. Raises Invalid (`reason`), Refused and TooMuch."""
    if reason not in REASONS:
        raise Invalid(_("Choose a reason"), "reason")
    if said.author_id == by.id or said.event or said.removed_at is not None:
        raise Refused(_("Only what somebody else wrote, and what still stands there, can be reported."))
    found = session.scalar(
        select(MessageReport).where(
            MessageReport.message_id == said.id, MessageReport.reporter_id == by.id, MessageReport.handled_at.is_(None)
        )
    )
    if found is None:
        count(session, {"report": 1})
        found = MessageReport(
            message_id=said.id, author_id=said.author_id, reporter_id=by.id, created_at=clock.now(), shown=[]
        )
        session.add(found)
    found.reason, found.note = reason, note.strip()[:1000]
    found.shown = _shown(session, said, by, with_before)
    session.flush()
    record(session, by, "reported", "message", said.id)
    return found


def _shown(session: Session, said: Message, by: Actor, with_before: bool) -> list[dict[str, str]]:
    earlier: list[Any] = []
    if with_before:
        earlier = newest(session, by, said.conversation_id, before=said.id)[0]
        earlier = [row for row in earlier if not row.event and row.removed_at is None][-BEFORE:]
    author = session.get_one(Person, said.author_id).name
    every = [(row.author_name, row.body, row.created_at) for row in earlier] + [(author, said.body, said.created_at)]
    return [{"name": name, "text": text, "at": at.isoformat()} for name, text, at in every]
