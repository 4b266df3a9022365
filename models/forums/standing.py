"""What the page of a topic says about its answering: due day, who is on it, what is asked. Columns of its one row."""

from typing import Any

from sqlalchemy import Integer, bindparam, literal_column, select
from sqlalchemy.orm import aliased

from models.entries.crediting import Credit
from models.entries.entry import Entry
from models.forums.asked import QuestionClaim
from models.forums.due import QuestionWait
from models.forums.experts import Expert
from models.forums.invitation import AnswerInvitation
from models.forums.solved import SolvedAsk
from models.people.person import Person

_ME: Any = bindparam("person_id", type_=Integer)
_claimer = aliased(Person, name="claimer", flat=True)
_invited: Any = select(literal_column("1")).where(
    AnswerInvitation.question_id == Entry.id,
    AnswerInvitation.person_id == _ME,
    AnswerInvitation.by_id.is_not(None),
    AnswerInvitation.passed_at.is_(None),
)
_passed: Any = select(literal_column("1")).where(
    AnswerInvitation.question_id == Entry.id,
    AnswerInvitation.person_id == _ME,
    AnswerInvitation.passed_at.is_not(None),
)
_said = Entry.__table__.alias("said_here")
_became: Any = (
    select(literal_column("1"))
    .select_from(Credit)
    .join(_said, _said.c.id == Credit.source_id)
    .where(_said.c.root_id == Entry.id, Credit.page_id.is_not(None), Entry.kind == literal_column("'question'"))
)
_expert: Any = select(literal_column("1")).where(
    Expert.space_id == Entry.space_id, Expert.person_id == _ME, Expert.accepted_at.is_not(None)
)


def with_standing(head: Any) -> Any:
    """The select of a topic's head with due_on, claimer_*, claimed_until (also when it has
    passed), solved_*, and what the viewer was asked.

    All joins are by primary keys: a topic of which none of this is true pays for a few empty looks.
    """
    return (
        head.add_columns(
            QuestionWait.due_on,
            QuestionClaim.person_id.label("claimer_id"),
            QuestionClaim.until.label("claimed_until"),
            _claimer.name.label("claimer_name"),
            _claimer.username.label("claimer_username"),
            SolvedAsk.word.label("solved_word"),
            SolvedAsk.said_at.label("solved_said_at"),
            SolvedAsk.asked_at.label("solved_asked_at"),
            _invited.correlate(Entry).exists().label("asked_me"),
            _passed.correlate(Entry).exists().label("passed_by_me"),
            _became.correlate(Entry).exists().label("became_page"),
            _expert.correlate(Entry).exists().label("expert_here"),
        )
        .outerjoin(QuestionWait, QuestionWait.question_id == Entry.id)
        .outerjoin(QuestionClaim, QuestionClaim.question_id == Entry.id)
        .outerjoin(_claimer, _claimer.id == QuestionClaim.person_id)
        .outerjoin(SolvedAsk, SolvedAsk.topic_id == Entry.id)
    )
