"""What one person says of a topic, or of being matched, holds at every door at which others could meet it, at once."""

import ast
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import Database, commit
from models.core.mail import Postman
from models.core.outbox import Worker
from models.entries.entry import Entry
from models.expertise.alike import take_part
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.forums.topic import answer, ask
from models.notices.making import NoticeMaker
from models.opportunities.opportunity import Facts, publish, today
from models.opportunities.wishes import wish
from models.people.profile import choose_audiences, describe
from models.people.skill import claim_skill
from models.people.statement import ASK, NO_MATCH, state
from models.search.indexing import Indexer
from tests.architecture.sources import modules
from tests.browser import Browser
from tests.models.people.material import IN_A_MONTH
from tests.world import World

BEN = 'href="/people/ben.okafor"'
MINE = "/people/me/topics"
QUESTION = "How does parsley grow in May?"
UNANSWERED = "Parsley in a shady garden?"
ASKED = QUESTION.replace(" ", "+")
Door = Callable[[Browser, Flask], bool]


def _page(address: str, sign: str = BEN) -> Door:
    return lambda him, _app: sign in him.get(address).text


def _invite(app: Flask) -> str:
    """The form that asks somebody to answer Tomas's own question, which nobody has answered."""
    with app.extensions["witan"].database.reading() as session:
        number = session.scalars(select(Entry.id).where(Entry.title == UNANSWERED)).one()
    return f"/topics/{number}/invite"


# Where people are found by what they did: true when Ben is.
BY_DEEDS: dict[str, Door] = {
    "people who can answer": _page(f"/experts?q={ASKED}"),
    "departments who can answer": _page(f"/experts?q={ASKED}&by=departments", "Ministry of Transport</a>"),
    "people who can answer, beside results": _page(f"/experts/few?q={ASKED}"),
    "whom to ask, for the script of the form": lambda him, _app: BEN in him.post(
        "/ask/people", {"title": QUESTION, "body": ""}
    ).text,
    "whom to ask, from a question": lambda him, app: "ben.okafor" in him.get(_invite(app)).text,
    "whom to ask, beside the question form": _page(f"/ask?title={ASKED}", 'name="invite" value="ben.okafor"'),
    "the directory, by what people did": _page("/people?q=how+does+parsley+grow"),
    "the command": lambda _him, app: "Ben Okafor" in app.test_cli_runner().invoke(
        args=["experts", QUESTION, "--as", "tomas.reyes"]
    ).output,
    "the command, as a run": lambda _him, app: "ben.okafor" in app.test_cli_runner().invoke(
        args=["experts", QUESTION, "--as", "tomas.reyes", "--json"]
    ).output,
}  # fmt: skip
# Where people are found by the topics that they accepted.
BY_TOPIC: dict[str, Door] = {
    "the profile": _page("/people/ben.okafor", "/people/ben.okafor/topics/parsley"),
    "why": lambda him, _app: him.get("/people/ben.okafor/topics/parsley").status_code == 200,
    "the topic's page": _page("/tags/parsley", "/people/ben.okafor/topics/parsley"),
    "people like me": _page("/people/me/alike"),
    "search for people": _page("/search?q=parsley&kind=person"),
    "the directory": _page("/people?q=parsley", ">Ben Okafor</a></h2>"),
    "the directory in cards": _page("/people?q=parsley&view=cards", ">Ben Okafor</a></h2>"),
}


@pytest.fixture
def parsley(session: Session, world: World, app: Flask) -> World:
    """Ben answered two questions about parsley; Tomas, of another department, accepted the topic."""
    for number in (1, 2):
        asked = ask(session, world.tomas, f"Parsley {number}?", "How does it grow?", space=world.desk, tags=["parsley"])
        answer(asked, world.ben, f"Slowly, {number} weeks in May.")
    ask(session, world.tomas, UNANSWERED, "It does not grow.", space=world.desk)
    say(session, world.tomas, "parsley", ACCEPTED_WORD, {})
    for person in (world.tomas, world.ben):
        take_part(session, person, True)
    commit(session)
    index(app)
    return world


def index(app: Flask) -> None:
    parts = app.extensions["witan"]
    Worker(parts.database, {"index": Indexer(parts.database, parts.engine).handle}).drain()


def open_at(doors: dict[str, Door], him: Browser, app: Flask) -> set[str]:
    return {name for name, door in doors.items() if door(him, app)}


def test_what_others_see_follows_what_the_person_says_at_every_door(browser, app, parsley):
    ben, tomas = browser("ben.okafor"), browser("tomas.reyes")
    assert open_at(BY_DEEDS, tomas, app) == set(BY_DEEDS)
    assert open_at(BY_TOPIC, tomas, app) == set()
    for word in (ACCEPTED_WORD, CONTESTED_WORD, ACCEPTED_WORD, HIDDEN_WORD, "forget"):
        ben.post(f"{MINE}/parsley", {"word": word})
        index(app)
        assert open_at(BY_TOPIC, tomas, app) == (set(BY_TOPIC) if word == ACCEPTED_WORD else set()), word
        away = word in (CONTESTED_WORD, HIDDEN_WORD)
        assert open_at(BY_DEEDS, tomas, app) == (set() if away else set(BY_DEEDS)), word


