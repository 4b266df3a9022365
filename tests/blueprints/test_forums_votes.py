"""Voting in the browser: one button, its state in words, with and without a script."""

import re

HX = {"HX-Request": "true"}


def _button(text, word):
    """(pressed, what is said) of a button beside the answer."""
    found = re.search(rf'<button id="{word}-\d+"[^>]*aria-pressed="(\w+)"', text)
    return found and found[1]


def test_a_vote_stands_beside_the_answer_and_goes_again(browser, world):
    aisha, here = browser("aisha.khan"), f"/topics/{world.question.id}"
    assert _button(aisha.get(here).text, "vote") == "false"
    done = aisha.post(f"/answers/{world.answer.id}/vote", {"on": "1", "word": "useful"})
    assert done.status_code == 303
    page = aisha.get(here).text
    assert _button(page, "vote") == "true"
    assert "1 person finds this answer useful" in page
    aisha.post(f"/answers/{world.answer.id}/vote", {"on": "0", "word": "useful"})
    assert "0 people find this answer useful" in aisha.get(here).text


def test_the_author_sees_the_count_and_no_button(browser, world):
    browser("aisha.khan").post(f"/answers/{world.answer.id}/vote", {"on": "1"})
    page = browser("ben.okafor").get(f"/topics/{world.question.id}").text
    assert "1 person finds this answer useful" in page
    assert _button(page, "vote") is None
    assert _button(page, "doubt") is None


def test_a_vote_for_oneself_is_refused_in_plain_words(browser, world):
    page = browser("ben.okafor").post(f"/answers/{world.answer.id}/vote", {"on": "1"})
    assert page.status_code == 409
    assert "This is your own answer" in page.text


def test_a_script_gets_the_buttons_alone_with_what_the_other_word_changed(browser, world):
    tomas, address = browser("tomas.reyes"), f"/answers/{world.answer.id}/vote"
    tomas.post(address, {"on": "1", "word": "useful"}, headers=HX)
    part = tomas.post(address, {"on": "1", "word": "outdated"}, headers=HX).text
    assert "<html" not in part
    assert (_button(part, "vote"), _button(part, "doubt")) == ("false", "true")
    assert "1 person says that this is out of date" in part


def test_a_made_up_word_is_no_vote(browser, world):
    sent = {"on": "1", "word": "great"}
    assert browser("tomas.reyes").post(f"/answers/{world.answer.id}/vote", sent).status_code == 400


def test_only_answers_that_one_may_read_take_votes(browser, world):
    tomas = browser("tomas.reyes")
    for entry in (world.secret_answer.id, world.question.id, 999_999):
        assert tomas.post(f"/answers/{entry}/vote", {"on": "1"}).status_code == 404


def test_an_answer_is_not_called_useful_as_a_reaction_any_more(browser, world):
    address = f"/e/{world.answer.id}/reaction?word=useful"
    assert browser("tomas.reyes").post(address, {"on": "1"}).status_code == 400
