"""What is looked after every night: who joined or left an audience, whose month has room again, whom to remind."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import record
from models.core import clock
from models.core.language import current_locale, day
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.people.person import Person, in_language_of, not_suspended
from models.policy.readers import may_read, people_where
from models.policy.viewer import viewer_of
from models.spaces.membership import Membership
from models.wiki.page import Page
from models.wiki.procedures.confirming import Audience, add_asks, count, due_after, end, full_this_month, next_month
from models.wiki.procedures.rounds import Ask, Confirmation, ConfirmationPerson

# So long late ones can still confirm; then the round ends by itself.
LATE_FOR = timedelta(days=30)
# The last reminder comes so long before the day.
SOON = timedelta(days=2)


def tend_confirmations(session: Session, address: str = "") -> int:
    """Bring every round that runs up to date and remind those who are due; returns how many mails were promised.

    `address` is that of the intranet, for the links in mails.
    """
    mails = 0
    for confirmation in session.scalars(select(Confirmation).where(Confirmation.ended_at.is_(None))).all():
        page = session.get_one(Page, confirmation.page_id)
        if not page.is_live:
            continue
        if _has_passed(confirmation):
            end(confirmation, None)
            continue
        settle(session, confirmation, page)
        hand_over(session, confirmation, page)
        mails += remind(session, confirmation, page, address)
    return mails


def _has_passed(confirmation: Confirmation) -> bool:
    last = confirmation.due_on if confirmation.stops else confirmation.due_on + LATE_FOR
    return clock.now().date() > last


def settle(session: Session, confirmation: Confirmation, page: Page) -> None:
    """Ask who came into the audience, take back from who left it or may not read the page, ask whose month has room."""
    today = clock.now().date()
    wanted = set(session.scalars(_wanted(session, confirmation, page)))
    asks = {ask.person_id: ask for ask in session.scalars(select(Ask).where(Ask.confirmation_id == confirmation.id))}
    for person_id, ask in asks.items():
        if person_id not in wanted and ask.withdrawn_on is None:
            ask.withdrawn_on = today
        elif person_id in wanted and ask.withdrawn_on is not None:
            ask.withdrawn_on = None
    newcomers = sorted(wanted - asks.keys())
    waiting = [ask for ask in asks.values() if ask.asked_on is None and ask.from_on <= today and not ask.withdrawn_on]
    full = full_this_month(session, [*newcomers, *(ask.person_id for ask in waiting)], confirmation.most)
    add_asks(session, confirmation, [p for p in newcomers if p not in full], [p for p in newcomers if p in full])
    for ask in waiting:
        later = ask.person_id in full
        ask.from_on, ask.asked_on = (next_month(today), None) if later else (ask.from_on, today)
        ask.due_on = max(ask.due_on, due_after(confirmation, ask.from_on))
    count(session, confirmation)


def _wanted(session: Session, confirmation: Confirmation, page: Page) -> Any:
    named: frozenset[int] = frozenset()
    if confirmation.audience == "people":
        chosen = select(ConfirmationPerson.person_id).where(ConfirmationPerson.confirmation_id == confirmation.id)
        named = frozenset(session.scalars(chosen))
    audience = Audience(confirmation.audience, confirmation.department_id, named)
    others = Person.id != confirmation.issuer_id
    return people_where(audience.condition(confirmation.space_id), others, may_read(page.audience))


def hand_over(session: Session, confirmation: Confirmation, page: Page) -> None:
    """When the issuer left or may not read the page any more, an owner of the space becomes responsible."""
    if page.audience in viewer_of(session, confirmation.issuer_id).keys:
        return
    owners = select(Membership.person_id).join(Person, Person.id == Membership.person_id)
    owners = owners.where(
        Membership.space_id == confirmation.space_id, Membership.role == "owner", Person.disabled_at.is_(None)
    )
    successor = session.scalar(owners.order_by(Membership.joined_at, Membership.person_id).limit(1))
    if successor is not None and successor != confirmation.issuer_id:
        confirmation.issuer_id = successor
        record(
            session, None, "handed-over", "page", page.id,
            space_id=page.space_id, audience=page.audience, confirmation=confirmation.id,
        )  # fmt: skip


def remind(session: Session, confirmation: Confirmation, page: Page, address: str) -> int:
    """One mail at half time, one two days before the day; never two in one night. Returns how many."""
    today, mails = clock.now().date(), 0
    for ask, person in session.execute(_unsigned(confirmation)):
        due = _reminders_due(ask, today)
        if due <= ask.reminders:
            continue
        ask.reminders = due
        if person.email:
            _mail(session, confirmation, page, ask, person, address)
            mails += 1
    session.flush()
    return mails


def _unsigned(confirmation: Confirmation) -> Any:
    return (
        select(Ask, Person)
        .join(Person, Person.id == Ask.person_id)
        .where(
            Ask.confirmation_id == confirmation.id,
            Ask.asked_on.is_not(None),
            Ask.withdrawn_on.is_(None),
            Person.disabled_at.is_(None),
            not_suspended(),
        )
        .where((Ask.signed_number.is_(None)) | (Ask.signed_number < confirmation.number))
    )


def _reminders_due(ask: Ask, today: date) -> int:
    """How many reminders should have gone out by today: 2 in the last two days, 1 from half time on, none later."""
    if today > ask.due_on or ask.asked_on is None:
        return 0
    if today >= ask.due_on - SOON and today > ask.asked_on:
        return 2
    return 1 if today >= ask.asked_on + (ask.due_on - ask.asked_on) / 2 and today > ask.asked_on else 0


def _mail(session: Session, confirmation: Confirmation, page: Page, ask: Ask, person: Person, address: str) -> None:
    # Neither title nor space is written: whether the person may still read them is asked when the link is opened.
    issuer = session.get_one(Person, confirmation.issuer_id)
    with in_language_of(person, current_locale()):
        text = _(
            "Hello %(name)s,\n\n%(issuer)s asked you to read a page and to confirm that you understood it, by %(day)s. "
            "You have not confirmed it yet.\n\n%(link)s\n\nYou get this mail because you belong to the people who are "
            "asked. If you have a question or do not agree, the page says whom to write to.\n",
            name=person.name,
            issuer=issuer.name,
            day=day(ask.due_on),
            link=f"{address}/confirmations/{confirmation.id}",
        )
        promise_mail(session, person.email or "", _("A page waits for you to read and confirm it"), text)


def asks_of(session: Session, confirmation: Confirmation) -> Sequence[Ask]:
    """All asks of a round, for tests and exports."""
    return session.scalars(select(Ask).where(Ask.confirmation_id == confirmation.id).order_by(Ask.person_id)).all()
