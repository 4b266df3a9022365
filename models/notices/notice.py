"""The table of notices, and what each person wants on the bell. Private to the person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.activity.matters import by_reason
from models.core import clock
from models.core.base import Base, BigId, big_key, word
from models.core.errors import Invalid
from models.core.language import gettext as _

# Read notices are kept so long, unread ones four times as long.
KEPT = timedelta(days=90)
# So many of the newest acts of one line are remembered each by itself.
MOST_ITEMS = 30
UNREAD = text("read_at IS NULL")


class Notice(Base):
    """One matter of one person: a thing and a reason, with all that happened since it was last read.

    `entry_id` and `space_id` say whose readers may see it, asked anew at each reading. `items` are the entries that
    were written (JSON, newest last): one that may not be read any more is left out of the line, and a line without any
    is not there. `verb`, `subject` and `act_id` are the newest act's.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("uq_notices_matter", "person_id", "reason", "thing_kind", "thing_id", unique=True),
        Index("ix_notices_person_id_last_at", "person_id", "last_at", "id"),
        Index("ix_notices_unread", "person_id", "last_at", "id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notices_thing", "thing_kind", "thing_id"),
        Index("ix_notices_read_at", "read_at"),
    )

    id: Mapped[big_key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    reason: Mapped[word]
    thing_kind: Mapped[word]
    thing_id: Mapped[int] = mapped_column(BigId)
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    # About an entry of the reader's own that is gone: asked for whatever its state.
    removed: Mapped[bool] = mapped_column(default=False)
    items: Mapped[str] = mapped_column(Text, default="[]")
    verb: Mapped[word]
    subject_kind: Mapped[word]
    subject_id: Mapped[int] = mapped_column(BigId)
    act_id: Mapped[int] = mapped_column(BigId)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(300), default="")
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticeChoice(Base):
    """A reason that a person does not want on the bell."""

    __tablename__ = "notice_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40), primary_key=True)


def unwanted(session: Session, person_id: int) -> set[str]:
    """The reasons that the person does not want."""
    return set(session.scalars(select(NoticeChoice.reason).where(NoticeChoice.person_id == person_id)))


def choose_reasons(session: Session, by: Actor, wanted: list[str]) -> None:
    """Keep which reasons come on the bell; those left out make no notices from now on. Raises Invalid (`reasons`)."""
    known = list(by_reason())
    if set(wanted) - set(known):
        raise Invalid(_("Choose from the list"), "reasons")
    session.execute(delete(NoticeChoice).where(NoticeChoice.person_id == by.id))
    session.add_all(NoticeChoice(person_id=by.id, reason=reason) for reason in known if reason not in wanted)


def forget_old(session: Session) -> None:
    """Remove notices that were read 90 days ago, and unread ones that nothing was added to for a year."""
    now = clock.now()
    gone: Any = delete(Notice).where(Notice.read_at < now - KEPT)
    session.execute(gone)
    session.execute(delete(Notice).where(Notice.last_at < now - 4 * KEPT))
