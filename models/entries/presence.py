"""Who is editing what, or writing an answer to it, right now.

A row is worth something for less than a minute and says nothing to anybody later.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, and_, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, Moment, word
from models.core.db import one, rows
from models.entries.entry import Entry
from models.entries.telling import tell_readers
from models.people.person import Person
from models.policy.unnamed import shown_as

LASTS = timedelta(seconds=45)
# A sign of life that came this short a time ago needs no other.
AGAIN_AFTER = timedelta(seconds=10)


class Presence(Base):
    """Somebody has the editor of an entry open, and typed or looked at it at `seen_at`."""

    __tablename__ = "presences"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    seen_at: Mapped[datetime]
    # "editing" the entry itself, or "writing" something below it.
    doing: Mapped[word] = mapped_column(default="editing", server_default="editing")


LAST_SEEN = (
    select(Presence.seen_at, Presence.doing, Person.shows_presence)
    .select_from(Person.__table__)
    .outerjoin(Presence, and_(Presence.person_id == Person.id, Presence.entry_id == bindparam("entry_id")))
    .where(Person.id == bindparam("person_id"))
)


def appear(session: Session, by: Actor, entry: Entry, doing: str = "editing") -> bool:
    """Note that the person is at it; nothing is written when they said so a moment ago. False when they do not want to
    be seen."""
    if shown_as(session, by, entry.id, entry.root_id).id != by.id:
        # Who asked without showing the name is not shown at work on it either.
        return False
    row = one(session, LAST_SEEN, entry_id=entry.id, person_id=by.id)
    now = clock.now()
    known = row is not None and row.seen_at is not None and row.doing == doing
    if row is None or not row.shows_presence:
        return False
    if known and row.seen_at > now - AGAIN_AFTER:
        return True
    session.merge(Presence(entry_id=entry.id, person_id=by.id, seen_at=now, doing=doing))
    if not known or row.seen_at < now - LASTS:
        tell_readers(session, doing, entry)
    return True


LEFT = delete(Presence).where(
    Presence.entry_id == bindparam("left_entry"), Presence.person_id == bindparam("left_person")
)


def leave(session: Session, by: Actor, entry: Entry, doing: str = "editing") -> None:
    """The person saved, or closed the editor."""
    gone: Any = session.connection().execute(LEFT, {"left_entry": entry.id, "left_person": by.id})
    if gone.rowcount:
        tell_readers(session, doing, entry)


_me = Person.__table__.alias("me")
OTHERS = (
    select(Person.name, Person.username, Person.is_guest, Presence.seen_at)
    .join(Person, Person.id == Presence.person_id)
    .where(
        Presence.entry_id == bindparam("entry_id"),
        Presence.person_id != bindparam("person_id"),
        Presence.doing == bindparam("doing"),
        Presence.seen_at > bindparam("since", type_=Moment),
        Person.disabled_at.is_(None),
        Person.shows_presence,
        select(_me.c.shows_presence).where(_me.c.id == bindparam("person_id")).scalar_subquery(),
    )
    .order_by(Presence.seen_at.desc(), Person.name)
    .limit(20)
)


def others_editing(session: Session, by: Actor, entry: Entry, doing: str = "editing") -> list[Any]:
    """Rows (name, username, is_guest, seen_at) of the others who are editing the entry, for those who may edit it; or
    who are "writing" below it, for those who read it. Whoever does not want to be seen sees nobody."""
    return rows(session, OTHERS, entry_id=entry.id, person_id=by.id, doing=doing, since=clock.now() - LASTS)


def forget_gone(session: Session) -> None:
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - LASTS))
