"""Questions that wait, over the browser: lists, experts, handing on, days, and “Did this solve it?”."""

from datetime import timedelta

import pytest

from models.core import clock
from models.forums.asked import invite
from models.forums.choices import Chosen, choose
from models.forums.due import settle_space
from models.forums.experts import accept_invitation, invite_expert
from models.forums.topic import answer, ask
from tests.counting import statements
from tests.world import CANARY

HERE = "/questions?view=for-you"


@pytest.fixture
def waiting(session, world):
    with clock.at(clock.now() - timedelta(days=9)):
        made = ask(session, world.tomas, "Which salt?", "For roads", space=world.desk, tags=["salt"])
    session.commit()
    return made


@pytest.fixture
def expert(session, world):
    """Mei answers on the desk, where answers are due in one working day."""
    choose(session, world.desk, world.aisha, Chosen(answer_within=1))
    settle_space(session, world.desk.id)
    invite_expert(session, world.desk, world.aisha, world.mei)
    accept_invitation(session, world.desk, world.mei)
    session.commit()


def test_an_owner_sets_the_day_and_the_question_shows_it(browser, world, waiting):
    aisha = browser("aisha.khan")
    assert aisha.get("/s/desk/forum/settings").status_code == 200
    sent = {"answer_within": "1", "accept_closes": "y", "quiet_days": "30"}
    assert aisha.post("/s/desk/forum/settings", sent).status_code == 303
    assert "Answer overdue by" in browser("ben.okafor").get(f"/topics/{waiting.id}").text
    assert 'value="30"' in aisha.get("/s/desk/forum/settings").text


@pytest.mark.parametrize("typed", ["0", "61", "x", "1.5", "-1", "9999999"])
def test_a_wrong_number_comes_back_as_it_was_typed(browser, typed):
    page = browser("aisha.khan").post("/s/desk/forum/settings", {"answer_within": typed})
    assert page.status_code == 422
    assert "Enter a number from 1 to 60" in page.text
    assert f'value="{typed}"' in page.text


def test_a_question_that_is_not_late_names_the_day(browser, world, session):
    choose(session, world.desk, world.aisha, Chosen(answer_within=5))
    fresh = ask(session, world.tomas, "Which grit?", "b", space=world.desk)
    session.commit()
    assert "Answer due by" in browser("ben.okafor").get(f"/topics/{fresh.id}").text


def test_inviting_an_expert_takes_their_yes(browser, world, waiting):
    aisha, mei = browser("aisha.khan"), browser("mei.wong")
    done = aisha.post("/s/desk/forum/experts", {"username": "@mei.wong", "topics": "salt"})
    assert done.status_code == 303
    assert "Answers here" not in browser("ben.okafor").get("/s/desk/forum").text
    assert "Aisha Khan asks you to answer questions" in mei.get(HERE).text
    assert "Yes, I will answer" in mei.get("/s/desk/forum/experts").text
    mei.post("/s/desk/forum/experts/me", {"on": "1"})
    forum = browser("ben.okafor").get("/s/desk/forum").text
    assert "Answers here:" in forum
    assert "Mei Wong" in forum
    assert "Which salt?" in mei.get(HERE).text
    left = mei.post("/s/desk/forum/experts/me", {"on": "0"})
    assert "I will answer after all" in mei.get(left.location).text


def test_who_was_asked_and_said_nothing_is_shown_to_curators_alone(browser, session, world):
    invite_expert(session, world.desk, world.aisha, world.mei)
    session.commit()
    page = browser("aisha.khan").get("/s/desk/forum/experts").text
    assert "Mei Wong" in page and "&lt;h3" not in page
    assert "Mei Wong" not in browser("ben.okafor").get("/s/desk/forum/experts").text


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "Enter the name or username"), ("made.up", "Enter the name or username"), ("gwen.guest", "Enter")],
)
def test_an_unknown_expert_is_asked_for_again(browser, name, says):
    page = browser("aisha.khan").post("/s/desk/forum/experts", {"username": name})
    assert page.status_code == 422
    assert says in page.text


def test_the_list_for_me_says_why_and_lets_me_act(browser, session, world, waiting, expert):
    mei = browser("mei.wong")
    page = mei.get(HERE).text
    assert "Answer overdue by" in page
    mei.post(f"/topics/{waiting.id}/claim", {"on": "1"})
    assert "You are on it until" in mei.get(HERE).text
    assert "Mei Wong is on it until" in browser("ben.okafor").get("/questions").text
    ben = browser("ben.okafor")
    second = ben.post(f"/topics/{waiting.id}/claim", {"on": "1"})
    assert "Somebody else is on it" in ben.get(second.location).text
    mei.post(f"/topics/{waiting.id}/pass", {"on": "1"})
    assert "Nothing waits for you" in mei.get(HERE).text
    mei.post(f"/topics/{waiting.id}/pass?on=0")
    assert "Which salt?" in mei.get(HERE).text


def test_home_says_how_many_wait_for_me(browser, world, waiting, expert):
    home = browser("mei.wong").get("/").text
    assert "1 question for you" in home
    assert "1 answer is overdue." in home
    assert "question for you" not in browser("tomas.reyes").get("/").text


