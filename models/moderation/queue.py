"""What waits for those who decide: cases and appeals, the one that waits longest first, and what belongs to a case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, func, literal, literal_column, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.base import EPOCH, BigId, Moment, from_microseconds, to_microseconds
from models.core.db import among, as_words, one, rows
from models.entries.entry import Entry
from models.entries.rows import LIST_COLUMNS
from models.messages.reporting import MessageReport
from models.moderation.appealing import may_answer
from models.moderation.case import CLAIMED_FOR, Case
from models.moderation.decision import Decision
from models.moderation.report import BOTH, Report
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

PAGE = 20
MOST_APPEALS = 50
MOST_BESIDE = 3
KINDS = ("entry", "message", "person")


class Place(NamedTuple):
    """Where a page of a list that begins with the oldest ended."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{to_microseconds(self.at)}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Place":
        """The place in an address; anything unreadable means the beginning."""
        at, _dash, number = (text or "").partition("-")
        if (at + number).isascii() and at.isdigit() and number.isdigit() and len(at) < 18 and len(number) < 10:
            return cls(from_microseconds(int(at)), int(number))
        return cls(EPOCH, 0)


_author, _claimer = aliased(Person.__table__, name="author"), aliased(Person.__table__, name="claimer")
_root = aliased(Entry.__table__, name="root")
_me: Any = bindparam("me", type_=Integer)
_site = bindparam("site", type_=Integer) == 1
_curated = and_(Case.space_id.is_not(None), among(Case.space_id, "spaces"), among(Entry.audience, "keys"))
# Site moderators read as persons do: of a closed space they get what was handed to them, and what is no entry.
_handed = or_(Case.target_kind != literal("entry"), Case.for_site.is_(True), among(Entry.audience, "keys"))
MINE = (Case.closed_at.is_(None), Case.person_id != _me, or_(_curated, and_(_site, _handed)))
_reports = select(func.count()).where(Report.case_id == Case.id, Report.handled_at.is_(None))
_messages = select(func.count()).where(MessageReport.case_id == Case.id, MessageReport.handled_at.is_(None))
_named = {"author_name": _author.c.name, "author_username": _author.c.username, "author_is_guest": _author.c.is_guest}
_columns = [each for each in LIST_COLUMNS if each.key not in (*_named, "root_title", "root_kind")]
CASES = (
    select(
        Case.id.label("case_id"),
        Case.target_kind,
        Case.target_id,
        Case.opened_at,
        Case.reported_at,
        Case.for_site,
        Case.claimed_by_id,
        Case.claimed_at,
        _claimer.c.name.label("claimer_name"),
        (_reports.correlate(Case).scalar_subquery() + _messages.correlate(Case).scalar_subquery()).label("reports"),
        *_columns,
        *(column.label(name) for name, column in _named.items()),
        _root.c.title.label("root_title"),
        _root.c.kind.label("root_kind"),
    )
    .select_from(Case)
    .outerjoin(Entry.__table__, and_(Case.target_kind == literal("entry"), Entry.id == Case.target_id))
    # The name on the entry, which may be the one that stands for a name that is not shown.
    .join(_author, _author.c.id == func.coalesce(Entry.author_id, Case.person_id))
    .outerjoin(Space.__table__, Space.id == Case.space_id)
    .outerjoin(_root, _root.c.id == Entry.root_id)
    .outerjoin(_claimer, _claimer.c.id == Case.claimed_by_id)
    .where(*MINE)
)
QUEUE = (
    CASES.where(
        or_(bindparam("kind") == literal(""), Case.target_kind == bindparam("kind")),
        or_(
            bindparam("free", type_=Integer) == 0,
            Case.claimed_by_id.is_(None),
            Case.claimed_by_id == _me,
            Case.claimed_at < bindparam("lapsed", type_=Moment),
        ),
        tuple_(Case.opened_at, Case.id)
        > tuple_(bindparam("after_at", type_=Moment), bindparam("after_id", type_=Integer)),
    )
    .order_by(Case.opened_at, Case.id)
    .limit(literal_column(str(PAGE + 1)))
)
ONE = CASES.where(Case.id == bindparam("case_id", type_=Integer))


def _rights(viewer: Viewer) -> dict[str, Any]:
    curated = [space_id for space_id in viewer.roles if viewer.has_role(space_id, "curator")]
    return {
        "me": viewer.id,
        "site": int(viewer.is_moderator),
        "spaces": as_words(curated),
        "keys": viewer.keys_json,
    }


def waiting_cases(
    session: Session, viewer: Viewer, *, kind: str = "", free: bool = False, after: Place | None = None
) -> list[Any]:
    """Up to 21 cases that the viewer may decide (the 21st tells that there is more), all or of one of KINDS; `free`
    leaves out those that somebody else is looking at."""
    after = after or Place.parse(None)
    values = {"kind": kind if kind in KINDS else "", "free": int(free), "lapsed": clock.now() - CLAIMED_FOR}
    return rows(session, QUEUE, **_rights(viewer), **values, after_at=after.at, after_id=after.id)


def case_row(session: Session, viewer: Viewer, case_id: int) -> Any:
    """The row of one open case that the viewer may decide; else None."""
    return one(session, ONE, **_rights(viewer), case_id=case_id) if 0 < case_id < 2**31 else None


APPEALS = (Decision.appealed_at.is_not(None), Decision.answered_at.is_(None), Decision.ended_at.is_(None))
_waiting = (
    select(
        func.count().label("n"),
        func.min(Case.opened_at).label("oldest"),
        select(literal_column("1")).where(*APPEALS).limit(literal_column("1")).scalar_subquery().label("appeals"),
    )
    .select_from(Case)
    .outerjoin(Entry.__table__, and_(Case.target_kind == literal("entry"), Entry.id == Case.target_id))
    .where(*MINE)
)