def test_what_one_does_not_want_to_be_matched_on_names_one_at_no_door(browser, session, app, parsley):
    tomas = browser("tomas.reyes")
    browser("ben.okafor").post(f"{MINE}/parsley", {"word": ACCEPTED_WORD})
    assert open_at({"like me": BY_TOPIC["people like me"]}, tomas, app)
    state(session, parsley.ben, NO_MATCH, "parsley", None)
    commit(session)
    index(app)
    assert open_at(BY_DEEDS, tomas, app) == set()
    assert not open_at({"like me": BY_TOPIC["people like me"]}, tomas, app)
    for address in (
        "/people/ben.okafor",
        "/people?q=parsley",
        "/search?q=parsley&kind=person",
        "/skills/suggest?q=par",
    ):
        page = tomas.get(address).text
        assert "no-match" not in page and "do not want" not in page.lower(), address
    assert "parsley" in browser("ben.okafor").get("/people/me/statements").text


def test_the_person_finds_all_of_it_with_why_and_how_to_change_it(browser, app, parsley):
    ben = browser("ben.okafor")
    mine = ben.get(MINE).text
    assert "#parsley" in mine and "Parsley 1?" in mine and "Parsley 2?" in mine
    words = set(re.findall(r'name="word" value="([a-z]+)"', mine))
    assert {ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD} <= words
    assert MINE in ben.get("/automatic").text and MINE in ben.get("/people/ben.okafor").text


def test_what_is_said_on_the_profile_leaves_every_door_when_it_is_for_fewer(browser, session, app, parsley):
    ben = parsley.ben
    describe(session, ben, about="zqword", languages=["zqword"], experience="zqword")
    state(session, ben, ASK, "zqword", IN_A_MONTH)
    claim_skill(session, ben, "zqword")
    commit(session)
    index(app)
    tomas = browser("tomas.reyes")
    doors = ("/people?q=zqwo", "/people?q=zqwo&view=cards", "/search?q=zqwo*&kind=person", "/people/ben.okafor")
    assert all("zqword" in tomas.get(address).text for address in doors)
    choose_audiences(session, ben, dict.fromkeys(("about", "languages", "experience", "skills", "statements"), "me"))
    commit(session)
    index(app)
    for address in (*doors, "/search/suggest?q=zqwo", "/skills/suggest?q=zqwo", "/people"):
        assert "zqword" not in tomas.get(address).text, address
    assert BEN not in tomas.get("/people?language=zqword").text.partition("<main")[2]


# Everything that sends mail, and why no topic of anybody is in it. What is new has to say so here.
SENDING = {
    "models.core.mail": "sends what others wrote",
    "models.people.credential": "to oneself: passwords and addresses",
    "models.wiki.requests.lists": "to the author of a change, about it",
    "models.wiki.procedures.nightly": "to those who have to confirm a page, by unit and space",
    "models.forums.overdue": "to those who agreed to answer in a space, and to its curators",
}


def test_mail_goes_out_from_few_places_and_none_of_them_looks_at_topics():
    sending = {each.name for each in modules("models") if "promise_mail" in ast.unparse(each.tree)}
    assert sending <= SENDING.keys(), sending - SENDING.keys()
    inferring = ("models.expertise", "models.people.statement")
    for each in modules("models"):
        if each.name in sending:
            assert not [name for name in inferring if f"from {name}" in ast.unparse(each.tree)], each.name


def test_who_contests_a_topic_is_asked_and_told_nothing_by_what_was_under_way(browser, session, app, database, parsley):
    tomas, ben = browser("tomas.reyes"), browser("ben.okafor")
    assert BY_DEEDS["whom to ask, beside the question form"](tomas, app)
    ben.post(f"{MINE}/parsley", {"word": CONTESTED_WORD})
    # Tomas has the form open, with Ben among those whom he can choose.
    asked = {"title": QUESTION, "body": "In pots.", "tags": "parsley", "space": "desk", "invite": "ben.okafor"}
    posted = tomas.post("/ask", asked | {"seen_alike": "1", "alike": "apart", "because": "In pots"})
    assert posted.status_code == 303
    work(app, database)
    assert "asks you to answer" not in ben.get("/notices").text
    assert "is not found for this question any more" in tomas.get(posted.location).text
    assert not list(app.extensions["witan"].settings.mail_folder.glob("*")), "no mail about it"


def test_a_skill_one_does_not_want_to_be_matched_on_names_one_for_no_opportunity(
    browser, session, app, database, parsley
):
    claim_skill(session, parsley.ben, "Facilitation")
    wish(session, parsley.ben, ["help"], ["help"])
    facts = Facts(sort="help", offers_until=today() + timedelta(days=9), place="Leeds", skills=("Facilitation",))
    made = publish(session, parsley.tomas, "Test our form", "An afternoon", facts)
    commit(session)
    tomas, ben = browser("tomas.reyes"), browser("ben.okafor")
    owner, fitting = f"/opportunities/{made.id}", "Shows these skills: Facilitation"
    assert fitting in tomas.get(owner).text and "Facilitation" in ben.get("/opportunities").text
    state(session, parsley.ben, NO_MATCH, "facilitation", None)
    commit(session)
    work(app, database)
    assert fitting not in tomas.get(owner).text and "Ben Okafor" not in tomas.get(owner).text
    assert "You share" not in ben.get("/opportunities").text
    assert "Test our form" not in ben.get("/notices").text


def work(app: Flask, database: Database) -> None:
    """Do all that waits: the index, notices, mail."""
    parts = app.extensions["witan"]
    sending = {"index": parts.indexer.handle, "notices": NoticeMaker(database).handle}
    Worker(database, sending | {"mail": Postman(parts.settings).handle}).drain()
