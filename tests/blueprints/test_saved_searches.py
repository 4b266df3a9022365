"""Searches that one keeps: saved from the results, arranged, removed with undo, and new results told under rights."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.outbox import OutboxJob
from models.entries.audiences import change_openness
from models.entries.editing import edit
from models.microblog.micropost import post
from models.notices.notice import Notice
from models.search import saved, watching
from models.search.saved import SavedSearch
from models.spaces.joining import take_out
from models.wiki.page import write_page
from tests.browser import Browser
from tests.counting import statements
from tests.world import CANARY, World

Open = Callable[..., Browser]
Pass = Callable[[int], None]


@pytest.fixture
def hours_pass(app: Flask, session: Session) -> Pass:
    """Have the worker do all that is due so many hours from now."""
    parts = app.extensions["witan"]
    # What the world itself would tell is left out.
    session.execute(delete(OutboxJob))
    session.commit()

    def run(hours: int) -> None:
        session.commit()
        with clock.at(clock.now() + timedelta(hours=hours)):
            parts.worker.drain()
        session.expire_all()

    return run


def save(who: Browser, asked: str, name: str = "Mine", tells: bool = True) -> None:
    answer = who.post("/searches", {"asked": asked, "name": name} | ({"tells": "y"} if tells else {}))
    assert answer.status_code == 303, answer.text


def named(session: Session, name: str) -> int:
    found = session.scalars(select(SavedSearch.id).where(SavedSearch.name == name)).one()
    # Whoever reads holds the turn to write.
    session.commit()
    return found


def number(session: Session, *conditions: Any) -> int:
    found = session.scalar(select(func.count()).select_from(SavedSearch).where(*conditions)) or 0
    session.commit()
    return found


def told_items(session: Session) -> dict[int, int]:
    """By person, of how many entries their notices tell."""
    found = session.scalars(select(Notice).where(Notice.reason == "saved-search"))
    items = {row.person_id: len(json.loads(row.items)) for row in found}
    session.commit()
    return items


def lines(who: Browser) -> str:
    return who.get("/notices").text


def test_a_search_is_saved_from_its_results_with_a_name_that_says_it(browser: Open, session: Session) -> None:
    aisha = browser("aisha.khan")
    page = aisha.get("/search?q=winter+guide&kind=page&page=2").text
    assert 'value="winter guide, Page"' in page
    said = re.findall(r'name="asked" value="([^"]*)"', page)
    assert said == ["q=winter+guide&amp;kind=page"]
    answer = aisha.post("/searches", {"asked": "q=winter+guide&kind=page&page=2", "name": "Winter"})
    assert answer.headers["Location"] == "/search?q=winter+guide&kind=page"
    page = aisha.get("/search?q=winter+guide&kind=page").text
    assert "You saved this search as" in page and "Save this search" not in page
    assert 'href="/search?q=winter+guide&amp;kind=page">Winter</a>' in aisha.get("/search").text
    # The same again is the same search.
    save(aisha, "q=winter+guide&kind=page", "Roads in winter")
    assert number(session) == 1
    assert aisha.get("/account").text.count('href="/searches"') == 1


def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(
    browser: Open, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    aisha = browser("aisha.khan")
    for name in ("", "x" * 81):
        answer = aisha.post("/searches", {"asked": "q=winter", "name": name, "tells": "y"})
        assert answer.status_code == 422 and 'value="q=winter"' in answer.text
    for asked in ("", "sort=odd", "date=never", "&&&=" + "&" * 50_000):
        assert aisha.post("/searches", {"asked": asked, "name": "Nothing"}).status_code == 409
    save(aisha, "q=a1", "One")
    monkeypatch.setattr(saved, "MOST", 1)
    assert "Remove one first" in aisha.post("/searches", {"asked": "q=a2", "name": "Two"}).text
    assert number(session) == 1


def test_searches_are_changed_arranged_removed_and_brought_back(browser: Open, session: Session) -> None:
    aisha = browser("aisha.khan")
    for name in ("One", "Two", "Three"):
        save(aisha, f"q={name}", name, tells=False)
    ids = [named(session, name) for name in ("One", "Two", "Three")]

    def order() -> list[str]:
        return re.findall(r'<h2><a href="/search[^>]*>(\w+)</a>', aisha.get("/searches").text)

    aisha.post(f"/searches/{ids[2]}/move", {"to": "up"})
    aisha.post(f"/searches/{ids[0]}/move", {"to": "up"})
    assert order() == ["One", "Three", "Two"]
    aisha.post(f"/searches/{ids[0]}", {"name": "First", "tells": "y"})
    assert order() == ["First", "Three", "Two"] and "You are told of new results" in aisha.get("/searches").text
    assert aisha.post(f"/searches/{ids[0]}", {"name": ""}).status_code == 422
    assert "/restore" in aisha.post(f"/searches/{ids[2]}/remove", follow_redirects=True).text
    assert order() == ["First", "Two"]
    assert aisha.get(f"/searches/{ids[2]}").status_code == aisha.get(f"/searches/{ids[2]}/edit").status_code == 404
    aisha.post(f"/searches/{ids[2]}/restore")
    assert order() == ["First", "Three", "Two"]
    assert aisha.get(f"/searches/{ids[2]}").headers["Location"] == "/search?q=Three&sort=newest"
    mei = browser("mei.wong")
    for part in ("", "/edit"):
        assert mei.get(f"/searches/{ids[0]}{part}").status_code == 404
    for part in ("", "/move", "/remove", "/restore"):
        assert mei.post(f"/searches/{ids[0]}{part}", {"name": "Hers"}).status_code == 404
    assert "First" not in mei.get("/searches").text


def test_new_results_are_told_once_on_the_bell_and_only_what_others_wrote(
    browser: Open, session: Session, world: World, hours_pass: Pass
) -> None:
    tomas = browser("tomas.reyes")
    save(tomas, "q=gritting+salt", "Salt")
    save(tomas, "q=gritting+salt&kind=page", "Quiet", tells=False)
    post(session, world.ben, "Gritting salt is short")
    post(session, world.tomas, "Gritting salt: I know")
    hours_pass(0)
    assert "New results" not in lines(tomas)
    hours_pass(2)
    page = lines(tomas)
    assert page.count("There are new results for a search that you saved") == 1
    number_of = named(session, "Salt")
    assert ">Salt</a>" in page and "You asked to hear of new results" in page and f'"/searches/{number_of}"' in page
    assert "1 unread notice" in page
    assert told_items(session) == {world.tomas.id: 1}
    # Nothing new: nothing is told again, and what was only changed is no news.
    session.commit()
    tomas.post("/notices/read")
    edit(world.publishing, by=world.aisha, based_on=world.publishing.version, body="Now of gritting salt")
    hours_pass(4)
    hours_pass(6)
    assert "No unread notices" in lines(tomas)
    with clock.at(clock.now() + timedelta(hours=6, minutes=30)):
        for words in ("More gritting salt", "Still more gritting salt"):
            post(session, world.ben, words)
    hours_pass(8)
    page = lines(tomas)
    # One line a search, however much is new.
    assert page.count("There are new results for a search") == 1 and "1 unread notice" in page


def test_nobody_is_told_of_what_they_may_not_read_then_or_when_they_look(
    browser: Open, session: Session, world: World, hours_pass: Pass
) -> None:
    who = {name: browser(name) for name in ("tomas.reyes", "gwen.guest", "mei.wong", "aisha.khan")}
    for each in who.values():
        save(each, "q=quarry", "Stones")
    write_page(session, world.aisha, world.mill, "Quarry", f"The quarry {CANARY}")
    write_page(session, world.mei, world.desk, "Quarry of the desk", "The quarry")
    hours_pass(2)
    told = {name: lines(each) for name, each in who.items()}
    assert [name for name in who if "new results" in told[name]] == [
        "tomas.reyes",
        "gwen.guest",
        "mei.wong",
        "aisha.khan",
    ]
    # Gwen, a guest, reads Mill alone; Tomas what is open; Mei both, of which one is hers.
    assert told_items(session) == {world.gwen.id: 1, world.tomas.id: 1, world.mei.id: 1, world.aisha.id: 1}
    take_out(session, world.mill, world.gwen, world.mei)
    change_openness(
        session, world.desk, world.aisha, "hidden", reason="legal", review_on=clock.now().date() + timedelta(days=9)
    )
    session.commit()
    for name in ("tomas.reyes", "gwen.guest"):
        assert "new results" not in lines(who[name]) and "No unread notices" in lines(who[name])
    assert "new results" in lines(who["mei.wong"])


def test_a_removed_search_tells_nothing_and_goes_for_good_at_night(
    browser: Open, session: Session, world: World, app: Flask, hours_pass: Pass
) -> None:
    tomas = browser("tomas.reyes")
    save(tomas, "q=quarry", "Stones")
    kept = named(session, "Stones")
    post(session, world.ben, "A quarry")
    hours_pass(2)
    assert "1 unread notice" in lines(tomas)
    tomas.post(f"/searches/{kept}/remove")
    hours_pass(3)
    assert "No unread notices" in lines(tomas)
    # Nobody wants to hear of anything: no work is promised any more.
    assert list(session.scalars(select(OutboxJob.id).where(OutboxJob.task == saved.TASK))) == []
    with clock.at(clock.now() + timedelta(days=2)):
        saved.forget_removed(session)
    session.commit()
    assert number(session) == 0


def test_the_worker_looks_at_a_few_searches_at_a_time(
    browser: Open, session: Session, world: World, database: Database, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    session.add_all(
        SavedSearch(
            person_id=world.tomas.id, name=f"S{n}", asked="q=quarry", place=n, saved_at=now,
            looked_upto=now - timedelta(hours=2), due_at=now - timedelta(hours=1),
        )
        for n in range(watching.BATCH + 5)
    )  # fmt: skip
    watching.promise_next(session)
    session.commit()
    watcher = watching.SearchWatcher(database, app.extensions["witan"].engine)
    with statements(database) as seen:
        watcher.handle([])
    # Rights are looked up once a person, whatever they keep.
    assert len(seen) <= 20 + 8 * watching.BATCH, len(seen)
    assert number(session, SavedSearch.due_at < now) == 5
    watcher.handle([])
    assert number(session, SavedSearch.due_at < now) == 0
