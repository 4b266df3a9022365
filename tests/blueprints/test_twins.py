"""Likely twins between spaces: who is shown which, what can be done, and what is remembered."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from models.core import clock
from models.core.outbox import Worker
from models.entries.entry import Entry
from models.forums.topic import ask
from models.notices.making import NoticeMaker
from models.notices.notice import Notice
from models.search.twinning import PAUSE, TwinFinder, promise_round
from models.search.twins import Twin
from models.spaces.joining import add_member, found_space
from models.spaces.space import Space
from models.wiki.page import Page, write_page
from tests.counting import statements
from tests.world import CANARY

SALT = """Gritting lorries spread salt on frozen trunk roads before the morning traffic; depots order it in summer.
Drivers check weather stations, calibrate spreaders, report accidents and record journeys for the highway authority."""


def look(app) -> None:
    """What the worker does in a week, and the notices that follow."""
    parts = app.extensions["witan"]
    Worker(parts.database, {"index": parts.indexer.handle}).drain()
    with parts.database.writing() as session:
        promise_round(session)
    worker = Worker(parts.database, {"twins": TwinFinder(parts.database, parts.engine).handle})
    at = clock.now()
    while worker.run_once():
        at += PAUSE
    Worker(parts.database, {"notices": NoticeMaker(parts.database).handle}).drain()


@pytest.fixture
def winter(app, session, world):
    """Two open twins and a closed one, which Mei alone may read."""
    taxes = found_space(session, world.tomas, "taxes", "Taxes", department_id=world.revenue.id)
    page = write_page(session, world.aisha, world.desk, "Salt for winter roads", SALT)
    other = write_page(session, world.tomas, taxes, "Winter roads: salt", f"{SALT} Buyers pay a duty.")
    secret = write_page(session, world.mei, world.mill, f"Salt for winter roads {CANARY}", SALT)
    write_page(session, world.tomas, taxes, "Expenses", "Keep the receipts of hotels and trains for seven years.")
    session.commit()
    look(app)
    return page, other, secret


def pairs(session) -> set[tuple[str, str]]:
    """Titles of the pairs that nobody settled. The transaction ends, so that others can write."""
    one, other = aliased(Entry), aliased(Entry)
    found = (
        select(one.title, other.title).join(Twin, Twin.one_id == one.id).join(other, other.id == Twin.other_id)
    ).where(Twin.settled_at.is_(None))
    titles = {tuple(row) for row in session.execute(found)}
    session.commit()
    return titles


def body_of(session, entry_id: int) -> str:
    found = session.scalar(select(Entry.body).where(Entry.id == entry_id))
    session.commit()
    return found


def test_a_pair_stands_on_the_desk_and_in_the_list_with_its_reason(browser, winter):
    page, other, _secret = winter
    aisha = browser("aisha.khan")
    desk = aisha.get("/s/desk/desk").text
    assert "Likely twins in other spaces" in desk and f"/e/{page.id}/twin?with={other.id}" in desk
    listed = aisha.get("/twins").text
    assert other.title in listed and "In both: " in listed and "Expenses" not in listed


def test_a_closed_twin_is_shown_to_those_alone_who_may_read_both(browser, session, winter):
    page, _other, secret = winter
    assert any(CANARY in title for pair in pairs(session) for title in pair)
    aisha, tomas, mei = browser("aisha.khan"), browser("tomas.reyes"), browser("mei.wong")
    assert CANARY not in aisha.get("/twins").text + aisha.get("/s/desk/desk").text + tomas.get("/twins").text
    assert secret.title in mei.get("/twins").text
    assert aisha.get(f"/e/{page.id}/twin?with={secret.id}").status_code == 404
    assert mei.get(f"/e/{secret.id}/twin?with={page.id}").status_code == 200


def test_curators_are_told_once_and_only_of_what_they_may_read(session, world, winter):
    told = set(session.scalars(select(Notice.person_id).where(Notice.reason == "twins")))
    assert told == {world.aisha.id, world.tomas.id, world.mei.id}


def test_nobody_is_told_of_a_pair_that_only_others_may_read(app, session, world):
    write_page(session, world.mei, world.mill, "Salt for winter roads", SALT)
    write_page(session, world.aisha, world.desk, "Salt for winter roads", SALT)
    session.commit()
    look(app)
    told = set(session.scalars(select(Notice.person_id).where(Notice.reason == "twins")))
    assert told == {world.mei.id}


def test_a_reason_is_remembered_until_a_text_changes(app, browser, session, world, winter):
    page, other, _secret = winter
    aisha, address = browser("aisha.khan"), f"/e/{page.id}/twin/difference?with={other.id}"
    refused = aisha.post(address, {"because": " "})
    assert refused.status_code == 422 and "Enter why they are different" in refused.text
    assert aisha.post(address, {"because": "Ours is for drivers"}).status_code == 303
    assert other.title not in aisha.get("/twins").text
    assert "Ours is for drivers" in browser("tomas.reyes").get(f"/e/{other.id}/twin?with={page.id}").text
    with clock.at(clock.now() + timedelta(days=8)):
        look(app)
        assert (page.title, other.title) not in pairs(session)
        changed = session.get_one(Page, page.id)
        changed.revise(by=world.aisha, based_on=1, title=page.title, body=f"{SALT} Ploughs follow behind.")
        session.commit()
    with clock.at(clock.now() + timedelta(days=16)):
        look(app)
    assert (page.title, other.title) in pairs(session)


def test_a_reason_can_be_undone(browser, session, winter):
    page, other, _secret = winter
    aisha = browser("aisha.khan")
    aisha.post(f"/e/{page.id}/twin/difference?with={other.id}", {"because": "Ours is for drivers"})
    assert "Put it back on the lists" in aisha.get(f"/e/{page.id}/twin?with={other.id}").text
    assert aisha.post(f"/e/{page.id}/twin/again?with={other.id}").status_code == 303
    assert "Put it back on the lists" not in aisha.get(f"/e/{page.id}/twin?with={other.id}").text
    assert (page.title, other.title) in pairs(session)


def test_linking_writes_see_also_and_takes_the_pair_off_the_lists(browser, session, world, winter):
    page, other, _secret = winter
    aisha = browser("aisha.khan")
    assert aisha.post(f"/e/{page.id}/twin/links?with={other.id}", {}).location == "/twins"
    assert f"See also: [{other.title}](/e/{other.id})" in body_of(session, page.id)
    assert "See also" not in body_of(session, other.id)
    assert other.title not in aisha.get("/twins").text


def test_whoever_may_change_both_links_them_both_ways(browser, session, world, winter):
    page, other, _secret = winter
    add_member(session, session.get_one(Space, other.space_id), world.aisha, "contributor", by=world.tomas)
    session.commit()
    browser("aisha.khan").post(f"/e/{page.id}/twin/links?with={other.id}", {"both": "y"})
    assert f"/e/{page.id})" in body_of(session, other.id)


def test_merging_pages_puts_both_texts_into_the_editor_and_saves_nothing(browser, session, winter):
    page, other, _secret = winter
    aisha = browser("aisha.khan")
    into = aisha.post(f"/e/{page.id}/twin/text?with={other.id}", {"kept": "mine"})
    assert into.location == f"/pages/{page.id}/edit?draft=use"
    editor = aisha.get(into.location).text
    assert "Buyers pay a duty" in editor and editor.count("calibrate spreaders") == 2
    assert "duty" not in body_of(session, page.id)
    again = aisha.post(f"/e/{page.id}/twin/text?with={other.id}", {"kept": "mine"})
    assert again.status_code == 422 and "You have a draft" in again.text
    assert aisha.post(f"/e/{page.id}/twin/text?with={other.id}", {"kept": "theirs"}).status_code == 422


def test_a_closed_text_goes_into_an_open_page_only_after_a_question(browser, session, world, winter):
    page, _other, secret = winter
    add_member(session, world.desk, world.mei, "contributor", by=world.aisha)
    session.commit()
    mei, address = browser("mei.wong"), f"/e/{secret.id}/twin/text?with={page.id}"
    refused = mei.post(address, {"kept": "theirs"})
    assert refused.status_code == 422 and "More people could read this" in refused.text
    assert mei.post(address, {"kept": "theirs", "sure": "y"}).location == f"/pages/{page.id}/edit?draft=use"


def test_a_page_that_was_replaced_or_trashed_is_no_twin_any_more(browser, session, world, winter):
    page, other, _secret = winter
    session.get_one(Page, other.id).set_status("outdated", world.tomas)
    session.commit()
    assert other.title not in browser("aisha.khan").get("/twins").text


def test_questions_have_twins_too_and_pages_are_none_of_theirs(app, browser, session, world):
    taxes = found_space(session, world.tomas, "taxes", "Taxes")
    first = ask(session, world.aisha, "When do depots order winter salt?", SALT, space=world.desk)
    second = ask(session, world.tomas, "When do depots order salt for winter?", SALT, space=taxes)
    write_page(session, world.tomas, taxes, "When depots order winter salt", SALT)
    session.commit()
    look(app)
    assert pairs(session) == {(first.title, second.title)}
    page = browser("aisha.khan").get(f"/e/{first.id}/twin?with={second.id}").text
    assert "Only somebody who curates both spaces can merge topics" in page


def test_only_curators_have_the_list_and_an_empty_one_says_so(browser, world, winter):
    page, other, _secret = winter
    assert browser("ben.okafor").get("/twins").status_code == 403
    assert browser("ben.okafor").get(f"/e/{page.id}/twin?with={other.id}").status_code == 403
    assert browser("aisha.khan").get(f"/e/{world.publishing.id}/twin?with={other.id}").status_code == 404
    assert browser("aisha.khan").get("/twins?after=1-1-1").status_code == 200
    assert "No likely twins" in browser("aisha.khan").get("/twins?after=0-0-0").text


def test_the_list_and_a_pair_cost_few_statements(browser, database, winter):
    page, other, _secret = winter
    aisha = browser("aisha.khan")
    for address, most in (("/twins", 8), (f"/e/{page.id}/twin?with={other.id}", 13)):
        aisha.get(address)
        with statements(database) as seen:
            aisha.get(address)
        assert len(seen) <= most, seen
