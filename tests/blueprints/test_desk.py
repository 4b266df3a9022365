"""The curator's desk: what it shows, to whom, what can be done, and how much it costs."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from blueprints.kit import desk_sections
from blueprints.search.missing import missed
from models.core import clock
from models.core.db import Database
from models.search.missed import MissedSearch, missed_in
from models.wiki.page import Page, write_page
from tests.counting import statements
from tests.world import CANARY, World

DESK = "/s/desk/desk"


def parts_of(page: str) -> list[str]:
    return re.findall(r'<details class="card todo-part" id="(\w+)"', page)


def fall_due(session: Session, world: World, days: int) -> None:
    session.get_one(Page, world.publishing.id).review_on = clock.now().date() + timedelta(days=days)
    session.commit()


def test_a_desk_with_nothing_to_do_says_so(browser):
    assert "Nothing to do" in browser("aisha.khan").get(DESK).text


def test_an_overdue_review_is_dealt_with_from_the_desk(browser, session: Session, world: World):
    fall_due(session, world, -2)
    aisha = browser("aisha.khan")
    assert parts_of(aisha.get(DESK).text) == ["overdue"]
    answer = aisha.post(f"/pages/{world.publishing.id}/check", headers={"Referer": f"http://localhost{DESK}"})
    assert answer.location == DESK
    assert "Nothing to do" in aisha.get(DESK).text


def test_a_review_that_comes_is_told_of_fourteen_days_ahead(browser, session: Session, world: World):
    fall_due(session, world, 14)
    assert parts_of(browser("aisha.khan").get(DESK).text) == ["soon"]
    fall_due(session, world, 15)
    assert parts_of(browser("aisha.khan").get(DESK).text) == []


def test_a_curator_takes_a_page_without_an_owner_upon_herself(browser, session: Session, world: World):
    session.get_one(Page, world.publishing.id).owner_person_id = None
    session.commit()
    aisha = browser("aisha.khan")
    assert parts_of(aisha.get(DESK).text) == ["unowned"]
    form = {"owner": f"person:{world.aisha.id}", "next": DESK}
    assert aisha.post(f"/pages/{world.publishing.id}/owner", form).location == DESK
    assert parts_of(aisha.get(DESK).text) == []


def test_the_next_address_of_a_form_leads_nowhere_else(browser, world: World):
    form = {"owner": "role:curator", "next": "https://evil.example/"}
    assert browser("aisha.khan").post(f"/pages/{world.publishing.id}/owner", form).location == "/s/desk/wiki/publishing"


def test_wanted_pages_and_open_questions_stand_on_the_desk(browser, session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Rota", "[[Café & bar]]")
    session.commit()
    browser("tomas.reyes").post("/ask", {"title": "Who grits?", "body": "Text", "space": "desk"})
    page = browser("aisha.khan").get(DESK).text
    assert parts_of(page) == ["questions", "wanted", "orphans"]
    assert "/s/desk/wiki/new?title=Caf%C3%A9%20bar" in page


def test_only_curators_have_the_desk_and_its_tab(browser):
    assert f'href="{DESK}"' in browser("aisha.khan").get("/s/desk").text
    assert f'href="{DESK}"' not in browser("ben.okafor").get("/s/desk").text
    assert browser("ben.okafor").get(DESK).status_code == 403
    assert browser("tomas.reyes").get("/s/mill/desk").status_code == 404


def test_many_rows_are_counted_up_to_twenty_and_folded(browser, session: Session, world: World):
    for number in range(30):
        write_page(session, world.aisha, world.desk, f"Page {number:02}", "Text", quiet=True)
    session.commit()
    page = browser("aisha.khan").get(DESK).text
    assert '<span class="count">20+</span>' in page
    assert "Show 15 more" in page


def test_a_desk_of_many_pages_takes_a_bounded_number_of_statements(
    browser, database: Database, session: Session, world: World
):
    for number in range(200):
        write_page(session, world.aisha, world.desk, f"Page {number:03}", "Text", quiet=True)
    session.commit()
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get(DESK)
    assert len(seen) <= 4 + 2 * len(desk_sections.sections()), "\n\n".join(seen)


def search(browser, app: Flask, text: str, *usernames: str, space: str = "desk") -> None:
    for username in usernames:
        assert browser(username).get(f"/search?q={text}&space={space}").status_code == 200
    with app.app_context():
        missed().store()


def test_what_three_people_searched_in_vain_stands_on_the_desk_without_names(browser, app: Flask, session: Session):
    search(browser, app, "Parental+LEAVE", "tomas.reyes", "mei.wong")
    assert "parental leave" not in browser("aisha.khan").get(DESK).text
    search(browser, app, "parental++leave", "ben.okafor")
    page = browser("aisha.khan").get(DESK).text
    assert "“parental leave”" in page and "3 people found nothing." in page
    kept = session.query(MissedSearch).one()
    session.commit()
    assert not re.search("tomas|mei|ben", kept.people)


def test_one_person_who_searches_often_counts_once(browser, app: Flask, session: Session, world: World):
    search(browser, app, "parental+leave", *["tomas.reyes"] * 4)
    assert missed_in(session, world.desk.id) == []


@pytest.mark.parametrize("text", ["publishing", "07700+900123", "jo@transport.example", "ab"])
def test_what_is_found_or_about_somebody_is_not_counted(browser, app: Flask, session: Session, text: str):
    search(browser, app, text, "tomas.reyes")
    assert session.query(MissedSearch).count() == 0


def test_searches_of_those_who_cannot_read_a_space_do_not_count_there(browser, app: Flask, session: Session):
    for space in ("gate", "mill", "no-such-space"):
        search(browser, app, "parental+leave", "tomas.reyes", space=space)
    assert session.query(MissedSearch).count() == 0


def test_a_search_writes_nothing_in_its_request(browser, database: Database):
    tomas = browser("tomas.reyes")
    tomas.get("/search?q=leave&space=desk")
    with statements(database) as seen:
        tomas.get("/search?q=parental+leave&space=desk")
    assert not [each for each in seen if not each.lstrip().upper().startswith(("SELECT", "WITH"))]


def test_what_was_dealt_with_goes_and_comes_back_if_it_is_missed_again(browser, app: Flask):
    people = ("tomas.reyes", "mei.wong", "ben.okafor")
    search(browser, app, "parental+leave", *people)
    aisha = browser("aisha.khan")
    aisha.post("/s/desk/desk/searches", {"words": "parental leave"})
    assert "parental leave" not in aisha.get(DESK).text
    search(browser, app, "parental+leave", *people)
    assert "parental leave" in aisha.get(DESK).text


def test_another_space_sees_nothing_of_it(browser, app: Flask):
    search(browser, app, "parental+leave", "tomas.reyes", "mei.wong", "ben.okafor")
    assert "parental" not in browser("mei.wong").get("/s/mill/desk").text
    assert CANARY not in browser("aisha.khan").get(DESK).text


def test_broken_links_and_orphans_stand_on_the_desk(browser, session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Alone", "See [[gate:Nothing there]].")
    session.commit()
    page = browser("aisha.khan").get("/s/desk/desk").text
    assert "Broken links" in page and "In “Alone”." in page
    assert "Orphans" in page and "Put it below a page" in page
