"""Asking over the browser: what is like it, categories, drafts, and names that are not shown."""

import re

import pytest

from models.core.outbox import Worker
from models.forums.category import add_category
from models.forums.topic import answer, ask
from models.forums.unnamed import allow_unnamed, ask_unnamed
from tests.counting import statements
from tests.world import CANARY


@pytest.fixture
def indexed(app, world):
    """The search index knows the world."""
    Worker(app.extensions["witan"].database, {"index": app.extensions["witan"].indexer.handle}).drain()


SENT = {"title": "Where is the salt?", "body": "We need ten tons.", "space": "desk", "tags": ""}


def test_what_is_like_the_title_comes_with_a_reason(browser, world, indexed):
    page = browser("aisha.khan").post("/ask/similar", {"title": "Who checks statements of access?", "body": ""})
    assert f"/topics/{world.question.id}" in page.text
    assert "no accepted answer yet" in page.text
    people = browser("aisha.khan").post("/ask/people", {"title": "Who checks statements of access?", "body": ""})
    assert "Ask Ben Okafor" in people.text
    assert "wrote about it in 1 place" in people.text


def test_what_is_like_it_in_a_closed_space_is_not_shown_to_others(browser, world, indexed):
    page = browser("tomas.reyes").post("/ask/similar", {"title": f"Why {CANARY} plan?", "body": f"Body {CANARY}"})
    assert page.status_code == 200
    assert f"/topics/{world.secret_question.id}" not in page.text
    assert "Mei" not in page.text
    assert (
        f"/topics/{world.secret_question.id}"
        in browser("mei.wong").post("/ask/similar", {"title": f"Why {CANARY}?"}).text
    )


def test_without_scripts_a_button_shows_what_is_like_it_and_keeps_the_text(browser, world, indexed):
    page = browser("aisha.khan").post("/ask", {**SENT, "title": "Who checks statements?", "check": "1"})
    assert page.status_code == 200
    assert "This may help already" in page.text and "Ask Ben Okafor" in page.text
    assert "We need ten tons." in page.text


def test_looking_for_what_is_alike_costs_few_statements(browser, database, world, indexed):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.post("/ask/similar", {"title": "Who checks statements?", "body": "May"})
    assert len(seen) <= 9
    with statements(database) as seen:
        found = aisha.post("/ask/people", {"title": "Who checks statements?", "body": "May", "space": "desk"}).text
    assert "Ben Okafor" in found and len(seen) <= 19


def test_a_question_goes_into_the_chosen_category(browser, session, world):
    add_category(session, world.desk, world.aisha, "Roads and salt")
    session.commit()
    tomas = browser("tomas.reyes")
    made = tomas.post("/ask", {**SENT, "space": "desk/roads-and-salt"})
    assert made.status_code == 303
    assert "/s/desk/forum?category=roads-and-salt" in tomas.get(made.location).text
    assert "Where is the salt?" in tomas.get("/s/desk/forum?category=roads-and-salt").text


def test_the_list_of_categories_shows_and_counts_what_the_reader_may_see(browser, session, world):
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    ask(session, world.aisha, "Who leaves?", "Nobody knows.", space=world.desk, category=back)
    session.commit()
    assert "Back office" in browser("aisha.khan").get("/s/desk/forum").text
    ben = browser("ben.okafor")
    assert "Back office" not in ben.get("/s/desk/forum").text
    assert ben.get("/s/desk/forum?category=back-office").status_code == 404
    assert ben.get("/s/desk/forum?category=back-office").text == ben.get("/s/desk/forum?category=made-up").text
    assert ben.post("/ask", {**SENT, "space": "desk/back-office"}).status_code == 422


def test_an_owner_keeps_categories_without_scripts(browser, session, world):
    aisha = browser("aisha.khan")
    new = {"description": "", "parent": "", "readers": "space", "posters": "space"}
    for name in ("News", "Forms"):
        assert aisha.post("/s/desk/forum/categories", {**new, "name": name}).status_code == 303
    aisha.post("/s/desk/forum/categories/forms/place", {"to": "up"})
    text = aisha.get("/s/desk/forum/categories").text
    assert text.index("c-forms") < text.index("c-news")
    aisha.post("/s/desk/forum/categories/news", {**new, "name": "Announcements", "posters": "curators"})
    assert "Announcements" in aisha.get("/s/desk/forum").text
    assert aisha.post("/s/desk/forum/categories/news/archive", {"on": "1"}).status_code == 303
    assert aisha.post("/s/desk/forum/categories/news/delete", {"to": ""}).status_code == 303
    assert 'id="c-news"' not in aisha.get("/s/desk/forum/categories").text


def test_a_category_with_the_name_of_another_is_refused_in_words(browser, session, world):
    add_category(session, world.desk, world.aisha, "News")
    session.commit()
    new = {"name": "news", "description": "Kept", "parent": "", "readers": "space", "posters": "space"}
    page = browser("aisha.khan").post("/s/desk/forum/categories", new)
    assert page.status_code == 422
    assert "There is a category with this name already" in page.text
    assert "Kept" in page.text


def test_a_curator_puts_a_topic_into_a_category(browser, session, world):
    add_category(session, world.desk, world.aisha, "Forms")
    session.commit()
    aisha = browser("aisha.khan")
    assert "Forms" in aisha.get(f"/topics/{world.question.id}/category").text
    assert aisha.post(f"/topics/{world.question.id}/category", {"category": "forms"}).status_code == 303
    assert "category=forms" in aisha.get(f"/topics/{world.question.id}").text
    assert browser("ben.okafor").get(f"/topics/{world.question.id}/category").status_code == 403


