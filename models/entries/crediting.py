"""Which pages came out of which answers: credit for the authors, and the way between both. Bound by id, so that it
survives every move and every edit of the text."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.db import among, as_words, rows
from models.entries.editing import note
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space


class Credit(Base):
    """An answer whose text stands in a page since version `number`; or will, once a change request is saved."""

    __tablename__ = "credits"
    __table_args__ = (Index("uq_credits_page_id_source_id", "page_id", "source_id", unique=True),)

    id: Mapped[key]
    source_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    page_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    request_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("change_requests.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]


def credit(session: Session, by: Actor, answer: Entry, page: Entry) -> None:
    """The page holds the text of the answer from now on. Its author is told. A second time changes nothing."""
    there = select(Credit.id).where(Credit.page_id == page.id, Credit.source_id == answer.id)
    if session.scalar(there) is None:
        session.add(Credit(source_id=answer.id, page_id=page.id, number=page.version, by_id=by.id, at=clock.now()))
        session.flush()
        note(session, by, "became-page", answer, person=answer.author_id, page=page.id)


def credit_later(session: Session, by: Actor, answer: Entry, request_id: int) -> None:
    """The same as soon as this change request is saved."""
    session.add(Credit(source_id=answer.id, request_id=request_id, by_id=by.id, at=clock.now()))


def credit_now(session: Session, request_id: int, page: Entry) -> None:
    """A change request was saved as the newest version of this page."""
    for found in session.scalars(select(Credit).where(Credit.request_id == request_id)).all():
        by, answer = session.get_one(Person, found.by_id), session.get(Entry, found.source_id)
        session.delete(found)
        session.flush()
        if answer is not None:
            credit(session, by, answer, page)


_answer, _topic = aliased(Entry, name="answer", flat=True), aliased(Entry, name="topic", flat=True)
SOURCES = (
    select(
        Credit.source_id,
        Credit.number,
        _answer.created_at,
        _topic.title,
        Person.name.label("author_name"),
        Person.username.label("author_username"),
        Person.is_guest.label("author_is_guest"),
    )
    .join(_answer, _answer.id == Credit.source_id)
    .join(_topic, _topic.id == _answer.root_id)
    .join(Person, Person.id == _answer.author_id)
    .where(
        Credit.page_id == bindparam("page_id", type_=BigId),
        _answer.state == "live",
        _topic.state == "live",
        among(_answer.audience, "keys"),
    )
    .order_by(Credit.id)
    .limit(20)
)


def sources_of(session: Session, viewer: Viewer, page_id: int) -> list[Any]:
    """Rows (source_id, number, created_at, title of the question, author_*) of the answers that stand in a page.

    Who may not read an answer learns neither of it nor of its author.
    """
    return rows(session, SOURCES, page_id=page_id, keys=viewer.keys_json)


_source = aliased(Entry, name="source", flat=True)
PAGES = (
    select(
        _source.root_id.label("topic_id"),
        Credit.source_id,
        Entry.id,
        Entry.title,
        Entry.slug,
        Space.slug.label("space_slug"),
    )
    .select_from(Credit)
    .join(_source, _source.id == Credit.source_id)
    .join(Entry, Entry.id == Credit.page_id)
    .join(Space, Space.id == Entry.space_id)
    .where(among(_source.root_id, "topics"), _source.state == "live", LIVE, among(Entry.audience, "keys"))
    .order_by(Credit.id)
    .limit(200)
)


def pages_from(session: Session, viewer: Viewer, topic_ids: Sequence[int]) -> dict[int, list[Any]]:
    """By topic: rows (source_id, id, title, slug, space_slug) of the pages that came out of its answers and that the
    viewer may read."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, PAGES, topics=as_words(topic_ids), keys=viewer.keys_json) if topic_ids else ():
        found.setdefault(row.topic_id, []).append(row)
    return found
