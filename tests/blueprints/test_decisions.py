"""Hiding in place, restoring, the author who is told, appeals and the log, as browsers see them."""

import pytest

from models.entries.entry import Entry
from models.forums.topic import reply
from models.microblog.micropost import reply_to_post
from models.moderation.decision import Decision
from models.spaces.joining import add_member
from models.wiki.comments.commenting import comment

SECRET = "every May"


@pytest.fixture
def hidden(browser, world):
    """Mo hides Ben's answer, which says "every May"."""
    answer = browser("mo.moder").post(f"/e/{world.answer.id}/moderate", {"verb": "hide", "reason": "It names Pat"})
    assert answer.status_code == 303
    return world


def decided(session):
    """The address of the one decision; the turn to write is given back."""
    number = session.query(Decision).one().id
    session.commit()
    return f"/decisions/{number}"


def doors(world):
    number = world.answer.id
    return [
        f"/topics/{world.question.id}", f"/e/{number}/history", f"/e/{number}/quote", f"/e/{number}/edit",
        f"/e/{number}/report",
        f"/e/{number}/share", f"/answers/{number}/page", "/", "/s/desk", "/s/desk/forum", "/search?q=May", "/tags/web",
        "/people/ben.okafor",
        "/questions", f"/topics/{world.question.id}?quote={number}", "/notices", f"/e/{number}/compare?from=1&to=1",
        "/reports",
        "/bookmarks", "/s/desk/export/file?form=html", f"/topics/{world.question.id}?reply={number}",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["tomas.reyes", "mei.wong", "ada.admin"])
def test_what_is_hidden_is_read_at_no_door(browser, hidden, who):
    reader = browser(who)
    assert [door for door in doors(hidden) if SECRET in reader.get(door).text] == []


def test_a_line_with_the_reason_stands_in_its_place(browser, hidden):
    page = browser("tomas.reyes").get(f"/topics/{hidden.question.id}").text
    assert "Hidden by a moderator: It names Pat" in page and f'id="e{hidden.answer.id}"' in page
    assert "Ben Okafor" not in page.split('id="said"')[1].split('id="answer"')[0]
    assert "No answers yet" in page


def test_the_author_still_sees_it_and_is_told_why_and_how_to_appeal(browser, session, hidden):
    ben = browser("ben.okafor")
    page = ben.get(f"/topics/{hidden.question.id}").text
    assert SECRET in page and f"/decisions/about/{hidden.answer.id}" in page
    answer = ben.get(f"/decisions/about/{hidden.answer.id}")
    assert answer.headers["Location"] == decided(session)
    told = ben.get(decided(session)).text
    assert "It names Pat" in told and "a moderator of the site" in told and SECRET in told and "Mo Moder" not in told
    assert "You can appeal once, until" in told and "Another curator of the space" in told


def test_its_permalink_leads_to_the_line(browser, hidden):
    answer = browser("tomas.reyes").get(f"/e/{hidden.answer.id}")
    assert answer.headers["Location"].endswith(f"/topics/{hidden.question.id}#e{hidden.answer.id}")


def test_a_hidden_topic_and_post_say_so_at_their_address(browser, world):
    mo = browser("mo.moder")
    mo.post(f"/e/{world.question.id}/moderate", {"verb": "hide", "reason": "Not ours"})
    mo.post(f"/e/{world.note.id}/moderate", {"verb": "hide", "reason": "Not ours"})
    reader = browser("tomas.reyes")
    for address in (f"/topics/{world.question.id}", f"/e/{world.question.id}"):
        page = reader.get(address).text
        assert "Hidden by a moderator: Not ours" in page and SECRET not in page
    mei = browser("mei.wong")
    page = mei.get(f"/posts/{world.note.id}").text
    assert "Hidden by a moderator: Not ours" in page and "Gritting" not in page
    assert "Who checks statements?" not in mei.get(f"/topics/{world.question.id}").text


def test_moderators_find_it_in_its_place_and_restore_it(browser, session, hidden):
    aisha = browser("aisha.khan")
    at = f"/e/{hidden.answer.id}/moderate"
    assert at in aisha.get(f"/topics/{hidden.question.id}").text and SECRET in aisha.get(at).text
    assert aisha.post(at, {"reason": ""}).status_code == 422
    assert aisha.post(at, {"reason": "Pat agreed"}).status_code == 303
    assert SECRET in browser("tomas.reyes").get(f"/topics/{hidden.question.id}").text
    assert "Pat agreed" in browser("ben.okafor").get("/reports").text


