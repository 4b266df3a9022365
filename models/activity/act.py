"""Acts: one row for each thing that somebody did, stored with the change; listeners hear of it after the commit."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Index, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.live import Happening as Happening
from models.activity.live import announce
from models.activity.live import on_act as on_act
from models.activity.matters import concerns_somebody
from models.core import clock, outbox
from models.core.base import Base, BigId, big_key, to_microseconds, word
from models.core.db import write


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


_ACTS: Any = Act.__table__
NEW_ACT = insert(_ACTS).inline()


def record(
    session: Session,
    by: Actor | None,
    verb: str,
    kind: str,
    subject_id: int,
    *,
    space_id: int | None = None,
    audience: str = "",
    root_id: int | None = None,
    **detail: Any,
) -> None:
    """Write the act in the running transaction and tell the listeners once it is committed.

    `root_id` is the topic, post or page that the subject belongs to.
    """
    now = clock.now()
    values = {
        "at": now,
        "actor_id": by.id if by else None,
        "verb": verb,
        "subject_kind": kind,
        "subject_id": subject_id,
        "space_id": space_id,
        "audience": audience,
        "detail": detail or None,
    }
    write(session, NEW_ACT, values)
    if concerns_somebody(verb):
        # The act's number is not known here: it is found by its subject, verb and moment.
        outbox.promise(session, "notices", f"{kind}:{subject_id}", verb=verb, at=to_microseconds(now))
    announce(
        session,
        verb,
        kind,
        subject_id,
        audience=audience,
        space_id=space_id,
        root_id=root_id or detail.get("root"),
        person_id=detail.get("person"),
        actor_id=by.id if by else None,
    )


def tell(session: Session, verb: str, kind: str, subject_id: int, **detail: Any) -> None:
    """Have notices made of what nobody did, such as what a saved search found. No act of it is kept."""
    outbox.promise(
        session, "notices", f"{kind}:{subject_id}", verb=verb, at=to_microseconds(clock.now()), detail=detail
    )
