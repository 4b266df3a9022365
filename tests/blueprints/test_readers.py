"""Choosing who reads a page and all below it: the form, its undo, and what those see who may not read it any more."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.wiki.page import Page, write_page
from tests.browser import Browser
from tests.world import World

Open = Callable[..., Browser]


@pytest.fixture
def below(session: Session, world: World) -> Page:
    page = write_page(session, world.aisha, world.desk, "Rates of pay", "x", parent=world.publishing)
    session.commit()
    return page


def test_a_branch_is_read_by_members_alone_and_can_be_opened_again(browser: Open, world: World, below: Page) -> None:
    aisha, mei = browser("aisha.khan"), browser("mei.wong")
    assert mei.get("/s/desk/wiki/rates-of-pay").status_code == 200
    said = aisha.post(f"/pages/{world.publishing.id}/readers", {"readers": f"space:{world.desk.id}"})
    assert said.status_code == 303
    after = aisha.get("/s/desk/wiki/publishing")
    assert "Who can read these 2 pages" in after.text
    assert "Members of Digital service desk can read this" in after.text
    assert mei.get("/s/desk/wiki/rates-of-pay").status_code == mei.get("/s/desk/wiki/publishing").status_code == 404
    assert "Rates of pay" not in mei.get("/s/desk/wiki/").text
    aisha.post(f"/pages/{world.publishing.id}/readers?readers=")
    assert mei.get("/s/desk/wiki/rates-of-pay").status_code == 200


def test_the_form_says_what_holds_now_and_above(browser: Open, world: World, below: Page) -> None:
    form = browser("aisha.khan").get(f"/pages/{below.id}/readers").text
    assert "As the page above it, “Publishing”: Everyone" in form
    assert "Members of Digital service desk" in form
    assert "Curators of Digital service desk" in form


def test_what_cannot_be_chosen_is_refused_in_the_form(browser: Open, world: World, below: Page) -> None:
    answer = browser("aisha.khan").post(f"/pages/{below.id}/readers", {"readers": "person:1"})
    assert answer.status_code == 422
    assert "Choose who can read this page" in answer.text


def test_a_new_page_says_that_fewer_people_read_it(browser: Open, world: World, below: Page) -> None:
    aisha = browser("aisha.khan")
    aisha.post(f"/pages/{below.id}/readers", {"readers": f"space:{world.desk.id}"})
    assert "Members of Digital service desk can read this" in aisha.get(f"/s/desk/wiki/new?parent={below.id}").text
    aisha.post("/s/desk/wiki/new", {"title": "Steps", "body": "x", "parent": str(below.id)})
    assert "it can be read by: Members of Digital service desk" in aisha.get("/s/desk/wiki/steps").text
    assert browser("mei.wong").get("/s/desk/wiki/steps").status_code == 404


def test_a_change_that_asks_for_a_page_below_is_read_by_no_more(browser: Open, session, world: World, below) -> None:
    aisha = browser("aisha.khan")
    aisha.post(f"/pages/{below.id}/readers", {"readers": f"curators:{world.desk.id}"})
    aisha.post(f"/pages/{below.id}/approval", {"mode": "own", "needed": "1", "who": "role:curator"})
    aisha.post("/s/desk/wiki/new", {"title": "Secret steps", "body": "x", "parent": str(below.id)})
    seen = browser("ben.okafor").get("/s/desk/change-requests")
    assert "Secret steps" not in seen.text


def test_moving_below_fewer_readers_says_so(browser: Open, session: Session, world: World, below: Page) -> None:
    aisha = browser("aisha.khan")
    aisha.post(f"/pages/{world.publishing.id}/readers", {"readers": f"space:{world.desk.id}"})
    aisha.post(f"/pages/{below.id}/move", {"parent": "0", "before": "0"})
    kept = aisha.get("/s/desk/wiki/rates-of-pay").text
    assert "Who can read it now: Members of Digital service desk" in kept
