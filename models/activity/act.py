"""Acts: one row for each thing that somebody did, stored with the change; listeners hear of it after the commit."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, BigId, big_key, word
from models.core.db import after_commit

log = logging.getLogger(__name__)


class Actor(Protocol):
    """Whoever acts: a Person or a Viewer."""

    @property
    def id(self) -> int: ...


class Act(Base):
    """One thing done. It has no foreign key to its subject: the record outlives what it describes."""

    __tablename__ = "acts"
    __table_args__ = (
        Index("ix_acts_subject", "subject_kind", "subject_id", "id"),
        Index("ix_acts_actor_id_id", "actor_id", "id"),
        Index("ix_acts_space_id_id", "space_id", "id"),
    )

    id: Mapped[big_key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    verb: Mapped[word]
    subject_kind: Mapped[word]
    subject_id: Mapped[int] = mapped_column(BigId)
    space_id: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(60), default="")
    detail: Mapped[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Happening:
    """What listeners get of an act: ids and words only, never content.

    `root_id` is the topic or post that a new reply belongs to, `person_id` whom an act on a space is about.
    """

    verb: str
    subject_kind: str
    subject_id: int
    space_id: int | None
    audience: str
    actor_id: int | None
    root_id: int | None = None
    person_id: int | None = None


Listener = Callable[[Happening], None]
_listeners: list[Listener] = []


def on_act(listener: Listener) -> Listener:
    """Have `listener` called after the commit of each act. An error in it is logged and hurts nobody."""
    _listeners.append(listener)
    return listener


def record(
    session: Session,
    by: Actor | None,
    verb: str,
    kind: str,
    subject_id: int,
    *,
    space_id: int | None = None,
    audience: str = "",
    **detail: Any,
) -> None:
    """Write the act in the running transaction and tell the listeners once it is committed."""
    session.add(
        Act(
            at=clock.now(),
            actor_id=by.id if by else None,
            verb=verb,
            subject_kind=kind,
            subject_id=subject_id,
            space_id=space_id,
            audience=audience,
            detail=detail or None,
        )
    )
    if _listeners:
        ids = detail.get("root"), detail.get("person")
        happening = Happening(verb, kind, subject_id, space_id, audience, by.id if by else None, *ids)
        after_commit(session, lambda: tell(happening))


def tell(happening: Happening) -> None:
    """Call every listener, each on its own."""
    for listener in list(_listeners):
        try:
            listener(happening)
        except Exception:
            log.exception("A listener failed on %s", happening)
