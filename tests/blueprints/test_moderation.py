"""The queue of reports and its cases: who sees which, and what becomes of them."""

import pytest

from models.entries.entry import Entry
from models.entries.trashing import Trashing
from models.messages.talking import begin, send
from models.moderation.case import Case
from models.moderation.report import Report, hand_over, report, report_profile
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member
from tests.counting import statements
from tests.world import CANARY


@pytest.fixture
def reported(session, world):
    """Tomas finds Ben's answer rude, Ada too; somebody of the hidden space reports what Gwen said there."""
    report(session, world.answer, world.tomas, "rude", "Read the second line")
    report(session, world.answer, world.ada, "wrong")
    add_member(session, world.mill, world.ben, "reader", world.mei)
    report(session, world.secret_answer, world.ben, "other", f"About {CANARY}")
    session.commit()
    return world


def case_of(session, thing):
    """The address of the open case of a thing; the turn to write is given back."""
    found = session.query(Case).filter_by(target_id=thing.id).one()
    session.commit()
    return f"/moderation/cases/{found.id}"


@pytest.fixture
def case(session, reported):
    return case_of(session, reported.answer)


@pytest.fixture
def secret_case(session, reported):
    return case_of(session, reported.secret_answer)


SEES = {"aisha.khan": True, "mo.moder": True, "ben.okafor": False, "ada.admin": False, "tomas.reyes": False}


@pytest.mark.parametrize("who, sees", SEES.items())
def test_curators_and_moderators_see_what_they_decide(browser, reported, case, who, sees):
    reader = browser(who)
    page = reader.get("/moderation").text
    assert ("Who checks statements?" in page) is sees and ("Nothing to decide" in page) is not sees
    assert CANARY not in page
    assert reader.get(case).status_code == (200 if sees else 404)


def test_a_case_shows_who_reported_it_why_and_what_stood_before_it(browser, reported, case):
    page = browser("aisha.khan").get(case).text
    assert "Read the second line" in page and "Tomas Reyes" in page and "Ada Admin" in page
    assert "every May" in page and "What stood before it" in page and "2 reports" in page


def test_what_is_reported_in_a_hidden_space_is_seen_by_its_own_people_alone(browser, reported, secret_case):
    assert f"About {CANARY}" in browser("mei.wong").get(secret_case).text
    for who in ("mo.moder", "aisha.khan", "ada.admin", "gwen.guest"):
        reader = browser(who)
        assert reader.get(secret_case).status_code == 404
        assert reader.post(secret_case, {"verb": "keep", "reason": "Fine"}).status_code == 404
        assert reader.post(f"{secret_case}/claim", {"on": "1"}).status_code == 404


def test_whoever_wrote_it_never_learns_who_reported_it(browser, session, world):
    report(session, world.publishing, world.tomas, "wrong", "Says Tomas")
    case = case_of(session, world.publishing)
    aisha = browser("aisha.khan")
    assert "Nothing to decide" in aisha.get("/moderation").text and aisha.get(case).status_code == 404
    browser("mo.moder").post(case, {"verb": "remove", "reason": "Not ours"})
    for address in (case, "/decisions/1", "/reports", "/moderation/log", "/notices"):
        page = aisha.get(address).text
        assert "Says Tomas" not in page and "Tomas Reyes" not in page


def test_what_stays_is_closed_for_all_who_reported(browser, session, reported, case):
    aisha = browser("aisha.khan")
    assert aisha.post(case, {"verb": "keep", "reason": "It is a fact"}).status_code == 303
    assert "Nothing to decide" in aisha.get("/moderation").text
    session.expire_all()
    assert {row.outcome for row in session.query(Report).filter_by(entry_id=reported.answer.id)} == {"keep"}
    session.commit()
    assert "Decided: Nothing wrong" in browser("tomas.reyes").get("/reports").text


