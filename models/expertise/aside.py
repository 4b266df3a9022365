"""People whom somebody put aside among "people like me": not relevant for them. Nobody else hears of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base
from models.core.db import rows
from models.people.person import Person


class AlikeAside(Base):
    """`other` is not named to the person as somebody like them. Private to the person."""

    __tablename__ = "alike_asides"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]


def put_aside(session: Session, by: Actor, other_id: int) -> None:
    """Do not name this person any more; saying it again changes nothing."""
    if session.get(AlikeAside, (by.id, other_id)) is None:
        session.add(AlikeAside(person_id=by.id, other_id=other_id, at=clock.now()))


def take_back(session: Session, by: Actor, other_id: int) -> None:
    """Name them again, where they share something."""
    session.execute(delete(AlikeAside).where(AlikeAside.person_id == by.id, AlikeAside.other_id == other_id))


ASIDE = (
    select(Person.id, Person.username, Person.name)
    .join(AlikeAside, AlikeAside.other_id == Person.id)
    .where(AlikeAside.person_id == bindparam("me"), Person.disabled_at.is_(None), ~Person.is_guest)
    .order_by(AlikeAside.at.desc(), Person.id)
    .limit(literal_column("200"))
)


def aside_of(session: Session, by: Actor) -> list[Any]:
    """Rows (id, username, name) of the people whom the person put aside, the newest first."""
    return rows(session, ASIDE, me=by.id)
