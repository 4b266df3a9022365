"""Passwords: kept as argon2id hashes, checked in constant work, reset by a token that works once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, key
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.people.login import end_logins
from models.people.person import Person, check_email

# OWASP's profile for argon2id: 19 MiB, two passes, one lane (Password Storage Cheat Sheet).
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
SHORTEST, LONGEST = 12, 200
RESET_LASTS = timedelta(hours=1)

# A hash of nothing anybody knows: an unknown name costs the same time as a wrong password.
_NOBODY = HASHER.hash(secrets.token_urlsafe(16))


class Credential(Base):
    """The password of one account."""

    __tablename__ = "credentials"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class PasswordReset(Base):
    """A mailed token, kept as its hash; it works once and for an hour."""

    __tablename__ = "password_resets"

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


def check_password_text(password: str, person: Person | None = None) -> str:
    """Raises Invalid (`password`) when the password is too short, too long or the person's own name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(_("Use a password of %(least)s to %(most)s characters", least=SHORTEST, most=LONGEST), "password")
    if person and person.username.replace(".", "") in password.lower().replace(".", "").replace(" ", ""):
        raise Invalid(_("Use a password that does not contain your username"), "password")
    return password


def set_password(session: Session, person: Person, password: str) -> None:
    """Set the password and end every session of the person."""
    check_password_text(password, person)
    found = session.get(Credential, person.id)
    if found is None:
        found = Credential(person_id=person.id)
        session.add(found)
    found.password_hash = HASHER.hash(password)
    found.changed_at = clock.now()
    session.execute(delete(PasswordReset).where(PasswordReset.person_id == person.id))
    end_logins(session, person)


def change_email(session: Session, person: Person, email: str) -> None:
    """Set the mail address; links that were mailed to the old one work no more. Raises Invalid (`email`)."""
    person.email = check_email(session, email, person)
    session.execute(delete(PasswordReset).where(PasswordReset.person_id == person.id))


def person_with_password(session: Session, name: str, password: str) -> Person | None:
    """The active person with this username or mail address and password, else None. Costs the same either way."""
    name = name.strip().lower()
    row = session.execute(
        select(Person, Credential.password_hash)
        .join(Credential, Credential.person_id == Person.id)
        .where(or_(Person.username == name, Person.email == name), Person.disabled_at.is_(None))
    ).first()
    try:
        HASHER.verify(row.password_hash if row else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return row.Person if row else None


def start_reset(session: Session, person: Person) -> str:
    """A token that lets the person choose a new password, to be mailed and nowhere else shown."""
    token = secrets.token_urlsafe(32)
    session.add(PasswordReset(person_id=person.id, token_hash=_hashed(token), created_at=clock.now()))
    return token


def person_of_reset(session: Session, token: str) -> Person | None:
    """Whose reset token this is, while it is valid."""
    return session.scalar(
        select(Person)
        .join(PasswordReset, PasswordReset.person_id == Person.id)
        .where(
            PasswordReset.token_hash == _hashed(token),
            PasswordReset.created_at > clock.now() - RESET_LASTS,
            Person.disabled_at.is_(None),
        )
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