def test_a_hidden_reply_below_a_post_and_a_hidden_comment_leave_a_line(browser, session, world):
    said = reply_to_post(world.note, world.note, world.tomas, "Sharp words")
    first = comment(world.publishing, world.tomas, "Sharper words")
    talk = reply(world.question, world.question, world.tomas, "Sharpest words")
    session.commit()
    mo = browser("mo.moder")
    for each in (said, first, talk):
        assert mo.post(f"/e/{each.id}/moderate", {"verb": "hide", "reason": "Too sharp"}).status_code == 303
    reader = browser("ben.okafor")
    for address in (f"/posts/{world.note.id}", "/s/desk/wiki/publishing", f"/topics/{world.question.id}"):
        page = reader.get(address).text
        assert "Hidden by a moderator: Too sharp" in page and "Sharp" not in page


@pytest.mark.parametrize(
    "who, status", {"ben.okafor": 403, "tomas.reyes": 403, "ada.admin": 403, "aisha.khan": 200}.items()
)
def test_only_those_who_decide_there_find_the_form(browser, world, who, status):
    assert browser(who).get(f"/e/{world.answer.id}/moderate").status_code == status


def test_nobody_decides_about_their_own(browser, world):
    assert browser("aisha.khan").get(f"/e/{world.publishing.id}/moderate").status_code == 403


def test_an_author_does_not_take_back_what_a_moderator_removed(browser, session, world):
    browser("mo.moder").post(f"/e/{world.answer.id}/moderate", {"verb": "remove", "reason": "No"})
    answer = browser("ben.okafor").post(f"/e/{world.answer.id}/untrash")
    assert answer.status_code == 409 and "You can appeal" in answer.text


def test_an_appeal_goes_to_somebody_else_and_its_answer_is_told(browser, session, hidden):
    at = decided(session)
    ben, mo, aisha = browser("ben.okafor"), browser("mo.moder"), browser("aisha.khan")
    assert ben.post(f"{at}/appeal", {"text": " "}).status_code == 422
    assert ben.post(f"{at}/appeal", {"text": "It names nobody"}).status_code == 303
    assert "already" in ben.get(ben.post(f"{at}/appeal", {"text": "Again"}).headers["Location"]).text
    assert "No appeal waits" in mo.get("/moderation/appeals").text
    assert "It names nobody" in aisha.get("/moderation/appeals").text and "1 appeal to answer" in aisha.get("/").text
    assert mo.post(f"{at}/answer", {"answer": "refused", "reason": "Mine"}).status_code == 409
    assert aisha.post(f"{at}/answer", {"answer": "", "reason": "x"}).status_code == 422
    assert aisha.post(f"{at}/answer", {"answer": "upheld", "reason": "Right, it does not"}).status_code == 303
    page = ben.get(at).text
    assert "Right, it does not" in page and "a curator of the space" in page and "Aisha Khan" not in page
    session.expire_all()
    assert session.get(Entry, hidden.answer.id).is_live


def test_the_second_answer_is_told_that_it_came_too_late(browser, session, hidden, world):
    add_member(session, world.desk, world.mei, "curator", world.aisha)
    session.commit()
    at = decided(session)
    browser("ben.okafor").post(f"{at}/appeal", {"text": "It names nobody"})
    browser("aisha.khan").post(f"{at}/answer", {"answer": "refused", "reason": "It does"})
    mei = browser("mei.wong")
    answer = mei.post(f"{at}/answer", {"answer": "upheld", "reason": "It does not"})
    assert "already answered" in mei.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    "who, status", {"mo.moder": 200, "ada.admin": 200, "aisha.khan": 200, "ben.okafor": 403, "gwen.guest": 403}.items()
)
def test_the_log_is_for_those_who_answer_for_decisions(browser, hidden, who, status):
    answer = browser(who).get("/moderation/log")
    assert answer.status_code == status and ("It names Pat" in answer.text) is (status == 200)


def test_administrators_read_what_was_decided_but_not_the_words(browser, session, hidden):
    page = browser("ada.admin").get(decided(session)).text
    assert "It names Pat" in page and SECRET not in page


def test_others_find_no_decision(browser, session, hidden):
    at = decided(session)
    for who in ("tomas.reyes", "mei.wong", "gwen.guest"):
        reader = browser(who)
        assert reader.get(at).status_code == 404 and reader.get(at).text == reader.get("/decisions/999999").text
        assert reader.get(f"/decisions/about/{hidden.answer.id}").status_code == 404