def test_handing_on_goes_to_a_colleague_who_may_read_it(browser, world, waiting, expert):
    mei = browser("mei.wong")
    assert 'name="off_my_list"' in mei.get(f"/topics/{waiting.id}/invite?hand-on=1").text
    sent = {"username": "ben.okafor", "off_my_list": "y", "next": HERE}
    done = mei.post(f"/topics/{waiting.id}/invite", sent)
    assert (done.status_code, done.location) == (303, HERE)
    assert "Nothing waits for you" in mei.get(HERE).text
    assert "Mei Wong asks you" in browser("ben.okafor").get(HERE).text
    assert "A colleague asks you to answer this" in browser("ben.okafor").get(f"/topics/{waiting.id}").text


def test_an_invitation_that_cannot_be_is_refused_with_what_was_typed(browser, session, world, waiting):
    ben = browser("ben.okafor")
    page = ben.post(f"/topics/{waiting.id}/invite", {"username": "nobody.here"})
    assert page.status_code == 422
    assert "nobody.here" in page.text
    guest = ben.post(f"/topics/{waiting.id}/invite", {"username": "gwen.guest"})
    assert guest.text.replace("gwen.guest", "nobody.here").count("nobody.here") == page.text.count("nobody.here")
    assert guest.status_code == 422
    invite(waiting, world.tomas, world.mei)
    session.commit()
    again = ben.post(f"/topics/{waiting.id}/invite", {"username": "Mei Wong"})
    assert again.status_code == 409
    assert "was asked already" in again.text
    asker = ben.post(f"/topics/{waiting.id}/invite", {"username": "tomas.reyes"})
    assert asker.status_code == 409
    assert "asked this question" in asker.text


def test_the_list_of_a_closed_space_is_for_its_readers(browser, session, world):
    ask(session, world.mei, f"Hidden {CANARY}", "b", space=world.mill)
    session.commit()
    assert CANARY in browser("gwen.guest").get("/questions?space=mill").text
    tomas = browser("tomas.reyes")
    assert tomas.get("/questions?space=mill").status_code == 404
    assert CANARY not in tomas.get("/questions").text


def test_the_lists_have_their_empty_state(browser):
    assert "Every question has an answer" in browser("gwen.guest").get("/questions").text
    assert "Nothing waits for you" in browser("gwen.guest").get(HERE).text


def test_lists_are_paged_and_cost_few_statements(browser, database, session, world):
    for number in range(25):
        ask(session, world.tomas, f"Question {number}", "b", space=world.desk)
    session.commit()
    aisha = browser("aisha.khan")
    aisha.get("/questions")
    with statements(database) as seen:
        page = aisha.get("/questions")
    assert len(seen) <= 6
    following = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = aisha.get(following).text
    assert rest.count('<li class="row" id="q') == 5
    assert "From the beginning" in rest


def test_the_asker_is_asked_once_and_a_yes_accepts(browser, world):
    here = f"/topics/{world.question.id}"
    assert "Did this solve it?" not in browser("aisha.khan").get(here).text
    tomas = browser("tomas.reyes")
    assert "Did this solve it?" in tomas.get(here).text
    tomas.post(f"{here}/solved", {"word": "yes", "answer": world.answer.id})
    page = tomas.get(here).text
    assert "Tomas Reyes accepted this answer" in page
    assert "Did this solve it?" not in page


@pytest.mark.parametrize("word", ["not-yet", "never"])
def test_the_asker_is_not_asked_twice(browser, world, word):
    tomas, here = browser("tomas.reyes"), f"/topics/{world.question.id}"
    tomas.post(f"{here}/solved", {"word": word})
    assert "Did this solve it?" not in tomas.get(here).text


def test_with_several_answers_the_asker_chooses_one(browser, session, world):
    answer(world.question, world.mei, "Another")
    session.commit()
    answer(world.question, world.mei, "In **June**, with\n\nthe others.")
    session.commit()
    page = browser("tomas.reyes").get(f"/topics/{world.question.id}").text
    # One person may have given several: their first words tell them apart.
    assert ">Mei Wong: Another</option>" in page and ">Mei Wong: In June, with the others.</option>" in page


def test_nobody_else_says_whether_it_is_solved(browser, world):
    here = f"/topics/{world.question.id}/solved"
    assert browser("aisha.khan").post(here, {"word": "never"}).status_code == 403
    assert browser("tomas.reyes").post(here, {"word": "maybe"}).status_code == 400
    sent = {"word": "yes", "answer": world.secret_answer.id}
    assert browser("tomas.reyes").post(here, sent).status_code == 404


def test_what_the_silence_closed_says_so_and_takes_a_word(browser, session, world):
    from_silence = "because nobody wrote any more"
    closing = browser("aisha.khan")
    closing.post(f"/topics/{world.question.id}/closure", {"on": "1"})
    session.connection().exec_driver_sql("UPDATE closings SET cause = 'silence', by_id = NULL")
    session.commit()
    ben = browser("ben.okafor")
    assert from_silence in ben.get(f"/topics/{world.question.id}").text
    done = ben.post(f"/topics/{world.question.id}/answer", {"body": "One more thing"})
    assert done.status_code == 303
    assert from_silence not in ben.get(done.location).text
