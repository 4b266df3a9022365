"""What people say of topics that Witan found in what they did: accepted, hidden or contested. No finding here.

Nobody else sees a topic before the person accepts it. A contested one stays away: when its evidence grows, the person
alone is asked again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base
from models.core.db import among, as_words, rows
from models.entries.tagging import TAG_LIMIT
from models.people.findable import also_found_by
from models.people.person import Person

ACCEPTED_WORD: Final = "accepted"
HIDDEN_WORD: Final = "hidden"
CONTESTED_WORD: Final = "contested"
WORDS: Final = (ACCEPTED_WORD, HIDDEN_WORD, CONTESTED_WORD)
# Entries by id as text, with what the person did there: what a topic stood on when the person spoke about it.
Grounds = Mapping[str, Any]


class PersonTopic(Base):
    """What one person says of one topic, and what it stood on when they said it."""

    __tablename__ = "person_topics"
    __table_args__ = (Index("ix_person_topics_topic_word", "topic", "word", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(TAG_LIMIT), primary_key=True)
    word: Mapped[str] = mapped_column(String(12))
    grounds: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    def has_grown(self, grounds: Grounds) -> bool:
        """True when something stands there now that the person has not seen when they spoke."""
        return any(self.grounds.get(entry) != act for entry, act in grounds.items())


def say(session: Session, by: Actor, topic: str, word: str, grounds: Grounds) -> None:
    """Keep what the person says of a topic; search hears of it. Raises ValueError for another word."""
    if word not in WORDS:
        raise ValueError(f"{word} is nothing that can be said of a topic")
    found = session.get(PersonTopic, (by.id, topic))
    if found is None:
        found = PersonTopic(person_id=by.id, topic=topic)
        session.add(found)
    found.word, found.grounds, found.at = word, dict(grounds), clock.now()
    session.flush()
    session.get_one(Person, by.id).touch(session)


def unsay(session: Session, by: Actor, topic: str) -> None:
    """Take back what was said: the topic waits for the person again, and nobody else sees it."""
    session.execute(delete(PersonTopic).where(PersonTopic.person_id == by.id, PersonTopic.topic == topic))
    session.get_one(Person, by.id).touch(session)


def said_by(session: Session, person_id: int) -> dict[str, PersonTopic]:
    """All that one person said, by topic."""
    found = session.scalars(select(PersonTopic).where(PersonTopic.person_id == person_id)).all()
    return {each.topic: each for each in found}


ACCEPTED_BY = (
    select(PersonTopic.person_id, PersonTopic.topic)
    .where(among(PersonTopic.person_id, "people"), PersonTopic.word == literal_column(f"'{ACCEPTED_WORD}'"))
    .order_by(PersonTopic.person_id, PersonTopic.topic)
)
# Topics that these people hid or contested: what they are not found by.
REFUSED_BY = select(PersonTopic.person_id, PersonTopic.topic).where(
    among(PersonTopic.person_id, "people"), PersonTopic.word != literal_column(f"'{ACCEPTED_WORD}'")
)


def accepted_by(session: Session, people: Iterable[int]) -> dict[int, list[str]]:
    """Topics that these people accepted, by person: what others may see."""
    found: dict[int, list[str]] = {}
    for person_id, topic in rows(session, ACCEPTED_BY, people=as_words(people)):
        found.setdefault(person_id, []).append(topic)
    return found


ACCEPTED_ONE = select(PersonTopic.topic).where(
    PersonTopic.person_id == bindparam("person_id"),
    PersonTopic.topic == bindparam("topic"),
    PersonTopic.word == literal_column(f"'{ACCEPTED_WORD}'"),
)


def has_accepted(session: Session, person_id: int, topic: str) -> bool:
    """True when others may see this topic of the person."""
    return bool(rows(session, ACCEPTED_ONE, person_id=person_id, topic=topic))


@also_found_by
def _accepted_lines(session: Session, people: list[int]) -> dict[int, list[str]]:
    """Accepted topics as words that people are found by."""
    return {
        each: [topic.replace("-", " ") for topic in topics] for each, topics in accepted_by(session, people).items()
    }
