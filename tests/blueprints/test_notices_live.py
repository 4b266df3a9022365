"""The bell hears at once that something is new: ids alone, and only those who got a notice."""

import pytest
from sqlalchemy import delete

from models.core.outbox import OutboxJob, Worker
from models.forums.topic import answer, discuss
from models.notices.making import NoticeMaker
from tests.lines import heard, open_line


@pytest.fixture
def hub(app):
    found = app.extensions["witan"].extras["live"]
    found.start()
    yield found
    found.stop()


@pytest.fixture
def listen(hub, browser):
    lines = []

    def open_(username):
        line = open_line(browser(username).client)
        lines.append(line)
        return line

    yield open_
    for each in lines:
        each.end.close()


@pytest.fixture
def made(session, database, world):
    session.execute(delete(OutboxJob))
    session.commit()

    def make():
        session.commit()
        Worker(database, {"notices": NoticeMaker(database).handle}).drain()

    return make


def of_notices(events):
    return [(event["verb"], event["kind"], event["id"]) for event in events if event["verb"] == "notices"]


def test_whoever_gets_a_notice_hears_of_it_and_nobody_else(hub, listen, session, world, made):
    tomas, ben, mo = listen("tomas.reyes"), listen("ben.okafor"), listen("mo.moder")
    answer(world.question, world.aisha, "In May.")
    made()
    assert of_notices(heard(hub, tomas, world.tomas.id)) == [("notices", "person", world.tomas.id)]
    # Ben answered before, so that he follows the question.
    assert of_notices(heard(hub, ben, world.ben.id)) == [("notices", "person", world.ben.id)]
    assert of_notices(heard(hub, mo, world.mo.id)) == []


def test_whoever_may_not_read_hears_nothing_of_being_named(hub, listen, session, world, made):
    tomas = listen("tomas.reyes")
    discuss(session, world.mei, "Wheel", "For @tomas.reyes", space=world.mill)
    made()
    assert of_notices(heard(hub, tomas, world.tomas.id)) == []
