"""Who was asked to answer a question, who passed it on, and who is writing the answer just now."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, bindparam, delete, literal_column, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.activity.live import also_told
from models.core import clock
from models.core.base import Base, BigId, Moment
from models.core.db import rows, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import LIVE, Entry
from models.forums.invitation import AnswerInvitation, check_asked, check_asker
from models.forums.topic import Question
from models.people.person import Person
from models.policy.unnamed import shown_as
from models.policy.viewer import viewer_of

CLAIMED_FOR = timedelta(days=2)
also_told("claimed", "unclaimed")


class QuestionClaim(Base):
    """Who is on it, so that two do not write the same answer. It lapses by itself."""

    __tablename__ = "question_claims"

    question_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]


INVITE = text(
    "INSERT INTO answer_invitations (question_id, person_id, by_id, at) VALUES (:question_id, :person_id, :by_id, :at)"
    " ON CONFLICT (question_id, person_id) DO NOTHING"
).bindparams(bindparam("at", type_=Moment))
PASS = text(
    "INSERT INTO answer_invitations (question_id, person_id, at, passed_at) VALUES (:question_id, :person_id, :at, :at)"
    " ON CONFLICT (question_id, person_id) DO UPDATE SET passed_at = excluded.passed_at"
).bindparams(bindparam("at", type_=Moment))
# Whoever is first has it; only their own claim, or one that lapsed, is written over.
CLAIM = text(
    "INSERT INTO question_claims (question_id, person_id, until) VALUES (:question_id, :person_id, :until)"
    " ON CONFLICT (question_id) DO UPDATE SET person_id = excluded.person_id, until = excluded.until"
    " WHERE question_claims.until < :now OR question_claims.person_id = excluded.person_id"
).bindparams(bindparam("until", type_=Moment), bindparam("now", type_=Moment))


def invite(question: Question, by: Actor, person: Person) -> None:
    """Ask a colleague to answer.

    Raises Refused for who may not read the question, was asked or has answered, and past the limits of the asker's day
    and of the asked person's week.
    """
    session = session_of(question)
    _check_open(question)
    if person.id == by.id:
        raise Refused(_("You need no invitation: write your answer below the question."))
    # Who asked without a name is not the author here, and is not given away by being refused.
    if person.id == question.author_id:
        raise Refused(_("%(name)s asked this question. Somebody else may know.", name=person.name))
    if question.audience not in viewer_of(session, person).keys:
        raise Refused(_("%(name)s cannot read this question, so nobody can ask them here.", name=person.name))
    if person.is_suspended:
        raise Refused(_("%(name)s cannot be asked at the moment. Somebody else may know.", name=person.name))
    shown = shown_as(session, by, question.id)
    check_asker(session, shown, question.id if shown.id != by.id else None)
    found = session.get(AnswerInvitation, (question.id, person.id), populate_existing=True)
    if found is not None and found.passed_at is not None:
        raise Refused(_("%(name)s said that somebody else should answer this.", name=person.name))
    if found is not None or has_answered(session, question.id, person.id):
        raise Refused(_("%(name)s was asked already, or has answered.", name=person.name))
    check_asked(session, person)
    values = {"question_id": question.id, "person_id": person.id, "by_id": shown.id, "at": clock.now()}
    if session.connection().execute(INVITE, values).rowcount:
        note(session, by, "asked-to-answer", question, person=person.id)


def _check_open(question: Question) -> None:
    if question.status != "open":
        raise Refused(_("This question is answered or closed, so nobody needs to be asked any more."))


OWN_ANSWER = (
    select(Entry.id)
    .where(
        Entry.root_id == bindparam("question_id", type_=BigId),
        Entry.author_id == bindparam("person_id"),
        Entry.kind == literal_column("'answer'"),
        LIVE,
    )
    .limit(literal_column("1"))
)


ASKED = select(AnswerInvitation.person_id).where(AnswerInvitation.question_id == bindparam("question_id", type_=BigId))


def were_asked(session: Session, question: Question) -> set[int]:
    """Who was asked to answer it, or said "not me": nobody asks them again."""
    return {row.person_id for row in rows(session, ASKED, question_id=question.id)}


def has_answered(session: Session, question_id: int, person_id: int) -> bool:
    """True when the person wrote an answer to the question."""
    return bool(rows(session, OWN_ANSWER, question_id=question_id, person_id=person_id))


def pass_on(question: Question, by: Actor, to: Person | None = None) -> None:
    """ "Not me": take the question off one's own list, and ask somebody else when there is one. Raises as `invite`.

    Whoever asked hears of it (`passed_matters`).
    """
    session = session_of(question)
    if to is not None:
        invite(question, by, to)
    values = {"question_id": question.id, "person_id": by.id, "at": clock.now()}
    session.connection().execute(PASS, values)
    release_claim(question, by)
    if to is None:
        note(session, by, "passed", question)
    else:
        note(session, by, "handed-on", question, to=to.id)


def take_back(question: Question, by: Actor) -> None:
    """Undo a "not me"."""
    session = session_of(question)
    found = session.get(AnswerInvitation, (question.id, by.id), populate_existing=True)
    if found is not None and found.passed_at is not None:
        if found.by_id is None:
            session.delete(found)
        else:
            found.passed_at = None


def claim(question: Question, by: Actor) -> None:
    """Say "I am on it" for two days; saying it again begins anew. Raises Refused when somebody else is."""
    session = session_of(question)
    _check_open(question)
    now = clock.now()
    values = {"question_id": question.id, "person_id": by.id, "until": now + CLAIMED_FOR, "now": now}
    if not session.connection().execute(CLAIM, values).rowcount:
        raise Refused(_("Somebody else is on it. Talk to them, or answer as well."))
    note(session, by, "claimed", question)


def release_claim(question: Question, by: Actor) -> None:
    """Not on it any more."""
    session = session_of(question)
    mine = (QuestionClaim.question_id == question.id, QuestionClaim.person_id == by.id)
    if session.connection().execute(delete(QuestionClaim).where(*mine)).rowcount:
        note(session, by, "unclaimed", question)


PASSED_BY = select(AnswerInvitation.person_id).where(
    AnswerInvitation.question_id == bindparam("question_id", type_=BigId), AnswerInvitation.passed_at.is_not(None)
)


def passed_by(session: Session, question_id: int) -> set[int]:
    """Ids of those who said "not me"."""
    return {row.person_id for row in rows(session, PASSED_BY, question_id=question_id)}