def count_waiting(session: Session, viewer: Viewer) -> tuple[int, datetime | None, int]:
    """How many cases wait for the viewer, since when the oldest does, and how many appeals."""
    found = one(session, _waiting, **_rights(viewer))
    # Most of the time nobody appeals, and nobody needs to be asked who may answer.
    return found.n, found.oldest, len(waiting_appeals(session, viewer)) if found.appeals else 0


@dataclass(frozen=True)
class Told:
    """One report as those who decide read it; `shown` is what the reporter of a message showed."""

    reason: str
    note: str
    at: datetime
    name: str
    username: str
    shown: list[dict[str, str]]


def reports_of(session: Session, case_id: int) -> list[Told]:
    """The reports of a case, the first one first."""
    found = []
    for table in BOTH:
        statement = select(table, Person.name, Person.username).join(Person, Person.id == table.reporter_id)
        for each, name, username in session.execute(statement.where(table.case_id == case_id).order_by(table.id)):
            told = Told(each.reason, each.note, each.created_at, name, username, getattr(each, "shown", []))
            found.append(told)
    return sorted(found, key=lambda each: each.at)


_beside = aliased(Entry.__table__, name="beside")
_whose = aliased(Person.__table__, name="whose")


def _stood(before: bool) -> Any:
    order = (_beside.c.created_at, _beside.c.id)
    place = tuple_(bindparam("at", type_=Moment), bindparam("id", type_=BigId))
    found = (
        select(
            _beside.c.id,
            _beside.c.kind,
            _beside.c.title,
            _beside.c.excerpt,
            _beside.c.created_at,
            _whose.c.name.label("author_name"),
        )
        .select_from(_beside.join(_whose, _whose.c.id == _beside.c.author_id))
        .where(
            or_(
                _beside.c.root_id == bindparam("root_id", type_=BigId),
                _beside.c.id == bindparam("root_id", type_=BigId),
            ),
            _beside.c.state == literal_column("'live'"),
            _beside.c.kind != literal_column("'file'"),
            among(_beside.c.audience, "keys"),
            tuple_(*order) < place if before else tuple_(*order) > place,
        )
    )
    back = [each.desc() for each in order]
    return found.order_by(*(back if before else order)).limit(literal_column(str(MOST_BESIDE)))


BEFORE, AFTER = _stood(True), _stood(False)


def decision_of_case(session: Session, case_id: int) -> Decision | None:
    """What was decided about a case."""
    if not 0 < case_id < 2**31:
        return None
    return session.scalar(select(Decision).where(Decision.case_id == case_id).limit(1))


def beside(session: Session, viewer: Viewer, entry: Any) -> tuple[list[Any], list[Any]]:
    """What was written right before and after an entry in its thread, as far as the viewer may read it."""
    values = {"root_id": entry.root_id or entry.id, "at": entry.created_at, "id": entry.id, "keys": viewer.keys_json}
    return rows(session, BEFORE, **values)[::-1], rows(session, AFTER, **values)


EARLIER = (
    select(Decision.id, Decision.verb, Decision.reason, Decision.at, Decision.answer, Decision.ended_at, Person.name)
    .join(Person, Person.id == Decision.by_id)
    .where(Decision.target_kind == bindparam("kind"), Decision.target_id == bindparam("id", type_=BigId))
    .order_by(Decision.id.desc())
    .limit(literal_column("10"))
)
# How often what somebody wrote was hidden or removed for good lately: a number, and nothing about where.
STANDING = select(func.count().label("n")).where(
    Decision.person_id == bindparam("person_id", type_=Integer),
    Decision.verb.in_([literal_column(f"'{verb}'") for verb in ("hide", "remove", "warn", "suspend")]),
    Decision.ended_at.is_(None),
    Decision.unnamed.is_(False),
    Decision.at > bindparam("since", type_=Moment),
)


def earlier_decisions(session: Session, kind: str, target_id: int) -> list[Any]:
    """What was decided about a thing before, the last first."""
    return rows(session, EARLIER, kind=kind, id=target_id)


def decided_about(session: Session, person_id: int) -> int:
    """How many decisions about somebody still stand from the last year."""
    return int(one(session, STANDING, person_id=person_id, since=clock.now() - timedelta(days=365)).n)


def waiting_appeals(session: Session, viewer: Viewer) -> list[Decision]:
    """Appeals that the viewer may answer, the oldest first."""
    found = session.scalars(
        select(Decision).where(*APPEALS).order_by(Decision.appealed_at, Decision.id).limit(MOST_APPEALS)
    )
    return [each for each in found if may_answer(session, each, viewer)]


MY_REPORTS: Any = (
    union_all(
        select(
            Report.id,
            Report.entry_id.label("entry_id"),
            Report.person_id.label("person_id"),
            Report.reason,
            Report.created_at,
            Report.outcome,
            Report.handled_at,
        ).where(Report.reporter_id == _me),
        select(
            MessageReport.id,
            literal(None, BigId),
            literal(None, Integer),
            MessageReport.reason,
            MessageReport.created_at,
            MessageReport.outcome,
            MessageReport.handled_at,
        ).where(MessageReport.reporter_id == _me),
    )
    .order_by(literal_column("created_at").desc())
    .limit(literal_column("100"))
)


def my_reports(session: Session, viewer: Viewer) -> list[Any]:
    """What the viewer reported and what became of it, the last first: rows (entry_id, person_id or, for a message,
    neither, reason, created_at, outcome, handled_at)."""
    return rows(session, MY_REPORTS, me=viewer.id)
