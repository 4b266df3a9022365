"""Silences: people who cannot write in one space for a time. Who may decide so, and why, is moderation's matter."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base
from models.people.person import Person
from models.spaces.space import Space


class Silence(Base):
    """One person in one space, until a moment. It ends by itself: whoever asks compares with now."""

    __tablename__ = "silences"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime]


def silence(session: Session, person: Person, space: Space, until: datetime) -> None:
    """Let the person write nothing in the space until then."""
    found = session.get(Silence, (person.id, space.id))
    if found is None:
        session.add(Silence(person_id=person.id, space_id=space.id, until=until))
    else:
        found.until = until
    session.flush()


def let_speak(session: Session, person_id: int, space_id: int) -> None:
    session.execute(delete(Silence).where(Silence.person_id == person_id, Silence.space_id == space_id))
