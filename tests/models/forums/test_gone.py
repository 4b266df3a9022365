"""Somebody who was asked to answer leaves, or is away with a deputy: whoever asked them hears of it, nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.db import Database
from models.core.outbox import OutboxJob, Worker
from models.entries.trashing import trash
from models.forums.answering import accept, close
from models.forums.asked import invite, pass_on
from models.forums.gone import GoneTeller
from models.forums.invitation import INVITATIONS_A_DAY, AnswerInvitation
from models.forums.queue import for_me
from models.forums.topic import Question, answer, ask
from models.forums.unnamed import allow_unnamed, ask_unnamed
from models.notices.making import NoticeMaker
from models.notices.reading import notices
from models.people.absence import go_away
from models.people.person import Person, person_named
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable, enable, take_out
from models.spaces.leaving import let_go
from tests.counting import statements
from tests.naming import load
from tests.world import World

Act_ = Callable[[Session, World], Any]
LEFT = "Ben Okafor, who was asked to answer this, has left"


@pytest.fixture
def do(store: Database) -> Callable[[Act_], Any]:
    with store.writing() as session:
        session.execute(delete(OutboxJob))

    def do_(what: Act_, work: bool = True) -> Any:
        with store.writing() as session:
            found = what(session, load(session))
        if work:
            Worker(store, {"gone": GoneTeller(store).handle, "notices": NoticeMaker(store).handle}).drain()
        return found

    return do_


@pytest.fixture
def told(store: Database) -> Callable[[str], list[str]]:
    """What somebody reads of who is gone."""

    def told_(username: str) -> list[str]:
        with store.reading() as session:
            found = notices(session, viewer_of(session, person_named(session, username)), unread=True)
            of_gone = [line for line in found if line.row.reason == "asked-gone"]
            return [f"{line.matter.said(' and '.join(line.people))} {line.row.note}".strip() for line in of_gone]

    return told_


def asked(session: Session, world: World, *people: Person, by: Person | None = None) -> Question:
    """Tomas asked in the desk, and asked Ben, or these people, to answer."""
    question = ask(session, world.tomas, "Who orders salt?", "For the depots.", space=world.desk)
    session.flush()
    for person in people or (world.ben,):
        invite(question, by or world.tomas, person)
    return question


def of_gwen(session: Session, world: World) -> Question:
    """A guest asked in the closed space, and asked Mei to answer."""
    question = ask(session, world.gwen, "Which oil?", "For the wheel.", space=world.mill)
    session.flush()
    invite(question, world.gwen, world.mei)
    return question


def left(store: Database) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(AnswerInvitation)) or 0


def test_the_asker_hears_that_who_was_asked_has_left_and_asks_somebody_else(do, told, store: Database) -> None:
    number = do(lambda s, w: asked(s, w).id)
    do(lambda s, w: let_go(s, w.ben))
    assert told("tomas.reyes") == [LEFT]
    assert [told(each) for each in ("aisha.khan", "mei.wong", "ben.okafor")] == [[], [], []]
    assert left(store) == 0
    do(lambda s, w: invite(s.get_one(Question, number), w.tomas, w.mei))
    do(lambda s, w: close(s.get_one(Question, number), w.tomas))
    assert told("tomas.reyes") == []


def test_who_left_counts_no_more_among_those_whom_one_may_ask_in_a_day(do) -> None:
    def all_at_once(session: Session, world: World) -> Any:
        for _number in range(INVITATIONS_A_DAY // 2):
            asked(session, world, world.mei, world.ben)
        let_go(session, world.ben)

    do(all_at_once)
    do(lambda s, w: [asked(s, w, w.mo) for _number in range(5)])


def test_one_of_several_leaves_and_the_others_stay_asked(do, told, store: Database) -> None:
    do(lambda s, w: asked(s, w, w.ben, w.mei, w.mo))
    do(lambda s, w: disable(s, w.ben, w.ada))
    assert told("tomas.reyes") == [LEFT] and left(store) == 2
    # Let in again, they are asked no more: whoever asked has turned to somebody else.
    do(lambda s, w: enable(s, w.ben, w.ada))
    assert left(store) == 2


def _accepted(session: Session, world: World, question: Question) -> None:
    add_member(session, world.mill, world.ben, "contributor", world.mei)
    accept(answer(question, world.ben, "Linseed."), question, world.gwen)


ENDS: dict[str, Callable[[Session, World, Question], object]] = {
    "accepted": _accepted,
    "closed": lambda s, w, question: close(question, w.gwen),
    "trashed": lambda s, w, question: trash(question, w.gwen),
    "not to be read any more": lambda s, w, question: take_out(s, w.mill, w.gwen, w.mei),
    "the asker has left, too": lambda s, w, question: disable(s, w.gwen, None),
    "they answered": lambda s, w, question: answer(question, w.mei, "Linseed."),
}


@pytest.mark.parametrize("end", ENDS)
def test_nobody_hears_of_it_where_nobody_waits_for_it(do, told, end: str) -> None:
    def happen(session: Session, world: World) -> None:
        question = of_gwen(session, world)
        ENDS[end](session, world, question)
        let_go(session, world.mei)

    do(happen)
    assert told("gwen.guest") == []


def test_an_account_that_was_closed_by_mistake_is_no_news(do, told, store: Database) -> None:
    do(lambda s, w: (asked(s, w), disable(s, w.ben, None), enable(s, w.ben, w.ada)))
    assert told("tomas.reyes") == [] and left(store) == 1


def test_a_right_that_ends_takes_the_notice_along(do, told) -> None:
    def happen(session: Session, world: World) -> None:
        of_gwen(session, world)
        add_member(session, world.mill, world.ben, "owner", world.mei)
        let_go(session, world.mei)

    do(happen)
    assert told("gwen.guest") == ["Mei Wong, who was asked to answer this, has left"]
    do(lambda s, w: take_out(s, w.mill, w.gwen, w.ben))
    assert told("gwen.guest") == []


def test_whoever_handed_it_on_hears_of_it_and_the_asker_who_knows_and_no_asker_who_does_not(do, told) -> None:
    number = do(lambda s, w: asked(s, w, w.mei).id)
    do(lambda s, w: pass_on(s.get_one(Question, number), w.mei, w.ben))
    # Of another question, whom somebody else asked: who asked it never heard of that.
    do(lambda s, w: asked(s, w, w.mo, by=w.aisha))
    do(lambda s, w: (disable(s, w.ben, None), disable(s, w.mo, None)))
    assert told("mei.wong") == [LEFT] and told("tomas.reyes") == [LEFT]
    assert told("aisha.khan") == ["Mo Moder, who was asked to answer this, has left"]


def test_who_asked_without_a_name_hears_of_it_and_is_named_nowhere(do, told, store: Database) -> None:
    def happen(session: Session, world: World) -> None:
        allow_unnamed(world.desk, world.aisha, world.aisha)
        question = ask_unnamed(session, world.tomas, "May I refuse?", "It is too much.", space=world.desk)
        session.flush()
        invite(question, viewer_of(session, world.tomas), world.ben)
        let_go(session, world.ben)

    do(happen)
    assert told("tomas.reyes") == [LEFT]
    assert [told(each) for each in ("aisha.khan", "mei.wong")] == [[], []]
    with store.reading() as session:
        acts = session.scalars(select(Act).where(Act.verb == "invited-left")).all()
        assert len(acts) == 1 and load(session).tomas.id not in (acts[0].actor_id, *(acts[0].detail or {}).values())


def test_the_asker_hears_on_the_first_day_of_an_absence_who_has_the_question(do, told, store: Database) -> None:
    today = clock.now().date()
    do(lambda s, w: asked(s, w))
    do(lambda s, w: go_away(s, w.ben, today + timedelta(days=2), today + timedelta(days=9), w.aisha))
    assert told("tomas.reyes") == []
    with clock.at(clock.now() + timedelta(days=2)):
        do(lambda s, w: None)
        said = "Ben Okafor, who was asked to answer this, is away, and a colleague has it now Aisha Khan"
        assert told("tomas.reyes") == [said] and told("aisha.khan") == []
        # A longer absence is no news, nor is a job that runs again.
        do(lambda s, w: go_away(s, w.ben, today + timedelta(days=2), today + timedelta(days=12), w.aisha))
        with store.reading() as session:
            acts = select(func.count()).select_from(Act).where(Act.verb == "invited-away")
            assert session.scalar(acts) == 1
    # Both can answer; and once who was asked leaves, the deputy is asked no more.
    do(lambda s, w: disable(s, w.ben, None))
    assert told("tomas.reyes") == [LEFT] and left(store) == 0


@pytest.mark.parametrize("deputy", ["nobody", "who cannot read it", "the asker"])
def test_an_absence_that_moves_no_question_is_no_news(do, told, deputy: str) -> None:
    def happen(session: Session, world: World) -> None:
        question = ask(session, world.gwen, "Which oil?", "For the wheel.", space=world.mill)
        add_member(session, world.mill, world.aisha, "contributor", world.mei)
        session.flush()
        invite(question, world.aisha, world.mei)
        today = clock.now().date()
        named = {"nobody": None, "who cannot read it": world.ben, "the asker": world.aisha}[deputy]
        go_away(session, world.mei, today, today, named)

    do(happen)
    assert told("aisha.khan") == []


def test_guests_are_not_told_who_is_away(do, told, store: Database) -> None:
    def happen(session: Session, world: World) -> None:
        of_gwen(session, world)
        add_member(session, world.mill, world.aisha, "contributor", world.mei)
        today = clock.now().date()
        go_away(session, world.mei, today, today, world.aisha)

    do(happen)
    assert told("gwen.guest") == []
    with store.reading() as session:
        assert [row.title for row in for_me(session, viewer_of(session, person_named(session, "aisha.khan")))]


def test_a_batch_of_leavers_whom_nobody_asked_costs_one_look(do, store: Database) -> None:
    do(lambda s, w: [let_go(s, each) for each in (w.ben, w.mo, w.gwen)], work=False)
    with statements(store) as seen:
        Worker(store, {"gone": GoneTeller(store).handle}).drain()
    assert sum("answer_invitations" in each for each in seen) == 1
