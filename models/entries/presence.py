"""Who is editing what right now. A row is worth something for less than a minute and says nothing to anybody later."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, Moment
from models.core.db import one, rows
from models.entries.entry import Entry
from models.people.person import Person

LASTS = timedelta(seconds=45)
# A sign of life that came this short a time ago needs no other.
AGAIN_AFTER = timedelta(seconds=10)


class Presence(Base):
    """Somebody has the editor of an entry open, and typed or looked at it at `seen_at`."""

    __tablename__ = "presences"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    seen_at: Mapped[datetime]


LAST_SEEN = select(Presence.seen_at).where(
    Presence.entry_id == bindparam("entry_id"), Presence.person_id == bindparam("person_id")
)


def needs_sign(session: Session, by: Actor, entry: Entry) -> bool:
    """False when the last sign of life is so fresh that none need be written."""
    row = one(session, LAST_SEEN, entry_id=entry.id, person_id=by.id)
    return row is None or row.seen_at < clock.now() - AGAIN_AFTER


def appear(session: Session, by: Actor, entry: Entry) -> None:
    """Note that the person is editing the entry."""
    if needs_sign(session, by, entry):
        session.merge(Presence(entry_id=entry.id, person_id=by.id, seen_at=clock.now()))


LEFT = delete(Presence).where(
    Presence.entry_id == bindparam("left_entry"), Presence.person_id == bindparam("left_person")
)


def leave(session: Session, by: Actor, entry: Entry) -> None:
    """The person saved, or closed the editor."""
    session.connection().execute(LEFT, {"left_entry": entry.id, "left_person": by.id})


OTHERS = (
    select(Person.name, Person.username, Person.is_guest, Presence.seen_at)
    .join(Person, Person.id == Presence.person_id)
    .where(
        Presence.entry_id == bindparam("entry_id"),
        Presence.person_id != bindparam("person_id"),
        Presence.seen_at > bindparam("since", type_=Moment),
        Person.disabled_at.is_(None),
    )
    .order_by(Presence.seen_at.desc(), Person.name)
    .limit(20)
)


def others_editing(session: Session, by: Actor, entry: Entry) -> list[Any]:
    """Rows (name, username, is_guest, seen_at) of the others who are editing the entry, for those who may edit it."""
    return rows(session, OTHERS, entry_id=entry.id, person_id=by.id, since=clock.now() - LASTS)


def forget_gone(session: Session) -> None:
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - LASTS))
