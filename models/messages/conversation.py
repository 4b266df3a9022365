"""The tables of direct messages. A message is no entry: it has no audience but its people, no search engine, no act."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.base import Base, BigId, big_key, key
from models.people.person import Person

TITLE_LIMIT = 100
MOST_PEOPLE = 20


class Conversation(Base):
    """What two people or a small group say to each other."""

    __tablename__ = "conversations"

    id: Mapped[key]
    # Of two people, "3:9": both find the same conversation, whoever begins. None: a group.
    pair: Mapped[str | None] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]

    participants: Mapped[list["Participant"]] = relationship(lazy="raise", order_by="Participant.joined_at")

    @property
    def is_group(self) -> bool:
        return self.pair is None

    @property
    def people_ids(self) -> set[int]:
        """Who takes part now."""
        return {each.person_id for each in self.participants if each.left_at is None}


class Participant(Base):
    """One person in one conversation. They read what was written after `after_id`, which is 0 for those who were there
    from the beginning; `read_id` is the newest message that they have read."""

    __tablename__ = "participants"
    __table_args__ = (Index("ix_participants_person_id", "person_id", "conversation_id"),)

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    after_id: Mapped[int] = mapped_column(BigId, default=0)
    read_id: Mapped[int] = mapped_column(BigId, default=0)
    muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class Message(Base):
    """Something said; or, when `event` is set, something that happened to the group: `added`, `left`, `named`."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        # The same form sent twice over a poor line is one message.
        Index("uq_messages_author_id_token", "author_id", "token", unique=True),
    )

    id: Mapped[big_key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    token: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(20), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    # The words without markup, for lists; and without capitals, for a search of one's own conversations.
    text: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    def take_away(self) -> None:
        """Nothing of what was said stays; a line says that something stood there."""
        self.body = self.html = self.text = self.folded = ""
        self.removed_at = clock.now()


class Block(Base):
    """One person does not want to hear from another; nobody else learns of it."""

    __tablename__ = "blocks"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime]
