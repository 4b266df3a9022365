"""Pages of who can answer and of one's own topics, and what saying something of a topic does everywhere."""

import pytest
from sqlalchemy.orm import Session

from models.core.db import commit
from models.core.outbox import Worker
from models.expertise.alike import take_part
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.forums.topic import answer, ask
from models.people.skill import claim_skill
from models.people.statement import NO_MATCH, state
from models.search.indexing import Indexer
from tests.counting import statements
from tests.world import CANARY, World

MINE = "/people/me/topics"
QUESTION = "/experts?q=Who+checks+statements+in+May"
DOORS = ("/people/ben.okafor", "/search?q=parsley&kind=person", "/people?q=parsley", QUESTION)


@pytest.fixture
def parsley(session: Session, world: World, app) -> None:
    """Ben answered twice about parsley."""
    for number in (1, 2):
        asked = ask(session, world.tomas, f"Parsley {number}?", "How does it grow?", space=world.desk, tags=["parsley"])
        answer(asked, world.ben, f"Slowly, {number} weeks in May.")
    commit(session)
    index(app)


def index(app) -> None:
    parts = app.extensions["witan"]
    Worker(parts.database, {"index": Indexer(parts.database, parts.engine).handle}).drain()


def test_people_who_can_answer_stand_with_why(browser):
    page = browser("mei.wong").get(QUESTION).text
    assert 'href="/people/ben.okafor"' in page and "Why Ben Okafor?" in page
    assert "Who checks statements?" in page and "After 365 days a piece of evidence counts half." in page


def test_one_sees_oneself_what_one_is_found_for_and_nobody_else_does(browser, session, world):
    says = "You are found for this, too"
    ben = browser("ben.okafor")
    page = ben.get(QUESTION).text
    assert says in page and "Who checks statements?" in page.split(says)[1]
    assert says not in browser("mei.wong").get(QUESTION).text
    state(session, world.ben, NO_MATCH, "statements", None)
    commit(session)
    assert says not in ben.get(QUESTION).text


def test_departments_who_can_answer(browser):
    assert "Ministry of Transport</a></h2>" in browser("mei.wong").get(f"{QUESTION}&by=departments").text


def test_what_one_may_not_read_names_nobody(browser):
    page = browser("tomas.reyes").get(f"/experts?q=Because+{CANARY}+plan").text
    assert "Gwen" not in page and "Nobody found" in page


def test_nobody_else_sees_a_topic_before_it_is_accepted(browser, parsley):
    assert "#parsley" in browser("ben.okafor").get(MINE).text
    for door in DOORS[:3]:
        assert "#parsley" not in browser("mei.wong").get(door).text
    assert browser("mei.wong").get("/people/ben.okafor/topics/parsley").status_code == 404


def test_an_accepted_topic_is_shown_with_why_and_finds_the_person(browser, app, parsley):
    ben = browser("ben.okafor")
    assert ben.post(f"{MINE}/parsley", {"word": ACCEPTED_WORD}).status_code == 303
    index(app)
    mei = browser("mei.wong")
    assert "/people/ben.okafor/topics/parsley" in mei.get("/people/ben.okafor").text
    assert "Parsley 1?" in mei.get("/people/ben.okafor/topics/parsley").text
    assert 'href="/people/ben.okafor"' in mei.get("/search?q=parsley&kind=person").text


@pytest.mark.parametrize("word", [HIDDEN_WORD, CONTESTED_WORD])
def test_hiding_or_contesting_holds_at_every_door_at_once(browser, app, parsley, word):
    ben, mei = browser("ben.okafor"), browser("mei.wong")
    ben.post(f"{MINE}/parsley", {"word": ACCEPTED_WORD})
    index(app)
    ben.post(f"{MINE}/parsley", {"word": word})
    index(app)
    assert "parsley" not in mei.get("/people/ben.okafor").text.partition('id="topics"')[2][:300]
    assert 'href="/people/ben.okafor"' not in mei.get("/search?q=parsley&kind=person").text
    assert 'href="/people/ben.okafor"' not in mei.get("/experts?q=How+does+parsley+grow").text
    assert mei.get("/people/ben.okafor/topics/parsley").status_code == 404


def test_a_contested_topic_comes_back_only_when_there_is_more_and_then_asks(browser, session, world, app, parsley):
    ben = browser("ben.okafor")
    ben.post(f"{MINE}/parsley", {"word": CONTESTED_WORD})
    assert "You said that this is not you" not in ben.get(MINE).text
    asked = ask(session, world.tomas, "Parsley again?", "Where?", space=world.desk, tags=["parsley"])
    answer(asked, world.ben, "In pots.")
    commit(session)
    assert "You said that this is not you" in ben.get(MINE).text
    assert browser("mei.wong").get("/people/ben.okafor/topics/parsley").status_code == 404
    ben.post(f"{MINE}/parsley", {"word": CONTESTED_WORD})
    assert "You said that this is not you" not in ben.get(MINE).text


def test_what_was_said_can_be_taken_back(browser, parsley):
    ben = browser("ben.okafor")
    ben.post(f"{MINE}/parsley", {"word": HIDDEN_WORD})
    ben.post(f"{MINE}/parsley", {"word": "forget"})
    assert "Nobody else sees these before you accept them" in ben.get(MINE).text
    assert browser("mei.wong").get("/people/ben.okafor/topics/parsley").status_code == 404


@pytest.mark.parametrize(("name", "word", "status"), [("parsley", "loved", 400), ("made-up", ACCEPTED_WORD, 404)])
def test_nothing_else_can_be_said_and_of_no_other_topic(browser, parsley, name, word, status):
    assert browser("ben.okafor").post(f"{MINE}/{name}", {"word": word}).status_code == status


