"""Which questions wait for an answer, and until which day one is due. Reminding is in `overdue`, lists in `queue`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, and_, bindparam, delete, literal_column, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, BigId
from models.core.db import among, as_words, rows
from models.entries.carrying import on_carried
from models.entries.entry import Entry
from models.entries.trashing import when_recounted
from models.forums.choices import ForumChoice, choice_of
from models.spaces.space import Space

# Where no answer is due: after all that is.
NEVER = date(9999, 12, 31)
SATURDAY = 5


class QuestionWait(Base):
    """An open question that nobody has answered. The row goes with the first answer, and comes back when that goes."""

    __tablename__ = "question_waits"
    __table_args__ = (Index("ix_question_waits_due_on_question_id", "due_on", "question_id"),)

    question_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date)
    # Who was told that it is overdue: 0 nobody, 1 the experts, 2 the curators; and when that was.
    told: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[date | None] = mapped_column(Date)


def working_days_after(day: date, number: int) -> date:
    """The day so many working days later. Saturdays and Sundays are none; public holidays are not known."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day


def due_day(asked_at: datetime, within: int | None) -> date:
    """When an answer is due, or NEVER."""
    return NEVER if within is None else working_days_after(asked_at.date(), within)


_waits: Any = (
    Entry.kind == literal_column("'question'"),
    Entry.status == literal_column("'open'"),
    Entry.reply_count == literal_column("0"),
)
STANDING = (
    select(Entry.id, Entry.created_at, Entry.space_id, and_(*_waits).label("waits"), QuestionWait.due_on)
    .outerjoin(QuestionWait, QuestionWait.question_id == Entry.id)
    .where(among(Entry.id, "entries"), Entry.kind.in_([literal_column("'question'"), literal_column("'discussion'")]))
)
WAITS = text(
    "INSERT INTO question_waits (question_id, due_on, told) VALUES (:question_id, :due_on, 0)"
    " ON CONFLICT (question_id) DO UPDATE SET due_on = excluded.due_on, told = 0, told_on = NULL"
    " WHERE question_waits.due_on <> excluded.due_on"
).bindparams(bindparam("due_on", type_=Date))
NO_LONGER = delete(QuestionWait).where(QuestionWait.question_id == bindparam("question_id", type_=BigId))


def settle(session: Session, *entry_ids: int | None) -> None:
    """Write down which of these entries are questions that wait for an answer, and until when one is due."""
    for row in rows(session, STANDING, entries=as_words(each for each in entry_ids if each is not None)):
        if not row.waits:
            if row.due_on is not None:
                session.connection().execute(NO_LONGER, {"question_id": row.id})
            continue
        choice = choice_of(session, row.space_id)
        due = due_day(row.created_at, choice.answer_within if choice else None)
        if due != row.due_on:
            session.connection().execute(WAITS, {"question_id": row.id, "due_on": due})


def no_longer(session: Session, entry_id: int) -> None:
    """What was a question is part of another topic."""
    session.connection().execute(NO_LONGER, {"question_id": entry_id})


@when_recounted
def _answers_changed(session: Session, entry_ids: tuple[int | None, ...]) -> None:
    settle(session, *entry_ids)


@on_carried
def _moved(session: Session, entry_ids: Sequence[int], space: Space) -> None:
    # The new space has its own time for answers.
    settle(session, *entry_ids)


IN_SPACE = select(Entry.id, Entry.created_at).where(Entry.space_id == bindparam("space_id"), *_waits)
NEW_DAY: Any = (
    update(QuestionWait.__table__)  # type: ignore[arg-type]
    .where(
        QuestionWait.__table__.c.question_id == bindparam("of_question"),
        QuestionWait.__table__.c.due_on != bindparam("new_day"),
    )
    .values(due_on=bindparam("new_day"), told=0, told_on=None)
)


def settle_space(session: Session, space_id: int) -> None:
    """The owners of the space chose another time for answers: every question that waits there gets its new day."""
    choice = choice_of(session, space_id)
    within = choice.answer_within if choice else None
    found = rows(session, IN_SPACE, space_id=space_id)
    if found:
        days = [{"of_question": row.id, "new_day": due_day(row.created_at, within)} for row in found]
        session.connection().execute(NEW_DAY, days)


MISSING = (
    select(Entry.id)
    .outerjoin(QuestionWait, QuestionWait.question_id == Entry.id)
    .where(Entry.state == literal_column("'live'"), *_waits, QuestionWait.question_id.is_(None))
    .limit(literal_column("5000"))
)
STALE = delete(QuestionWait).where(~select(Entry.id).where(Entry.id == QuestionWait.question_id, *_waits).exists())
DATED = (
    select(Entry.space_id)
    .join(QuestionWait, QuestionWait.question_id == Entry.id)
    .where(Entry.space_id.is_not(None), QuestionWait.due_on < NEVER)
)
WITH_A_TIME = select(ForumChoice.space_id).where(ForumChoice.answer_within.is_not(None))


def settle_all(session: Session) -> None:
    """Once a night, for whatever slipped by: topics that came or moved without any of the above."""
    session.flush()
    session.connection().execute(STALE)
    while found := rows(session, MISSING):
        settle(session, *(row.id for row in found))
    for space_id in {row.space_id for row in rows(session, DATED)} | {
        row.space_id for row in rows(session, WITH_A_TIME)
    }:
        settle_space(session, space_id)


def overdue_days(due_on: date) -> int:
    """By how many days an answer is late; 0 on the day itself, less before."""
    return (clock.now().date() - due_on).days
