"""Asking people to read a page and to confirm that they understood it: who is asked, until when, who signed what.

A signature belongs to a revision. A small change keeps it; any other change asks again (`ask_again`), and whoever
signed before is shown only what changed. Who is looked for and reminded every night lives in `nightly`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import (
    ColumnElement,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import one, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import when_edited
from models.entries.revision import Revision
from models.people.department import Department
from models.people.person import Person
from models.policy.readers import below, count_where, may_read, member_of, people_where
from models.wiki.page import Page
from models.wiki.procedures.rounds import NOTE_LIMIT, Ask, Confirmation, ConfirmationPerson, Signature

LONGEST = timedelta(days=366)
# Whoever is asked again, or later than others, has at least so long; never longer than the first ones had.
AGAIN = timedelta(days=14)
# A number about fewer people would tell of single ones.
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class Audience:
    """Whom to ask: `space` (the members of the page's space), `department` or `people`."""

    kind: str
    department_id: int | None = None
    people: frozenset[int] = frozenset()

    def condition(self, space_id: int) -> ColumnElement[bool]:
        if self.kind == "space":
            return member_of(space_id)
        if self.kind == "department":
            return below(self.department_id or 0) & Person.is_guest.is_(False)
        return Person.id.in_(self.people)


@dataclass(frozen=True)
class Plan:
    """Who would be asked now, who only next month, and how many are not asked because they may not read the page."""

    now: list[int]
    later: list[int]
    left_out: int


def plan(session: Session, by: Actor, page: Page, audience: Audience, most: int) -> Plan:
    """Whom a round would ask. `most` is how many requests a person gets in one month. Raises Invalid (`audience`)."""
    check_audience(session, audience)
    space_id = page.space_id or 0
    wanted, others = audience.condition(space_id), Person.id != by.id
    readers = list(session.scalars(people_where(wanted, others, may_read(page.audience)).order_by(Person.id)))
    everybody = session.scalar(count_where(wanted, others, Person.disabled_at.is_(None))) or 0
    full = full_this_month(session, readers, most)
    now = [each for each in readers if each not in full]
    return Plan(now, [each for each in readers if each in full], everybody - len(readers))


def issue(
    session: Session,
    by: Actor,
    page: Page,
    audience: Audience,
    due_on: date | None,
    *,
    text: str = "",
    stops: bool = False,
    most: int = 4,
) -> Confirmation:
    """Ask people to read and confirm a page until a day. Raises Invalid (`audience`, `due_on`, `note`) and Refused."""
    if current(session, page.id) is not None:
        raise Refused(_("People are asked to confirm this page already. End that round first."))
    due_on, text = check_day(due_on), check_note(text)
    who = plan(session, by, page, audience, most)
    if not who.now and not who.later:
        raise Invalid(_("Nobody in this group can read the page, so nobody can be asked."), "audience")
    today = clock.now().date()
    made = Confirmation(
        page_id=page.id,
        space_id=page.space_id,
        issuer_id=by.id,
        audience=audience.kind,
        department_id=audience.department_id if audience.kind == "department" else None,
        note=text,
        number=material_number(session, page),
        issued_on=today,
        due_on=due_on,
        stops=stops,
        most=most,
        asked=len(who.now) + len(who.later),
        issued_at=clock.now(),
    )
    session.add(made)
    session.flush()
    if audience.kind == "people":
        session.add_all(ConfirmationPerson(confirmation_id=made.id, person_id=each) for each in sorted(audience.people))
    add_asks(session, made, who.now, who.later)
    editing.note(session, by, "asked-to-confirm", page, confirmation=made.id)
    session.flush()
    return made


def add_asks(session: Session, confirmation: Confirmation, now: Iterable[int], later: Iterable[int]) -> None:
    """Ask these people: some today, others, whose month is full, from the first of the next on."""
    today, month = clock.now().date(), next_month(clock.now().date())
    for person_id in now:
        due = due_after(confirmation, today)
        session.add(_ask(confirmation, person_id, today, today, due))
    for person_id in later:
        session.add(_ask(confirmation, person_id, None, month, due_after(confirmation, month)))


def _ask(confirmation: Confirmation, person_id: int, asked: date | None, since: date, due: date) -> Ask:
    return Ask(confirmation_id=confirmation.id, person_id=person_id, asked_on=asked, from_on=since, due_on=due)


def due_after(confirmation: Confirmation, day: date) -> date:
    """Until when somebody has time who is asked on this day: until the round's own day, but not too short."""
    given = min(confirmation.due_on - confirmation.issued_on, AGAIN)
    if day <= confirmation.issued_on:
        return confirmation.due_on
    return max(confirmation.due_on, day + given)


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def full_this_month(session: Session, people: Iterable[int], most: int, without: int = 0) -> set[int]:
    """Those of the people who were asked `most` times or more this month, by other rounds than `without`."""
    today = clock.now().date()
    asked = select(Ask.person_id).where(
        Ask.asked_on >= today.replace(day=1),
        Ask.asked_on < next_month(today),
        Ask.withdrawn_on.is_(None),
        Ask.confirmation_id != without,
    )
    counted: dict[int, int] = {}
    wanted = set(people)
    for person_id in session.scalars(asked) if wanted else ():
        counted[person_id] = counted.get(person_id, 0) + 1
    return {person_id for person_id, count in counted.items() if count >= most and person_id in wanted}


RUNNING = select(Confirmation).where(Confirmation.page_id == bindparam("page_id"), Confirmation.ended_at.is_(None))


# Asked at every save: making an object of a row costs more.
IS_RUNNING = select(Confirmation.id).where(
    Confirmation.page_id == bindparam("page_id"), Confirmation.ended_at.is_(None)
)


def current(session: Session, page_id: int) -> Confirmation | None:
    """The round that runs on a page."""
    return session.scalars(RUNNING, {"page_id": page_id}).first()


def sign(confirmation: Confirmation, by: Actor, number: int) -> Signature:
    """Confirm that one read and understood the revision with this number. Doing it twice keeps the first.

    Raises Refused for somebody who is not asked, a round that ended, and a text that changed since it was opened.
    """
    session = session_of(confirmation)
    ask = session.get(Ask, (confirmation.id, by.id))
    if ask is None or ask.asked_on is None or ask.withdrawn_on is not None:
        raise Refused(_("You are not asked to confirm this page."))
    if confirmation.ended_at is not None:
        raise Refused(_("This round has ended, so nothing needs to be confirmed any more."))
    if number < confirmation.number:
        raise Refused(_("The page changed after you opened it. Nothing is confirmed yet: look at what changed first."))
    signed = select(Signature).where(
        Signature.confirmation_id == confirmation.id,
        Signature.person_id == by.id,
        Signature.number >= confirmation.number,
    )
    found = session.scalars(signed.order_by(Signature.number)).first()
    if found is not None:
        return found
    page = session.get_one(Entry, confirmation.page_id)
    made = Signature(
        confirmation_id=confirmation.id,
        page_id=confirmation.page_id,
        person_id=by.id,
        number=shown_number(page),
        before=ask.signed_number,
        title=page.title,
        signed_at=clock.now(),
    )
    session.add(made)
    ask.signed_number, ask.signed_at = made.number, made.signed_at
    session.flush()
    count(session, confirmation)
    return made


COUNT = select(
    func.count().label("asked"), func.count().filter(Ask.signed_number >= bindparam("number")).label("signed")
).where(Ask.confirmation_id == bindparam("confirmation_id"), Ask.withdrawn_on.is_(None))


def count(session: Session, confirmation: Confirmation) -> None:
    """Count anew how many are asked and how many of them signed what stands now."""
    session.flush()
    row = one(session, COUNT, confirmation_id=confirmation.id, number=confirmation.number)
    confirmation.asked, confirmation.signed = row.asked, row.signed
    session.flush()


def end(confirmation: Confirmation, by: Actor | None) -> None:
    """Stop asking. Signatures stay. Doing it twice changes nothing."""
    if confirmation.ended_at is None:
        session = session_of(confirmation)
        confirmation.ended_at, confirmation.ended_by_id = clock.now(), by.id if by else None
        page = session.get_one(Entry, confirmation.page_id)
        editing.note(session, by, "ended-confirming", page, confirmation=confirmation.id)
        session.flush()


MATERIAL = (
    select(Revision.number)
    .where(
        Revision.entry_id == bindparam("page_id"),
        Revision.number <= bindparam("shown"),
        Revision.minor.is_(False),
    )
    .order_by(Revision.number.desc())
    .limit(literal_column("1"))
)


def shown_number(page: Entry) -> int:
    """The number of the revision that readers see."""
    return page.released or page.version


def material_number(session: Session, page: Entry) -> int:
    """The last revision, up to the one that readers see, that was no small change."""
    session.flush()
    row = one(session, MATERIAL, page_id=page.id, shown=shown_number(page))
    return int(row.number) if row else 1


@when_edited("page")
def ask_again(session: Session, entry: Entry) -> None:
    """When readers see another text, any change but a small one asks those again who signed."""
    if one(session, IS_RUNNING, page_id=entry.id) is None:
        return
    confirmation = current(session, entry.id)
    if confirmation is None:
        return
    before, confirmation.number = confirmation.number, material_number(session, entry)
    if confirmation.number > before:
        _ask_signers(session, confirmation)
    count(session, confirmation)


def _ask_signers(session: Session, confirmation: Confirmation) -> None:
    today = clock.now().date()
    signed = select(Ask).where(
        Ask.confirmation_id == confirmation.id, Ask.withdrawn_on.is_(None), Ask.signed_number < confirmation.number
    )
    asks = session.scalars(signed).all()
    full = full_this_month(session, [ask.person_id for ask in asks], confirmation.most, confirmation.id)
    for ask in asks:
        later = ask.person_id in full
        ask.from_on, ask.reminders = next_month(today) if later else today, 0
        ask.asked_on = None if later else today
        ask.due_on = due_after(confirmation, ask.from_on)


def check_audience(session: Session, audience: Audience) -> None:
    """Raises Invalid at the field that is wrong."""
    if audience.kind not in ("space", "department", "people"):
        raise Invalid(_("Choose who is asked"), "audience")
    if audience.kind == "people" and not 1 <= len(audience.people) <= 200:
        raise Invalid(_("Name 1 to %(most)s people", most=200), "people")
    if audience.kind == "department" and session.get(Department, audience.department_id or 0) is None:
        raise Invalid(_("Choose a department"), "department")


def check_day(day: date | None) -> date:
    today = clock.now().date()
    if day is None:
        raise Invalid(_("Enter the day until which people have time"), "due_on")
    if not today < day <= today + LONGEST:
        raise Invalid(_("Enter a day after today, within a year"), "due_on")
    return day


def check_note(text: str) -> str:
    text = clean(text).strip()
    if len(text) > NOTE_LIMIT:
        raise Invalid(_("Use %(most)s characters or fewer", most=NOTE_LIMIT), "note")
    return text