def test_a_topic_of_closed_spaces_is_not_inferred(browser):
    assert CANARY not in browser("mei.wong").get(MINE).text


def test_guests_have_no_topics_and_see_none(browser, parsley):
    assert browser("gwen.guest").get(MINE).status_code == 403


def test_who_does_not_want_to_be_matched_is_not_named(browser, session, world):
    state(session, world.ben, NO_MATCH, "statements", None)
    commit(session)
    assert 'href="/people/ben.okafor"' not in browser("mei.wong").get(QUESTION).text


def test_the_pages_cost_few_statements(browser, database, parsley):
    ben = browser("ben.okafor")
    for address, most in ((QUESTION, 13), (MINE, 13), ("/people/mei.wong", 8)):
        ben.get(address)
        with statements(database) as seen:
            ben.get(address)
        assert len(seen) <= most, (address, seen)


ALIKE = "/people/me/alike"


def test_people_like_me_stand_with_what_is_shared_and_how_to_stop_it(browser, session, world, database):
    for person in (world.tomas, world.ben):
        say(session, person, "web", ACCEPTED_WORD, {})
        claim_skill(session, person, "Forms")
        take_part(session, person, person is world.ben)
    commit(session)
    tomas = browser("tomas.reyes")
    assert "This is off until you switch it on" in tomas.get(ALIKE).text
    tomas.post(ALIKE, {"on": "1"})
    tomas.get(ALIKE)
    with statements(database) as seen:
        page = tomas.get(ALIKE).text
    assert len(seen) <= 12
    assert (
        'href="/people/ben.okafor"' in page and "#web" in page and "Forms" in page and "Who checks statements?" in page
    )
    assert tomas.post(ALIKE, {"on": "0"}).location == ALIKE
    assert "This is off until you switch it on" in tomas.get(ALIKE).text
    assert "Nobody yet" in browser("ben.okafor").get(ALIKE).text
    assert tomas.post(ALIKE, {"on": "1"}).status_code == 303
    assert 'href="/people/tomas.reyes"' in browser("ben.okafor").get(ALIKE).text


def test_the_account_leads_to_all_that_one_said_and_that_is_concluded(browser):
    page = browser("ben.okafor").get("/account").text
    own = ("/people/me/skills", "/people/me/statements", "/people/me/absence", "/experts", "/opportunities/wishes")
    for address in own:
        assert f'href="{address}"' in page
    assert "/opportunities/wishes" not in browser("gwen.guest").get("/account").text


def test_somebody_who_is_not_relevant_is_put_aside_and_brought_back(browser, session, world):
    for person in (world.tomas, world.ben):
        claim_skill(session, person, "Forms")
        take_part(session, person, True)
    commit(session)
    tomas = browser("tomas.reyes")
    assert tomas.post(ALIKE, {"aside": "ben.okafor"}).status_code == 303
    page = tomas.get(ALIKE).text
    assert f"{ALIKE}?again=ben.okafor" in page and "Nobody yet" in page and "Put aside" in page
    assert "Ben Okafor" in tomas.get("/automatic/mine").text and "/automatic/mine" in tomas.get("/account").text
    assert 'href="/people/tomas.reyes"' in browser("ben.okafor").get(ALIKE).text
    assert "Tomas Reyes" not in browser("ben.okafor").get("/automatic/mine").text
    tomas.post(f"{ALIKE}?again=ben.okafor", {})
    assert "Forms" in tomas.get(ALIKE).text and "Ben Okafor" not in tomas.get("/automatic/mine").text
    for name in ("gwen.guest", "made.up", "x" * 300, "\0"):
        assert tomas.post(ALIKE, {"aside": name}).status_code == 404


@pytest.mark.parametrize("name", ["related-elsewhere", "similar-questions", "spaces-to-join"])
def test_a_suggestion_is_switched_off_for_oneself_and_on_again(browser, name):
    tomas = browser("tomas.reyes")
    assert tomas.post("/automatic", {"name": name, "on": "0"}).status_code == 303
    assert "You switched this off." in tomas.get("/automatic").text
    assert f"/automatic#{name}" in tomas.get("/automatic/mine").text
    assert "You switched this off." not in browser("ben.okafor").get("/automatic").text
    tomas.post("/automatic", {"name": name, "on": "1", "from": "mine"})
    assert f"/automatic#{name}" not in tomas.get("/automatic/mine").text


def test_what_cannot_be_switched_off_or_is_made_up_is_not_there(browser):
    for name in ("experts", "made-up", "", "x" * 500, "\0"):
        assert browser("tomas.reyes").post("/automatic", {"name": name, "on": "0"}).status_code == 404


def test_one_finds_ones_topics_from_the_account(browser):
    assert f'href="{MINE}"' in browser("ben.okafor").get("/account").text
    assert f'href="{MINE}"' not in browser("gwen.guest").get("/account").text


@pytest.mark.parametrize("word", [HIDDEN_WORD, CONTESTED_WORD])
def test_the_directory_knows_at_once_what_somebody_hid_or_contested(browser, app, parsley, word):
    ben, mei = browser("ben.okafor"), browser("mei.wong")
    assert "Found by what they did" in mei.get("/people?q=parsley").text
    ben.post(f"{MINE}/parsley", {"word": word})
    # The index has not heard of it: what somebody refuses is asked from the database.
    assert 'href="/people/ben.okafor"' not in mei.get("/people?q=parsley").text
    ben.post(f"{MINE}/parsley", {"word": "forget"})
    assert 'href="/people/ben.okafor"' in mei.get("/people?q=parsley").text
