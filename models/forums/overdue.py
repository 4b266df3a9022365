"""Telling people that an answer is overdue: the experts once, two working days later the curators, one mail a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from models.activity.act import record
from models.core import clock
from models.core.db import as_words, rows
from models.core.language import current_locale, ngettext
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.entries.entry import LIVE, Entry
from models.entries.tagging import tags_of
from models.forums.asked import passed_by
from models.forums.due import SATURDAY, QuestionWait, settle_all, working_days_after
from models.forums.experts import experts_of, topics_of_experts
from models.people.person import Person, in_language_of
from models.policy.viewer import viewer_of
from models.spaces.membership import Membership
from models.spaces.space import Space

CURATORS_AFTER = 2
EXPERTS, CURATORS = 1, 2
OVERDUE = (
    select(
        Entry.id,
        Entry.kind,
        Entry.space_id,
        Entry.audience,
        Entry.author_id,
        QuestionWait.due_on,
        QuestionWait.told,
        QuestionWait.told_on,
    )
    .join(QuestionWait, QuestionWait.question_id == Entry.id)
    .join(Space, Space.id == Entry.space_id)
    .where(
        LIVE,
        Entry.status == literal_column("'open'"),
        Entry.reply_count == literal_column("0"),
        Space.archived_at.is_(None),
        QuestionWait.due_on < bindparam("today", type_=Date),
        QuestionWait.told < CURATORS,
        # At most once a day, however often this runs.
        or_(QuestionWait.told_on.is_(None), QuestionWait.told_on < bindparam("today", type_=Date)),
    )
    .order_by(QuestionWait.due_on, Entry.id)
    .limit(literal_column("5000"))
)
CURATORS_OF = (
    select(Membership.person_id)
    .join(Person, Person.id == Membership.person_id)
    .where(
        Membership.space_id == bindparam("space_id"),
        Membership.role.in_([literal_column("'curator'"), literal_column("'owner'")]),
        Person.disabled_at.is_(None),
    )
    .order_by(Membership.person_id)
)


@dataclass
class _Night:
    """What is asked once in a night."""

    session: Session
    today: date
    people: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    topics: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    keys: dict[int, frozenset[str]] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)


def tend_overdue(session: Session, address: str = "") -> int:
    """Tell those who can answer what is overdue; returns how many mails were promised. On working days only.

    `address` is that of the intranet, for the link in the mail.
    """
    settle_all(session)
    night = _Night(session, clock.now().date())
    if night.today.weekday() >= SATURDAY:
        return 0
    for row in rows(session, OVERDUE, today=night.today):
        _tell(night, row)
    return sum(_mail(session, person_id, number, address) for person_id, number in night.told.items())


def _tell(night: _Night, row: Any) -> None:
    step = EXPERTS if row.told == 0 else CURATORS
    if step == CURATORS and night.today < working_days_after(row.told_on, CURATORS_AFTER):
        return
    people = _readers(night, row, _those_who_answer(night, row) if step == EXPERTS else _curators(night, row))
    if step == EXPERTS and not people:
        # Nobody answers here by name: it is the curators' turn at once.
        step, people = CURATORS, _readers(night, row, _curators(night, row))
    wait = night.session.get_one(QuestionWait, row.id, populate_existing=True)
    wait.told, wait.told_on = step, night.today
    for person_id in people:
        record(
            night.session, None, "overdue", row.kind, row.id,
            space_id=row.space_id, audience=row.audience, person=person_id, step=step,
        )  # fmt: skip
        night.told[person_id] = night.told.get(person_id, 0) + 1


def _those_who_answer(night: _Night, row: Any) -> list[int]:
    key = (row.space_id, EXPERTS)
    if key not in night.people:
        night.people[key] = [expert.person_id for expert in experts_of(night.session, row.space_id)]
        night.topics[row.space_id] = topics_of_experts(night.session, row.space_id)
    topics, tags = night.topics[row.space_id], set(tags_of(night.session, as_words([row.id])).get(row.id, ()))
    wanted = [each for each in night.people[key] if each not in topics or tags & set(topics[each])]
    passed = passed_by(night.session, row.id)
    return [each for each in wanted if each not in passed]


def _curators(night: _Night, row: Any) -> list[int]:
    key = (row.space_id, CURATORS)
    if key not in night.people:
        found = rows(night.session, CURATORS_OF, space_id=row.space_id)
        night.people[key] = [each.person_id for each in found]
    return night.people[key]


def _readers(night: _Night, row: Any, people: list[int]) -> list[int]:
    """Those of them who may read the question now, without whoever asked it."""
    for person_id in people:
        if person_id not in night.keys:
            night.keys[person_id] = viewer_of(night.session, person_id).keys
    return [each for each in people if each != row.author_id and row.audience in night.keys[each]]


def _mail(session: Session, person_id: int, number: int, address: str) -> bool:
    person = session.get_one(Person, person_id)
    if not person.email or not person.gets_mail:
        return False
    # No title is written: whether the person may still read the questions is asked when the link is opened.
    with in_language_of(person, current_locale()):
        waits = ngettext(
            "%(num)s question has no answer, and the day by which it was due has passed.",
            "%(num)s questions have no answer, and the days by which they were due have passed.",
            number,
        )
        text = _(
            "Hello %(name)s,\n\n%(waits)s\n\n%(link)s\n\nYou get this mail because you answer in a space, or curate "
            "it. On the page you can also say “not me” and hand a question on.\n",
            name=person.name,
            waits=waits,
            link=f"{address}/questions?view=for-you",
        )
        promise_mail(session, person.email, _("Questions are overdue"), text)
    return True
