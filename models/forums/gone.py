"""Who was asked to answer and has left since, or is away with a deputy who has the question now.

Leaving closes the invitation; being away does not, as either of the two may answer. Who hears of it: `gone_matters`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, delete, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from models.activity.act import Act, record
from models.core import clock
from models.core.db import Database, among, as_words, rows
from models.core.outbox import Job
from models.entries.entry import LIVE, Entry
from models.forums.invitation import AnswerInvitation
from models.people.absence import Absence
from models.people.person import Person
from models.policy.viewer import viewer_of

LEFT, AWAY = "invited-left", "invited-away"
_said = Entry.__table__.alias("said_there")
_answered = (
    select(_said.c.id)
    .where(
        _said.c.root_id == AnswerInvitation.question_id,
        _said.c.author_id == AnswerInvitation.person_id,
        _said.c.kind == literal_column("'answer'"),
        _said.c.state == literal_column("'live'"),
    )
    .exists()
)
_before = aliased(AnswerInvitation, name="asked_before", flat=True)
# By who was asked themself: whoever asked the question heard then who took their place, and hears the end of it too.
_handed_on = (
    select(_before.person_id)
    .where(
        _before.question_id == AnswerInvitation.question_id,
        _before.person_id == AnswerInvitation.by_id,
        _before.by_id.is_not(None),
    )
    .exists()
)
_told_at = (
    select(func.max(Act.at))
    .where(
        Act.subject_kind == literal_column("'question'"),
        Act.subject_id == AnswerInvitation.question_id,
        Act.verb == literal_column(f"'{AWAY}'"),
        Act.actor_id == AnswerInvitation.person_id,
    )
    .correlate(AnswerInvitation)
    .scalar_subquery()
)
OPEN = (
    select(
        AnswerInvitation.question_id,
        AnswerInvitation.person_id,
        AnswerInvitation.by_id,
        _handed_on.label("handed_on"),
        _told_at.label("told_at"),
        Person.disabled_at.label("left_at"),
        Absence.deputy_id,
        Entry.author_id,
        Entry.space_id,
        Entry.audience,
        and_(LIVE, Entry.status == literal_column("'open'")).label("waits"),
    )
    .join(Entry, Entry.id == AnswerInvitation.question_id)
    .join(Person, Person.id == AnswerInvitation.person_id)
    .outerjoin(
        Absence,
        and_(
            Absence.person_id == AnswerInvitation.person_id,
            Absence.starts_on <= bindparam("today", type_=Date),
            Absence.until >= bindparam("today", type_=Date),
        ),
    )
    .where(
        among(AnswerInvitation.person_id, "people"),
        AnswerInvitation.by_id.is_not(None),
        AnswerInvitation.passed_at.is_(None),
        or_(Person.disabled_at.is_not(None), Absence.deputy_id.is_not(None)),
        ~_answered,
    )
    .order_by(AnswerInvitation.question_id, AnswerInvitation.person_id)
)


class GoneTeller:
    """The handler of the outbox's `gone` jobs: a job's subject is `person:<id>`, due when they left or go away."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def handle(self, jobs: list[Job]) -> None:
        """See to the open invitations of these people in one look; most have none, and no writer waits for them."""
        since = {int(job.subject.partition(":")[2]): job.created_at for job in jobs}
        with self.database.reading() as session:
            if not _open(session, since):
                return
        with self.database.writing() as session:
            for row in _open(session, since):
                if row.left_at is not None:
                    _close(session, row)
                elif row.waits and not _heard(row, since[row.person_id]) and _stands_in(session, row):
                    _tell(session, AWAY, row, to=row.deputy_id)


def _open(session: Session, people: Iterable[int]) -> list[Any]:
    return rows(session, OPEN, people=as_words(people), today=clock.now().date())


def _close(session: Session, row: Any) -> None:
    mine = (AnswerInvitation.question_id == row.question_id, AnswerInvitation.person_id == row.person_id)
    session.execute(delete(AnswerInvitation).where(*mine))
    if row.waits:
        _tell(session, LEFT, row)


def _heard(row: Any, since: datetime) -> bool:
    """A job may run twice: what was told since it was promised is told."""
    return row.told_at is not None and row.told_at >= since


def _stands_in(session: Session, row: Any) -> bool:
    """Whether the question is on the deputy's list: as in `queue`."""
    deputy = session.get_one(Person, row.deputy_id)
    if deputy.disabled_at is not None or deputy.id in (row.by_id, row.author_id):
        return False
    return row.audience in viewer_of(session, deputy).keys


def _tell(session: Session, verb: str, row: Any, **detail: Any) -> None:
    # Of who asked without a name, the account without a name is noted here.
    record(
        session, session.get_one(Person, row.person_id), verb, "question", row.question_id,
        space_id=row.space_id, audience=row.audience, asked_by=row.by_id, handed_on=bool(row.handed_on), **detail,
    )  # fmt: skip
