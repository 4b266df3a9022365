"""What people say of their own accord and for a time: "ask me about", "looking for", "do not match me on"."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock, outbox
from models.core.base import Base, key, word
from models.core.db import among, as_words, one, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import clean
from models.people.person import Person
from models.people.section import EVERYONE, narrowest

STATEMENT_LIMIT = 200
MOST_STATEMENTS = 20
LONGEST = timedelta(days=366)
USUAL = timedelta(days=183)
ASK, SEEK, NO_MATCH = "ask-about", "looking-for", "no-match"
# Told to others; the third is for the matching alone.
TOLD = (ASK, SEEK)
KINDS = (ASK, SEEK, NO_MATCH)


class Statement(Base):
    """One statement; `until` is the last day on which it holds.

    `audience` is `everyone`, or `person:<id>` where the person's page shows it to fewer; what one does not want to be
    matched on is always the person's own.
    """

    __tablename__ = "statements"
    __table_args__ = (Index("ix_statements_person_id_kind", "person_id", "kind"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    kind: Mapped[word]
    text: Mapped[str] = mapped_column(String(STATEMENT_LIMIT))
    until: Mapped[date | None]
    audience: Mapped[str] = mapped_column(String(60), default=EVERYONE)
    created_at: Mapped[datetime]


def state(
    session: Session, person: Person, kind: str, text: str, until: date | None, audience: str = EVERYONE
) -> Statement:
    """Say something until a day, at most a year ahead; only what one is not to be matched on may have no end.

    Raises Invalid (`kind`, `text`, `until`) and Refused when there are too many.
    """
    if kind not in KINDS:
        raise Invalid(_("Choose one of the options"), "kind")
    text = " ".join(clean(text).split())
    if not 1 <= len(text) <= STATEMENT_LIMIT:
        raise Invalid(_("Enter a text of 1 to %(most)s characters", most=STATEMENT_LIMIT), "text")
    check_until(until, kind)
    session.flush()
    if one(session, COUNT, person_id=person.id)[0] >= MOST_STATEMENTS:
        raise Refused(
            ngettext(
                "You can have %(num)s statement. Remove one first.",
                "You can have %(num)s statements. Remove one first.",
                MOST_STATEMENTS,
            )
        )
    key_ = narrowest(audience, person) if kind in TOLD else f"person:{person.id}"
    made = Statement(person_id=person.id, kind=kind, text=text, until=until, audience=key_, created_at=clock.now())
    session.add(made)
    _changed(session, person, until)
    return made


def check_until(until: date | None, kind: str) -> None:
    """Raises Invalid (`until`)."""
    today = clock.now().date()
    if until is None:
        if kind in TOLD:
            raise Invalid(_("Enter the last day on which this holds"), "until")
    elif not today <= until <= today + LONGEST:
        raise Invalid(_("Enter a day from today to a year from now"), "until")


COUNT = select(func.count()).select_from(Statement).where(Statement.person_id == bindparam("person_id"))


def own_statement(session: Session, person_id: int, statement_id: int) -> Statement:
    """Raises LookupError for one that the person does not have."""
    found = session.get(Statement, statement_id) if statement_id < 2**31 else None
    if found is None or found.person_id != person_id:
        raise LookupError(statement_id)
    return found


def prolong(session: Session, person: Person, statement_id: int) -> None:
    """Have it hold for half a year from today. Raises LookupError."""
    found = own_statement(session, person.id, statement_id)
    found.until = clock.now().date() + USUAL
    _changed(session, person, found.until)


def take_back_statement(session: Session, person: Person, statement_id: int) -> None:
    """Raises LookupError."""
    session.delete(own_statement(session, person.id, statement_id))
    person.touch(session)


def _changed(session: Session, person: Person, until: date | None) -> None:
    person.touch(session)
    if until is not None:
        # What has ended is found no more from the next day on.
        ends = clock.now() + (until + timedelta(days=1) - clock.now().date())
        outbox.promise(session, "index", f"person:{person.id}", run_at=ends)


holds = or_(Statement.until.is_(None), Statement.until >= bindparam("today", type_=Date))
OWN = (
    select(Statement.id, Statement.kind, Statement.text, Statement.until)
    .where(Statement.person_id == bindparam("person_id"))
    .order_by(Statement.kind, Statement.until, Statement.id)
)


def statements_of(session: Session, person_id: int) -> list[Any]:
    """Rows (id, kind, text, until) of all that the person said, what has ended too. For the person alone."""
    return rows(session, OWN, person_id=person_id)


OPENLY = (
    select(Statement.person_id, Statement.kind, Statement.text)
    .where(among(Statement.person_id, "people"), Statement.kind.in_(TOLD), Statement.audience == EVERYONE, holds)
    .order_by(Statement.id)
)


def said_openly(session: Session, person_ids: Iterable[int]) -> list[Any]:
    """Rows (person_id, kind, text) of what all staff may read today."""
    return rows(session, OPENLY, people=as_words(person_ids), today=clock.now().date())


NOT_ON = select(Statement.person_id, Statement.text).where(
    among(Statement.person_id, "people"), Statement.kind == NO_MATCH, holds
)


def do_not_match(session: Session, person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """By person: the words, folded, on which they do not want to be found, suggested or asked today."""
    found: dict[int, set[str]] = {}
    for row in rows(session, NOT_ON, people=as_words(person_ids), today=clock.now().date()):
        found.setdefault(row.person_id, set()).update(re.findall(r"\w+", row.text.casefold()))
    return {person_id: frozenset(each) for person_id, each in found.items()}
