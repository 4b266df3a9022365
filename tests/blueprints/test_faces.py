"""Photos in lists: the small one beside the name at every door that lists people, for those alone whom it is for."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.core.db import commit
from models.core.outbox import Worker
from models.expertise.alike import take_part
from models.expertise.claim import ACCEPTED_WORD, say
from models.forums.topic import answer, ask
from models.opportunities.opportunity import Facts, publish, today
from models.opportunities.wishes import wish
from models.people.faces import faces
from models.people.photo import Cropped, remove_photo, set_photo
from models.people.profile import choose_audiences
from models.people.section import Looker
from models.people.skill import claim_skill
from tests.counting import statements
from tests.world import World

ASKED = "How+does+parsley+grow"
# Addresses that list Ben for Tomas, of another department.
LISTS = (
    "/people",
    "/people?view=cards",
    f"/people?q={ASKED}",
    f"/experts?q={ASKED}",
    f"/experts/few?q={ASKED}",
    f"/ask?title={ASKED}",
    "/people/me/alike",
    "/tags/parsley",
    "/search?q=parsley&kind=person",
    "/departments/{department}",
    "/opportunities/{opportunity}",
)


@pytest.fixture
def faced(session: Session, world: World, app: Flask) -> list[str]:
    """Ben, who knows parsley, with a photo; the addresses of LISTS."""
    for number in (1, 2):
        asked = ask(session, world.tomas, f"Parsley {number}?", "How does it grow?", space=world.desk, tags=["parsley"])
        answer(asked, world.ben, f"Slowly, {number} weeks in May.")
    for person in (world.ben, world.tomas):
        say(session, person, "parsley", ACCEPTED_WORD, {})
        take_part(session, person, True)
    claim_skill(session, world.ben, "Facilitation")
    wish(session, world.ben, [], ["help"])
    facts = Facts(sort="help", offers_until=today() + timedelta(days=9), place="Leeds", skills=("Facilitation",))
    made = publish(session, world.tomas, "Test our form", "An afternoon", facts)
    set_photo(session, world.ben, Cropped(b"the large one", b"the small one"))
    commit(session)
    parts = app.extensions["witan"]
    Worker(parts.database, {"index": parts.indexer.handle}).drain()
    return [each.format(department=world.ben.department_id, opportunity=made.id) for each in LISTS]


def photos(page: str) -> list[str]:
    return re.findall(r'<img class="av" src="(/people/ben\.okafor/photo/[^"]*)" alt="" width="32" height="32"', page)


def test_lists_show_the_small_photo_late_and_in_its_place(browser, faced):
    tomas = browser("tomas.reyes")
    for address in faced:
        page = tomas.get(address).text
        assert photos(page), address
        assert all('loading="lazy"' in each for each in re.findall(r'<img class="av" [^>]*>', page)), address
    sent = tomas.get(photos(tomas.get("/people").text)[0])
    assert sent.data == b"the small one"
    assert sent.headers["Cache-Control"] == "private, max-age=3600" and "Cookie" in sent.headers["Vary"]
    assert tomas.get("/people/ben.okafor/photo/small?v=another").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("choice", ["department", "me"])
def test_no_list_shows_a_photo_to_whom_it_is_not_for(browser, session, world, faced, choice):
    choose_audiences(session, world.ben, {"photo": choice})
    commit(session)
    tomas = browser("tomas.reyes")
    for address in faced:
        page = tomas.get(address).text
        assert "Ben Okafor" in page and "/people/ben.okafor/photo" not in page, address
    colleague = photos(browser("mei.wong").get("/people").text)
    assert bool(colleague) == (choice == "department")
    assert photos(browser("ben.okafor").get("/people").text)


def test_a_photo_taken_away_leaves_every_list_at_once(browser, session, world, faced):
    tomas = browser("tomas.reyes")
    old = photos(tomas.get("/people").text)[0]
    remove_photo(session, world.ben)
    commit(session)
    assert not any(photos(tomas.get(address).text) for address in faced)
    assert tomas.get(old).status_code == 404


def test_faces_cost_one_statement_for_a_list_and_follow_the_choice(database, session, world, faced):
    people = [world.ben.id, world.tomas.id, world.mei.id]
    with statements(database) as seen:
        found = faces(session, Looker(), people)
    assert found.keys() == {world.ben.id} and len(seen) == 1
    assert faces(session, Looker(is_guest=True), people) == {}
    choose_audiences(session, world.ben, {"photo": "guests"})
    session.flush()
    assert faces(session, Looker(is_guest=True), people).keys() == {world.ben.id}
    assert faces(session, Looker(), []) == {}
