"""Accepting an answer, closing and pinning a topic, and turning a question into a discussion or back.

Each state is who and when; `status` on the entry repeats it as one word for lists and search.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, delete, false, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import one, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import Entry
from models.forums.choices import choice_of
from models.forums.due import settle
from models.forums.topic import Answer, Discussion, Question, Topic, opens_again
from models.people.person import Person
from models.policy.unnamed import shown_as

PINNED_FOR = timedelta(days=365)


class Acceptance(Base):
    """Which answer solved a question, who said so and when."""

    __tablename__ = "acceptances"

    question_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), unique=True)
    # Nobody: it came with an import that does not say who.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]


class Closing(Base):
    """Who closed a topic, when and why; an `archived` one is put aside as well."""

    __tablename__ = "closings"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    # Nobody: the space lets silent topics close.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    # `accepted` with the answer that was accepted, `silence` after days without a word, else by hand.
    cause: Mapped[str] = mapped_column(String(10), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    archived: Mapped[bool] = mapped_column(default=False, server_default=false())


def accept(answer: Answer, question: Question, by: Actor) -> None:
    """Say that this answer solved the question; it takes the place of another that was accepted before."""
    session = session_of(answer)
    if answer.root_id != question.id or answer.kind != "answer":
        raise Refused(_("Only an answer to this question can be accepted."))
    session.execute(delete(Acceptance).where(Acceptance.question_id == question.id))
    session.add(
        Acceptance(
            question_id=question.id, answer_id=answer.id, by_id=shown_as(session, by, question.id).id, at=clock.now()
        )
    )
    session.flush()
    set_status(session, question)
    note(session, by, "accepted", answer, person=answer.author_id)
    choice = choice_of(session, question.space_id)
    if choice is not None and choice.accept_closes:
        close(question, by, cause="accepted")


def unaccept(question: Question, by: Actor) -> None:
    """Take the acceptance back; what was closed with it is open again."""
    session = session_of(question)
    session.execute(delete(Acceptance).where(Acceptance.question_id == question.id))
    session.execute(delete(Closing).where(Closing.entry_id == question.id, Closing.cause == "accepted"))
    set_status(session, question)
    note(session, by, "unaccepted", question)


def close(topic: Topic, by: Actor | None, reason: str = "", cause: str = "") -> None:
    """Let nothing more be added; closing twice changes nothing. `by` is nobody when the silence closed it."""
    session = session_of(topic)
    if session.get(Closing, topic.id) is None:
        shown = shown_as(session, by, topic.id) if by else None
        closing = Closing(entry_id=topic.id, by_id=shown.id if shown else None, at=clock.now(), cause=cause)
        closing.reason = reason.strip()[:300]
        session.add(closing)
        session.flush()
        set_status(session, topic)
        note(session, by, "closed", topic, reason=reason)


def archive(topic: Topic, by: Actor, reason: str = "") -> None:
    """Close the topic and put it aside: it is found, but stands in no list but that of what is archived, and nothing in
    it is changed. `reopen` takes it up again; doing it twice changes nothing."""
    session = session_of(topic)
    closing = session.get(Closing, topic.id) or Closing(entry_id=topic.id)
    if closing.archived:
        return
    closing.by_id, closing.at, closing.cause, closing.archived = by.id, clock.now(), "", True
    closing.reason = reason.strip()[:300]
    session.add(closing)
    topic.pinned_until = None
    session.flush()
    set_status(session, topic)
    note(session, by, "archived", topic, reason=reason)


def reopen(topic: Topic, by: Actor) -> None:
    """Take the closing back."""
    session = session_of(topic)
    session.execute(delete(Closing).where(Closing.entry_id == topic.id))
    set_status(session, topic)
    note(session, by, "reopened", topic)


@opens_again
def _after_silence(topic: Topic, by: Actor) -> bool:
    """Any word opens what only the silence had closed."""
    found = session_of(topic).get(Closing, topic.id)
    if found is None or found.cause != "silence":
        return False
    reopen(topic, by)
    return True


def pin(topic: Topic, by: Actor, until: datetime | None = None, reason: str = "") -> None:
    """Keep the topic at the head of its space's list until then, a year by default."""
    topic.pinned_until = until or clock.now() + PINNED_FOR
    note(session_of(topic), by, "pinned", topic, **({"reason": reason.strip()[:300]} if reason.strip() else {}))


def unpin(topic: Topic, by: Actor) -> None:
    topic.pinned_until = None
    note(session_of(topic), by, "unpinned", topic)


def convert(topic: Topic, by: Actor) -> None:
    """Turn a question into a discussion (its answers become replies) or back. The object is to be loaded anew."""
    session = session_of(topic)
    to_question = isinstance(topic, Discussion)
    session.execute(delete(Acceptance).where(Acceptance.question_id == topic.id))
    session.flush()
    kinds = ("question", "reply", "answer") if to_question else ("discussion", "answer", "reply")
    said = session.scalars(
        select(Entry.id).where(Entry.root_id == topic.id, Entry.parent_id == topic.id, Entry.kind == kinds[1])
    ).all()
    session.execute(_set_kind([topic.id], kinds[0]))
    session.execute(_set_kind(list(said), kinds[2]))
    note(session, by, "converted", topic, to=kinds[0])
    for entry_id in (topic.id, *said):
        outbox.promise(session, "index", f"entry:{entry_id}")
    topic_id = topic.id
    session.flush()
    session.expunge_all()
    set_status(session, session.get_one(Entry, topic_id))


def _set_kind(ids: list[int], kind: str) -> Any:
    table = Entry.__table__
    return update(table).where(table.c.id.in_(ids)).values(kind=kind)  # type: ignore[arg-type]


def set_status(session: Session, topic: Any) -> None:
    closing = session.get(Closing, topic.id)
    closed = "" if closing is None else "archived" if closing.archived else "closed"
    accepted = session.get(Acceptance, topic.id) is not None
    unanswered = "open" if topic.kind == "question" else ""
    topic.status = closed or ("answered" if accepted else unanswered)
    session.flush()
    settle(session, topic.id)
    outbox.promise(session, "index", f"entry:{topic.id}")


_closer = Person.__table__.alias("closer")
_accepter = Person.__table__.alias("accepter")
STATE = (
    select(
        Acceptance.answer_id,
        Acceptance.at.label("accepted_at"),
        _accepter.c.name.label("accepted_by"),
        Closing.at.label("closed_at"),
        Closing.reason.label("closed_reason"),
        Closing.cause.label("closed_cause"),
        _closer.c.name.label("closed_by"),
    )
    .select_from(Entry.__table__)
    .outerjoin(Acceptance, Acceptance.question_id == Entry.__table__.c.id)
    .outerjoin(_accepter, _accepter.c.id == Acceptance.by_id)
    .outerjoin(Closing, Closing.entry_id == Entry.__table__.c.id)
    .outerjoin(_closer, _closer.c.id == Closing.by_id)
    .where(Entry.__table__.c.id == bindparam("topic_id"))
)


def state_of(session: Session, topic_id: int) -> Any:
    """One row: answer_id, accepted_at, accepted_by, closed_at, closed_reason, closed_by; each may be None."""
    return one(session, STATE, topic_id=topic_id)
