"""Logins: each browser that a person is signed in with, which the person can see and end."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, Moment, key
from models.core.db import among, as_words, one, rows
from models.people.department import Department
from models.people.person import Person

SEEN_EVERY = timedelta(minutes=15)


class Login(Base):
    """One signed-in browser. The cookie holds a token of which only the hash is kept."""

    __tablename__ = "logins"
    __table_args__ = (Index("ix_logins_person_id_ended_at", "person_id", "ended_at"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def start_login(session: Session, person: Person, device: str = "") -> str:
    """Sign a browser in; returns the token for its cookie."""
    token, now = secrets.token_urlsafe(24), clock.now()
    session.add(Login(person_id=person.id, token_hash=hashed(token), device=device[:200], created_at=now, seen_at=now))
    return token


def end_logins(session: Session, person: Actor, login_id: int | None = None, keep: str | None = None) -> int:
    """End one login of the person or all of them (but the one with token `keep`); returns how many ended."""
    which = update(Login).where(Login.person_id == person.id, Login.ended_at.is_(None))
    if login_id is not None:
        which = which.where(Login.id == login_id)
    if keep is not None:
        which = which.where(Login.token_hash != hashed(keep))
    ended: Any = session.execute(which.values(ended_at=clock.now()))
    if ended.rowcount:
        # Told after the commit, so that open connections of these browsers end too.
        record(session, person, "signed-out", "person", person.id)
    return int(ended.rowcount)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


NOT_SUSPENDED = or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("now", type_=Moment))
SIGNED_IN = (
    select(
        Login.id.label("login_id"),
        Login.seen_at,
        Person.id,
        Person.username,
        Person.name,
        Person.department_id,
        Person.is_guest,
        Person.is_admin,
        Person.is_moderator,
        Person.locale,
        Person.created_at.label("joined_at"),
        Department.path,
    )
    .join(Person, Person.id == Login.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(
        Login.token_hash == bindparam("token_hash"),
        Login.ended_at.is_(None),
        Login.created_at > bindparam("since", type_=Moment),
        Person.disabled_at.is_(None),
        NOT_SUSPENDED,
    )
)


def signed_in(session: Session, token: str, lasts: timedelta) -> Any:
    """The row of the person whose browser holds this token, or None when it ended, is too old, or they are disabled
    or suspended."""
    now = clock.now()
    return one(session, SIGNED_IN, token_hash=hashed(token), since=now - lasts, now=now)


STILL_OPEN = (
    select(Login.id)
    .join(Person, Person.id == Login.person_id)
    .where(
        among(Login.id, "logins"),
        Login.ended_at.is_(None),
        Login.created_at > bindparam("since", type_=Moment),
        Person.disabled_at.is_(None),
        NOT_SUSPENDED,
    )
)


def still_open(session: Session, login_ids: Iterable[int], lasts: timedelta) -> set[int]:
    """Those of the logins that let somebody in now."""
    now = clock.now()
    return {row.id for row in rows(session, STILL_OPEN, logins=as_words(login_ids), since=now - lasts, now=now)}


def suspended_with(session: Session, token: str, lasts: timedelta) -> Person | None:
    """The suspended person whose browser holds this token: they are let in nowhere, but are told why."""
    found = session.scalar(
        select(Person)
        .join(Login, Login.person_id == Person.id)
        .where(
            Login.token_hash == hashed(token),
            Login.ended_at.is_(None),
            Login.created_at > clock.now() - lasts,
            Person.disabled_at.is_(None),
        )
    )
    return found if found is not None and found.is_suspended else None


OPEN_LOGINS = (
    select(Login.id, Login.device, Login.created_at, Login.seen_at, Login.token_hash)
    .where(Login.person_id == bindparam("person_id"), Login.ended_at.is_(None))
    .order_by(Login.seen_at.desc())
    .limit(50)
)


def open_logins(session: Session, person_id: int) -> list[Any]:
    """The person's browsers that are signed in, newest use first."""
    return rows(session, OPEN_LOGINS, person_id=person_id)


def note_seen(session: Session, login_id: int) -> None:
    """Remember that this browser was used now."""
    session.execute(update(Login).where(Login.id == login_id).values(seen_at=clock.now()))
