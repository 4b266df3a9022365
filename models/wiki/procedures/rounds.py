"""The tables of confirmations: a round of asking about one page, who is asked, and what was signed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, BigId, big_key, word
from models.people.department import Department
from models.people.person import Person
from models.wiki.page import Page

NOTE_LIMIT = 500


class Confirmation(Base):
    """One round of asking about one page. `number` is the revision that is to be confirmed now.

    `audience` is `space`, `department` (it and all below) or `people`. With `stops` nobody is asked any more once the
    day has passed. `asked` and `signed` are counted whenever somebody signs and every night.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        Index("ix_confirmations_page_id", "page_id", "ended_at"),
        Index("ix_confirmations_issuer_id", "issuer_id", "ended_at"),
        CheckConstraint("audience IN ('space', 'department', 'people')", name="audience"),
    )

    id: Mapped[big_key]
    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    audience: Mapped[word]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    number: Mapped[int]
    issued_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    stops: Mapped[bool] = mapped_column(default=False)
    # How many requests one person gets in a month, as it was set when this was issued.
    most: Mapped[int] = mapped_column(default=4)
    asked: Mapped[int] = mapped_column(default=0)
    signed: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    page: Mapped[Page] = relationship(lazy="raise", foreign_keys=[page_id], viewonly=True)
    issuer: Mapped[Person] = relationship(lazy="raise", foreign_keys=[issuer_id], viewonly=True)
    department: Mapped[Department | None] = relationship(lazy="raise", viewonly=True)


class ConfirmationPerson(Base):
    """Somebody whom the audience `people` names."""

    __tablename__ = "confirmation_people"

    confirmation_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("confirmations.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)


class Ask(Base):
    """One person who is asked. `asked_on` None: waits for the month of `from_on`, because others ask them already."""

    __tablename__ = "confirmation_asks"
    __table_args__ = (Index("ix_confirmation_asks_person_id", "person_id", "asked_on"),)

    confirmation_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("confirmations.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    asked_on: Mapped[date | None] = mapped_column(Date)
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    reminders: Mapped[int] = mapped_column(default=0)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    signed_number: Mapped[int | None]
    signed_at: Mapped[datetime | None]


class Signature(Base):
    """That somebody confirmed a revision of a page. It outlives the round that asked for it, and the page."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("confirmation_id", "person_id", "number"),
        Index("ix_signatures_person_id", "person_id", "signed_at"),
    )

    id: Mapped[big_key]
    confirmation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("confirmations.id", ondelete="SET NULL"))
    page_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    number: Mapped[int]
    # The revision that the person had signed before, from which the difference was shown.
    before: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    signed_at: Mapped[datetime]
