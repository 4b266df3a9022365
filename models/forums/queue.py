"""Lists of questions that wait: all that nobody answered, those of one space, and those that wait for one person."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, case, func, literal_column, or_, select, tuple_, union
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import BigId, Moment
from models.core.db import among, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import PAGE
from models.entries.tagging import Tagging
from models.forums.asked import QuestionClaim
from models.forums.due import NEVER, QuestionWait
from models.forums.experts import Expert, ExpertTag
from models.forums.invitation import AnswerInvitation
from models.people.absence import Absence
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space


class DuePosition(NamedTuple):
    """Where a page of such a list ended: those that are due later, then those asked later, come next."""

    due_on: date
    id: int

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()}.{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "DuePosition":
        """The position in an address; anything unreadable means the beginning."""
        day, _, entry_id = (text or "").partition(".")
        try:
            found = date.fromisoformat(day)
        except ValueError:
            return cls(date.min, 0)
        return cls(found, int(entry_id)) if entry_id.isdigit() and len(entry_id) < 19 else cls(date.min, 0)


_ME: Any = bindparam("me", type_=Integer)
_claimer = aliased(Person, name="claimer", flat=True)
_OPEN: Any = (
    LIVE,
    Entry.kind == literal_column("'question'"),
    Entry.status == literal_column("'open'"),
    Space.archived_at.is_(None),
)
_UNANSWERED: Any = Entry.reply_count == literal_column("0")
_DUE: Any = func.coalesce(QuestionWait.due_on, NEVER, type_=Date)
COLUMNS: tuple[Any, ...] = (
    *LIST_COLUMNS,
    _DUE.label("due_on"),
    QuestionClaim.person_id.label("claimer_id"),
    QuestionClaim.until.label("claimed_until"),
    _claimer.name.label("claimer_name"),
)


def _questions(*more: Any, waiting: bool) -> Any:
    waits = QuestionWait.question_id == Entry.id
    # What waits is walked in the order of the index of waits, and that ends with the page.
    order = (QuestionWait.due_on, QuestionWait.question_id) if waiting else (_DUE, Entry.id)
    found = list_rows(*COLUMNS, *more)
    found = found.join(QuestionWait, waits) if waiting else found.outerjoin(QuestionWait, waits)
    return (
        found.outerjoin(
            QuestionClaim,
            (QuestionClaim.question_id == Entry.id) & (QuestionClaim.until > bindparam("now", type_=Moment)),
        )
        .outerjoin(_claimer, _claimer.id == QuestionClaim.person_id)
        .where(*_OPEN, among(Entry.audience, "keys"))
        .where(
            tuple_(*order) > tuple_(bindparam("after_on", type_=Date), bindparam("after_id", type_=BigId)),
        )
        .order_by(*order)
        .limit(literal_column(str(PAGE + 1)))
    )


# Not as the index of unanswered questions has it: planners took that for narrower than the order of the waits.
UNANSWERED = _questions(waiting=True).where(Entry.reply_count < literal_column("1"))
IN_SPACE = _questions(waiting=True).where(_UNANSWERED, Entry.space_id == bindparam("space_id"))

_topics_of_mine = (
    select(ExpertTag.tag_id)
    .where(ExpertTag.space_id == Expert.space_id, ExpertTag.person_id == Expert.person_id)
    .correlate(Expert)
)
_asked = Entry.__table__.alias("asked")
_on_topic = (
    select(Tagging.tag_id)
    .where(Tagging.entry_id == _asked.c.id, Tagging.tag_id.in_(_topics_of_mine))
    .correlate(_asked, Expert)
    .exists()
)
_passed = (
    select(AnswerInvitation.person_id)
    .where(
        AnswerInvitation.question_id == _asked.c.id,
        AnswerInvitation.person_id == _ME,
        AnswerInvitation.passed_at.is_not(None),
    )
    .exists()
)
# As an expert: the unanswered ones of the space, by its index word for word.
_of_my_spaces = (
    select(_asked.c.id)
    .select_from(Expert)
    .join(_asked, _asked.c.space_id == Expert.space_id)
    .where(
        Expert.person_id == _ME,
        Expert.accepted_at.is_not(None),
        _asked.c.state == literal_column("'live'"),
        _asked.c.kind == literal_column("'question'"),
        _asked.c.status == literal_column("'open'"),
        _asked.c.reply_count == literal_column("0"),
        _asked.c.author_id != _ME,
        or_(~_topics_of_mine.exists(), _on_topic),
        ~_passed,
    )
)
_mine = Entry.__table__.alias("mine")
_asked_me = select(AnswerInvitation.question_id).where(
    AnswerInvitation.person_id == _ME,
    AnswerInvitation.by_id.is_not(None),
    AnswerInvitation.passed_at.is_(None),
    ~select(_mine.c.id)
    .where(
        _mine.c.root_id == AnswerInvitation.question_id,
        _mine.c.author_id == _ME,
        _mine.c.kind == literal_column("'answer'"),
        _mine.c.state == literal_column("'live'"),
    )
    .exists(),
)
# Asked of somebody who is away today and named me: it waits for both, and goes with the first answer of either.
_away, _said_there = aliased(AnswerInvitation, name="asked_absent"), Entry.__table__.alias("said_there")
_stand_in: Any = (
    Absence.deputy_id == _ME,
    Absence.starts_on <= bindparam("today", type_=Date),
    Absence.until >= bindparam("today", type_=Date),
    _away.by_id.is_not(None),
    _away.by_id != _ME,
    _away.passed_at.is_(None),
)
_asked_absent = (
    select(_away.question_id)
    .join(Absence, Absence.person_id == _away.person_id)
    .join(_asked, _asked.c.id == _away.question_id)
    .where(
        *_stand_in,
        _asked.c.author_id != _ME,
        ~select(_said_there.c.id)
        .where(
            _said_there.c.root_id == _away.question_id,
            or_(_said_there.c.author_id == _ME, _said_there.c.author_id == _away.person_id),
            _said_there.c.kind == literal_column("'answer'"),
            _said_there.c.state == literal_column("'live'"),
        )
        .exists(),
        ~_passed,
    )
)
_absent = aliased(Person, name="absent", flat=True)
_absent_name = (
    select(func.min(_absent.name))
    .select_from(_away)
    .join(Absence, Absence.person_id == _away.person_id)
    .join(_absent, _absent.id == _away.person_id)
    .where(_away.question_id == Entry.id, *_stand_in)
    .correlate(Entry.__table__)
    .scalar_subquery()
)
_inviter = aliased(Person, name="inviter", flat=True)
FOR_ME = (
    _questions(_inviter.name.label("inviter_name"), _absent_name.label("absent_name"), waiting=False)
    .outerjoin(AnswerInvitation, (AnswerInvitation.question_id == Entry.id) & (AnswerInvitation.person_id == _ME))
    .outerjoin(_inviter, _inviter.id == AnswerInvitation.by_id)
    .where(Entry.id.in_(union(_of_my_spaces, _asked_me, _asked_absent)))
)
# How many wait for me and how many of them are late, counted to a hundred.
_counted = FOR_ME.with_only_columns(_DUE.label("due_on")).limit(literal_column("100")).subquery()
COUNT_FOR_ME = select(
    func.count().label("n"),
    func.coalesce(func.sum(case((_counted.c.due_on < bindparam("today", type_=Date), 1), else_=0)), 0).label("late"),
).select_from(_counted)


def _page(session: Session, statement: Any, viewer: Viewer, after: str | None, **values: Any) -> list[Any]:
    position = DuePosition.parse(after)
    values |= {"after_on": position.due_on, "after_id": position.id, "keys": viewer.keys_json, "now": clock.now()}
    return rows(session, statement, **values)


def unanswered(session: Session, viewer: Viewer, after: str | None = None) -> list[Any]:
    """Up to 21 rows of the questions without an answer that the viewer may read, the longest overdue first.

    List columns, and due_on (NEVER where none is due), claimer_id, claimer_name, claimed_until.
    """
    return _page(session, UNANSWERED, viewer, after)


def unanswered_in(session: Session, viewer: Viewer, space_id: int, after: str | None = None) -> list[Any]:
    """The same in one space."""
    return _page(session, IN_SPACE, viewer, after, space_id=space_id)


def for_me(session: Session, viewer: Viewer, after: str | None = None) -> list[Any]:
    """The questions that wait for the viewer: as an expert, because somebody asked them (`inviter_name`), or asked a
    colleague who is away and for whom they stand in (`absent_name`)."""
    found = _page(session, FOR_ME, viewer, after, me=viewer.id, today=clock.now().date())
    return [row for row in found if row.id not in viewer.unnamed]


# Whether anything could wait for me at all: looks into indexes that hold nothing for most people.
HAS_QUEUE: Any = or_(
    select(Expert.space_id).where(Expert.person_id == _ME, Expert.accepted_at.is_not(None)).exists(),
    select(AnswerInvitation.question_id)
    .where(
        AnswerInvitation.person_id == _ME,
        AnswerInvitation.by_id.is_not(None),
        AnswerInvitation.passed_at.is_(None),
    )
    .exists(),
    select(_away.question_id).join(Absence, Absence.person_id == _away.person_id).where(*_stand_in).exists(),
)


def count_for_me(session: Session, viewer: Viewer) -> tuple[int, int]:
    """How many wait for the viewer, and how many of these are overdue; a hundred at most."""
    beginning = DuePosition.parse(None)
    found: Any = rows(
        session, COUNT_FOR_ME, me=viewer.id, keys=viewer.keys_json, now=clock.now(), today=clock.now().date(),
        after_on=beginning.due_on, after_id=beginning.id,
    )[0]  # fmt: skip
    return found.n, found.late


automatic(
    Automatic(
        name="questions-for-you",
        title=_l("Questions for you"),
        does=_l("Lists open questions that wait for you, those that are due first."),
        inputs=(
            _l("That somebody asked you by name, or a colleague who is away and named you as deputy."),
            _l("That you agreed to answer in the space, or for topics that stand on the question."),
        ),
        never=(_l("What Witan thinks that you know. Nobody is put on this list by a guess."),),
        owner=_l("The curators of each space, who invite people to answer"),
        switch=_l("Say “Not me” at a question, or leave the people who answer in a space."),
        address="/questions?view=for-you",
    )
)
