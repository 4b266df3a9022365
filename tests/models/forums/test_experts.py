"""Experts of a space, their list, invitations to answer, and saying who is on it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.db import Database
from models.core.errors import Refused
from models.forums import answering, asked, experts, queue
from models.forums.topic import Question, answer, ask
from models.people.person import Person, add_person
from models.policy.readers import meant, nameable
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable, take_out
from tests.naming import load
from tests.world import World


@pytest.fixture
def waiting(session: Session, world: World) -> Question:
    return ask(session, world.tomas, "Which salt?", "For roads", space=world.desk, tags=["salt"])


def _mine(session: Session, person: Person) -> list[int]:
    session.flush()
    return [row.id for row in queue.for_me(session, viewer_of(session, person))]


def _names(session: Session, world: World) -> list[str]:
    session.flush()
    return [row.username for row in experts.experts_of(session, world.desk.id)]


def _expert(session: Session, world: World, person: Person, *topics: str) -> None:
    experts.invite_expert(session, world.desk, world.aisha, person, list(topics))
    experts.accept_invitation(session, world.desk, person)


def test_who_is_asked_answers_here_once_they_say_yes(session: Session, world: World, waiting: Question) -> None:
    experts.invite_expert(session, world.desk, world.aisha, world.mei)
    assert (_names(session, world), _mine(session, world.mei)) == ([], [])
    experts.accept_invitation(session, world.desk, world.mei)
    assert (_names(session, world), _mine(session, world.mei)) == (["mei.wong"], [waiting.id])
    experts.leave_experts(session, world.desk, world.mei)
    assert (_names(session, world), _mine(session, world.mei)) == ([], [])
    experts.accept_invitation(session, world.desk, world.mei)
    assert _names(session, world) == ["mei.wong"]


def test_the_acts_of_an_invitation_say_whom_they_concern(session: Session, world: World) -> None:
    _expert(session, world, world.mei)
    experts.leave_experts(session, world.desk, world.mei)
    session.flush()
    found = session.scalars(select(Act).where(Act.verb.like("%expert%")).order_by(Act.id)).all()
    assert [(act.verb, act.detail["person"]) for act in found] == [
        ("invited-expert", world.mei.id),
        ("became-expert", world.aisha.id),
        ("left-experts", world.aisha.id),
    ]


def test_who_names_themselves_agrees_at_once(session: Session, world: World) -> None:
    experts.invite_expert(session, world.desk, world.aisha, world.aisha)
    assert _names(session, world) == ["aisha.khan"]


def test_who_said_no_is_not_asked_again(session: Session, world: World) -> None:
    experts.invite_expert(session, world.desk, world.aisha, world.mei)
    experts.leave_experts(session, world.desk, world.mei)
    with pytest.raises(Refused, match="said no"):
        experts.invite_expert(session, world.desk, world.aisha, world.mei)


def test_nobody_becomes_an_expert_without_being_asked(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        experts.accept_invitation(session, world.desk, world.tomas)


def test_only_who_may_read_the_space_is_asked(session: Session, world: World) -> None:
    with pytest.raises(Refused, match="cannot read"):
        experts.invite_expert(session, world.mill, world.mei, world.tomas)


def test_an_expert_who_may_not_read_the_space_any_more_answers_there_no_more(session: Session, world: World) -> None:
    add_member(session, world.mill, world.tomas, "contributor", world.mei)
    experts.invite_expert(session, world.mill, world.mei, world.tomas)
    experts.accept_invitation(session, world.mill, world.tomas)
    hidden = ask(session, world.mei, "Hidden", "b", space=world.mill)
    assert _mine(session, world.tomas) == [hidden.id]
    take_out(session, world.mill, world.tomas, world.mei)
    assert _mine(session, world.tomas) == []
    assert experts.experts_of(session, world.mill.id) == []


def test_an_expert_whose_account_is_disabled_is_named_no_more(session: Session, world: World) -> None:
    _expert(session, world, world.tomas)
    disable(session, world.tomas, None)
    assert _names(session, world) == []


def test_an_expert_of_topics_gets_the_questions_with_one_of_them(
    session: Session, world: World, waiting: Question
) -> None:
    _expert(session, world, world.mei, "Salt", "grit")
    _expert(session, world, world.ben, "cookies")
    assert (_mine(session, world.mei), _mine(session, world.ben)) == ([waiting.id], [])
    assert experts.topics_of_experts(session, world.desk.id)[world.mei.id] == ["grit", "salt"]


def test_a_question_leaves_the_list_with_an_answer_and_nobody_waits_for_themselves(
    session: Session, world: World, waiting: Question
) -> None:
    _expert(session, world, world.mei)
    _expert(session, world, world.tomas)
    assert (_mine(session, world.tomas), _mine(session, world.mei)) == ([], [waiting.id])
    answer(waiting, world.ben, "Rock salt")
    assert _mine(session, world.mei) == []


def test_not_me_takes_it_off_my_list_alone_and_can_be_undone(session: Session, world: World, waiting: Question) -> None:
    _expert(session, world, world.mei)
    _expert(session, world, world.ben)
    asked.pass_on(waiting, world.mei)
    assert (_mine(session, world.mei), _mine(session, world.ben)) == ([], [waiting.id])
    session.expire_all()
    asked.take_back(waiting, world.mei)
    assert _mine(session, world.mei) == [waiting.id]


def test_whom_a_colleague_asks_has_it_on_their_list_until_they_answer(
    session: Session, world: World, waiting: Question
) -> None:
    asked.invite(waiting, world.ben, world.mei)
    answer(waiting, world.ben, "I think rock salt")
    (row,) = queue.for_me(session, viewer_of(session, world.mei))
    assert (row.id, row.inviter_name) == (waiting.id, "Ben Okafor")
    answer(waiting, world.mei, "Rock salt")
    assert _mine(session, world.mei) == []


def test_handing_on_asks_another_and_takes_it_off_my_list(session: Session, world: World, waiting: Question) -> None:
    _expert(session, world, world.mei)
    asked.claim(waiting, world.mei)
    asked.pass_on(waiting, world.mei, world.ben)
    assert (_mine(session, world.mei), _mine(session, world.ben)) == ([], [waiting.id])
    asked.claim(waiting, world.ben)


def test_nobody_is_asked_who_may_not_read_it_or_has_answered(session: Session, world: World, waiting: Question) -> None:
    hidden = ask(session, world.mei, "Hidden", "b", space=world.mill)
    with pytest.raises(Refused, match="cannot read"):
        asked.invite(hidden, world.mei, world.tomas)
    answer(waiting, world.ben, "Rock salt")
    with pytest.raises(Refused, match="has answered"):
        asked.invite(waiting, world.tomas, world.ben)
    asked.invite(waiting, world.tomas, world.mei)
    with pytest.raises(Refused, match="asked already"):
        asked.invite(waiting, world.ben, world.mei)
    with pytest.raises(Refused, match="need no invitation"):
        asked.invite(waiting, world.aisha, world.aisha)


def test_nobody_is_asked_about_what_is_answered(session: Session, world: World) -> None:
    answering.accept(world.answer, world.question, world.tomas)
    with pytest.raises(Refused, match="answered or closed"):
        asked.invite(world.question, world.tomas, world.mei)


def test_one_person_asks_ten_times_a_day(session: Session, world: World) -> None:
    questions = [ask(session, world.tomas, f"Q{number}", "b") for number in range(11)]
    # Nobody is asked more than five times a week, so there are two.
    for number, question in enumerate(questions[:10]):
        asked.invite(question, world.tomas, world.mei if number < 5 else world.ben)
    with pytest.raises(Refused, match="10 colleagues a day"):
        asked.invite(questions[10], world.tomas, world.aisha)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        asked.invite(questions[10], world.tomas, world.aisha)


def test_only_one_is_on_it_until_it_lapses(session: Session, world: World, waiting: Question) -> None:
    asked.claim(waiting, world.ben)
    asked.claim(waiting, world.ben)
    with pytest.raises(Refused, match="Somebody else"):
        asked.claim(waiting, world.mei)
    with clock.at(clock.now() + timedelta(days=2, minutes=1)):
        asked.claim(waiting, world.mei)
        asked.release_claim(waiting, world.ben)
        (row,) = [row for row in queue.unanswered(session, viewer_of(session, world.ben)) if row.id == waiting.id]
        assert row.claimer_name == "Mei Wong"


def test_of_two_who_say_it_at_once_one_is_on_it(store: Database) -> None:
    with store.writing() as session:
        world = load(session)
        question_id = ask(session, world.tomas, "Which salt?", "b", space=world.desk).id
    start, refused = threading.Barrier(4), []

    def press(name: str) -> None:
        with store.writing_session() as session:
            world = load(session)
            session.rollback()
            start.wait()
            try:
                asked.claim(session.get_one(Question, question_id), getattr(world, name))
                session.commit()
            except Refused:
                refused.append(name)

    threads = [threading.Thread(target=press, args=[name]) for name in ("aisha", "ben", "mei", "tomas")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 3


def test_a_guest_of_another_space_is_as_unknown_as_somebody_made_up(session: Session, world: World) -> None:
    assert nameable(session, "gwen.guest", world.desk.id) is None
    assert nameable(session, "Gwen.Guest", world.mill.id) is world.gwen
    assert nameable(session, "made.up", None) is None


def test_somebody_is_meant_by_a_name_that_they_alone_have(session: Session, world: World) -> None:
    assert meant(session, " @ben.okafor ", None) is meant(session, "BEN  Okafor", None) is world.ben
    assert meant(session, "Gwen Guest", world.desk.id) is None
    assert meant(session, "Gwen Guest", world.mill.id) is world.gwen
    add_person(session, "ben.two", "Ben Okafor")
    assert meant(session, "Ben Okafor", None) is None


def test_how_many_wait_and_how_many_are_late(session: Session, world: World, waiting: Question) -> None:
    asked.invite(waiting, world.ben, world.mei)
    assert queue.count_for_me(session, viewer_of(session, world.mei)) == (1, 0)
