"""How often anybody may be asked to answer: a number a week, kept in the database, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Refused
from models.forums.asked import invite, pass_on
from models.forums.invitation import INVITATIONS_A_WEEK, AnswerInvitation, asked_lately, free_from
from models.forums.topic import Question, ask
from models.people.person import Person
from tests.world import World


@pytest.fixture
def questions(session: Session, world: World) -> list[Question]:
    """One more than anybody may be asked in a week."""
    made = [ask(session, world.tomas, f"Salt {n}?", "How much?") for n in range(INVITATIONS_A_WEEK + 1)]
    session.flush()
    return made


def _ask_ben_often(questions: list[Question], world: World) -> None:
    for number, question in enumerate(questions[:-1]):
        invite(question, (world.tomas, world.aisha)[number % 2], world.ben)


def test_nobody_is_asked_more_often_in_a_week_by_whomever(
    session: Session, world: World, questions: list[Question]
) -> None:
    _ask_ben_often(questions, world)
    with pytest.raises(Refused, match="Ben Okafor was asked 5 times in the last seven days"):
        invite(questions[-1], world.mei, world.ben)
    assert len(asked_lately(session, [world.ben.id])[world.ben.id]) == INVITATIONS_A_WEEK
    invite(questions[-1], world.mei, world.aisha)


def test_handing_on_counts_as_well_and_leaves_the_question_with_who_could_not_hand_it_on(
    session: Session, world: World, questions: list[Question]
) -> None:
    _ask_ben_often(questions, world)
    invite(questions[-1], world.tomas, world.mei)
    with pytest.raises(Refused):
        pass_on(questions[-1], world.mei, world.ben)
    assert session.get_one(AnswerInvitation, (questions[-1].id, world.mei.id)).passed_at is None


def test_after_seven_days_somebody_can_be_asked_again_and_the_day_is_known(
    session: Session, world: World, questions: list[Question]
) -> None:
    _ask_ben_often(questions, world)
    oldest = session.get_one(AnswerInvitation, (questions[0].id, world.ben.id))
    oldest.at = clock.now() - timedelta(days=6)
    session.flush()
    assert free_from(session, [world.ben.id]) == {world.ben.id: oldest.at + timedelta(days=7)}
    oldest.at = clock.now() - timedelta(days=8)
    session.flush()
    assert free_from(session, [world.ben.id]) == {}
    invite(questions[-1], world.mei, world.ben)


def test_saying_not_me_to_what_nobody_asked_one_is_no_invitation(
    session: Session, world: World, questions: list[Question]
) -> None:
    pass_on(questions[0], world.ben)
    assert asked_lately(session, [world.ben.id]) == {}


def test_who_is_suspended_is_not_asked(session: Session, world: World, questions: list[Question]) -> None:
    ben: Person = world.ben
    ben.suspended_until = clock.now() + timedelta(days=1)
    session.flush()
    with pytest.raises(Refused, match="cannot be asked at the moment"):
        invite(questions[0], world.tomas, ben)
