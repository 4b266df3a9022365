"""Absence: from when until when somebody is away, and the colleague who is asked meanwhile. Never why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.outbox import promise
from models.people.person import Person

LONGEST = timedelta(days=731)
# A deputy may be away too; so many steps are followed.
MOST_STEPS = 3


class Absence(Base):
    """One absence a person, now or planned; the last day is `until`."""

    __tablename__ = "absences"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    starts_on: Mapped[date]
    until: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)


@dataclass(frozen=True)
class Away:
    """Until when (that day included), and who is asked meanwhile, if anybody."""

    until: date
    deputy_id: int | None


def go_away(
    session: Session, person: Person, starts_on: date | None, until: date | None, deputy: Person | None
) -> None:
    """Say when one is away and who is asked meanwhile. Raises Invalid (`starts_on`, `until`, `deputy`)."""
    today = clock.now().date()
    if starts_on is None or starts_on > today + LONGEST:
        raise Invalid(_("Enter your first day away"), "starts_on")
    if until is None or until < max(starts_on, today) or until > today + LONGEST:
        raise Invalid(_("Enter your last day away: today or later, and not before the first day"), "until")
    if deputy is not None and (deputy.id == person.id or deputy.is_guest or deputy.disabled_at is not None):
        raise Invalid(_("Choose a colleague other than yourself"), "deputy")
    before = session.get(Absence, person.id)
    told = before is not None and deputy is not None and before.deputy_id == deputy.id
    same_day = before is not None and before.starts_on == starts_on
    deputy_id = deputy.id if deputy else None
    session.merge(Absence(person_id=person.id, starts_on=starts_on, until=until, deputy_id=deputy_id))
    person.touch(session)
    if deputy is not None and not told:
        record(session, person, "named-deputy", "person", person.id, person=deputy.id)
    if deputy is not None and not (told and same_day):
        # Whoever asked them a question hears on that day who has it now.
        begins = max(clock.start_of_day(starts_on, "UTC"), clock.now())
        promise(session, "gone", f"person:{person.id}", run_at=begins)


def come_back(session: Session, person: Person) -> None:
    """End the absence, or call off a planned one."""
    found = session.get(Absence, person.id)
    if found is not None:
        session.delete(found)
        person.touch(session)


def step_back(session: Session, by: Actor, person: Person) -> None:
    """The deputy says "not me": nobody is asked instead until another is named. Raises LookupError for others."""
    found = session.get(Absence, person.id)
    if found is None or found.deputy_id != by.id:
        raise LookupError(person.id)
    found.deputy_id = None
    record(session, by, "declined-deputy", "person", person.id, person=person.id)


AWAY = select(Absence.person_id, Absence.until, Absence.deputy_id).where(
    among(Absence.person_id, "people"),
    Absence.starts_on <= bindparam("today", type_=Date),
    Absence.until >= bindparam("today", type_=Date),
)


def away_now(session: Session, person_ids: Iterable[int]) -> dict[int, Away]:
    """Those of the people who are away today. For all staff; guests are not told."""
    found = rows(session, AWAY, people=as_words(person_ids), today=clock.now().date())
    return {row.person_id: Away(row.until, row.deputy_id) for row in found}


def stand_in(session: Session, person: Person) -> Person:
    """Who is asked today: the person, or while they are away the deputy they named, or that one's; nobody twice.

    Where none of them is here it is the person again.
    """
    seen, asked = {person.id}, person
    for _step in range(MOST_STEPS):
        away = away_now(session, [asked.id]).get(asked.id)
        if away is None:
            return asked
        found = session.get(Person, away.deputy_id) if away.deputy_id else None
        if found is None or found.id in seen or found.disabled_at is not None:
            return person
        seen.add(found.id)
        asked = found
    return person


def own_absence(session: Session, person_id: int) -> Any:
    """The absence that the person planned or is in, or None when there is none or it is over."""
    found = session.get(Absence, person_id)
    return found if found is not None and found.until >= clock.now().date() else None
