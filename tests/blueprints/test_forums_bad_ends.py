"""Replies that come too late: the text is kept, a sentence says what happened, and the way out is there."""

import pytest

from models.entries.trashing import trash
from models.forums.answering import archive, close
from models.forums.regrouping import merge, move, split
from models.forums.topic import Answer, Discussion, Question, discuss, reply
from models.spaces.joining import add_member
from models.spaces.keeping import archive as archive_space
from models.spaces.space import Space
from tests.world import CANARY

TEXT = "My long and late words"


@pytest.fixture
def other(session, world):
    topic = discuss(session, world.ben, "Statements in general", "Let us talk.", space=world.desk)
    reply(topic, topic, world.mei, "Yes, let us.")
    session.commit()
    return topic


def late(browser, where, **more):
    page = browser("ben.okafor").post(where, {"body": TEXT, **more})
    assert TEXT in page.text
    return page


def test_closed_meanwhile(browser, session, world):
    close(world.question, world.aisha, "Settled in May")
    session.commit()
    page = late(browser, f"/topics/{world.question.id}/answer")
    assert page.status_code == 409
    assert "This is closed" in page.text
    assert "Settled in May" in page.text
    # What is live there is asked from the topic, not from the address of the form.
    assert f'data-here="/topics/{world.question.id}"' in page.text


def test_archived_meanwhile(browser, session, world):
    archive(world.question, world.aisha, "The old rules")
    session.commit()
    page = late(browser, f"/topics/{world.question.id}/reply", to=world.answer.id)
    assert page.status_code == 409
    assert "This was archived" in page.text


def test_merged_meanwhile(browser, session, world, other):
    merge(other, world.question, world.aisha)
    session.commit()
    page = late(browser, f"/topics/{other.id}/answer")
    assert page.status_code == 409
    assert "“Statements in general” was merged into this topic" in page.text
    assert f'action="/topics/{world.question.id}/answer"' in page.text


def test_a_reply_to_a_post_of_a_topic_that_was_merged(browser, session, world, other):
    said = reply(other, other, world.mei, "Listen")
    session.commit()
    merge(session.get_one(Discussion, other.id), session.get_one(Question, world.question.id), world.aisha)
    session.commit()
    page = late(browser, f"/topics/{other.id}/reply", to=said.id)
    assert page.status_code == 409
    assert f'action="/topics/{world.question.id}/answer"' in page.text


def test_split_off_meanwhile(browser, session, world):
    remark = reply(world.answer, world.question, world.tomas, "Every May?")
    session.commit()
    split(world.question, [world.answer.id], "When in May", "question", world.aisha)
    session.commit()
    page = late(browser, f"/topics/{world.question.id}/reply", to=remark.id)
    assert page.status_code == 409
    assert "was moved into this topic" in page.text
    assert f'name="to" value="{remark.id}"' in page.text
    began = late(browser, f"/topics/{world.question.id}/reply", to=world.answer.id)
    assert f'action="/topics/{world.answer.id}/answer"' in began.text


def test_moved_to_where_one_may_read_but_not_write(browser, session, world, other):
    archive_space(session, session.get_one(Space, world.desk.id), world.aisha)
    session.commit()
    page = late(browser, f"/topics/{other.id}/answer")
    assert page.status_code == 403
    assert "you may not write here" in page.text


def test_trashed_meanwhile(browser, session, world):
    trash(world.question, world.aisha)
    session.commit()
    page = late(browser, f"/topics/{world.question.id}/answer")
    assert page.status_code == 409
    assert "moved to the trash while you were writing" in page.text
    assert "Who checks" not in page.text


def test_the_post_that_one_replies_to_was_trashed(browser, session, world):
    trash(session.get_one(Answer, world.answer.id), world.aisha)
    session.commit()
    page = late(browser, f"/topics/{world.question.id}/reply", to=world.answer.id)
    assert page.status_code == 409
    assert "What you reply to is no longer here" in page.text
    assert f'action="/topics/{world.question.id}/answer"' in page.text


def test_made_unreadable_meanwhile_is_the_same_as_never_there(browser, session, world, other):
    add_member(session, world.mill, world.aisha, "curator", world.mei)
    move(other, session.get_one(Space, world.mill.id), world.aisha)
    session.commit()
    page = late(browser, f"/topics/{other.id}/answer")
    never = late(browser, "/topics/999999/answer")
    assert page.status_code == never.status_code == 404
    assert CANARY not in page.text
    assert "Statements in general" not in page.text
    assert "You cannot reply here" in page.text


def test_a_quote_stands_in_the_form_with_its_author_and_a_link(browser, world):
    ben = browser("ben.okafor")
    page = ben.get(f"/topics/{world.question.id}?quote={world.answer.id}&reply={world.answer.id}").text
    assert f"&gt; [Ben Okafor](/e/{world.answer.id}):" in page
    assert "&gt; The desk does, every May." in page
    assert ben.get(f"/e/{world.answer.id}/quote").json["markdown"].startswith("> [Ben Okafor]")


def test_a_posted_quote_links_to_what_it_is_from(browser, world):
    ben = browser("ben.okafor")
    text = ben.get(f"/e/{world.answer.id}/quote").json["markdown"] + "I agree."
    done = ben.post(f"/topics/{world.question.id}/answer", {"body": text})
    assert f'<a href="/e/{world.answer.id}">Ben Okafor</a>' in ben.get(done.location).text


def test_quoting_to_more_readers_warns_first(browser, world):
    mei = browser("mei.wong")
    form = mei.get(f"/topics/{world.question.id}?quote={world.secret_answer.id}").text
    assert "You quote what fewer people can read" in form
    text = mei.get(f"/e/{world.secret_answer.id}/quote").json["markdown"]
    page = mei.post(f"/topics/{world.question.id}/answer", {"body": text})
    assert page.status_code == 422
    assert "You quote what fewer people can read" in page.text
    assert mei.post(f"/topics/{world.question.id}/answer", {"body": text, "quote_ok": "everyone"}).status_code == 303


def test_what_one_may_not_see_cannot_be_quoted(browser, world):
    ben = browser("ben.okafor")
    assert ben.get(f"/e/{world.secret_answer.id}/quote").status_code == 404
    page = ben.get(f"/topics/{world.question.id}?quote={world.secret_answer.id}")
    assert page.status_code == 200
    assert CANARY not in page.text
