"""Merging, splitting, moving, pinning and archiving over the browser: who may, what is asked first, what is left."""

from datetime import timedelta

import pytest

from models.core import clock
from models.entries.following import follow
from models.forums.topic import ask, discuss, reply
from models.spaces.joining import add_member
from tests.world import CANARY


@pytest.fixture
def other(session, world):
    """Another discussion of the desk with one reply."""
    topic = discuss(session, world.ben, "Statements in general", "Let us talk.", space=world.desk)
    reply(topic, topic, world.mei, "Yes, let us.")
    session.commit()
    return topic


def test_a_curator_finds_the_other_topic_looks_at_both_and_merges(browser, world, other):
    aisha = browser("aisha.khan")
    found = aisha.get(f"/topics/{other.id}/merge?find=who+checks").text
    assert f"/topics/{other.id}/merge?into={world.question.id}" in found
    assert "2 posts go into" in aisha.get(f"/topics/{other.id}/merge?into={world.question.id}").text
    done = aisha.post(f"/topics/{other.id}/merge", {"into": world.question.id})
    assert done.location == f"/topics/{world.question.id}?at={other.id}#e{other.id}"
    page = aisha.get(done.location).text
    assert "Statements in general" in page
    assert "Yes, let us." in page
    assert f'merged <a href="/e/{other.id}">“Statements in general”</a> (2 posts) into this on' in page


def test_the_address_of_a_merged_topic_leads_to_its_words_for_good(browser, world, other):
    aisha = browser("aisha.khan")
    aisha.post(f"/topics/{other.id}/merge", {"into": world.question.id})
    tomas = browser("tomas.reyes")
    for address in (f"/topics/{other.id}", f"/e/{other.id}"):
        assert tomas.get(address).location == f"/topics/{world.question.id}?at={other.id}#e{other.id}"


def test_a_merge_is_undone_from_the_message_and_from_what_happened(browser, world, other):
    aisha = browser("aisha.khan")
    done = aisha.post(f"/topics/{other.id}/merge", {"into": world.question.id})
    assert f'action="/topics/{world.question.id}/unmerge?source={other.id}"' in aisha.get(done.location).text
    assert "Undo this merge" in aisha.get(f"/topics/{world.question.id}/events").text
    back = aisha.post(f"/topics/{world.question.id}/unmerge", {"source": other.id})
    assert back.location == f"/topics/{other.id}"
    assert aisha.get(f"/topics/{other.id}").status_code == 200


def test_merging_into_a_wider_topic_asks_first(browser, session, world):
    add_member(session, world.desk, world.mei, "curator", world.aisha)
    session.commit()
    mei = browser("mei.wong")
    where = f"/topics/{world.secret_question.id}/merge"
    assert "More people could read it than now." in mei.get(f"{where}?into={world.question.id}").text
    refused = mei.post(where, {"into": world.question.id})
    assert refused.status_code == 422
    assert "Everyone can read this" in refused.text
    assert mei.post(where, {"into": world.question.id, "sure": "y", "readers": "space:2"}).status_code == 422
    assert mei.post(where, {"into": world.question.id, "sure": "y", "readers": "everyone"}).status_code == 303


def test_a_curator_cannot_merge_into_what_they_do_not_look_after(browser, session, world, other):
    aisha = browser("aisha.khan")
    where = f"/topics/{other.id}/merge"
    elsewhere = ask(session, world.mei, "In the gate?", "Text", space=world.gate)
    session.commit()
    for target in (world.secret_question.id, elsewhere.id, 999_999):
        assert aisha.post(where, {"into": target}).status_code == 404
        assert f"Why {CANARY}" not in aisha.get(f"{where}?find={CANARY}").text


@pytest.mark.parametrize("what", ["merge", "split", "move", "archive", "pin"])
def test_contributors_and_outsiders_arrange_nothing(browser, world, other, what):
    for name in ("ben.okafor", "tomas.reyes"):
        assert browser(name).get(f"/topics/{other.id}/{what}").status_code == 403
        assert browser(name).post(f"/topics/{other.id}/{what}", {"into": world.question.id}).status_code == 403
    assert browser("tomas.reyes").get(f"/topics/{world.secret_question.id}/{what}").status_code == 404


def test_chosen_posts_become_a_topic_and_both_places_tell_of_it(browser, session, world, other):
    second = reply(other, other, world.ben, "By the way, salt.")
    session.commit()
    aisha = browser("aisha.khan")
    form = aisha.get(f"/topics/{other.id}/split?from={second.id}").text
    assert f'value="{second.id}" aria-describedby="about-{second.id}" checked' in form
    done = aisha.post(f"/topics/{other.id}/split", {"post": second.id, "title": "Salt", "kind": "question"})
    assert done.location == f"/topics/{second.id}"
    assert "split this off from" in aisha.get(done.location).text
    page = aisha.get(f"/topics/{other.id}").text
    assert "moved 1 post from here to" in page
    assert "By the way, salt." not in page


