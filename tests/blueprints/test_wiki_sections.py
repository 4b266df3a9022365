"""Editing one section: the rest of the page stays, and nobody's text is lost when the section changed meanwhile."""

import re

import pytest
from sqlalchemy import select

from models.entries.revision import Revision
from models.wiki.page import Page

BODY = "Intro.\n\n# Fees\n\nTen pounds.\n\n# Dates\n\nIn May.\n"


@pytest.fixture
def page(session, world):
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body=BODY)
    session.commit()
    return world.publishing


def body_of(session):
    session.rollback()
    found = select(Page).where(Page.slug == "publishing").execution_options(populate_existing=True)
    return session.scalars(found).one().body


def taken(browser, page, at="h-fees"):
    """What the form of a section would send, untouched."""
    text = browser.get(f"/pages/{page.id}/section?at={at}").text
    values = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1] for name in ("based_on", "at", "mark")}
    return values | {"body": re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", text, re.S)[1]}


def test_the_form_holds_the_section_alone(browser, page):
    assert taken(browser("ben.okafor"), page)["body"].replace("\r\n", "\n") == "# Fees\n\nTen pounds."


def test_saving_a_section_leaves_the_others(browser, session, page):
    ben = browser("ben.okafor")
    answer = ben.post(f"/pages/{page.id}/section", taken(ben, page) | {"body": "# Fees\n\nNine pounds."})
    assert (answer.status_code, answer.location) == (303, "/s/desk/wiki/publishing#h-fees")
    assert body_of(session) == BODY.replace("Ten", "Nine")
    last = session.scalars(
        select(Revision).where(Revision.entry_id == page.id).order_by(Revision.number.desc())
    ).first()
    assert last.summary == "Fees"


def test_other_sections_may_change_meanwhile(browser, session, page, world):
    ben = browser("ben.okafor")
    form = taken(ben, page)
    page.revise(by=world.aisha, based_on=2, title="Publishing", body=BODY.replace("In May", "# Before\n\nIn June"))
    session.commit()
    assert ben.post(f"/pages/{page.id}/section", form | {"body": "# Fees\n\nNine."}).status_code == 303
    assert body_of(session) == BODY.replace("In May", "# Before\n\nIn June").replace("Ten pounds", "Nine")


@pytest.mark.parametrize("theirs", [BODY.replace("Ten", "Eleven"), "Intro.\n\n# Dates\n\nIn May.\n"])
def test_when_the_section_changed_both_texts_are_shown(browser, session, page, world, theirs):
    ben = browser("ben.okafor")
    form = taken(ben, page)
    page.revise(by=world.aisha, based_on=2, title="Publishing", body=theirs)
    session.commit()
    answer = ben.post(f"/pages/{page.id}/section", form | {"body": "# Fees\n\nNine pounds."})
    assert answer.status_code == 409
    assert "saved this while you were writing" in answer.text
    assert "Nine pounds." in answer.text and "Intro." in answer.text
    assert body_of(session) == theirs


@pytest.mark.parametrize("based_on", ["", "0", "999", "x"])
def test_a_form_without_its_beginning_loses_nothing(browser, session, page, based_on):
    ben = browser("ben.okafor")
    form = {"at": "h-gone", "mark": "x", "based_on": based_on, "body": "My precious words"}
    answer = ben.post(f"/pages/{page.id}/section", form)
    assert answer.status_code == 409
    assert "My precious words" in answer.text
    assert body_of(session) == BODY


def test_a_heading_that_has_no_section_leads_to_the_whole_page(browser, page):
    assert browser("ben.okafor").get(f"/pages/{page.id}/section?at=h-none").location == f"/pages/{page.id}/edit"


def test_headings_lead_to_their_sections_for_those_who_may_edit(browser, page):
    link = f'href="/pages/{page.id}/section?at=h-fees"'
    assert link in browser("ben.okafor").get("/s/desk/wiki/publishing").text
    assert link not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert browser("tomas.reyes").get(f"/pages/{page.id}/section?at=h-fees").status_code == 403


def test_an_empty_section_takes_it_out_and_an_empty_page_is_refused(browser, session, page):
    ben = browser("ben.okafor")
    assert ben.post(f"/pages/{page.id}/section", taken(ben, page) | {"body": ""}).status_code == 303
    assert "Fees" not in body_of(session)


def test_too_long_a_text_comes_back(browser, page):
    ben = browser("ben.okafor")
    answer = ben.post(f"/pages/{page.id}/section", taken(ben, page) | {"body": "# Fees\n" + "x" * 300_000})
    assert answer.status_code == 422
    assert "262,144 characters or fewer" in answer.text
