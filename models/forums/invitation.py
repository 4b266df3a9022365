"""Being asked to answer a question: the table, and how often anybody may ask and be asked. Asking itself is `asked`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, Moment
from models.core.db import among, as_words, rows
from models.core.errors import Refused
from models.core.language import date, ngettext
from models.people.person import Person

INVITATIONS_A_DAY = 10
# Nobody is asked more often than this, by whomever: who is known for much would be asked by all of government.
INVITATIONS_A_WEEK = 5
WEEK = timedelta(days=7)


class AnswerInvitation(Base):
    """One person and one question: asked by somebody, or (`by_id` None) passed by an expert whose space it is in."""

    __tablename__ = "answer_invitations"
    __table_args__ = (
        Index("ix_answer_invitations_person_id_question_id", "person_id", "question_id"),
        Index("ix_answer_invitations_by_id_at", "by_id", "at"),
    )

    question_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    # "Not me": it stands on the person's list no more.
    passed_at: Mapped[datetime | None]


ASKED_TODAY = select(func.count()).where(
    AnswerInvitation.by_id == bindparam("by_id"),
    AnswerInvitation.at > bindparam("since", type_=Moment),
    or_(
        bindparam("question_id", type_=BigId).is_(None),
        AnswerInvitation.question_id == bindparam("question_id", type_=BigId),
    ),
)


def check_asker(session: Session, by: Actor, question_id: int | None) -> None:
    """Raises Refused for who asked as many today as anybody may."""
    # Who asks without a name shares an account with others: there the question alone is counted.
    values = {"by_id": by.id, "since": clock.now() - timedelta(days=1), "question_id": question_id}
    if (session.connection().execute(ASKED_TODAY, values).scalar() or 0) >= INVITATIONS_A_DAY:
        raise Refused(
            ngettext(
                "You can ask %(num)s colleague a day. Nobody was asked this time. Try again tomorrow.",
                "You can ask %(num)s colleagues a day. Nobody was asked this time. Try again tomorrow.",
                INVITATIONS_A_DAY,
            )
        )


# Two who ask the same person at one moment come one after the other, so that neither counts without the other.
ONE_AT_A_TIME = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update(key_share=True)


def check_asked(session: Session, person: Person) -> None:
    """Raises Refused, naming the day from which it is possible again, for who was asked as often as anybody may be."""
    rows(session, ONE_AT_A_TIME, person_id=person.id)
    free = free_from(session, [person.id]).get(person.id)
    if free is not None:
        raise Refused(
            ngettext(
                "%(name)s was asked %(num)s time in the last seven days, and nobody is asked more often. From "
                "%(day)s it is possible again. Somebody else may know.",
                "%(name)s was asked %(num)s times in the last seven days, and nobody is asked more often. From "
                "%(day)s it is possible again. Somebody else may know.",
                INVITATIONS_A_WEEK,
                name=person.name,
                day=date(free),
            )
        )


ASKED_THIS_WEEK = (
    select(AnswerInvitation.person_id, AnswerInvitation.at)
    .where(
        among(AnswerInvitation.person_id, "people"),
        AnswerInvitation.by_id.is_not(None),
        AnswerInvitation.at > bindparam("since", type_=Moment),
    )
    .order_by(AnswerInvitation.at.desc())
)


def asked_lately(session: Session, people: Iterable[int]) -> dict[int, list[datetime]]:
    """By person: when they were asked to answer in the last seven days, the newest first."""
    found: dict[int, list[datetime]] = {}
    for row in rows(session, ASKED_THIS_WEEK, people=as_words(people), since=clock.now() - WEEK):
        found.setdefault(row.person_id, []).append(row.at)
    return found


def free_from(session: Session, people: Iterable[int]) -> dict[int, datetime]:
    """Those of the people who were asked as often as anybody may be, each with when they can be asked again."""
    asked = asked_lately(session, people)
    return {
        each: times[INVITATIONS_A_WEEK - 1] + WEEK for each, times in asked.items() if len(times) >= INVITATIONS_A_WEEK
    }
