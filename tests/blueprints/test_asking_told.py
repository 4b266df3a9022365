"""What somebody who asked without their name hears of their question, and what they do not hear of themselves."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from models.core.outbox import OutboxJob, Worker
from models.forums.answering import accept
from models.forums.topic import Question, answer
from models.forums.unnamed import allow_unnamed, ask_unnamed, reveal
from models.notices.making import NoticeMaker
from models.policy.viewer import viewer_of


@pytest.fixture
def unnamed(session, world) -> Question:
    """Tomas asked in the desk without his name; Aisha is the one who may be told."""
    allow_unnamed(world.desk, world.aisha, world.aisha)
    asked = ask_unnamed(session, world.tomas, "May I refuse?", "It is too much.", space=world.desk)
    session.execute(delete(OutboxJob))
    session.commit()
    return asked


@pytest.fixture
def made(session, database) -> Callable[[], None]:
    def make() -> None:
        session.commit()
        Worker(database, {"notices": NoticeMaker(database).handle}).drain()

    return make


def test_the_asker_hears_at_once_that_their_name_was_told(browser, world, unnamed, made):
    reveal(unnamed, world.aisha, "The text names a case.")
    made()
    text = browser("tomas.reyes").get("/notices").text
    assert "Aisha Khan was told your name, which your question does not show" in text
    assert "You asked this question without showing your name." in text
    assert "was told your name" not in browser("ben.okafor").get("/notices").text


def test_the_asker_hears_of_answers(browser, world, unnamed, made):
    answer(unnamed, world.ben, "You may.")
    made()
    assert "Ben Okafor answered" in browser("tomas.reyes").get("/notices").text


def test_what_the_asker_does_without_their_name_is_no_news_to_them(browser, session, world, unnamed, made):
    said = answer(unnamed, world.ben, "You may.")
    session.flush()
    accept(said, unnamed, viewer_of(session, world.tomas))
    made()
    assert "accepted" not in browser("tomas.reyes").get("/notices").text
    assert "Name not shown accepted your answer" in browser("ben.okafor").get("/notices").text
