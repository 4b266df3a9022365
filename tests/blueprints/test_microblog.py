"""Short posts over the browser: the stream, one post, posting to the right readers."""

import pytest
from sqlalchemy import select

from models.core.base import to_microseconds
from models.entries.following import mute
from models.entries.tagging import Tag
from models.microblog.micropost import post, reply_to_post
from tests.counting import statements
from tests.world import CANARY


def test_the_stream_shows_posts_with_their_readers(browser, world):
    text = browser("aisha.khan").get("/posts").text
    assert "Gritting starts tonight" in text
    assert 'href="/tags/winter"' in text
    assert "Everyone" in text


def test_an_outsider_reads_no_post_of_a_closed_space(browser, world):
    tomas = browser("tomas.reyes")
    assert CANARY not in tomas.get("/posts").text
    assert tomas.get(f"/posts/{world.secret_post.id}").status_code == 404
    assert tomas.get("/s/mill/posts").status_code == 404


def test_a_guest_reads_only_the_posts_of_their_space(browser, world):
    text = browser("gwen.guest").get("/posts").text
    assert CANARY in text
    assert "Gritting" not in text
    assert 'value="everyone"' not in text


def test_a_post_goes_to_everyone(browser, world):
    done = browser("ben.okafor").post("/posts", {"text": "Salt has *arrived*", "to": "everyone"})
    assert done.status_code == 303
    assert "Salt has" in browser("tomas.reyes").get("/posts").text


def test_a_post_to_a_department_stays_there(browser, world):
    browser("aisha.khan").post("/posts", {"text": "Roads only", "to": f"department:{world.transport.id}"})
    assert "Roads only" in browser("ben.okafor").get("/posts").text
    assert "Roads only" not in browser("tomas.reyes").get("/posts").text


def test_a_post_to_a_closed_space_stays_there(browser, world):
    browser("gwen.guest").post("/posts", {"text": "Guest words", "to": "space:mill"})
    assert "Guest words" in browser("mei.wong").get("/s/mill/posts").text
    assert "Guest words" not in browser("tomas.reyes").get("/posts").text


@pytest.mark.parametrize("to", ["space:mill", "department:3", "space:nowhere", "", "person:1"])
def test_nobody_posts_where_they_may_not(browser, world, to):
    page = browser("ben.okafor").post("/posts", {"text": "Wrong door", "to": to})
    assert page.status_code == 422
    assert "Wrong door" in page.text
    assert "Choose who can read this" in page.text


def test_a_guest_cannot_post_to_everyone(browser, world):
    page = browser("gwen.guest").post("/posts", {"text": "Hello all", "to": "everyone"})
    assert page.status_code == 403
    assert "Hello all" in page.text


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_an_empty_or_too_long_post_comes_back_with_its_text(browser, world, text):
    page = browser("ben.okafor").post("/posts", {"text": text, "to": "everyone"})
    assert page.status_code == 422
    assert text.strip() in page.text
    assert "govuk-error-message" in page.text


def test_a_reply_stands_below_its_post(browser, world):
    tomas = browser("tomas.reyes")
    done = tomas.post(f"/posts/{world.note.id}/reply", {"text": "Thank you @ben.okafor"})
    assert done.status_code == 303
    assert "Thank you" in tomas.get(done.location).text
    assert "Thank you" not in tomas.get("/posts").text


def test_a_reply_that_is_too_long_comes_back(browser, world):
    page = browser("tomas.reyes").post(f"/posts/{world.note.id}/reply", {"text": "y" * 501})
    assert page.status_code == 422
    assert "y" * 501 in page.text


def test_a_post_with_many_replies_is_read_in_pages(browser, session, world):
    said = [reply_to_post(world.note, world.note, world.tomas, f"Reply {number}.") for number in range(70)]
    session.commit()
    aisha = browser("aisha.khan")
    first = aisha.get(f"/posts/{world.note.id}").text
    assert "Reply 49." in first
    assert "Reply 50." not in first
    assert "Reply 69." in aisha.get(f"/posts/{world.note.id}?at={said[69].id}").text


@pytest.mark.parametrize("what", ["person", "entry", "tag", "space", "department"])
def test_the_stream_leaves_out_what_is_muted(browser, session, world, what):
    said = post(session, world.ben, "About the #gritters of the desk.", space=world.desk)
    session.flush()
    tag = session.scalar(select(Tag).where(Tag.name == "gritters"))
    things = {"person": world.ben, "entry": said, "tag": tag, "space": world.desk, "department": world.transport}
    before = said.created_at
    mute(session, world.tomas, things[what])
    session.commit()
    tomas, mei = browser("tomas.reyes"), browser("mei.wong")
    since = to_microseconds(before) - 1
    for reader, there in ((tomas, False), (mei, True)):
        assert ("About the " in reader.get("/posts").text) is there
        assert reader.get(f"/fresh?view=posts&since={since}").json["count"] == int(there)


def test_the_stream_goes_on_page_by_page_and_costs_the_same(browser, database, session, world):
    for number in range(45):
        post(session, world.ben, f"Post {number}.")
    session.commit()
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        first = aisha.get("/posts").text
    assert len(seen) <= 7
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert "Post 44." in first
    assert "Post 24." in aisha.get(older).text
    with statements(database) as seen:
        aisha.get(f"/posts/{world.note.id}")
    assert len(seen) <= 7
