"""What links the departments, over the browser: related entries beside pages and topics."""

import pytest

from models.core.outbox import Worker
from models.forums.topic import ask
from models.spaces.joining import found_space
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY

SALT = "Gritting lorries spread salt on frozen trunk roads; depots order salt in summer for the roads in winter."


@pytest.fixture
def winter(app, session, world):
    """A page of the desk and what others wrote about the same: an open page, a question, a hidden page."""
    taxes = found_space(session, world.tomas, "taxes", "Taxes", department_id=world.revenue.id)
    page = write_page(session, world.aisha, world.desk, "Salt for winter roads", SALT, tags=["winter"])
    other = write_page(session, world.tomas, taxes, "Ordering salt", f"{SALT} Buyers pay a duty.", tags=["winter"])
    asked = ask(session, world.tomas, "Who orders salt in summer?", SALT, space=taxes)
    secret = write_page(session, world.mei, world.mill, f"Ordering salt in summer {CANARY}", f"{SALT} {CANARY}")
    session.commit()
    Worker(app.extensions["witan"].database, {"index": app.extensions["witan"].indexer.handle}).drain()
    return page, other, asked, secret


def test_what_another_department_wrote_about_the_same_stands_there_with_a_reason(browser, winter):
    page, other, asked, _secret = winter
    text = browser("aisha.khan").get(f"/e/{page.id}/related").text
    assert other.title in text and asked.title in text
    assert "Taxes" in text
    assert "In both: " in text and "salt" in text
    assert "Shared topics: winter" in text


def test_a_topic_has_related_pages_too(browser, winter):
    page, _other, asked, _secret = winter
    assert page.title in browser("tomas.reyes").get(f"/e/{asked.id}/related").text


def test_what_is_closed_is_shown_to_those_who_may_read_it_alone(browser, winter):
    _page, other, _asked, secret = winter
    assert CANARY not in browser("aisha.khan").get(f"/e/{other.id}/related").text
    assert secret.title in browser("mei.wong").get(f"/e/{other.id}/related").text


def test_a_script_gets_the_list_alone(browser, winter):
    page, other, _asked, _secret = winter
    part = browser("aisha.khan").get(f"/e/{page.id}/related", headers={"HX-Request": "true"})
    assert other.title in part.text and "Revenue Agency" in part.text
    assert "<html" not in part.text


def test_pages_and_topics_lead_to_it_and_other_kinds_have_none(browser, world):
    aisha = browser("aisha.khan")
    for address in ("/s/desk/wiki/publishing", f"/topics/{world.question.id}"):
        assert "Related in other departments" in aisha.get(address).text
    assert aisha.get(f"/e/{world.answer.id}/related").status_code == 404
    assert "Nothing comes close enough" in aisha.get(f"/e/{world.publishing.id}/related").text


def test_looking_for_what_is_related_costs_few_statements(browser, database, winter):
    page, *_rest = winter
    aisha = browser("aisha.khan")
    aisha.get(f"/e/{page.id}/related")
    with statements(database) as seen:
        aisha.get(f"/e/{page.id}/related", headers={"HX-Request": "true"})
    assert len(seen) <= 12, seen


def test_what_is_not_relevant_is_put_aside_for_oneself_alone_and_comes_back(browser, winter):
    page, other, asked, _secret = winter
    aisha, here = browser("aisha.khan"), f"/e/{page.id}/related"
    assert "Not relevant" in aisha.get(here).text
    assert aisha.post(here, {"other": str(other.id)}).status_code == 303
    assert other.title not in aisha.get(here).text.partition("<main")[2] and asked.title in aisha.get(here).text
    assert other.title in browser("ben.okafor").get(here).text
    assert other.title in aisha.get("/automatic/mine").text
    aisha.post(f"{here}?other={other.id}&on=0", {})
    assert other.title in aisha.get(here).text and other.title not in aisha.get("/automatic/mine").text


def test_what_one_may_not_read_cannot_be_put_aside(browser, world, winter):
    page, _other, _asked, secret = winter
    aisha = browser("aisha.khan")
    for other in (secret.id, 999_999, "x", ""):
        assert aisha.post(f"/e/{page.id}/related", {"other": other}).status_code == 404


def test_who_switched_it_off_gets_none(browser, winter):
    page, other, _asked, _secret = winter
    aisha = browser("aisha.khan")
    aisha.post("/automatic", {"name": "related-elsewhere", "on": "0"})
    told = aisha.get(f"/e/{page.id}/related").text
    assert other.title not in told and "You switched this off" in told
