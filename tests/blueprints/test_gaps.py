"""Gaps: what three different people searched in vain, without names; who takes it on, and what closes it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.search.gaps import counter
from models.core import clock
from models.core.db import Database
from models.forums.topic import ask
from models.search import gap, gap_counting
from models.search.gap import SearchGap
from models.search.gap_counting import LEAST_PEOPLE, GapSearch
from models.wiki.page import write_page
from tests.browser import Browser
from tests.counting import statements
from tests.world import CANARY, World

Open = Callable[..., Browser]
Search = Callable[..., None]
HERE = "http://localhost"
THREE = ("tomas.reyes", "ben.okafor", "mo.moder")
WORDS = "parental leave"


@pytest.fixture
def search(browser: Open, app: Flask) -> Search:
    """Have people search, in a browser that says where it comes from or not, and store what was noted."""

    def run(text: str, *usernames: str, more: str = "", told: bool = True, then: str = "") -> None:
        for username in usernames:
            who, address = browser(username), f"/search?q={text.replace(' ', '+')}{more}"
            assert who.get(address, headers={"Referer": f"{HERE}/"} if told else {}).status_code == 200
            if then:
                assert who.get(then, headers={"Referer": f"{HERE}{address}"}).status_code == 200
        with app.app_context():
            counter().store()

    return run


def kept(session: Session) -> list[Any]:
    found = [row.words for row in session.scalars(select(GapSearch))]
    session.commit()
    return found


def a_gap(session: Session, words: str = WORDS) -> int:
    made = SearchGap(words=words, opened_at=clock.now())
    session.add(made)
    session.flush()
    number = made.id
    session.commit()
    return number


def test_three_people_are_the_least_and_that_is_no_setting() -> None:
    assert LEAST_PEOPLE == 3


def test_what_two_people_searched_in_vain_never_shows_and_of_three_no_names_are_kept(
    browser: Open, session: Session, search: Search
) -> None:
    search("Parental  LEAVE", *THREE[:2])
    search("parental leave", *THREE[:2] * 2)
    assert kept(session) == [WORDS]
    row = session.scalars(select(GapSearch)).one()
    assert not re.search("tomas|ben", row.unfound) and len(row.unfound.split()) == 2
    session.commit()
    mei = browser("mei.wong")
    for view in ("open", "taken", "mine", "closed"):
        assert WORDS not in mei.get(f"/gaps?view={view}").text
    search(WORDS, THREE[2])
    assert f"“{WORDS}”" in mei.get("/gaps").text
    # What told people apart is gone, and nothing is noted of what is a gap already.
    assert kept(session) == []
    search(WORDS, "aisha.khan")
    assert kept(session) == []


@pytest.mark.parametrize(
    ("text", "more"),
    [("07700 900123", ""), ("jo@transport.example", ""), ("ab", ""), ("ben okafor illness", ""), ("zz ben.okafor", ""),
     ("parental -leave", ""), ('"parental leave"', ""), ("title:parental", ""), ("parental OR leave", ""),
     (WORDS, "&space=desk"), (WORDS, "&kind=page"), (WORDS, "&page=2")],
)  # fmt: skip
def test_what_is_about_somebody_or_narrowed_is_not_noted(
    session: Session, search: Search, text: str, more: str
) -> None:
    search(text, "tomas.reyes", more=more)
    assert kept(session) == []


def test_closed_content_explains_a_search_to_nobody_else(
    browser: Open, session: Session, world: World, search: Search
) -> None:
    """Mei finds it in Mill and opens nothing: not noted. To those outside it is what was never written anywhere."""
    word = CANARY.lower()
    search(word, "mei.wong")
    search(f"{word} quarry", "mei.wong", "gwen.guest")
    search("nothing of the kind", "gwen.guest")
    assert kept(session) == []
    for text in (word, "neverwritten"):
        search(text, *THREE[:2])
    assert sorted(kept(session)) == sorted([word, "neverwritten"])


def test_results_that_nobody_opened_count_and_those_that_were_opened_do_not(session: Session, search: Search) -> None:
    def in_vain() -> dict[str, int]:
        found = {row.words: len(gap_counting.in_vain([row])) for row in session.scalars(select(GapSearch))}
        session.commit()
        return {words: number for words, number in found.items() if number}

    # A browser that does not say where it comes from would not say either that something was opened.
    search("publishing", "tomas.reyes", told=False)
    search("publishing guide", "tomas.reyes", then="/s/desk/wiki/publishing")
    search("publishing read", "tomas.reyes", then="/search?q=publishing+guide")
    assert in_vain() == {}
    search("publishing start", "tomas.reyes", then="/")
    assert in_vain() == {"publishing start": 1}
    # Opened later, perhaps in another process.
    search("publishing start", "tomas.reyes", then="/s/desk/wiki/publishing")
    assert in_vain() == {}


def test_a_question_asked_from_there_is_success(browser: Open, app: Flask, session: Session, search: Search) -> None:
    search(WORDS, "tomas.reyes")
    form = {"title": WORDS, "body": "Who knows?", "space": "desk"}
    answer = browser("tomas.reyes").post("/ask", form, headers={"Referer": f"{HERE}/ask?title=parental+leave"})
    assert answer.status_code == 303
    with app.app_context():
        counter().store()
    assert gap_counting.in_vain(session.scalars(select(GapSearch)).all()) == set()


def test_a_search_and_what_follows_write_nothing_in_their_requests(browser: Open, database: Database) -> None:
    tomas = browser("tomas.reyes")
    tomas.get("/search?q=parental")
    for address in ("/search?q=parental+leave", "/s/desk/wiki/publishing"):
        with statements(database) as seen:
            tomas.get(address, headers={"Referer": f"{HERE}/search?q=publishing"})
        assert not [each for each in seen if not each.lstrip().upper().startswith(("SELECT", "WITH"))]


def test_somebody_takes_it_on_leaves_it_and_another_takes_it(browser: Open, session: Session) -> None:
    number = a_gap(session)
    mei, tomas, gwen = browser("mei.wong"), browser("tomas.reyes"), browser("gwen.guest")
    assert "/release" in mei.post(f"/gaps/{number}/take", follow_redirects=True).text
    page = mei.get(f"/gaps/{number}").text
    assert "/s/mill/wiki/new?title=parental%20leave" in page and "/ask?title=parental%20leave" in page
    assert WORDS in mei.get("/gaps?view=mine").text and WORDS not in tomas.get("/gaps?view=mine").text
    assert "Mei Wong" in tomas.get("/gaps?view=taken").text and WORDS not in tomas.get("/gaps").text
    assert "Mei Wong takes this on already" in tomas.post(f"/gaps/{number}/take").text
    for verb in ("release", "close", "reopen"):
        assert tomas.post(f"/gaps/{number}/{verb}", {"answer": "1"}).status_code == 403
    assert gwen.get(f"/gaps/{number}").status_code == 404 and gwen.get("/gaps").status_code == 403
    assert "/take" in mei.post(f"/gaps/{number}/release", follow_redirects=True).text
    assert tomas.post(f"/gaps/{number}/take").status_code == 303


def test_it_closes_when_the_page_or_question_is_there_for_all_staff(
    browser: Open, app: Flask, session: Session, world: World
) -> None:
    number, tomas = a_gap(session), browser("tomas.reyes")
    tomas.post(f"/gaps/{number}/take")

    def later(minutes: int) -> bool:
        session.commit()
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            app.extensions["witan"].worker.drain()
        session.expire_all()
        found = session.get_one(SearchGap, number).closed_at is not None
        session.commit()
        return found

    ask(session, world.ben, "Parental leave?", "By another", space=world.desk)
    ask(session, world.tomas, "Leave", "Without the other word", space=world.desk)
    write_page(session, world.mei, world.mill, "Parental leave", "Closed")
    assert not later(2)
    made = ask(session, world.tomas, "How do parents take their leaves?", "Of parental things", space=world.desk)
    session.flush()
    topic = made.id
    assert later(4)
    page = tomas.get("/gaps?view=closed").text
    assert "How do parents take their leaves?" in page and f"/topics/{topic}" in page
    tomas.post(f"/gaps/{number}/reopen")
    assert not later(6)


def test_who_took_it_on_says_what_answers_it(browser: Open, session: Session, world: World) -> None:
    number, mei = a_gap(session), browser("mei.wong")
    mei.post(f"/gaps/{number}/take")
    secret, topic = world.secret_question.id, world.question.id
    session.commit()
    for wrong in (
        "",
        "nowhere",
        "/s/desk/wiki/nothing",
        f"/topics/{secret}",
        "/e/999999999999999",
        "999999999999999999",
    ):
        answer = mei.post(f"/gaps/{number}/close", {"answer": wrong})
        assert answer.status_code == 422 and "There is a problem" in answer.text
    for address in (f"{HERE}/s/desk/wiki/publishing#top", f"/topics/{topic}", str(topic)):
        assert "/reopen" in mei.post(f"/gaps/{number}/close", {"answer": address}, follow_redirects=True).text
        assert mei.post(f"/gaps/{number}/reopen").status_code == 303


def test_words_that_are_no_gap_are_put_away_and_not_counted_again(
    browser: Open, session: Session, search: Search
) -> None:
    number = a_gap(session)
    assert browser("tomas.reyes").post(f"/gaps/{number}/remove").status_code == 403
    ada = browser("ada.admin")
    assert "/restore" in ada.post(f"/gaps/{number}/remove", follow_redirects=True).text
    assert ada.get(f"/gaps/{number}").status_code == 404 and WORDS not in ada.get("/gaps").text
    search(WORDS, *THREE)
    assert kept(session) == []
    ada.post(f"/gaps/{number}/restore")
    assert WORDS in ada.get("/gaps").text


def test_what_was_closed_is_counted_anew(browser: Open, session: Session, search: Search) -> None:
    number = a_gap(session)
    found = session.get_one(SearchGap, number)
    found.closed_at = clock.now()
    session.commit()
    search(WORDS, *THREE)
    assert WORDS in browser("mei.wong").get("/gaps").text


def test_who_does_not_want_it_is_not_counted_and_taken_out_of_what_was(
    browser: Open, session: Session, search: Search
) -> None:
    search(WORDS, *THREE[:2])
    tomas = browser("tomas.reyes")
    assert "are not counted" in tomas.post("/searches/counting", {"on": "0"}, follow_redirects=True).text
    assert len(gap_counting.in_vain(session.scalars(select(GapSearch)).all())) == 1
    session.commit()
    search(WORDS, *THREE)
    assert WORDS not in browser("mei.wong").get("/gaps").text
    assert "are counted, without your name" in tomas.post("/searches/counting", {"on": "1"}, follow_redirects=True).text


def test_nothing_is_kept_longer_than_it_is_needed(session: Session, world: World) -> None:
    now = clock.now()
    for days in (13, 16):
        session.add(GapSearch(words=f"w{days}", day=(now - timedelta(days=days)).date(), unfound="a b"))
    for name, days, closed, taken in (
        ("old", 91, None, None), ("closed", 100, 91, None), ("held", 91, None, 20), ("dropped", 40, None, 31),
    ):  # fmt: skip
        session.add(
            SearchGap(
                words=name, opened_at=now - timedelta(days=days),
                closed_at=now - timedelta(days=closed) if closed else None,
                taken_by_id=world.mei.id if taken else None, taken_at=now - timedelta(days=taken) if taken else None,
            )
        )  # fmt: skip
    session.flush()
    gap_counting.forget_old_searches(session)
    gap.forget_old_gaps(session)
    session.expire_all()
    assert [row.words for row in session.scalars(select(GapSearch))] == ["w13"]
    left = {row.words: row.taken_by_id for row in session.scalars(select(SearchGap))}
    assert left == {"held": world.mei.id, "dropped": None}


def test_the_list_takes_few_statements(browser: Open, session: Session, database: Database) -> None:
    now = clock.now()
    session.add_all(SearchGap(words=f"word {n}", opened_at=now - timedelta(hours=n)) for n in range(40))
    session.commit()
    mei = browser("mei.wong")
    with statements(database) as seen:
        page = mei.get("/gaps").text
    assert len(seen) <= 6, seen
    assert page.count('<h2><a href="/gaps/') == gap.PAGE
    older = re.search(r'href="(/gaps\?view=open&amp;before=[^"]+)"', page)
    assert older and mei.get(older[1].replace("&amp;", "&")).text.count('<h2><a href="/gaps/') == 10
