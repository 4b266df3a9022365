"""Which questions wait, until when an answer is due, and who is told that it is overdue."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid
from models.core.outbox import OutboxJob
from models.entries import trashing
from models.entries.entry import Entry
from models.forums import answering, asked, queue
from models.forums.choices import Chosen, choose
from models.forums.due import NEVER, QuestionWait, due_day, settle_all, settle_space, working_days_after
from models.forums.experts import accept_invitation, invite_expert
from models.forums.overdue import tend_overdue
from models.forums.topic import Question, answer, ask
from models.people.person import FOREVER
from models.policy.viewer import viewer_of
from tests.world import World

MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


def _due(session: Session, question: Question) -> date | None:
    session.flush()
    return session.scalar(select(QuestionWait.due_on).where(QuestionWait.question_id == question.id))


def _within(session: Session, world: World, days: int | None) -> None:
    choose(session, world.desk, world.aisha, Chosen(answer_within=days))
    settle_space(session, world.desk.id)


@pytest.fixture
def waiting(session: Session, world: World) -> Question:
    with clock.at(MONDAY):
        return ask(session, world.tomas, "Which salt?", "For roads", space=world.desk, tags=["salt"])


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        (date(2026, 11, 30), 3, date(2026, 12, 3)),
        (date(2026, 12, 3), 2, date(2026, 12, 7)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_weekends_are_no_working_days(day: date, number: int, due: date) -> None:
    assert working_days_after(day, number) == due


def test_without_a_choice_nothing_is_due() -> None:
    assert due_day(MONDAY, None) == NEVER


def test_a_question_waits_until_it_has_an_answer_and_again_when_that_goes(
    session: Session, world: World, waiting: Question
) -> None:
    assert _due(session, waiting) == NEVER
    said = answer(waiting, world.ben, "Rock salt")
    assert _due(session, waiting) is None
    trashing.trash(said, world.ben)
    assert _due(session, waiting) == NEVER


def test_the_space_sets_the_day_also_for_questions_that_wait(session: Session, world: World, waiting: Question) -> None:
    _within(session, world, 3)
    assert _due(session, waiting) == date(2026, 12, 3)
    _within(session, world, None)
    assert _due(session, waiting) == NEVER


def test_a_closed_question_waits_for_nobody_until_it_is_open_again(
    session: Session, world: World, waiting: Question
) -> None:
    _within(session, world, 3)
    answering.close(waiting, world.aisha)
    assert _due(session, waiting) is None
    answering.reopen(waiting, world.aisha)
    assert _due(session, waiting) == date(2026, 12, 3)


def test_a_discussion_waits_for_no_answer(session: Session, world: World, waiting: Question) -> None:
    answering.convert(waiting, world.aisha)
    assert session.scalar(select(QuestionWait.question_id)) is None


@pytest.mark.parametrize("days", [0, -1, 61])
def test_a_time_out_of_range_is_refused(session: Session, world: World, days: int) -> None:
    with pytest.raises(Invalid) as caught:
        choose(session, world.desk, world.aisha, Chosen(answer_within=days))
    assert caught.value.field == "answer_within"


def test_what_an_importer_brought_is_found_in_the_night(session: Session, world: World, waiting: Question) -> None:
    session.execute(update(QuestionWait).values(question_id=world.question.id))
    settle_all(session)
    assert [row for (row,) in session.execute(select(QuestionWait.question_id))] == [waiting.id]


def _told(session: Session) -> list[int]:
    session.flush()
    return [act.detail["person"] for act in session.scalars(select(Act).where(Act.verb == "overdue").order_by(Act.id))]


def test_experts_hear_first_and_curators_two_working_days_later(
    session: Session, world: World, waiting: Question
) -> None:
    _within(session, world, 1)
    invite_expert(session, world.desk, world.aisha, world.ben, ["salt"])
    accept_invitation(session, world.desk, world.ben)
    told = []
    for day in range(1, 6):
        with clock.at(MONDAY + timedelta(days=day)):
            tend_overdue(session, "https://witan.example")
            tend_overdue(session, "https://witan.example")
            told.append(_told(session))
    nobody, experts, curators = [], [world.ben.id], [world.ben.id, world.aisha.id]
    assert told == [nobody, experts, experts, curators, curators]
    mails = session.scalars(select(OutboxJob).where(OutboxJob.task == "mail")).all()
    assert [job.payload["to"] for job in mails] == ["ben@transport.example", "aisha@transport.example"]
    assert "Which salt" not in str([job.payload for job in mails])


def test_a_suspended_expert_gets_no_mail(session: Session, world: World, waiting: Question) -> None:
    _within(session, world, 1)
    invite_expert(session, world.desk, world.aisha, world.ben, ["salt"])
    accept_invitation(session, world.desk, world.ben)
    world.ben.suspended_until = FOREVER
    with clock.at(MONDAY + timedelta(days=2)):
        assert tend_overdue(session, "https://witan.example") == 0


def test_where_nobody_answers_by_name_the_curators_hear_at_once(
    session: Session, world: World, waiting: Question
) -> None:
    _within(session, world, 1)
    with clock.at(MONDAY + timedelta(days=2)):
        tend_overdue(session)
    assert _told(session) == [world.aisha.id]


def test_an_expert_of_another_topic_and_who_passed_hear_nothing(
    session: Session, world: World, waiting: Question
) -> None:
    _within(session, world, 1)
    for person, topics in ((world.ben, ["cookies"]), (world.mei, [])):
        invite_expert(session, world.desk, world.aisha, person, topics)
        accept_invitation(session, world.desk, person)
    asked.pass_on(waiting, world.mei)
    with clock.at(MONDAY + timedelta(days=2)):
        tend_overdue(session)
    assert _told(session) == [world.aisha.id]


def test_nobody_is_told_on_a_weekend(session: Session, world: World, waiting: Question) -> None:
    _within(session, world, 1)
    with clock.at(MONDAY + timedelta(days=5)):
        assert tend_overdue(session) == 0
    assert _told(session) == []


def test_the_list_goes_from_the_longest_overdue_to_what_has_no_day(session: Session, world: World) -> None:
    made = []
    for number in range(5):
        with clock.at(MONDAY + timedelta(days=number)):
            made.append(ask(session, world.tomas, f"Question {number}", "b", space=world.desk if number else None))
    _within(session, world, 1)
    session.flush()
    viewer = viewer_of(session, world.mei)
    found = queue.unanswered(session, viewer)
    assert [row.title for row in found][:5] == ["Question 1", "Question 2", "Question 3", "Question 4", "Question 0"]
    after = str(queue.DuePosition(found[1].due_on, found[1].id))
    assert [row.id for row in queue.unanswered(session, viewer, after)] == [row.id for row in found[2:]]
    assert [row.title for row in queue.unanswered_in(session, viewer, world.desk.id)][0] == "Question 1"


def test_the_list_shows_nobody_what_they_may_not_read(session: Session, world: World) -> None:
    hidden = ask(session, world.mei, "Hidden", "b", space=world.mill)
    session.flush()
    seen = {
        name: hidden.id in {row.id for row in queue.unanswered(session, viewer_of(session, person))}
        for name, person in (("mei", world.mei), ("gwen", world.gwen), ("tomas", world.tomas), ("ada", world.ada))
    }
    assert seen == {"mei": True, "gwen": True, "tomas": False, "ada": False}


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13-01.1", "2026-01-01", "2026-01-01.x", "9999-12-31.99999999999999999999"]
)
def test_an_unreadable_position_is_the_beginning(text: str) -> None:
    assert queue.DuePosition.parse(text).id == 0


def test_a_question_in_the_trash_waits_for_nobody(session: Session, world: World, waiting: Question) -> None:
    trashing.trash(waiting, world.aisha)
    session.flush()
    assert waiting.id not in {row.id for row in queue.unanswered(session, viewer_of(session, world.mei))}
    assert session.get_one(Entry, waiting.id).state == "trashed"
