"""The words of search as people see them: the dictionary of acronyms, words that mean the same, best results."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.core import outbox
from models.core.db import Database
from models.search.acronyms import add_acronym
from models.search.best_bets import set_best_bet
from models.search.synonyms import keep_synonyms
from models.wiki.page import write_page
from tests.browser import Browser
from tests.counting import statements
from tests.world import World

Open = Callable[..., Browser]


@pytest.fixture
def wru(session: Session, world: World) -> int:
    made = add_acronym(session, world.aisha, "WRU", "Winter Roads Unit", "Keeps roads <b>open</b>")
    session.commit()
    return made.id


def test_a_curator_explains_an_acronym_and_everybody_finds_it(browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    answer = aisha.post("/acronyms", {"short": "WRU", "expansion": "Winter Roads Unit"})
    assert answer.status_code == 303
    html = browser("tomas.reyes").get("/acronyms?q=winter").text
    assert "<h2>WRU</h2>" in html and "Add an acronym" not in html
    html = browser("tomas.reyes").get("/search?q=WRU").text
    assert "<b>WRU</b>: Winter Roads Unit" in html


def test_what_is_wrong_comes_back_with_what_was_typed(browser: Open, wru: int) -> None:
    answer = browser("aisha.khan").post("/acronyms", {"short": "WRU", "expansion": "winter roads unit"})
    assert answer.status_code == 422
    assert "This is in the dictionary already" in answer.text and 'value="winter roads unit"' in answer.text


def test_an_acronym_is_changed_taken_out_and_put_back(browser: Open, session: Session, wru: int) -> None:
    aisha = browser("aisha.khan")
    aisha.post(f"/acronyms/{wru}", {"short": "WRU", "expansion": "Winter Roads Union"})
    assert "Winter Roads Union" in aisha.get("/acronyms").text
    aisha.post(f"/acronyms/{wru}/remove")
    html = aisha.get("/acronyms").text
    assert "Undo" in html and "Winter Roads Union" not in html
    assert aisha.get(f"/acronyms/{wru}").status_code == 404
    aisha.post(f"/acronyms/{wru}/restore")
    assert "Winter Roads Union" in browser("ben.okafor").get("/acronyms").text


def test_pages_ask_what_their_acronyms_stand_for(browser: Open, wru: int) -> None:
    found = browser("tomas.reyes").get("/acronyms/explained?w=WRU,wru,XYZ,%00")
    assert found.json == {"WRU": ["Winter Roads Unit: Keeps roads <b>open</b>"]}
    assert "private" in found.headers["Cache-Control"]
    assert browser("gwen.guest").get("/acronyms/explained?w=WRU").status_code == 403


def test_a_long_dictionary_goes_on_on_further_pages(browser: Open, session: Session, world: World) -> None:
    for number in range(60):
        add_acronym(session, world.aisha, f"A{number:02}", f"Ancient number {number}")
    session.commit()
    html = browser("tomas.reyes").get("/acronyms").text
    assert "A49" in html and "A50" not in html and "after=a49" in html
    assert "A59" in browser("tomas.reyes").get("/acronyms?q=&after=a49&id=50").text
    for odd in ("after=%00&id=x", "after=a&id=-1", "id=99999999999999999999", "q=%ff"):
        assert browser("tomas.reyes").get(f"/acronyms?{odd}").status_code == 200


def test_an_expansion_is_found_by_its_acronym(
    browser: Open, app: Flask, session: Session, world: World, wru: int
) -> None:
    write_page(session, world.aisha, world.desk, "Rota", "Of the winter roads unit")
    session.commit()
    app.extensions["witan"].worker.drain()
    html = browser("tomas.reyes").get("/search?q=WRU").text
    assert "Rota" in html
    assert "Words that mean the same as yours: “winter”, “roads”, “unit”." in html


def test_a_set_of_words_is_kept_changed_and_removed(browser: Open, session: Session, world: World) -> None:
    aisha = browser("aisha.khan")
    assert aisha.post("/synonyms", {"words": "guide"}).status_code == 422
    aisha.post("/synonyms", {"words": "handbook\nguide"})
    assert "handbook = guide" in aisha.get("/synonyms").text
    assert "Publishing" in browser("tomas.reyes").get("/search?q=handbook").text
    assert "Publishing" not in browser("tomas.reyes").get('/search?q="handbook"').text
    aisha.post("/synonyms/1", {"words": "handbook\nmanual"})
    assert "Publishing" not in browser("tomas.reyes").get("/search?q=handbook").text
    aisha.post("/synonyms/1/remove")
    assert "No words are joined yet" in aisha.get("/synonyms").text


def test_a_best_result_stands_first_with_its_answer(browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    address = f"/e/{world.publishing.id}/best-result"
    assert aisha.post(address, {"words": "", "answer": "Ask"}).status_code == 422
    aisha.post(address, {"words": "put it online", "answer": "Ask the <desk>."})
    html = browser("tomas.reyes").get("/search?q=put+online").text
    assert "Best result" in html and "Ask the &lt;desk&gt;." in html
    assert "Best result" not in browser("tomas.reyes").get("/search?q=put+online&kind=page").text
    assert "put it online" in aisha.get("/best-results").text
    assert "put it online" in aisha.get(address).text
    assert f"{address}" in aisha.get("/s/desk/wiki/publishing").text
    assert f"{address}" not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text


def test_a_best_result_is_found_by_those_alone_who_may_read_it(browser: Open, session: Session, world: World) -> None:
    set_best_bet(session, world.secret_page, world.mei, "the plan", "Its short answer")
    session.commit()
    assert "Its short answer" in browser("mei.wong").get("/search?q=plan").text
    assert "Its short answer" not in browser("tomas.reyes").get("/search?q=plan").text
    for address in ("/search?q=plan", "/best-results"):
        assert "Its short answer" not in browser("ada.admin").get(address).text


def test_words_of_search_cost_few_statements(
    browser: Open, database: Database, session: Session, world: World, wru: int
) -> None:
    keep_synonyms(session, world.aisha, "roads\nstreets")
    session.commit()
    tomas = browser("tomas.reyes")
    for address, most in (("/search?q=WRU+roads", 13), ("/acronyms", 7), ("/acronyms/explained?w=WRU", 6)):
        with statements(database) as seen:
            tomas.get(address)
        assert len(seen) <= most, "\n".join(seen)


def test_what_nobody_explained_is_no_page(browser: Open, wru: int) -> None:
    assert browser("aisha.khan").get("/acronyms/999").status_code == 404
    assert browser("aisha.khan").get("/synonyms/999").status_code == 404


def test_administrators_see_how_search_is(browser: Open, world: World) -> None:
    html = browser("ada.admin").get("/admin/search").text
    assert "Search is well." in html
    assert "How far behind" in html
    assert browser("aisha.khan").get("/admin/search").status_code == 403


def test_a_full_disk_is_told_to_administrators_without_what_was_written(
    browser: Open, world: World, session: Session
) -> None:
    outbox.promise(session, "index", "entry:1")
    session.flush()
    session.execute(update(outbox.OutboxJob).values(error="[Errno 28] No space left on device: '/var/harvest'"))
    session.commit()
    html = browser("ada.admin").get("/admin/search").text
    assert "The disk is full, so nothing new can be indexed." in html
    assert '<td data-label="Error">The disk is full</td>' in html
    assert "harvest" not in html and "Search is well." not in html
