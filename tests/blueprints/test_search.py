"""The search page as people see it: what is found, how it is narrowed, what to do when nothing is."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.entries.audiences import change_openness
from models.entries.trashing import trash
from models.microblog.micropost import post
from models.people.department import found_department
from models.people.profile import describe
from models.spaces.joining import disable
from models.wiki.page import write_page
from tests.browser import Browser
from tests.counting import statements
from tests.world import CANARY, World

Open = Callable[..., Browser]
MARK = re.compile(r"</?mark>")


@pytest.fixture
def index(app: Flask) -> Callable[[], None]:
    """Brings the index up to date, as the worker would."""
    return app.extensions["witan"].worker.drain


def titles(html: str) -> list[str]:
    return [MARK.sub("", each) for each in re.findall(r"<h2><a href=[^>]*>(.*?)</a></h2>", html)]


def links(html: str, words: str) -> list[str]:
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return [href.replace("&amp;", "&") for href, text in found if words in re.sub(r"<[^>]*>", "", text)]


def test_a_page_is_found_with_its_words_marked(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search?q=guide").text
    assert titles(html) == ["Publishing"]
    assert "<mark>guide</mark>" in html
    assert "1 result" in html
    assert "matched in text" in html


def test_an_answer_shows_the_title_of_its_question_and_leads_to_itself(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search?q=every+May&kind=answer").text
    assert titles(html) == ["Who checks statements?"]
    assert f'href="/e/{world.answer.id}"' in html


def test_each_result_says_why_it_is_there(browser: Open, session: Session, world: World, index: Callable) -> None:
    world.publishing.set_status("official", world.aisha)
    session.commit()
    index()
    html = browser("aisha.khan").get("/search?q=publishing+guide+hippopotamus").text
    assert "Why this result?" in html
    assert "In the title: “publishing”. In the text: “guide”. Not found in it: “hippopotamus”." in html
    assert "Words in a title count more" in html
    assert "It is marked official: 20% up." in html
    assert "Why this result?" not in browser("aisha.khan").get("/search?q=publishing&sort=newest").text
    assert "Why this result?" not in browser("aisha.khan").get("/search?q=kind:page").text


def test_people_are_found_by_what_they_do(browser: Open, session: Session, world: World, index: Callable) -> None:
    describe(session, world.ben, job_title="Harbour master", about="Knows <b>tides</b> and ferries")
    session.commit()
    index()
    html = browser("aisha.khan").get("/search?q=ferries").text
    assert titles(html) == ["Ben Okafor"]
    assert "Harbour master, Ministry of Transport" in html
    assert "&lt;b&gt;" in html and "<mark>ferries</mark>" in html


def test_a_post_is_called_by_its_first_words(browser: Open, session: Session, world: World, index: Callable) -> None:
    post(session, world.ben, "The ferry is late. " * 20 + "Sorry about the pontoon.")
    session.commit()
    index()
    html = browser("aisha.khan").get("/search?q=pontoon").text
    assert titles(html)[0].startswith("The ferry is late.")
    assert len(titles(html)[0]) < 110
    assert "<mark>pontoon</mark>" in html


def test_filters_narrow_and_can_be_taken_away_one_by_one(browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    html = aisha.get("/search?q=publishing+statements+winter&kind=page&kind=question&space=desk").text
    assert set(titles(html)) == {"Publishing", "Start here", "Who checks statements?"}
    assert links(html, "Kind: Page") == ["/search?q=publishing+statements+winter&kind=question&space=desk"]
    assert links(html, "Space: Digital service desk") == [
        "/search?q=publishing+statements+winter&kind=page&kind=question"
    ]
    assert links(html, "Remove all filters") == ["/search?q=publishing+statements+winter"]
    # Dozens of choices stand before the results: whoever has a keyboard alone passes over them.
    assert links(html, "Skip the filters") == ["#results"] and 'id="results" tabindex="-1"' in html


@pytest.mark.parametrize(
    "address, title",
    [("tag=winter", "Gritting starts tonight #winter"), ("author=tomas.reyes", "Who checks statements?")],
)
def test_tags_and_authors_narrow(browser: Open, world: World, address: str, title: str) -> None:
    assert titles(browser("aisha.khan").get(f"/search?{address}").text) == [title]


def test_a_department_stands_for_all_below_it(browser: Open, session: Session, world: World, index: Callable) -> None:
    below = found_department(session, "Ferries unit", world.roads)
    world.tomas.department_id = below.id
    post(session, world.tomas, "The ferry is late")
    session.commit()
    index()
    html = browser("aisha.khan").get(f"/search?q=ferry&department={world.transport.id}").text
    assert titles(html) == ["The ferry is late"]
    chosen = rf'value="{world.transport.id}" checked><span>Ministry of Transport</span><span class="num">1<'
    assert re.search(chosen, html)
    assert titles(browser("aisha.khan").get(f"/search?q=ferry&department={world.revenue.id}").text) == []


def test_dates_narrow(browser: Open, session: Session, world: World, index: Callable) -> None:
    long_ago = clock.now() - timedelta(days=800)
    write_page(session, world.aisha, world.desk, "Old ferry timetable", "Of the old ferry", at=long_ago)
    post(session, world.ben, "The ferry is late")
    session.commit()
    index()
    aisha = browser("aisha.khan")
    assert titles(aisha.get("/search?q=ferry&date=older").text) == ["Old ferry timetable"]
    assert titles(aisha.get("/search?q=ferry&date=past-week").text) == ["The ferry is late"]
    assert len(titles(aisha.get("/search?q=ferry&date=").text)) == 2


def test_without_words_the_newest_stand_there_with_a_hint(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search").text
    assert "newest first" in html
    assert "How to search" in html
    assert len(titles(html)) == 5
    assert "k-person" not in html and re.search(r'value="person"><span>Person</span><span class="num">6', html)


def test_nothing_found_says_what_to_do(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search?q=hippopotamus+%26+co").text
    assert "Nothing found for “hippopotamus &amp; co”" in html
    assert links(html, "Ask a question")[-1] == "/ask?title=hippopotamus%20%26%20co"
    html = browser("aisha.khan").get("/search?q=guide&kind=question").text
    assert links(html, "Search without filters") == ["/search?q=guide"]


def test_pages_of_results_follow_each_other(browser: Open, session: Session, world: World, index: Callable) -> None:
    for number in range(45):
        post(session, world.ben, f"Ferry number {number}")
    session.commit()
    index()
    aisha = browser("aisha.khan")
    seen: list[str] = []
    for number in (1, 2, 3):
        html = aisha.get(f"/search?q=ferry&page={number}").text
        assert f"Page {number} of 3" in html
        seen += titles(html)
    assert len(seen) == len(set(seen)) == 45
    assert "There is no page 9" in aisha.get("/search?q=ferry&page=9").text


@pytest.mark.parametrize(
    "address",
    [
        "q=%00", "q=%ff%fe", 'q="', "q=" + "x" * 5000, "q=" + quote("<script>alert(1)</script>"), "page=0", "page=-1",
        "page=99999999999", "page=x", "sort=x", "kind=x", "department=x", "department=99999999999999", "department=²",
        "space=x", "author=x", "tag=" + "y" * 500, "status=x", "date=x", "date=older&date=past-week",
        "&".join(f"tag={number}" for number in range(300)),
    ],
)  # fmt: skip
def test_whatever_stands_in_the_address_the_page_answers(browser: Open, world: World, address: str) -> None:
    answer = browser("aisha.khan").get(f"/search?{address}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_index_is_being_built_is_said_plainly(app: Flask, browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    app.extensions["witan"].engine.close()
    shutil.rmtree(app.extensions["witan"].settings.index_folder)
    html = aisha.get("/search?q=guide").text
    assert "The search index is being built" in html
    assert "Nothing found" not in html


def test_a_search_takes_few_statements(browser: Open, database: Database, world: World) -> None:
    aisha = browser("aisha.khan")
    narrowed = f"/search?q=web&department={world.roads.id}&space=desk&author=x"
    for address in ("/search", "/search?q=publishing+okafor", narrowed):
        with statements(database) as seen:
            aisha.get(address)
        assert len(seen) <= 12, "\n".join(seen)


def test_suggestions_complete_the_word_and_name_the_best_results(browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    assert offered(aisha, "publ") == [
        ("search", "publishing", "/search?q=publishing"),
        ("page", "Publishing", "/s/desk/wiki/publishing"),
    ]
    assert ("question", "Who checks statements?") in [each[:2] for each in offered(aisha, "who che")]
    assert offered(aisha, "") == offered(aisha, "p") == offered(aisha, "zzzz") == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("oka", ("person", "Ben Okafor", "/people/ben.okafor")),
        ("ben ok", ("person", "Ben Okafor", "/people/ben.okafor")),
        ("digital ser", ("space", "Digital service desk", "/s/desk")),
        ("serv", ("space", "Digital service desk", "/s/desk")),
        ("#wint", ("tag", "winter", "/tags/winter")),
        ("publishi", ("page", "Publishing", "/s/desk/wiki/publishing")),
    ],
)
def test_people_spaces_and_topics_are_offered_by_their_beginning(
    browser: Open, world: World, text: str, meant: tuple[str, str, str]
) -> None:
    assert meant in offered(browser("aisha.khan"), text)


def test_guests_are_offered_nobody_and_only_their_spaces(browser: Open, world: World) -> None:
    gwen = browser("gwen.guest")
    assert offered(gwen, "oka") == offered(gwen, "digital") == offered(gwen, "wint") == []


def test_typing_ahead_takes_few_statements(browser: Open, database: Database, world: World) -> None:
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/search/suggest?q=ben")
    assert len(seen) <= 9, "\n".join(seen)


def test_browsers_learn_how_to_search_here(browser: Open) -> None:
    answer = browser().get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert "/search?q={searchTerms}" in answer.text
    assert 'rel="search"' in browser().get("/sign-in").text


def offered(who: Browser, text: str) -> list[tuple[str, str, str]]:
    found = who.get(f"/search/suggest?q={quote(text)}").json
    return [(each["kind"], each["label"], each["href"]) for each in found]


# What can be typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title:publishing", ["Publishing"]),
        ("publishing -kind:page -kind:person", ["Who checks statements?"]),
        ("statements AND winter", []),
        ('"checks statements"', ["Who checks statements?"]),
        ("tag:winter", ["Gritting starts tonight #winter"]),
        ("tag:WINT*", ["Gritting starts tonight #winter"]),
        ("statements -tag:wint*", ["Who checks statements?"]),
        ('author:"Tomas Reyes" kind:question', ["Who checks statements?"]),
        ("author:tomas.reyes kind:questions", ["Who checks statements?"]),
        ('space:desk title:"start here"', ["Start here"]),
        ('space:"digital service desk" title:start', ["Start here"]),
        ("kind:person okafor", ["Ben Okafor"]),
        ("title:publ*", ["Publishing"]),
        ("publishing before:2001", []),
    ],
)
def test_fields_and_operators(browser: Open, world: World, text: str, found: list[str]) -> None:
    assert titles(browser("aisha.khan").get(f"/search?q={quote(text)}").text) == found


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("titel:guide", "There is no field “titel”"),
        ("guide before:soon", "“before:soon” holds no date"),
        ("guide kind:poem", "There is no kind “poem”"),
        ("guide space:nowhere", "There is no space “nowhere” that you can find"),
        ("guide author:nobody", "There is nobody called “nobody”"),
        ('"guide', "One quotation mark has no partner"),
        ("(guide", "The brackets do not match"),
        ("!?*", "There is no word in this search"),
        ("guide " * 400, "Only the first 1,000 characters"),
        ("titel:<script>alert(1)</script>", "There is no field “titel”"),
    ],
)
def test_what_is_not_understood_gets_a_hint(browser: Open, world: World, text: str, hint: str) -> None:
    html = browser("aisha.khan").get(f"/search?q={quote(text)}").text
    assert hint in html
    assert "<script>alert" not in html
    assert "How to search" in html


def test_a_hint_does_not_tell_whether_a_closed_space_exists(browser: Open, world: World) -> None:
    html = browser("tomas.reyes").get("/search?q=space:mill").text
    assert "There is no space “mill” that you can find" in html
    assert "There is no space" not in browser("mei.wong").get("/search?q=space:mill").text


def test_a_guest_is_no_author_for_those_who_share_no_space_with_them(browser: Open, world: World) -> None:
    assert "nobody called" in browser("tomas.reyes").get("/search?q=author:gwen.guest").text
    assert "nobody called" not in browser("mei.wong").get("/search?q=author:gwen.guest").text
    assert "nobody called" in browser("gwen.guest").get("/search?q=author:ben.okafor").text


def test_languages_narrow(browser: Open, session: Session, world: World, index: Callable) -> None:
    french = write_page(session, world.aisha, world.desk, "Le guide", "Pour publier")
    french.language = "fr"
    session.commit()
    index()
    html = browser("aisha.khan").get("/search?q=guide&language=fr").text
    assert titles(html) == ["Le guide"]
    assert links(html, "Language: French") == ["/search?q=guide"]


# Rights

DOORS = (
    "/search", "/search?q=" + CANARY, f"/search?tag={CANARY}", "/search?space=mill", "/search?q=why", "/search?q=plan",
    "/search?author=mei.wong", "/search?q=zyxmillwhel", "/search?sort=newest&q=because", "/search?kind=answer",
    "/search/suggest?q=zyxm", "/search/suggest?q=" + CANARY, "/search/suggest?q=plan",
)  # fmt: skip


def shown(browser: Browser, address: str) -> str:
    """The page without what the address itself brings along."""
    html = browser.get(address).text
    asked = "zyxm" in address
    return "\n".join(titles(html)) + html.replace(CANARY, "") if asked else html


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("who", ["tomas.reyes", "aisha.khan", "ada.admin", "mo.moder"])
def test_nothing_of_a_closed_space_shows_to_others(browser: Open, world: World, who: str, address: str) -> None:
    assert CANARY not in shown(browser(who), address)


def test_a_closed_space_answers_as_one_that_is_not_there(browser: Open, world: World) -> None:
    tomas = browser("tomas.reyes")
    token = re.compile(r'(value|content)="[^"]{40,}"')
    real, made_up = (token.sub("", tomas.get(f"/search?q=plan&space={slug}").text) for slug in ("mill", "mull"))
    assert real.replace("mill", "mull") == made_up


def test_members_and_guests_find_what_their_space_holds_and_guests_nobody(browser: Open, world: World) -> None:
    for who in ("mei.wong", "gwen.guest"):
        assert len(titles(browser(who).get(f"/search?q={CANARY}").text)) == 4
    html = browser("gwen.guest").get("/search").text
    assert len(titles(html)) == 4
    assert "Person" not in html
    assert titles(browser("gwen.guest").get("/search?q=aisha").text) == []


def test_what_the_index_still_holds_is_checked_against_the_database(
    browser: Open, session: Session, world: World
) -> None:
    """The worker has not run: the index knows the page and the account as they were."""
    trash(world.publishing, world.aisha)
    disable(session, world.ben, world.ada)
    session.commit()
    tomas = browser("tomas.reyes")
    assert "Publishing" not in titles(tomas.get("/search?q=publishing").text)
    html = tomas.get("/search?q=okafor&kind=person").text
    assert titles(html) == [] and "0 results" in html


def test_a_space_that_was_just_closed_is_not_searched(browser: Open, session: Session, world: World) -> None:
    review = (clock.now() + timedelta(days=30)).date()
    change_openness(session, world.desk, world.aisha, "hidden", "security", review)
    session.commit()
    html = browser("tomas.reyes").get("/search?q=publishing").text
    assert titles(html) == []
    assert "Digital service desk" not in html
    assert browser("tomas.reyes").get("/search/suggest?q=publish").json == []


def test_nobody_searches_without_signing_in(browser: Open) -> None:
    for address in ("/search?q=x", "/search/suggest?q=x"):
        assert browser().get(address).status_code == 302
