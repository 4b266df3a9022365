"""Person: one human with one account. Name, place in the organisation and standing; not passwords, not the profile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, false, func, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, key
from models.core.base import name as line
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import offered, speaking
from models.core.text import clean, unaccented
from models.people.department import Department

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
FILED = 200


def filed_under(name: str) -> str:
    """The name as lists are ordered by: without case, accents and signs before it, as databases order by bytes."""
    plain = unaccented(unaccented(name).casefold())
    return (re.sub(r"^[\W_]+", "", plain) or plain)[:FILED]


def _filed_as(context: Any) -> str:
    """For rows that are inserted past the class."""
    return filed_under(context.get_current_parameters()["name"])


class Person(Base):
    """One account. A guest comes from outside and sees only the spaces that took them in."""

    __tablename__ = "persons"
    __table_args__ = (
        Index("ix_persons_filed_as_id", "filed_as", "id"),
        Index("ix_persons_department_id_filed_as", "department_id", "filed_as"),
        # The directory asks whether anything about anybody changed (`known`).
        Index("ix_persons_changed_at", "changed_at"),
        CheckConstraint("NOT (is_guest AND (is_admin OR is_moderator))", name="guest_has_no_office"),
    )

    id: Mapped[key]
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[line]
    # Where the name stands in lists: see `filed_under`.
    filed_as: Mapped[str] = mapped_column(String(FILED), default=_filed_as, server_default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    job_title: Mapped[line] = mapped_column(default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    # The language of the interface that the person chose; empty: as the browser asks.
    locale: Mapped[str] = mapped_column(String(12), default="", server_default="")
    # Whether others see what the person is doing right now, and the person what they are doing.
    shows_presence: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Whether those who wrote a message see that the person has read it, and the person whether others have.
    shows_receipts: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Whether the person is named to people of other departments who share topics and skills, and they to the person.
    # Nobody is before they said so (docs/decisions/people-like-me.md).
    shows_alike: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_moderator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    disabled_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    # Until when the whole site is closed to them; the past where it ended by itself, FOREVER until further notice.
    suspended_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    origin_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    origin: Mapped[dict[str, Any] | None]

    department: Mapped[Department | None] = relationship(lazy="raise")

    @validates("name")
    def _file(self, _key: str, name: str) -> str:
        self.filed_as = filed_under(name)
        return name

    def __repr__(self) -> str:
        return f"<Person {self.username}>"

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > clock.now()

    @property
    def gets_mail(self) -> bool:
        """Whether mail about what happens on the site is sent to them."""
        return bool(self.email) and self.disabled_at is None and not self.is_suspended

    def touch(self, session: Session) -> None:
        """Say that what others see of the person changed: search hears of it."""
        self.changed_at = clock.now()
        outbox.promise(session, "index", f"person:{self.id}")


def not_suspended() -> ColumnElement[bool]:
    """A condition on Person: the site is not closed to them now. For asking people to do something, and for mail."""
    return or_(Person.suspended_until.is_(None), Person.suspended_until <= clock.now())


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """First letters of the first and last word that begin with a letter or digit, such as AK."""
    parts = [part for part in re.split(r"[\s.]+", name) if part and part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def add_person(session: Session, username: str, name: str, *, quiet: bool = False, **values: Any) -> Person:
    """Make an account. Raises Invalid (`username`, `name` or `email`) when a value cannot be used.

    `quiet` leaves the promise to the index to an importer, which makes it for many at once.
    """
    username = check_username(session, username)
    email = check_email(session, values.pop("email", None))
    now = values.pop("created_at", None) or clock.now()
    person = Person(
        username=username, name=check_name(name), email=email, created_at=now, changed_at=clock.now(), **values
    )
    session.add(person)
    session.flush()
    if not quiet:
        outbox.promise(session, "index", f"person:{person.id}")
    return person


def check_name(name: str) -> str:
    name = clean(name).strip()
    if not 1 <= len(name) <= 200:
        raise Invalid(_("Enter a name of 1 to 200 characters"), "name")
    return name


def check_username(session: Session, username: str) -> str:
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Invalid(_("Use letters a to z, numbers, dots and hyphens, at most 60"), "username")
    if session.scalar(select(Person.id).where(Person.username == username)):
        raise Invalid(_("This username is not available"), "username")
    return username


def check_address(email: str) -> str:
    """The mail address as it is kept. Raises Invalid (`email`) when it is none."""
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+", email) or len(email) > 254:
        raise Invalid(_("Enter an email address in the correct format, like name@example.org"), "email")
    return email


def check_email(session: Session, email: str | None, of: Person | None = None) -> str | None:
    """An address that nobody else has, or None for none. Raises Invalid (`email`)."""
    if not (email or "").strip():
        return None
    email = check_address(email or "")
    found = session.scalar(select(Person.id).where(Person.email == email))
    if found and (of is None or found != of.id):
        raise Invalid(_("This email address is not available"), "email")
    return email


def choose_language(session: Session, by: Actor, locale: str) -> None:
    """Keep the language in which the person wants to read the interface. Raises Invalid (`locale`)."""
    if locale not in offered():
        raise Invalid(_("Choose a language"), "locale")
    session.get_one(Person, by.id).locale = locale


def choose_presence(session: Session, by: Actor, shown: bool) -> None:
    """Keep whether others see what the person is doing right now; whoever is not seen does not see others either."""
    session.get_one(Person, by.id).shows_presence = shown


def choose_receipts(session: Session, by: Actor, shown: bool) -> None:
    """Keep whether those who wrote a message see that the person has read it; who hides it does not see it either."""
    session.get_one(Person, by.id).shows_receipts = shown


@contextmanager
def in_language_of(person: Person | None, otherwise: str) -> Iterator[None]:
    """Make texts inside the block in the language that the person chose, such as a mail to them.

    `otherwise` is the language for those who chose none, and for an address that belongs to nobody.
    """
    with speaking(person.locale if person and person.locale in offered() else otherwise):
        yield


def person_named(session: Session, username: str) -> Person | None:
    """The account with this username, disabled ones too."""
    return session.scalar(select(Person).where(Person.username == username.strip().lower()))


def count_people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0