@pytest.mark.parametrize(("address", "new"), [("/ask", "New question"), ("/discuss", "New discussion")])
def test_what_is_typed_is_kept_as_a_draft_and_offered_again(browser, world, address, new):
    tomas = browser("tomas.reyes")
    tomas.get(address)
    kept = tomas.post(f"{address}/draft", {**SENT, "draft": "0"})
    assert kept.status_code == 303
    assert new in tomas.get("/drafts").text
    assert "You have a draft of this" in tomas.get(address).text
    page = tomas.get(f"{address}?draft=use")
    assert "We need ten tons." in page.text
    assert re.search(r'<option[^>]*selected[^>]*value="desk"', page.text)
    tomas.post(address, {**SENT, "draft": "1"})
    assert "Where is the salt?" not in tomas.get("/drafts").text


def test_an_answer_that_is_not_posted_is_kept_for_its_writer_alone(browser, world):
    aisha, topic = browser("aisha.khan"), f"/topics/{world.question.id}"
    assert aisha.post(f"{topic}/draft", {"body": "Half an answer", "draft": "0"}).status_code == 303
    assert "You have a draft of this" in aisha.get(topic).text
    assert "Half an answer" in aisha.get(f"{topic}?draft=use").text
    assert "Your answer" in aisha.get("/drafts").text
    assert "You have a draft of this" not in browser("ben.okafor").get(topic).text
    aisha.post(f"{topic}/answer", {"body": "A whole answer", "draft": "1"})
    assert "You have a draft of this" not in aisha.get(topic).text


def test_a_reply_that_is_not_posted_is_kept_too(browser, world):
    aisha, topic = browser("aisha.khan"), f"/topics/{world.question.id}"
    sent = {"to": str(world.answer.id), "body": "Half a reply", "draft": "0"}
    assert aisha.post(f"{topic}/draft", sent).status_code == 303
    assert "Half a reply" in aisha.get(f"{topic}?reply={world.answer.id}&draft=use").text


@pytest.fixture
def unnamed(session, world):
    """Tomas asked in the desk without his name; Aisha is the one who may be told."""
    allow_unnamed(world.desk, world.aisha, world.aisha)
    made = ask_unnamed(session, world.tomas, "May I refuse?", "It is too much.", space=world.desk)
    answer(made, world.ben, "You may.")
    session.commit()
    return made


def test_an_owner_names_who_may_be_told_names(browser, world):
    aisha = browser("aisha.khan")
    assert "Nobody: names are always shown" in aisha.get("/s/desk/forum/names").text
    assert aisha.post("/s/desk/forum/names", {"revealer": str(world.aisha.id)}).status_code == 303
    page = browser("tomas.reyes").get("/ask")
    assert "Do not show my name" in page.text
    assert "Aisha Khan can be told your name" in page.text


def test_nobody_asks_without_a_name_where_the_space_does_not_allow_it(browser, world):
    page = browser("tomas.reyes").post("/ask", {**SENT, "unnamed": "y"})
    assert page.status_code == 422
    assert "We need ten tons." in page.text


def test_the_name_is_not_shown_and_the_asker_can_still_act(browser, world, unnamed):
    tomas, topic = browser("tomas.reyes"), f"/topics/{unnamed.id}"
    assert "Tomas" not in browser("ben.okafor").get(topic).text
    assert "Accept this answer" in tomas.get(topic).text
    assert tomas.get(f"/e/{unnamed.id}/edit").status_code == 200
    assert "Your name is not shown" in tomas.get("/questions/mine").text
    tomas.post(f"{topic}/reply", {"to": str(unnamed.id), "body": "It is urgent"})
    tomas.post(f"{topic}/closure", {"on": "1", "reason": "Done"})
    page = browser("ben.okafor").get(topic).text
    assert "It is urgent" in page
    assert "Tomas" not in page


def test_the_named_moderator_is_told_for_a_reason_that_the_asker_reads(browser, world, unnamed):
    aisha, tomas, address = browser("aisha.khan"), browser("tomas.reyes"), f"/topics/{unnamed.id}/name"
    assert "Who asked this?" in aisha.get(f"/topics/{unnamed.id}").text
    assert aisha.post(address, {"reason": " "}).status_code == 422
    assert "Tomas Reyes" in aisha.post(address, {"reason": "The text names a case."}).text
    assert "Tomas" not in aisha.get(address).text
    assert "The text names a case." in tomas.get("/questions/mine").text
    assert "Aisha Khan" in tomas.get("/questions/mine").text


@pytest.mark.parametrize("who", ["ben.okafor", "mo.moder", "ada.admin"])
def test_nobody_else_is_told(browser, world, unnamed, who):
    assert browser(who).get(f"/topics/{unnamed.id}/name").status_code == 403
    assert browser(who).post(f"/topics/{unnamed.id}/name", {"reason": "I want to know it."}).status_code == 403


def test_a_question_with_a_name_has_none_to_reveal(browser, session, world):
    allow_unnamed(world.desk, world.aisha, world.aisha)
    session.commit()
    assert browser("aisha.khan").get(f"/topics/{world.question.id}/name").status_code == 404
