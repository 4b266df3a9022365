"""From the search box to a question: who can answer, where it belongs, and asking those whom one chooses."""

import pytest

from models.core.outbox import Worker
from models.forums.asked import invite
from models.forums.topic import answer, ask
from models.forums.unnamed import allow_unnamed
from tests.counting import statements
from tests.world import CANARY

QUESTION = "Who checks statements in May"
ASKED = "/ask?title=Who+checks+statements+in+May"
SENT = {"title": QUESTION, "body": "We have three.", "space": "", "tags": "", "seen_alike": "1"}
FOR_YOU = "/questions?view=for-you"


@pytest.fixture
def indexed(app, session, world):
    """The search index knows the world, with two more questions in the desk."""
    for number in (1, 2):
        more = ask(session, world.tomas, f"Who checks statements {number}?", "When?", space=world.desk, tags=["checks"])
        answer(more, world.ben, "I do, every May.")
    session.commit()
    parts = app.extensions["witan"]
    Worker(parts.database, {"index": parts.indexer.handle}).drain()


def test_the_form_comes_with_a_space_topics_and_people_and_nobody_is_chosen(browser, indexed):
    page = browser("mei.wong").get(ASKED).text
    assert f'value="{QUESTION}"' in page and '<option data-readers="Everyone can read this"' in page
    assert "Digital service desk is proposed." in page and 'value="checks"' in page
    assert 'name="invite" value="ben.okafor">' in page and 'value="ben.okafor" checked' not in page
    assert "is proposed" not in browser("mei.wong").get(f"{ASKED}&space=").text


def test_a_long_text_becomes_a_title_and_a_body(browser, indexed):
    page = browser("mei.wong").get("/ask?title=" + f"{QUESTION}? " + "We+have+three+of+them.+" * 20).text
    assert f'value="{QUESTION}?"' in page and "We have three of them. We have" in page


def test_those_who_were_chosen_are_asked_and_find_it_on_their_list(browser, indexed):
    mei = browser("mei.wong")
    made = mei.post("/ask", {**SENT, "invite": ["ben.okafor", "nobody.here"]})
    page = mei.get(made.location).text
    assert "Ben Okafor is asked to answer" in page
    assert "There is nobody with the username “nobody.here” who can be asked." in page
    mine = browser("ben.okafor").get(FOR_YOU).text
    assert "Mei Wong asks you" in mine and "You were asked to answer 1 time in the last seven days." in mine
    mei.post("/ask", {**SENT, "title": "Who checks nothing"})
    assert "Who checks nothing" not in browser("ben.okafor").get(FOR_YOU).text


def test_a_question_without_a_name_asks_without_one(browser, session, world, indexed):
    allow_unnamed(world.desk, world.aisha, world.aisha)
    session.commit()
    tomas = browser("tomas.reyes")
    made = tomas.post("/ask", {**SENT, "space": "desk", "unnamed": "y", "invite": "ben.okafor"})
    assert "Ben Okafor is asked to answer" in tomas.get(made.location).text
    mine = browser("ben.okafor").get(FOR_YOU).text
    assert "Name not shown asks you" in mine and "Tomas Reyes asks you" not in mine


def test_who_is_chosen_stays_chosen_while_the_form_is_not_right(browser, indexed):
    page = browser("mei.wong").post("/ask", {**SENT, "body": "", "invite": "ben.okafor"})
    assert page.status_code == 422 and 'value="ben.okafor" checked' in page.text
    people = browser("mei.wong").post("/ask/people", {"title": "Where is the salt?", "invite": "ben.okafor"}).text
    assert 'value="ben.okafor" checked' in people and "You chose them before you changed the text." in people


def test_without_scripts_buttons_take_what_is_proposed(browser, indexed):
    mei = browser("mei.wong")
    page = mei.post("/ask", {**SENT, "check": "1"}).text
    assert 'name="take_space"' in page and 'name="take_tags"' in page
    taken = mei.post("/ask", {**SENT, "tags": "salt", "take_tags": "1"}).text
    assert 'value="salt, checks"' in taken and "We have three." in taken
    assert "Digital service desk is proposed." in mei.post("/ask", {**SENT, "take_space": "1"}).text


def test_what_one_may_not_read_names_and_proposes_nothing(browser, indexed):
    tomas = browser("tomas.reyes")
    assert "Mei" not in tomas.post("/ask/people", {"title": f"Why {CANARY} plan, because {CANARY}?"}).text
    assert "Mei" not in tomas.get(f"/experts/few?q=Because+{CANARY}+plan").text
    assert "is proposed" not in tomas.get(f"/ask?title=Why+{CANARY}+plan").text


def test_the_page_of_results_leads_to_people_and_to_asking(browser, database, indexed):
    mei = browser("mei.wong")
    page = mei.get("/search?q=Who+checks+statements").text
    assert 'data-few="/experts/few?q=Who%20checks%20statements"' in page
    assert 'href="/search?q=Who+checks+statements&amp;kind=question&amp;status=answered"' in page
    assert 'href="/experts?q=Who%20checks%20statements"' in page and "/ask?title=Who%20checks%20statements" in page
    assert "data-few" not in mei.get("/search?q=statements").text
    assert "data-few" not in mei.get("/search?q=author:ben+title:statements+kind:page").text
    with statements(database) as seen:
        few = mei.get("/experts/few?q=Who+checks+statements").text
    assert "Ben Okafor" in few and "wrote about it in" in few and "Why these people, and more" in few
    assert len(seen) <= 11


def test_typing_a_question_offers_who_can_answer_and_asking(browser, indexed):
    mei = browser("mei.wong")
    lines = mei.get("/search/suggest?q=who+checks+statements").json
    assert [(line["word"], line["href"]) for line in lines[-2:]] == [
        ("People who can answer", "/experts?q=who%20checks%20statements"),
        ("Ask", "/ask?title=who%20checks%20statements"),
    ]
    assert "ask" not in {line["kind"] for line in mei.get("/search/suggest?q=statements").json}


def test_not_me_but_try_offers_who_is_found_with_why(browser, session, world, indexed):
    question = ask(session, world.tomas, QUESTION, "We have three.", space=world.desk)
    invite(question, world.tomas, world.mei)
    session.commit()
    mei = browser("mei.wong")
    page = mei.get(f"/topics/{question.id}/invite?hand-on=1").text
    assert "Not me, but try somebody else" in page and 'value="ben.okafor"' in page and "wrote about it in" in page
    assert mei.post(f"/topics/{question.id}/invite", {"expert": "ben.okafor", "off_my_list": "y"}).status_code == 303
    assert 'value="ben.okafor"' not in browser("aisha.khan").get(f"/topics/{question.id}/invite").text
    assert QUESTION in browser("ben.okafor").get(FOR_YOU).text and QUESTION not in mei.get(FOR_YOU).text
