"""“Did this solve it?”, asked once, and what becomes of topics that go silent."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.errors import Refused
from models.forums import answering
from models.forums.answering import Closing
from models.forums.choices import Chosen, choose
from models.forums.reading import topic_head
from models.forums.solved import is_asked, say_solved, tend_silence
from models.forums.topic import Topic, answer, discuss, reply
from models.policy.viewer import viewer_of
from tests.world import World

DAY = timedelta(days=1)


def _asked(session: Session, world: World, topic: Topic, answers: int = 1) -> bool:
    session.flush()
    return is_asked(topic_head(session, viewer_of(session, world.tomas), topic.id), answers)


def _quiet(session: Session, world: World, days: int = 10, **more: bool) -> None:
    choose(session, world.desk, world.aisha, Chosen(quiet_days=days, **more))


def _night(session: Session, days: float) -> tuple[int, int]:
    with clock.at(clock.now() + timedelta(days=days)):
        return tend_silence(session)


def test_it_is_asked_with_the_first_answer_and_once(session: Session, world: World) -> None:
    assert not _asked(session, world, world.question, answers=0)
    assert _asked(session, world, world.question)
    say_solved(world.question, world.tomas, "not-yet")
    assert not _asked(session, world, world.question)
    answer(world.question, world.mei, "Another")
    assert not _asked(session, world, world.question, answers=2)


def test_a_yes_accepts_the_answer(session: Session, world: World) -> None:
    say_solved(world.question, world.tomas, "yes", world.answer)
    assert world.question.status == "answered"
    assert not _asked(session, world, world.question)


def test_a_yes_needs_an_answer_to_this_question(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        say_solved(world.question, world.tomas, "yes")
    with pytest.raises(Refused):
        say_solved(world.question, world.tomas, "yes", world.secret_answer)
    with pytest.raises(ValueError, match="no word"):
        say_solved(world.question, world.tomas, "maybe")


def test_the_silence_asks_first_and_closes_when_it_goes_on(session: Session, world: World) -> None:
    _quiet(session, world)
    assert _night(session, 9) == (0, 0)
    assert _night(session, 11) == (1, 0)
    assert _night(session, 12) == (0, 0)
    session.flush()
    (act,) = session.scalars(select(Act).where(Act.verb == "asked-if-solved"))
    assert act.detail == {"person": world.tomas.id}
    assert _night(session, 22) == (0, 1)
    closing = session.get_one(Closing, world.question.id)
    assert (closing.by_id, closing.cause, world.question.status) == (None, "silence", "closed")
    assert "20 days" in closing.reason


def test_any_word_opens_what_the_silence_closed(session: Session, world: World) -> None:
    answering.close(world.question, None, "Nobody wrote", cause="silence")
    answer(world.question, world.mei, "One more thing")
    assert world.question.status == "open"
    assert session.get(Closing, world.question.id) is None


def test_what_a_person_closed_stays_closed(session: Session, world: World) -> None:
    answering.close(world.question, world.aisha)
    with pytest.raises(Refused):
        answer(world.question, world.mei, "One more thing")


def test_not_yet_is_a_word_and_the_days_count_from_there(session: Session, world: World) -> None:
    _quiet(session, world)
    _night(session, 11)
    with clock.at(clock.now() + 12 * DAY):
        assert _asked(session, world, world.question)
        say_solved(world.question, world.tomas, "not-yet")
        assert not _asked(session, world, world.question)
    assert _night(session, 21) == (0, 0)
    assert _night(session, 23) == (1, 0)
    assert _night(session, 34) == (0, 1)


def test_a_word_in_between_begins_the_silence_anew(session: Session, world: World) -> None:
    _quiet(session, world)
    _night(session, 11)
    with clock.at(clock.now() + 15 * DAY):
        reply(world.answer, world.question, world.mei, "Still so")
        session.flush()
    assert _night(session, 22) == (0, 0)
    assert _night(session, 26) == (1, 0)


def test_who_wants_no_question_gets_none(session: Session, world: World) -> None:
    _quiet(session, world)
    say_solved(world.question, world.tomas, "never")
    assert _night(session, 11) == (0, 0)
    assert _night(session, 21) == (0, 1)


def test_what_is_answered_closes_without_a_question(session: Session, world: World) -> None:
    _quiet(session, world)
    answering.accept(world.answer, world.question, world.tomas)
    assert (_night(session, 11), _night(session, 21)) == ((0, 0), (0, 1))


def test_questions_without_an_answer_pinned_topics_and_other_spaces_stay_open(session: Session, world: World) -> None:
    _quiet(session, world)
    answering.pin(world.question, world.aisha)
    session.flush()
    assert _night(session, 50) == (0, 0)


def test_discussions_close_only_where_the_space_says_so(session: Session, world: World) -> None:
    answering.pin(world.question, world.aisha)
    talk = discuss(session, world.tomas, "Winter", "How was it?", space=world.desk)
    _quiet(session, world)
    assert _night(session, 11) == (0, 0)
    _quiet(session, world, quiet_discussions=True)
    assert _night(session, 11) == (1, 0)
    with clock.at(clock.now() + 12 * DAY):
        assert _asked(session, world, talk, answers=0)


def test_accepting_closes_where_the_owner_wants_it_and_taking_back_opens(session: Session, world: World) -> None:
    choose(session, world.desk, world.aisha, Chosen(accept_closes=True))
    answering.accept(world.answer, world.question, world.tomas)
    assert world.question.status == "closed"
    answering.unaccept(world.question, world.tomas)
    assert world.question.status == "open"


def test_a_curator_who_closed_it_keeps_it_closed_when_the_acceptance_goes(session: Session, world: World) -> None:
    choose(session, world.desk, world.aisha, Chosen(accept_closes=True))
    answering.close(world.question, world.aisha, "Off topic")
    answering.accept(world.answer, world.question, world.tomas)
    answering.unaccept(world.question, world.tomas)
    assert world.question.status == "closed"


def test_nobody_is_asked_about_a_closed_question() -> None:
    row = SimpleNamespace(closed_at=clock.now(), answer_id=None, solved_word=None)
    assert not is_asked(row, 1)
