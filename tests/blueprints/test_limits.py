"""Limits on writing as people meet them: at every door a sentence, the text kept, and a note beforehand."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.entries.entry import Entry
from models.entries.limit_choices import EVERYBODY, NEW, Choices, choose_limits
from models.people.credential import set_password
from models.people.person import add_person
from tests.counting import statements
from tests.world import PASSWORD

ONE = {"minute": 1, "hour": 1, "day": 1}


@pytest.fixture
def nadia(session, world, browser):
    """Joined an hour ago."""
    made = add_person(session, "nadia.new", "Nadia New", created_at=clock.now() - timedelta(hours=1))
    set_password(session, made, PASSWORD)
    session.commit()
    return browser("nadia.new")


def allow_one(session, world):
    choose_limits(session, world.ada, Choices(new=dict.fromkeys(NEW, ONE), everybody=dict.fromkeys(EVERYBODY, ONE)))
    session.commit()


def test_fifty_posts_a_second_meet_a_limit_that_explains_itself(browser, session, world):
    ben = browser("ben.okafor")
    answers = [ben.post("/posts", {"text": f"Flood {n}", "to": "everyone"}) for n in range(50)]
    assert [each.status_code for each in answers] == [303] * 20 + [429] * 30
    refused = answers[20]
    assert "You have reached a limit" in refused.text and "Flood 20" in refused.text
    assert "One person can send 20 posts, answers or replies in a minute at most." in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert browser("aisha.khan").post("/posts", {"text": "I", "to": "everyone"}).status_code == 303
    assert session.scalar(select(func.count()).where(Entry.body.like("Flood %"))) == 20


def test_the_form_comes_back_ready_to_be_sent_again(browser, session, world):
    allow_one(session, world)
    ben = browser("ben.okafor")
    ask = {"title": "Who grits?", "body": "Before six", "space": "desk", "tags": "winter"}
    assert ben.post("/ask", ask | {"title": "First"}).status_code == 303
    page = ben.post("/ask", ask)
    assert page.status_code == 429 and 'action="/ask"' in page.text
    fields = dict(re.findall(r'name="(title|body|space|tags)" value="([^"]*)"', page.text))
    assert fields == ask
    choose_limits(session, world.ada, Choices())
    session.commit()
    assert ben.post("/ask", fields).status_code == 303


def test_a_post_without_a_file_comes_back_ready_to_be_sent_again(browser, session, world):
    allow_one(session, world)
    ben, words = browser("ben.okafor"), "Words that must not be lost"
    ben.post("/posts", {"text": "First", "to": "everyone"})
    empty = {"file": (BytesIO(b""), "", "application/octet-stream")}
    page = ben.post("/posts", {"text": words, "to": "everyone", **empty})
    assert page.status_code == 429 and 'action="/posts"' in page.text and f'value="{words}"' in page.text
    chosen = {"file": (BytesIO(b"words"), "a.txt")}
    page = ben.post("/posts", {"text": words, "to": "everyone", **chosen})
    # Browsers give no file back, so the words alone are there to copy.
    assert page.status_code == 429 and 'action="/posts"' not in page.text and words in page.text


def test_every_door_says_what_the_limit_is_and_keeps_the_text(browser, session, world):
    allow_one(session, world)
    ben, words = browser("ben.okafor"), "Words that must not be lost"
    page = {"title": "First", "body": "Text", "tags": "", "parent": "0"}
    message = {"to": "mei.wong", "body": "Text", "send": "1"}
    said = f"/topics/{world.question.id}/answer"
    doors = [
        (said, {"body": "Text"}, said, {"body": words}),
        (
            f"/e/{world.note.id}/report",
            {"reason": "rude"},
            f"/e/{world.question.id}/report",
            {"reason": "rude", "text": words},
        ),
        ("/messages/new", message, "/messages/1", {"body": words}),
        ("/messages/new", message | {"token": "a"}, "/messages/new", message | {"body": words}),
        ("/s/desk/wiki/new", page, "/s/desk/wiki/new", page | {"title": "Second", "body": words}),
        (f"/pages/{world.start.id}/comments", {"body": words}, f"/posts/{world.note.id}/reply", {"text": words}),
    ]
    for first, sent, second, again in doors:
        ben.post(first, sent)
        met = ben.post(second, again)
        assert met.status_code == 429 and words in met.text and "at most." in met.text, second
        assert int(met.headers["Retry-After"]) > 3500


def test_a_file_is_refused_with_a_sentence_that_scripts_can_show(browser, session, world):
    allow_one(session, world)
    ben, met = browser("ben.okafor"), []
    for n in range(2):
        form = {"file": (BytesIO(b"words %d" % n), f"a{n}.txt")}
        met.append(ben.post("/s/desk/files", form, headers={"Accept": "application/json"}))
    assert [each.status_code for each in met] == [201, 429]
    said = met[1].get_json()["error"]
    assert "One person can send 1 uploaded file in a day at most." in said and "This file was not kept." in said


def test_a_double_click_leads_to_what_stands_once(browser, session, world):
    ben = browser("ben.okafor")
    form = {"body": "The desk, every May"}
    first, second = (ben.post(f"/topics/{world.question.id}/answer", form) for _ in range(2))
    assert first.status_code == second.status_code == 303
    stood = session.scalars(select(Entry.id).where(Entry.body == form["body"])).all()
    assert len(stood) == 1 and second.location == f"/e/{stood[0]}"
    assert "It stands here once" in ben.get(second.location, follow_redirects=True).text


def test_ten_thousand_lines_of_emoji_are_answered_properly(browser, world):
    ben, lines = browser("ben.okafor"), "🎉🎉🎉\n" * 10_000
    met = ben.post("/posts", {"text": lines, "to": "everyone"})
    assert met.status_code == 422 and "500 characters or fewer" in met.text and "🎉🎉🎉" in met.text
    assert ben.post(f"/topics/{world.question.id}/answer", {"body": lines}).status_code == 303


def test_a_new_account_is_told_before_it_meets_a_limit(nadia, world):
    for address in ("/ask", "/", f"/topics/{world.question.id}", "/messages/new", f"/e/{world.note.id}/report"):
        page = nadia.get(address)
        assert "Your account is new. You can send" in page.text and 'href="/account/limits"' in page.text, address
    mine = nadia.get("/account/limits")
    assert "Your account counts as new for its first 3 days." in mine.text
    assert "2 of 2 left" in mine.text


def test_everybody_else_reads_no_note_and_pays_nothing_for_it(browser, database, world):
    ben = browser("ben.okafor")
    with statements(database) as seen:
        page = ben.get("/ask")
    assert "Your account is new" not in page.text
    assert not [each for each in seen if "tallies" in each]
    assert "5 of 5 left" in ben.get("/account/limits").text


def test_whoever_met_a_limit_sees_when_it_ends(nadia):
    for n in range(3):
        nadia.post("/ask", {"title": f"Question {n}", "body": "Text", "space": ""})
    page = nadia.get("/account/limits")
    assert "Questions and discussions: you have reached the limit." in page.text


def chosen_in(html):
    found = re.findall(r'<input[^>]* name="((?:new|everybody)-[a-z-]+|days|posts)"[^>]*>', html)
    return {name: re.search(rf'name="{name}"[^>]* value="(\d*)"', html)[1] for name in found}


def test_an_administrator_reads_and_changes_the_limits(browser, session, world):
    ada = browser("ada.admin")
    fields = chosen_in(ada.get("/admin/limits").text)
    assert fields["new-ask-minute"] == "2" and fields["everybody-link-day"] == "" and len(fields) == 50
    assert ada.post("/admin/limits", fields | {"days": "0", "everybody-ask-minute": "1"}).status_code == 303
    again = chosen_in(ada.get("/admin/limits").text)
    assert again == fields | {"days": "0", "everybody-ask-minute": "1"}


def test_a_limit_that_makes_no_sense_comes_back_at_its_field(browser, world):
    ada = browser("ada.admin")
    fields = chosen_in(ada.get("/admin/limits").text)
    for name, typed in (("days", "x"), ("new-say-hour", "1"), ("new-ask-day", "0"), ("posts", "")):
        met = ada.post("/admin/limits", fields | {name: typed})
        assert met.status_code == 422 and f'id="{name}-error"' in met.text, name
