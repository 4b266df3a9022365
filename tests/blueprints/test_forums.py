"""Forums over the browser: reading topics, asking, answering, deciding; who may and who may not."""

import pytest

from models.entries.reacting import react
from models.forums.topic import answer, ask, discuss, reply
from models.forums.votes import vote
from tests.counting import statements
from tests.world import CANARY


def test_a_question_shows_its_answers(browser, world):
    page = browser("aisha.khan").get(f"/topics/{world.question.id}")
    assert page.status_code == 200
    assert "The desk does, every May." in page.text
    assert "1 answer" in page.text


def test_an_outsider_finds_no_topic_of_a_closed_space(browser, world):
    page = browser("tomas.reyes").get(f"/topics/{world.secret_question.id}")
    assert page.status_code == 404
    assert CANARY not in page.text


def test_a_guest_reads_the_topic_of_their_space_and_no_other(browser, world):
    gwen = browser("gwen.guest")
    assert gwen.get(f"/topics/{world.secret_question.id}").status_code == 200
    assert gwen.get(f"/topics/{world.question.id}").status_code == 404


def test_a_topic_with_twenty_posts_costs_ten_statements_at_most(browser, database, session, world):
    for number in range(19):
        answer(world.question, world.ben, f"Answer {number}")
    session.commit()
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        page = aisha.get(f"/topics/{world.question.id}")
    assert "20 answers" in page.text
    assert len(seen) <= 10
    assert not [s for s in seen if not s.lstrip().upper().startswith("SELECT")], "viewing writes"


def test_asking_opens_the_question_in_the_chosen_space(browser, world):
    tomas = browser("tomas.reyes")
    sent = {"title": "Where is the salt?", "body": "We need **ten** tons.", "space": "desk", "tags": "winter, salt"}
    answered = tomas.post("/ask", sent)
    assert answered.status_code == 303
    page = tomas.get(answered.location)
    assert "<strong>ten</strong>" in page.text
    assert "/s/desk/forum" in page.text
    assert "/tags/salt" in page.text


def test_asking_without_a_space_reaches_all_staff_but_no_guest(browser, world):
    made = browser("tomas.reyes").post("/ask", {"title": "Anybody?", "body": "Hello.", "space": ""})
    assert browser("aisha.khan").get(made.location).status_code == 200
    assert browser("gwen.guest").get(made.location).status_code == 404


def test_the_form_says_who_can_read_in_each_space(browser, world):
    page = browser("gwen.guest").get("/ask").text
    assert "only members can read it" in page
    assert "all staff can read it" not in page


def test_a_question_without_title_keeps_its_text(browser, world):
    page = browser("tomas.reyes").post("/ask", {"title": " ", "body": "My long text", "space": "desk"})
    assert page.status_code == 422
    assert "My long text" in page.text
    assert "Enter your question" in page.text


def test_a_title_that_is_too_long_is_kept_in_the_form(browser, world):
    page = browser("tomas.reyes").post("/ask", {"title": "x" * 201, "body": "My text", "space": "desk"})
    assert page.status_code == 422
    assert "x" * 201 in page.text


def test_nobody_asks_in_a_space_that_they_cannot_see(browser, world):
    page = browser("tomas.reyes").post("/ask", {"title": "In?", "body": "My text", "space": "mill"})
    assert page.status_code == 422
    assert CANARY not in page.text


def test_an_answer_appears_and_the_page_goes_to_it(browser, world):
    aisha = browser("aisha.khan")
    done = aisha.post(f"/topics/{world.question.id}/answer", {"body": "Ask the *web* team."})
    assert done.status_code == 303
    page = aisha.get(done.location)
    assert "<em>web</em>" in page.text
    assert "2 answers" in page.text


def test_an_empty_answer_brings_the_page_back_with_an_error(browser, world):
    page = browser("aisha.khan").post(f"/topics/{world.question.id}/answer", {"body": "  "})
    assert page.status_code == 422
    assert "Enter your answer" in page.text
    assert "The desk does, every May." in page.text


def test_a_remark_stands_below_its_answer(browser, session, world):
    second = answer(world.question, world.aisha, "Second answer")
    session.commit()
    tomas = browser("tomas.reyes")
    assert 'id="reply"' in tomas.get(f"/topics/{world.question.id}?reply={world.answer.id}").text
    done = tomas.post(f"/topics/{world.question.id}/reply", {"to": world.answer.id, "body": "Every year?"})
    text = tomas.get(done.location).text
    assert text.index("The desk does") < text.index("Every year?") < text.index("Second answer")
    assert second.id


def test_a_reply_to_something_in_another_topic_comes_back_with_its_text(browser, world):
    gwen = browser("aisha.khan")
    sent = {"to": world.secret_answer.id, "body": "Hello"}
    page = gwen.post(f"/topics/{world.question.id}/reply", sent)
    assert page.status_code == 409
    assert CANARY not in page.text


