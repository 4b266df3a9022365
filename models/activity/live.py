"""Live events: what readers may notice at once, numbered and kept for two days, so that a browser that was cut off can
ask what it missed. Ids and words only, never content. Who hears of an event is the matter of the doors."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, bindparam, delete, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, BigId, Moment, big_key, word
from models.core.db import after_commit, one

log = logging.getLogger(__name__)

KEPT = timedelta(days=2)
# So many stay however old they are: their numbers must not be given out again.
STAY = 1000
# Numbers are given before the commit: what is older than this has been committed, or never will be.
SETTLES = timedelta(seconds=60)
# What is told to the readers of a thing. Other acts are between those who did them and the audit trail.
TOLD = {
    *("wrote", "edited", "tagged", "moved", "trashed", "restored", "purged", "released", "unfroze", "replaced"),
    *("accepted", "unaccepted", "closed", "reopened", "archived", "unarchived", "pinned", "unpinned", "converted"),
    *("resolved", "closed-comments", "opened-comments", "set-status", "locked", "unlocked"),
    *("reacted", "voted", "editing", "writing", "notices", "messages"),
}
# Acts on these change what people may read; doors end the connections that they concern.
OF_RIGHTS = ("person", "space", "department")


class LiveEvent(Base):
    """One thing that readers may notice, or that changes what they may read."""

    __tablename__ = "live_events"
    __table_args__ = (Index("ix_live_events_at", "at"),)

    id: Mapped[big_key]
    at: Mapped[datetime]
    verb: Mapped[word]
    kind: Mapped[word]
    subject_id: Mapped[int] = mapped_column(BigId)
    root_id: Mapped[int | None] = mapped_column(BigId)
    space_id: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(60), default="")
    person_id: Mapped[int | None]
    told: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Happening:
    """What listeners get of an act or an event: ids and words only, never content.

    `root_id` is the topic, post or page that it belongs to, `person_id` whom an act on a space is about. `told` says
    that the audience hears of it; `number` grows from one kept event to the next, None when it was not kept.
    """

    verb: str
    subject_kind: str
    subject_id: int
    space_id: int | None
    audience: str
    actor_id: int | None = None
    root_id: int | None = None
    person_id: int | None = None
    told: bool = False
    number: int | None = None


Listener = Callable[[Happening], None]
_listeners: list[Listener] = []


def on_act(listener: Listener) -> Listener:
    """Have `listener` called after the commit of each act and event. An error in it is logged and hurts nobody."""
    _listeners.append(listener)
    return listener


def also_told(*verbs: str) -> None:
    """Have further verbs told to the readers of what they were done to."""
    TOLD.update(verbs)


def announce(
    session: Session,
    verb: str,
    kind: str,
    subject_id: int,
    *,
    audience: str = "",
    space_id: int | None = None,
    root_id: int | None = None,
    person_id: int | None = None,
    actor_id: int | None = None,
) -> None:
    """Keep the event with the running transaction, and tell the listeners once it is committed."""
    told = bool(audience) and verb in TOLD and kind not in OF_RIGHTS
    told = told or (kind == "person" and verb in TOLD and audience == f"person:{subject_id}")
    event = None
    if told or kind in OF_RIGHTS:
        event = LiveEvent(
            at=clock.now(),
            verb=verb,
            kind=kind,
            subject_id=subject_id,
            root_id=root_id,
            space_id=space_id,
            audience=audience,
            person_id=person_id or (actor_id if kind == "space" else None),
            told=told,
        )
        session.add(event)
    if _listeners:
        values = (verb, kind, subject_id, space_id, audience, actor_id, root_id, person_id, told)
        after_commit(session, lambda: tell(Happening(*values, number=event.id if event else None)))


def tell(happening: Happening) -> None:
    """Call every listener, each on its own."""
    for listener in list(_listeners):
        try:
            listener(happening)
        except Exception:
            log.exception("A listener failed on %s", happening)


def happening_of(row: Any) -> Happening:
    """The happening of a row of `live_events`."""
    return Happening(
        row.verb,
        row.kind,
        row.subject_id,
        row.space_id,
        row.audience,
        None,
        row.root_id,
        row.person_id,
        row.told,
        row.id,
    )


_events = LiveEvent.__table__
_ids = _events.c.id
NUMBERS = select(
    select(func.max(_ids)).scalar_subquery().label("newest"),
    select(func.min(_ids)).scalar_subquery().label("oldest"),
    select(_ids)
    .where(_events.c.at < bindparam("before", type_=Moment))
    .order_by(_ids.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
    .label("settled"),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The kept events: all up to `settled` can be seen by now; above it some may still be on their way."""

    oldest: int
    newest: int
    settled: int


def numbers(session: Session) -> Numbers:
    """The numbers as this transaction sees them."""
    row = one(session, NUMBERS, before=clock.now() - SETTLES)
    newest = row.newest or 0
    # SQLite lets one writer in at a time: numbers are committed in their order.
    settled = newest if session.get_bind().dialect.name == "sqlite" else row.settled or 0
    return Numbers(row.oldest or 0, newest, settled)


def forget_old(session: Session) -> None:
    """Remove what nobody asks for any more."""
    newest: int = session.scalar(select(func.max(LiveEvent.id))) or 0
    session.execute(delete(LiveEvent).where(LiveEvent.at < clock.now() - KEPT, LiveEvent.id < newest - STAY))