def test_all_from_a_post_on_are_split_off(browser, session, world, other):
    said = [reply(other, other, world.ben, f"Salt {number}") for number in range(3)]
    session.commit()
    sent = {"post": said[1].id, "what": "onwards", "title": "Salt", "kind": "discussion"}
    browser("aisha.khan").post(f"/topics/{other.id}/split", sent)
    page = browser("aisha.khan").get(f"/topics/{said[1].id}").text
    assert "Salt 2" in page
    assert "Salt 0" not in page


@pytest.mark.parametrize("sent", [{"title": "", "post": "1"}, {"title": "Salt"}, {"title": "Salt", "post": "999999"}])
def test_a_split_without_title_or_posts_keeps_what_was_typed(browser, world, other, sent):
    page = browser("aisha.khan").post(f"/topics/{other.id}/split", {"kind": "question", **sent})
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert sent["title"] in page.text


def test_moving_to_a_closed_space_narrows_and_back_asks_first(browser, session, world, other):
    add_member(session, world.mill, world.aisha, "curator", world.mei)
    session.commit()
    aisha = browser("aisha.khan")
    assert aisha.post(f"/topics/{other.id}/move", {"place": "mill"}).status_code == 303
    assert browser("tomas.reyes").get(f"/topics/{other.id}").status_code == 404
    refused = aisha.post(f"/topics/{other.id}/move", {"place": "desk"})
    assert refused.status_code == 422
    assert "More people could read it than now." in refused.text
    assert browser("tomas.reyes").get(f"/topics/{other.id}").status_code == 404
    assert (
        aisha.post(f"/topics/{other.id}/move", {"place": "desk", "sure": "y", "readers": "everyone"}).status_code == 303
    )
    page = browser("tomas.reyes").get(f"/topics/{other.id}").text
    assert "moved this here" in page
    assert CANARY not in page


def test_nobody_moves_a_topic_to_a_space_that_they_do_not_see(browser, world, other):
    page = browser("aisha.khan").post(f"/topics/{other.id}/move", {"place": "mill"})
    assert page.status_code == 422
    assert CANARY not in page.text


def test_a_pin_has_a_reason_and_an_end_that_readers_see(browser, world):
    aisha = browser("aisha.khan")
    day = (clock.now() + timedelta(days=5)).date()
    aisha.post(f"/topics/{world.question.id}/pin", {"on": "1", "until": str(day), "reason": "Read before May"})
    page = browser("tomas.reyes").get(f"/topics/{world.question.id}").text
    assert "Read before May" in page
    with clock.at(clock.now() + timedelta(days=4)):
        assert "Pinned by" in browser("tomas.reyes").get(f"/topics/{world.question.id}").text
    with clock.at(clock.now() + timedelta(days=7)):
        assert "Pinned by" not in browser("tomas.reyes").get(f"/topics/{world.question.id}").text


@pytest.mark.parametrize("until", ["2001-01-01", "soon", "9999-12-31"])
def test_a_pin_cannot_end_in_the_past_or_never(browser, world, until):
    page = browser("aisha.khan").post(f"/topics/{world.question.id}/pin", {"on": "1", "until": until})
    assert page.status_code in (422, 303)
    assert "Pinned by" not in page.text


def test_an_archived_topic_is_found_and_stays_as_it_is(browser, world):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    aisha.post(f"/topics/{world.question.id}/archive", {"reason": "The rules of last year"})
    page = ben.get(f"/topics/{world.question.id}").text
    assert "The rules of last year" in page
    assert 'action="/topics/3/answer"' not in page
    assert "Who checks statements?" not in ben.get("/s/desk/forum").text
    assert "Who checks statements?" in ben.get("/s/desk/forum?view=archived").text
    refused = ben.post(f"/e/{world.answer.id}/edit", {"body": "Other", "based_on": "1"})
    assert "stays as it is" in refused.text
    aisha.post(f"/topics/{world.question.id}/archive", {"on": "0"})
    assert "Who checks statements?" in ben.get("/s/desk/forum").text


def test_what_happened_is_told_with_reasons(browser, world):
    aisha = browser("aisha.khan")
    assert "Nothing yet" in aisha.get(f"/topics/{world.question.id}/events").text
    aisha.post(f"/topics/{world.question.id}/closure", {"on": "1", "reason": "Settled"})
    aisha.post(f"/topics/{world.question.id}/closure", {"on": "0"})
    page = browser("tomas.reyes").get(f"/topics/{world.question.id}/events").text
    assert page.index("opened it again") < page.index("closed it on")
    assert "Settled" in page


def test_a_followed_topic_stays_followed_where_it_is_merged(browser, session, world, other):
    follow(session, world.tomas, other)
    session.commit()
    browser("aisha.khan").post(f"/topics/{other.id}/merge", {"into": world.question.id})
    assert "Following" in browser("tomas.reyes").get(f"/topics/{world.question.id}").text