def test_a_closed_topic_keeps_the_text_that_came_too_late(browser, world):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    closed = aisha.post(f"/topics/{world.question.id}/closure", {"reason": "Settled on the page", "on": "1"})
    assert closed.status_code == 303
    page = ben.post(f"/topics/{world.question.id}/answer", {"body": "My late words"})
    assert page.status_code == 409
    assert "My late words" in page.text
    assert "Settled on the page" in page.text


def test_only_the_asker_and_curators_accept_an_answer(browser, world):
    sent = {"answer": world.answer.id, "on": "1"}
    where = f"/topics/{world.question.id}/acceptance"
    assert browser("mei.wong").post(where, sent).status_code == 403
    assert browser("tomas.reyes").post(where, sent).status_code == 303
    assert "Tomas Reyes accepted this answer" in browser("mei.wong").get(f"/topics/{world.question.id}").text


def test_the_accepted_answer_stands_first_then_the_useful_ones(browser, session, world):
    first, second, third = (answer(world.question, world.aisha, f"{word} answer") for word in ("One", "Two", "Three"))
    session.commit()

    vote(second, world.ben)
    session.commit()
    tomas = browser("tomas.reyes")
    tomas.post(f"/topics/{world.question.id}/acceptance", {"answer": third.id, "on": "1"})
    text = tomas.get(f"/topics/{world.question.id}").text
    places = [text.index(words) for words in ("Three answer", "Two answer", "The desk does", "One answer")]
    assert places == sorted(places)
    assert first.id


def test_a_long_discussion_is_read_in_pages_and_each_reply_has_an_address(browser, session, world):
    topic = discuss(session, world.aisha, "Winter", "How was it?", space=world.desk)
    said = [reply(topic, topic, world.ben, f"Reply number {number}.") for number in range(120)]
    session.commit()
    aisha = browser("aisha.khan")
    first = aisha.get(f"/topics/{topic.id}").text
    assert "Reply number 29." in first
    assert "Reply number 30." not in first
    later = first.split('rel="next" href="')[1].split('"')[0]
    assert "Reply number 30." in aisha.get(later).text
    third = aisha.get(f"/topics/{topic.id}?at={said[119].id}").text
    assert "Reply number 119." in third
    assert f'id="e{said[119].id}"' in third
    assert "Reply number 89." not in third


def test_pinned_topics_stand_first_in_the_forum(browser, session, world):
    ask(session, world.aisha, "Newer question", "Text", space=world.desk)
    session.commit()
    aisha = browser("aisha.khan")
    assert aisha.post(f"/topics/{world.question.id}/pin", {"on": "1"}).status_code == 303
    text = aisha.get("/s/desk/forum").text
    assert text.index("Who checks statements?") < text.index("Newer question")
    assert text.count("Who checks statements?") == 1
    assert "Pinned by" in aisha.get(f"/topics/{world.question.id}").text


def test_only_curators_pin(browser, world):
    assert browser("ben.okafor").post(f"/topics/{world.question.id}/pin", {"on": "1"}).status_code == 403


@pytest.mark.parametrize("view", ["all", "open", "answered", "discussions", "nonsense"])
def test_each_view_of_a_forum_opens(browser, world, view):
    page = browser("aisha.khan").get(f"/s/desk/forum?view={view}")
    assert page.status_code == 200
    assert ("Who checks statements?" in page.text) == (view in ("all", "open", "nonsense"))


def test_a_forum_costs_the_same_however_full_it_is(browser, database, session, world):
    for number in range(45):
        ask(session, world.aisha, f"Question {number}", "Text", space=world.desk)
    session.commit()
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        page = aisha.get("/s/desk/forum")
    assert len(seen) <= 7
    older = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Question 20" in aisha.get(older).text


def test_the_forum_of_a_closed_space_is_not_found_by_others(browser, world):
    assert browser("tomas.reyes").get("/s/mill/forum").status_code == 404
    assert CANARY in browser("gwen.guest").get("/s/mill/forum").text


def test_a_question_becomes_a_discussion_and_back(browser, world):
    tomas = browser("tomas.reyes")
    where = f"/topics/{world.question.id}"
    assert tomas.post(f"{where}/conversion").status_code == 303
    assert "1 reply" in tomas.get(where).text
    assert tomas.post(f"{where}/conversion").status_code == 303
    assert "1 answer" in tomas.get(where).text


def test_a_page_is_no_topic(browser, world):
    aisha = browser("aisha.khan")
    assert aisha.get(f"/topics/{world.start.id}").status_code == 404
    assert aisha.post(f"/topics/{world.start.id}/pin", {"on": "1"}).status_code == 404


def test_a_reaction_word_is_counted_on_the_question(browser, session, world):

    react(session, world.question, world.ben, "same-question")
    session.commit()
    assert "Same question" in browser("aisha.khan").get(f"/topics/{world.question.id}").text
