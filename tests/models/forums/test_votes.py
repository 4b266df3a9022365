"""Votes on answers: one a person, never for oneself, counted once however often and at once they are sent."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core.db import Database, as_words
from models.core.errors import Refused
from models.entries.reacting import reactions
from models.entries.voting import Vote
from models.forums.topic import Answer
from models.forums.votes import vote, withdraw
from tests.naming import load
from tests.world import World


def _counts(session: Session, world: World, person_id: int = 0) -> dict[str, tuple[int, bool]]:
    return reactions(session, as_words([world.answer.id]), person_id).get(world.answer.id, {})


def test_a_vote_counts_once_however_often_it_is_given(session: Session, world: World) -> None:
    vote(world.answer, world.tomas)
    vote(world.answer, world.tomas)
    vote(world.answer, world.mei)
    assert _counts(session, world, world.mei.id) == {"useful": (2, True)}


def test_nobody_votes_for_their_own_answer(session: Session, world: World) -> None:
    with pytest.raises(Refused, match="your own answer"):
        vote(world.answer, world.ben)
    assert _counts(session, world) == {}


def test_a_vote_is_taken_back(session: Session, world: World) -> None:
    vote(world.answer, world.tomas)
    withdraw(world.answer, world.tomas)
    withdraw(world.answer, world.tomas)
    assert _counts(session, world) == {}


def test_a_person_says_one_thing_of_an_answer(session: Session, world: World) -> None:
    vote(world.answer, world.tomas)
    vote(world.answer, world.tomas, "outdated")
    assert _counts(session, world) == {"outdated": (1, False)}
    withdraw(world.answer, world.tomas, "useful")
    assert _counts(session, world) == {"outdated": (1, False)}


def test_there_are_no_other_votes(session: Session, world: World) -> None:
    with pytest.raises(ValueError, match="no vote"):
        vote(world.answer, world.tomas, "bad")


def test_the_author_hears_that_an_answer_is_out_of_date_but_not_from_whom(session: Session, world: World) -> None:
    vote(world.answer, world.tomas, "outdated")
    session.flush()
    act = session.scalars(select(Act).where(Act.verb == "doubted")).one()
    assert (act.actor_id, act.detail) == (None, {"person": world.ben.id})


def test_two_votes_of_one_person_at_the_same_moment_count_once(store: Database) -> None:
    start, failed = threading.Barrier(6), []

    def press() -> None:
        with store.writing_session() as session:
            world = load(session)
            session.rollback()
            start.wait()
            try:
                vote(session.get_one(Answer, world.answer.id), world.tomas)
                session.commit()
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        assert (failed, session.scalar(select(func.count()).select_from(Vote))) == ([], 1)
