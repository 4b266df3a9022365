"""A released version: readers see it at every door while contributors go on writing."""

import pytest
from sqlalchemy.orm import Session, undefer

from models.wiki.page import Page
from tests.world import World


@pytest.fixture
def released(browser, world: World) -> Page:
    """Version 2 is released, version 3 is being worked on."""
    page, aisha = world.publishing, browser("aisha.khan")
    save = f"/pages/{page.id}/edit"
    aisha.post(save, {"title": "Publishing", "body": "Rules of May. See [[Start here]].", "based_on": "1"})
    aisha.post(f"/pages/{page.id}/release", {"number": "2", "label": "2026/27 rules"})
    aisha.post(save, {"title": "Publishing", "body": "Rules in the making. [[Nowhere]]", "based_on": "2"})
    return page


def test_readers_see_the_released_text(browser, released: Page):
    shown = browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert "Rules of May" in shown and "in the making" not in shown
    assert "is released" not in shown


def test_contributors_see_how_far_on_the_working_text_is(browser, released: Page):
    ben = browser("ben.okafor")
    shown = ben.get("/s/desk/wiki/publishing").text
    assert "Version 2 is released. You are looking at the released text." in " ".join(shown.split())
    assert "1 version on" in shown and "Unfreeze" not in shown
    assert "Rules in the making" in ben.get(f"/pages/{released.id}/working").text
    assert "Rules in the making" in ben.get(f"/pages/{released.id}/edit").text


def test_lists_links_and_the_index_hold_the_released_text(browser, session: Session, released: Page):
    session.rollback()
    page = session.get_one(Page, released.id, populate_existing=True, options=[undefer(Page.text)])
    session.commit()
    assert (page.excerpt, page.text, page.version) == ("Rules of May. See Start here.",) * 2 + (3,)
    assert "Nowhere" not in browser("aisha.khan").get("/s/desk/wiki/wanted").text


def test_the_newest_version_is_released_and_the_earlier_release_keeps_its_address(browser, released: Page):
    aisha, reader = browser("aisha.khan"), browser("tomas.reyes")
    aisha.post(f"/pages/{released.id}/release", {"number": "3", "label": ""})
    assert "Rules in the making" in reader.get("/s/desk/wiki/publishing").text
    kept = reader.get(f"/pages/{released.id}/releases/2").text
    assert "Rules of May" in kept and "Publishing: 2026/27 rules" in kept
    assert "2026/27 rules" in reader.get(f"/e/{released.id}/history").text


def test_unfreezing_shows_the_newest_text_and_every_save_from_then_on(browser, released: Page):
    aisha, reader = browser("aisha.khan"), browser("tomas.reyes")
    aisha.post(f"/pages/{released.id}/unfreeze")
    assert "Rules in the making" in reader.get("/s/desk/wiki/publishing").text
    aisha.post(f"/pages/{released.id}/edit", {"title": "Publishing", "body": "Rules of June", "based_on": "3"})
    assert "Rules of June" in reader.get("/s/desk/wiki/publishing").text


def test_only_curators_release(browser, released: Page):
    assert browser("ben.okafor").post(f"/pages/{released.id}/release", {"number": "3"}).status_code == 403
    assert browser("ben.okafor").post(f"/pages/{released.id}/unfreeze").status_code == 403


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 30])
def test_a_version_that_is_not_there_cannot_be_released(browser, released: Page, number: str):
    answer = browser("aisha.khan").post(f"/pages/{released.id}/release", {"number": number, "label": "Kept label"})
    assert answer.status_code == 422
    assert "There is no such version" in answer.text and 'value="Kept label"' in answer.text


def test_the_passages_name_their_writers(browser, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    save = f"/pages/{world.publishing.id}/edit"
    aisha.post(save, {"title": "Publishing", "body": "Hers.\n\nBoth.", "based_on": "1"})
    ben.post(save, {"title": "Publishing", "body": "Hers.\n\nBoth, and his.", "summary": "Why", "based_on": "2"})
    shown = browser("tomas.reyes").get(f"/e/{world.publishing.id}/blame").text
    main = shown.partition("<main")[2]
    assert main.index("Aisha Khan") < main.index("Hers.") < main.index("Ben Okafor") < main.index("Both, and his.")
    assert f"/e/{world.publishing.id}/compare?from=2&amp;to=3" in main


def test_whoever_saves_hears_that_readers_go_on_seeing_the_release(browser, released: Page):
    ben = browser("ben.okafor")
    ben.post(f"/pages/{released.id}/edit", {"title": "Publishing", "body": "Rules of July", "based_on": "3"})
    shown = ben.get("/s/desk/wiki/publishing").text
    assert "Readers go on seeing the released text" in shown
    assert f'href="/pages/{released.id}/working"' in shown