def test_removing_needs_a_reason_that_is_kept_for_the_author(browser, session, reported, case):
    mo = browser("mo.moder")
    page = mo.post(case, {"verb": "remove", "reason": " "})
    assert page.status_code == 422 and "Say why" in page.text
    page = mo.post(case, {"verb": "burn", "reason": "Typed with care"})
    assert page.status_code == 422 and "Choose what you decided" in page.text and "Typed with care" in page.text
    assert mo.post(case, {"verb": "remove", "reason": "Hurts"}).status_code == 303
    session.expire_all()
    assert session.get(Entry, reported.answer.id).state == "trashed"
    assert session.get(Trashing, reported.answer.id).reason == "Hurts"


def test_a_case_is_decided_once_and_the_second_is_told(browser, reported, case):
    aisha, mo = browser("aisha.khan"), browser("mo.moder")
    aisha.post(case, {"verb": "keep", "reason": "Fine"})
    answer = mo.post(case, {"verb": "remove", "reason": "late"})
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/decisions/")
    assert "already decided" in mo.get(answer.headers["Location"]).text


def test_others_see_who_is_looking_at_it(browser, reported, case):
    aisha, mo = browser("aisha.khan"), browser("mo.moder")
    assert aisha.post(f"{case}/claim", {"on": "1"}).status_code == 303
    assert "Aisha Khan is looking at this" in mo.get("/moderation").text
    assert "Nothing to decide" in mo.get("/moderation?view=free").text
    mo.post(case, {"verb": "remove", "reason": "Too fast"})
    assert "Take it over" in mo.get(case).text
    mo.post(f"{case}/claim", {"on": "1", "over": "1"})
    assert "You are looking at this" in mo.get(case).text
    mo.post(f"{case}/claim", {"on": "0"})
    assert "looking at this" not in aisha.get("/moderation").text


def test_a_message_shows_moderators_what_was_handed_over_alone(browser, session, world):
    aisha = viewer_of(session, world.aisha)
    two = begin(session, aisha, [world.ben])
    send(two, aisha, "Nobody else reads this")
    said = send(two, aisha, "Rude words")
    hand_over(session, said, viewer_of(session, world.ben), "rude")
    case, mo = case_of(session, said), browser("mo.moder")
    page = mo.get(case).text
    assert "Rude words" in page and "Nobody else reads this" not in page
    mo.post(case, {"verb": "remove", "reason": "It threatens"})
    assert "Rude words" not in browser("ben.okafor").get(f"/messages/{two.id}").text
    told = browser("aisha.khan").get("/decisions/1").text
    assert "Rude words" in told and "It threatens" in told and "Mo Moder" not in told


def test_a_profile_is_reported_from_its_page(browser, session, world):
    tomas = browser("tomas.reyes")
    assert "/people/ben.okafor/report" in tomas.get("/people/ben.okafor").text
    assert tomas.post("/people/ben.okafor/report", {"text": "Look"}).status_code == 422
    assert tomas.post("/people/ben.okafor/report", {"reason": "rude", "text": "Look"}).status_code == 303
    assert "Ben Okafor" in browser("mo.moder").get("/moderation?kind=person").text
    assert browser("ben.okafor").post("/people/ben.okafor/report", {"reason": "rude"}).status_code == 303
    assert session.query(Report).count() == 1


def test_the_pages_of_moderators_cost_few_statements(browser, database, session, reported, case):
    report_profile(session, reported.ben, reported.tomas, "rude")
    session.commit()
    mo = browser("mo.moder")
    for address, most in (("/moderation", 4), (case, 14), ("/moderation/log", 4), ("/moderation/appeals", 4)):
        with statements(database) as seen:
            mo.get(address)
        assert len(seen) <= most, (address, seen)


def test_the_menu_leads_there(browser):
    assert "/moderation" in browser("aisha.khan").get("/menu").text
    assert "/moderation" not in browser("ben.okafor").get("/menu").text
    assert 'href="/admin"' in browser("ada.admin").get("/menu").text


def test_home_says_what_waits(browser, reported):
    assert "1 report to decide" in browser("aisha.khan").get("/").text
    assert "to decide" not in browser("ben.okafor").get("/").text
