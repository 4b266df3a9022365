"""Whoever asked somebody to answer hears that they said "Not me", and whom they asked in their place; or that they are
gone, and who has the question meanwhile."""

from collections.abc import Callable

import pytest

from models.core import clock
from models.core.outbox import Worker
from models.forums.asked import invite, pass_on, take_back
from models.forums.gone import GoneTeller
from models.forums.topic import Question, ask
from models.forums.unnamed import allow_unnamed, ask_unnamed
from models.notices.making import NoticeMaker
from models.notices.notice import choose_reasons
from models.people.absence import go_away
from models.policy.viewer import viewer_of
from models.spaces.leaving import let_go

SAID = "Ben Okafor thinks that somebody else can answer this better"


@pytest.fixture
def made(session, database) -> Callable[[], None]:
    def make() -> None:
        session.commit()
        Worker(database, {"gone": GoneTeller(database).handle, "notices": NoticeMaker(database).handle}).drain()

    return make


@pytest.fixture
def asked(session, world) -> Question:
    """Tomas asked in the desk, and asked Ben to answer."""
    question = ask(session, world.tomas, "Who orders salt?", "For the depots.", space=world.desk)
    invite(question, world.tomas, world.ben)
    session.commit()
    return question


def test_the_asker_hears_of_it_with_a_way_on(browser, world, asked, made):
    browser("ben.okafor").post(f"/topics/{asked.id}/pass", {"on": "1"})
    made()
    text = browser("tomas.reyes").get("/notices").text
    assert SAID in text and "You can ask somebody else." in text
    assert SAID not in browser("ben.okafor").get("/notices").text


def test_the_asker_hears_whom_they_asked_instead(browser, world, asked, made):
    pass_on(asked, world.ben, world.aisha)
    made()
    assert f"{SAID}, and asked them: Aisha Khan" in browser("tomas.reyes").get("/notices").text
    # Of the two things that concern her she hears the one that asks her.
    aisha = browser("aisha.khan").get("/notices").text
    assert "Ben Okafor asks you to answer" in aisha and SAID not in aisha


def test_further_on_both_the_asker_and_who_handed_it_on_hear_of_it(browser, world, asked, made):
    pass_on(asked, world.ben, world.mei)
    pass_on(asked, world.mei)
    made()
    for who in ("tomas.reyes", "ben.okafor"):
        assert "Mei Wong thinks that somebody else can answer this better" in browser(who).get("/notices").text


def test_what_was_taken_back_at_once_or_asked_of_nobody_is_no_news(browser, world, asked, made):
    pass_on(asked, world.ben)
    take_back(asked, world.ben)
    pass_on(asked, world.mei)
    made()
    assert "can answer this better" not in browser("tomas.reyes").get("/notices").text


def test_who_asked_without_a_name_hears_of_it_and_is_named_to_nobody(browser, session, world, made):
    allow_unnamed(world.desk, world.aisha, world.aisha)
    asked = ask_unnamed(session, world.tomas, "May I refuse?", "It is too much.", space=world.desk)
    session.flush()
    invite(asked, viewer_of(session, world.tomas), world.ben)
    pass_on(asked, world.ben, world.mei)
    made()
    assert SAID in browser("tomas.reyes").get("/notices").text
    for who in ("ben.okafor", "mei.wong", "aisha.khan"):
        assert "Tomas" not in browser(who).get("/notices").text, who


def test_it_can_be_switched_off_as_other_notices_are(browser, session, world, asked, made):
    assert (
        "Somebody who was asked to answer my question says “Not me”"
        in browser("tomas.reyes").get("/notices/choices").text
    )
    choose_reasons(session, world.tomas, [])
    pass_on(asked, world.ben)
    made()
    assert SAID not in browser("tomas.reyes").get("/notices").text


def test_the_asker_is_told_who_has_the_question_meanwhile_and_that_who_was_asked_has_left(
    browser, session, world, asked, made
):
    today = clock.now().date()
    go_away(session, world.ben, today, today, world.aisha)
    made()
    tomas = browser("tomas.reyes")
    text = tomas.get("/notices").text
    assert "is away, and a colleague has it now: Aisha Khan" in text and "You can ask somebody else." in text
    let_go(session, world.ben)
    made()
    assert "Ben Okafor, who was asked to answer this, has left" in tomas.get("/notices").text
    assert f"/topics/{asked.id}/invite" in tomas.get(f"/topics/{asked.id}").text
