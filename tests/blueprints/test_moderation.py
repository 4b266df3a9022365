"""The desk of reports: who sees which, and what becomes of them."""

import pytest

from models.entries.entry import Entry
from models.entries.trashing import Trashing
from models.moderation.report import Report, report
from tests.counting import statements
from tests.world import CANARY


@pytest.fixture
def reported(session, world):
    """Tomas finds Ben's answer rude, Ada too; Gwen reports a page of the hidden space."""
    report(session, world.answer, world.tomas, "rude", "Read the second line")
    report(session, world.answer, world.ada, "wrong")
    report(session, world.secret_page, world.gwen, "other", f"About {CANARY}")
    session.commit()
    return world


SEES = {"aisha.khan": True, "mo.moder": True, "ben.okafor": False, "ada.admin": False}


@pytest.mark.parametrize("who, sees", SEES.items())
def test_curators_and_moderators_see_what_they_decide(browser, reported, who, sees):
    page = browser(who).get("/moderation").text
    assert ("Read the second line" in page) is sees and ("Nothing to decide" in page) is not sees
    assert CANARY not in page


def test_reports_on_a_hidden_space_are_seen_by_its_own_people_alone(browser, reported):
    assert f"About {CANARY}" in browser("mei.wong").get("/moderation").text
    assert browser("mo.moder").post(f"/moderation/{reported.secret_page.id}", {"outcome": "kept"}).status_code == 404


def test_all_reports_of_an_entry_stand_together(browser, reported):
    page = browser("aisha.khan").get("/moderation").text
    assert page.count('class="answer"') == 1 and "Tomas Reyes" in page and "Ada Admin" in page


def test_what_stays_is_closed_for_all_who_reported(browser, session, reported):
    aisha = browser("aisha.khan")
    assert aisha.post(f"/moderation/{reported.answer.id}", {"outcome": "kept"}).status_code == 303
    assert "Nothing to decide" in aisha.get("/moderation").text
    session.expire_all()
    assert {row.outcome for row in session.query(Report).filter_by(entry_id=reported.answer.id)} == {"kept"}


def test_moving_to_the_trash_needs_a_reason_that_is_kept_for_the_author(browser, session, reported):
    mo = browser("mo.moder")
    page = mo.post(f"/moderation/{reported.answer.id}", {"outcome": "trashed", "reason": " "})
    assert page.status_code == 422 and "Say why" in page.text
    assert mo.post(f"/moderation/{reported.answer.id}", {"outcome": "trashed", "reason": "Hurts"}).status_code == 303
    session.expire_all()
    assert session.get(Entry, reported.answer.id).state == "trashed"
    assert session.get(Trashing, reported.answer.id).reason == "Hurts"


def test_who_curates_nothing_there_decides_nothing(browser, reported):
    for who in ("ben.okafor", "ada.admin", "mei.wong"):
        assert browser(who).post(f"/moderation/{reported.answer.id}", {"outcome": "kept"}).status_code == 403


def test_a_report_is_decided_once(browser, reported):
    aisha, mo = browser("aisha.khan"), browser("mo.moder")
    aisha.post(f"/moderation/{reported.answer.id}", {"outcome": "kept"})
    mo.post(f"/moderation/{reported.answer.id}", {"outcome": "trashed", "reason": "late"})
    assert "Somebody else has already decided" in mo.get("/moderation").text


def test_an_unknown_decision_is_refused(browser, reported):
    assert browser("aisha.khan").post(f"/moderation/{reported.answer.id}", {"outcome": "burn"}).status_code == 422


def test_the_desk_costs_few_statements(browser, database, reported):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/moderation")
    assert len(seen) <= 4, seen


def test_the_menu_leads_there(browser):
    assert "/moderation" in browser("aisha.khan").get("/menu").text
    assert "/moderation" not in browser("ben.okafor").get("/menu").text
    assert 'href="/admin"' in browser("ada.admin").get("/menu").text
