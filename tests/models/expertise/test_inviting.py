"""Whom Witan names at all, whom it offers to somebody who asks, and what inviting those who were chosen does."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.expertise.claim import CONTESTED_WORD, say
from models.expertise.finding import find_experts
from models.expertise.inviting import MOST_AT_ONCE, Invited, invite_found, offered
from models.forums.invitation import INVITATIONS_A_WEEK, AnswerInvitation
from models.forums.topic import Question, answer, ask
from models.people.absence import go_away
from models.people.person import Person
from models.people.statement import NO_MATCH, state
from models.policy.viewer import viewer_of
from tests.models.expertise.conftest import Index
from tests.models.expertise.test_finding import TEXT
from tests.world import World


@pytest.fixture
def asked(session: Session, world: World) -> Question:
    made = ask(session, world.mei, TEXT, "We have three.")
    session.flush()
    return made


def chosen(session: Session, world: World, question: Question, *people: Person) -> Invited:
    return invite_found(session, question, viewer_of(session, world.mei), [each.username for each in people])


def test_who_shares_one_common_word_with_it_is_not_named(session: Session, world: World, index: Index) -> None:
    for number in range(4):
        answer(ask(session, world.tomas, f"Which salt {number}?", "For roads."), world.ben, "Ask who checks the depot.")
    text = "Who checks the thermometers of the museum of natural history, its humidity and its pest traps?"
    mei = viewer_of(session, world.mei)
    assert [each.person.username for each in find_experts(session, index(), mei, text, weak=True)] == ["ben.okafor"]
    assert find_experts(session, index(), mei, text) == []


def test_people_are_offered_who_could_read_the_question(session: Session, world: World, index: Index) -> None:
    engine, mei = index(), viewer_of(session, world.mei)
    assert [each.expert.person.username for each in offered(session, engine, mei, TEXT, "everyone")] == ["ben.okafor"]
    assert offered(session, engine, mei, TEXT, f"space:{world.mill.id}") == []


def test_who_was_asked_often_or_is_away_is_offered_with_a_word_on_it(
    session: Session, world: World, index: Index
) -> None:
    for number in range(INVITATIONS_A_WEEK):
        other = ask(session, world.tomas, f"Salt {number}?", "How much?")
        session.flush()
        session.add(AnswerInvitation(question_id=other.id, person_id=world.ben.id, by_id=world.mo.id, at=clock.now()))
    today = clock.now().date()
    go_away(session, world.ben, today, today + timedelta(days=3), world.aisha)
    session.flush()
    one = offered(session, index(), viewer_of(session, world.mei), TEXT, "everyone")[0]
    assert one.free_from is not None and one.away is not None
    assert one.instead == "Aisha Khan"


def test_those_who_were_chosen_are_asked_and_nobody_else(session: Session, world: World, asked: Question) -> None:
    result = chosen(session, world, asked, world.ben)
    assert [here.username for _person, here in result.asked] == ["ben.okafor"] and not result.refused
    assert session.get(AnswerInvitation, (asked.id, world.ben.id)) is not None
    assert session.get(AnswerInvitation, (asked.id, world.aisha.id)) is None


def test_a_deputy_is_asked_for_who_is_away(session: Session, world: World, asked: Question) -> None:
    today = clock.now().date()
    go_away(session, world.ben, today, today, world.aisha)
    session.flush()
    result = chosen(session, world, asked, world.ben)
    assert [here.username for _person, here in result.asked] == ["aisha.khan"]


@pytest.mark.parametrize("said", ["no match", "contested"])
def test_what_somebody_said_since_they_were_offered_holds(
    session: Session, world: World, asked: Question, said: str
) -> None:
    if said == "contested":
        say(session, world.ben, "accessibility", CONTESTED_WORD, {})
    else:
        state(session, world.ben, NO_MATCH, "accessibility", None)
    session.flush()
    result = chosen(session, world, asked, world.ben)
    assert not result.asked and "is not found for this question any more" in result.refused[0]


def test_one_who_cannot_be_asked_does_not_keep_the_others_from_it(
    session: Session, world: World, asked: Question
) -> None:
    result = invite_found(session, asked, viewer_of(session, world.mei), ["nobody.here", "mei.wong", "ben.okafor"])
    assert [here.username for _person, here in result.asked] == ["ben.okafor"]
    assert len(result.refused) == 2


def test_only_so_many_are_asked_at_once(session: Session, world: World, asked: Question) -> None:
    people = [world.ben, world.aisha, world.tomas, world.mo]
    result = chosen(session, world, asked, *people)
    assert len(result.asked) == MOST_AT_ONCE and "Only the first 3" in result.refused[0]
