"""Cases: one thing that somebody reported, however many reported it, from the first report to what was decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, BigId, key, word

OPEN = text("closed_at IS NULL")


class Case(Base):
    """What was reported, where it stands, and who is looking at it now. A closed one stays for the log."""

    __tablename__ = "cases"
    __table_args__ = (
        # Two who report the same thing at once end in the same case.
        Index("uq_cases_open", "target_kind", "target_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_waiting", "opened_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_target", "target_kind", "target_id", "id"),
    )

    id: Mapped[key]
    # entry, message or person; no foreign key, for the record outlives what it is about.
    target_kind: Mapped[word]
    target_id: Mapped[int] = mapped_column(BigId)
    # Whose words they are, or who the person is.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    audience: Mapped[str] = mapped_column(String(60), default="")
    opened_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
