"""What is said below a topic, and what becomes of a topic."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Refused
from models.entries import trashing
from models.entries.entry import Entry
from models.entries.threads import outline
from models.forums import answering
from models.forums.topic import answer, discuss, reply
from models.policy.viewer import viewer_of
from tests.world import World


def _count(session: Session, entry: Entry) -> int:
    session.refresh(entry, ["reply_count"])
    return entry.reply_count


def test_a_question_counts_its_answers_and_an_answer_its_remarks(session: Session, world: World) -> None:
    reply(world.answer, world.question, world.tomas, "Thank you")
    reply(world.question, world.question, world.mei, "Me too")
    second = answer(world.question, world.mei, "Another")
    assert (_count(session, world.question), _count(session, world.answer), _count(session, second)) == (2, 1, 0)


def test_a_discussion_counts_everything_below_it(session: Session, world: World) -> None:
    talk = discuss(session, world.ben, "T", "b", space=world.desk)
    first = reply(talk, talk, world.mei, "one")
    reply(first, talk, world.ben, "two")
    assert (_count(session, talk), _count(session, first)) == (2, 1)


def test_counts_follow_the_trash(session: Session, world: World) -> None:
    trashing.trash(world.answer, world.ben)
    assert _count(session, world.question) == 0
    session.flush()
    trashing.untrash(world.answer, world.ben)
    assert _count(session, world.question) == 1


def test_an_answer_moves_its_question_up(session: Session, world: World) -> None:
    before = world.question.last_activity_at
    answer(world.question, world.mei, "New")
    assert world.question.last_activity_at > before


def test_accepting_answers_the_question_and_another_takes_its_place(session: Session, world: World) -> None:
    second = answer(world.question, world.mei, "Better")
    answering.accept(world.answer, world.question, world.tomas)
    answering.accept(second, world.question, world.tomas)
    session.flush()
    assert world.question.status == "answered"
    assert answering.state_of(session, world.question.id).answer_id == second.id
    answering.unaccept(world.question, world.tomas)
    assert world.question.status == "open"


def test_only_an_answer_to_the_question_can_be_accepted(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        answering.accept(world.secret_answer, world.question, world.tomas)


def test_nothing_can_be_added_to_a_closed_topic_until_it_is_open_again(session: Session, world: World) -> None:
    answering.close(world.question, world.aisha, "Solved elsewhere")
    session.flush()
    with pytest.raises(Refused):
        answer(world.question, world.ben, "Late")
    assert answering.state_of(session, world.question.id).closed_reason == "Solved elsewhere"
    answering.reopen(world.question, world.aisha)
    assert answer(world.question, world.ben, "In time").id


def test_a_question_becomes_a_discussion_and_back_with_all_that_was_said(session: Session, world: World) -> None:
    topic_id = world.question.id
    answering.accept(world.answer, world.question, world.tomas)
    answering.convert(world.question, world.aisha)
    talk = session.get_one(Entry, topic_id)
    assert (talk.kind, talk.status) == ("discussion", "")
    said = outline(session, viewer_of(session, world.aisha), topic_id)
    assert [row.kind for row in said] == ["reply"]
    answering.convert(talk, session.get_one(type(world.aisha), 1))  # type: ignore[arg-type]
    assert session.get_one(Entry, topic_id).kind == "question"
    assert [row.kind for row in outline(session, viewer_of(session, world.aisha), topic_id)] == ["answer"]


def test_a_pinned_topic_says_until_when(session: Session, world: World) -> None:
    answering.pin(world.question, world.aisha)
    assert world.question.pinned_until is not None
    answering.unpin(world.question, world.aisha)
    assert world.question.pinned_until is None
