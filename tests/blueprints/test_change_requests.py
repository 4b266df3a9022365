"""Change requests over the browser: sent instead of saved, discussed on lines, approved, declined, joined."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.revision import revision
from models.entries.trashing import trash
from models.spaces.joining import add_member
from models.spaces.keeping import archive
from models.wiki.page import Page
from models.wiki.requests.approval import require_approval
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import proposal_of
from tests.browser import flat
from tests.counting import statements
from tests.world import World

TEXT = "## Before you start\n\nRead the **new guide**."


@pytest.fixture
def asked(session: Session, world: World) -> World:
    """The desk asks for one approval."""
    require_approval(session, world.aisha, world.desk, None, needed=1)
    session.commit()
    return world


def send(writer, world: World, body: str = TEXT, **more) -> str:
    sent = {"title": "Publishing", "body": body, "tags": "web", "summary": "New guide", "based_on": "1", **more}
    answer = writer.post(f"/pages/{world.publishing.id}/edit", sent)
    assert answer.status_code == 303, answer.text
    return answer.location


def fresh(session: Session, page: Page) -> SimpleNamespace:
    """Version and text as they stand, without holding the write lock."""
    session.rollback()
    session.expire_all()
    found = session.get_one(Page, page.id)
    stands = SimpleNamespace(version=found.version, body=found.body)
    session.rollback()
    return stands


def test_the_edit_form_says_what_a_change_waits_for(browser, asked: World):
    text = browser("ben.okafor").get(f"/pages/{asked.publishing.id}/edit").text
    assert "waits until 1 person approves it" in text and "Aisha Khan" in text
    assert "Send for approval</button>" in text


def test_a_change_is_sent_commented_on_a_line_approved_and_saved(browser, session: Session, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    assert fresh(session, asked.publishing).version == 1
    page = aisha.get(change).text
    assert "Approve</button>" in page and "<ins>new </ins>" in page
    line = re.search(r'name="line".*?value="(new:\d+)"', page, re.DOTALL)
    assert line
    answer = aisha.post(f"{change}/comments", {"line": line[1], "text": "Which **one**?"})
    assert answer.location.startswith(f"{change}#c")
    said = ben.get(change).text
    assert "Which <strong>one</strong>?" in said and "Approve</button>" not in said
    comment = answer.location.rpartition("#c")[2]
    ben.post(f"{change}/comments", {"parent": comment, "text": "The blue one"})
    assert "The blue one" in aisha.get(change).text
    answer = aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.location == "/s/desk/wiki/publishing"
    assert fresh(session, asked.publishing).body == TEXT
    history = aisha.get(f"/e/{asked.publishing.id}/history").text
    assert "New guide · Approved by Aisha Khan" in history


def test_the_author_cannot_approve_even_by_hand(browser, session: Session, asked: World):
    add_member(session, asked.desk, asked.ben, "curator", asked.aisha)
    session.commit()
    ben = browser("ben.okafor")
    change = send(ben, asked)
    answer = ben.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.status_code == 403
    assert fresh(session, asked.publishing).version == 1


def test_an_outdated_or_second_approval_is_a_plain_message(browser, session: Session, asked: World):
    require_approval(session, asked.aisha, asked.desk, None, needed=2)
    session.commit()
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    assert aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"}).status_code == 303
    assert "1 more is needed" in aisha.get(change).text
    answer = aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.status_code == 409 and "already approved" in answer.text
    sent = {"title": "Publishing", "body": TEXT + " Twice.", "tags": "web", "based_on": "1"}
    assert ben.post(f"{change}/edit", sent).location == change
    assert "approvals began anew" in ben.get(change).text
    answer = aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.status_code == 409 and "changed this request after you opened it" in answer.text


@pytest.mark.parametrize("verdict", ["changes", "declined"])
def test_a_reason_is_asked_for_and_what_was_typed_stays(browser, asked: World, verdict: str):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    answer = aisha.post(f"{change}/review", {"verdict": verdict, "number": "1", "text": " "})
    assert answer.status_code == 422 and "Say why" in answer.text
    answer = aisha.post(f"{change}/review", {"verdict": verdict, "number": "1", "text": "The old guide stays"})
    assert answer.status_code == 303
    assert "The old guide stays" in ben.get(change).text
    assert change in ben.get("/").text


def test_renaming_going_back_and_new_pages_wait_too(browser, session: Session, asked: World):
    ben, page = browser("ben.okafor"), asked.publishing
    asked.publishing.revise(by=asked.aisha, based_on=1, title="Publishing", body="Second", approved=True)
    session.commit()
    for address, form in (
        (f"/pages/{page.id}/rename", {"title": "How to publish"}),
        (f"/e/{page.id}/restore", {"number": "1"}),
        (f"/e/{page.id}/tags", {"tags": "other"}),
        ("/s/desk/wiki/new", {"title": "Street works", "body": "Ask", "parent": str(asked.start.id), "tags": ""}),
    ):
        assert re.fullmatch(r"/change-requests/\d+", ben.post(address, form).location or ""), address
    assert fresh(session, page).version == 2
    wanted = session.scalars(select(ChangeRequest).order_by(ChangeRequest.id)).all()
    titles, ids = [proposal_of(session, each).title for each in wanted], [each.id for each in wanted]
    session.rollback()
    assert titles == ["How to publish", "Publishing", "Publishing", "Street works"]
    aisha = browser("aisha.khan")
    for change_id in ids:
        assert aisha.get(f"/change-requests/{change_id}").status_code == 200
    answer = aisha.post(f"/change-requests/{ids[-1]}/review", {"verdict": "approved", "number": "1"})
    assert aisha.get(answer.location, follow_redirects=True).status_code == 200
    assert "Street works" in aisha.get("/s/desk/wiki/street-works").text


def test_what_waits_stands_on_the_page_the_form_and_home(browser, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    send(ben, asked, body="Another text")
    assert "2 changes wait for approval" in aisha.get("/s/desk/wiki/publishing").text
    assert "changes wait for approval" not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    form = ben.get(f"/pages/{asked.publishing.id}/edit").text
    assert "2 changes to this page wait for approval" in form and "Add to mine" in form
    assert change in aisha.get("/").text and change not in browser("tomas.reyes").get("/").text
    for address in ("/s/desk/change-requests", f"/pages/{asked.publishing.id}/change-requests"):
        assert change in aisha.get(address).text
        assert change not in browser("tomas.reyes").get(address).text


def test_a_text_that_clashes_is_joined_by_its_author(browser, session: Session, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    asked.publishing.revise(by=asked.aisha, based_on=1, title="Publishing", body="## All\n\nNew.", approved=True)
    session.commit()
    assert "changed in the same place meanwhile" in aisha.get(change).text
    answer = aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.location == change and "not saved yet" in aisha.get(change).text
    form = ben.get(f"{change}/edit").text
    assert "Place 1 of 1: what stays?" in form and 'name="based_on" value="2"' in form
    prepared = unescape(re.search(r'<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)[1])
    sent = {"title": "Publishing", "body": prepared, "tags": "web", "based_on": "2"}
    open_still = ben.post(f"{change}/edit", sent)
    assert open_still.status_code == 422 and "Choose what stays in place 1" in flat(open_still.text)
    assert ben.post(f"{change}/edit", {**sent, "place-1": "mine"}).status_code == 303
    aisha.post(f"{change}/review", {"verdict": "approved", "number": "2"})
    assert fresh(session, asked.publishing).body.strip() == TEXT.replace("Before you start", "All")


def test_a_change_that_clashes_is_joined_before_it_is_sent(browser, session: Session, asked: World):
    ben, address = browser("ben.okafor"), f"/pages/{asked.publishing.id}/edit"
    asked.publishing.revise(by=asked.aisha, based_on=1, title="Publishing", body="## All\n\nNew.", approved=True)
    session.commit()
    sent = {"title": "Publishing", "body": TEXT, "tags": "web", "based_on": "1"}
    answer = ben.post(address, sent)
    assert (
        answer.status_code == 409 and "Place 1 of 1: what stays?" in answer.text and "Send for approval" in answer.text
    )
    assert ben.post(address, {**sent, "based_on": "2"}).location.startswith("/change-requests/")
    assert fresh(session, asked.publishing).version == 2


def test_a_change_revised_on_an_old_version_is_joined_too(browser, session: Session, asked: World):
    ben = browser("ben.okafor")
    change = send(ben, asked)
    asked.publishing.revise(by=asked.aisha, based_on=1, title="Publishing", body="## All\n\nNew.", approved=True)
    session.commit()
    answer = ben.post(
        f"{change}/edit", {"title": "Publishing", "body": TEXT + " More.", "tags": "web", "based_on": "1"}
    )
    assert answer.status_code == 409 and "stays in your request" in answer.text


def test_followers_are_not_told_of_a_change_that_asks_for_it(browser, session: Session, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked, silent="y")
    assert "followers are not told" in aisha.get(change).text
    assert re.search(r'<input[^>]* checked[^>]*name="silent"', ben.get(f"{change}/edit").text)
    aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    session.rollback()
    assert revision(session, session.get_one(Page, asked.publishing.id), 2).silent


def test_a_translation_waits_and_is_linked_once_it_is_approved(browser, session: Session, asked: World):
    ben, aisha, address = browser("ben.okafor"), browser("aisha.khan"), f"/pages/{asked.publishing.id}/translate"
    form = ben.get(address).text
    assert "waits until 1 person approves it" in form and "Send for approval</button>" in form
    sent = {"language": "cy", "title": "Cyhoeddi", "body": "Testun", "tags": "", "based_on": "1"}
    change = ben.post(address, sent).location
    assert "A translation of" in aisha.get(change).text and "into Welsh" in aisha.get(change).text
    aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert "/s/desk/wiki/cyhoeddi" in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    again = ben.post(address, {**sent, "title": "Arall"})
    assert again.status_code == 422 and "Testun" in again.text


def test_a_request_is_withdrawn_and_opened_again(browser, asked: World):
    ben = browser("ben.okafor")
    change = send(ben, asked)
    assert ben.post(f"{change}/withdraw").location == change
    assert "Withdrawn" in ben.get(change).text
    assert change in ben.get("/s/desk/change-requests?view=closed").text
    ben.post(f"{change}/reopen")
    assert "Waits for approval" in ben.get(change).text


def test_a_page_in_the_trash_and_an_archived_space_keep_the_text(browser, session: Session, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    trash(session.get_one(Page, asked.publishing.id), asked.aisha)
    session.commit()
    text = ben.get(change).text
    assert "The page is in the trash" in text and "new guide" in text
    assert aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"}).status_code == 409
    aisha.post(f"/e/{asked.publishing.id}/untrash")
    session.rollback()
    archive(session, asked.desk, asked.aisha)
    session.commit()
    assert "The space is archived" in aisha.get(change).text
    answer = aisha.post(f"{change}/review", {"verdict": "approved", "number": "1"})
    assert answer.location == change


def test_a_stranger_finds_no_request(browser, asked: World):
    change = send(browser("ben.okafor"), asked)
    tomas = browser("tomas.reyes")
    assert tomas.get(change).status_code == tomas.get("/change-requests/999999").status_code == 404
    for address in ("review", "comments", "withdraw", "reopen", "save", "seen", "edit"):
        assert tomas.post(f"{change}/{address}", {"text": "x"}).status_code == 404


def test_a_curator_sets_who_approves_and_is_warned_of_too_few(browser, session: Session, world: World):
    aisha = browser("aisha.khan")
    base = {"needed": "2", "who": "curator", "people": "", "department": "", "curators_too": "y"}
    assert aisha.get("/s/desk/approval").status_code == 200
    assert aisha.post("/s/desk/approval", base).location == "/s/desk/change-requests"
    assert "Only 1 can approve" in flat(aisha.get("/s/desk/change-requests").text)
    answer = aisha.post("/s/desk/approval", {**base, "who": "people", "people": "nobody.here"})
    assert answer.status_code == 422 and "Nobody is found by the username nobody.here" in answer.text
    place = f"/pages/{world.publishing.id}/approval"
    assert aisha.post(place, {**base, "needed": "0"}).status_code == 303
    writer = browser("ben.okafor")
    assert "Send for approval" not in writer.get(f"/pages/{world.publishing.id}/edit").text
    assert "Send for approval" in writer.get(f"/pages/{world.start.id}/edit").text
    aisha.post(place, {"lift": "1"})
    assert "Send for approval" in writer.get(f"/pages/{world.publishing.id}/edit").text
    assert browser("ben.okafor").get("/s/desk/approval").status_code == 403


def test_a_comment_on_a_line_that_is_gone_is_kept_apart(browser, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    aisha.post(f"{change}/comments", {"line": "new:3", "text": "Hm"})
    sent = {"title": "Publishing", "body": "Quite another text.", "tags": "web", "based_on": "1"}
    ben.post(f"{change}/edit", sent)
    text = aisha.get(change).text
    assert "On lines that are gone" in text and "Read the **new guide**." in text and "on version 1" in text


def test_hostile_text_stays_text(browser, asked: World):
    ben = browser("ben.okafor")
    change = send(ben, asked, body="<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>")
    ben.post(f"{change}/comments", {"text": "<script>alert(2)</script>"})
    text = ben.get(change).text
    assert "<script>alert" not in text and "<img src=x" not in text


def test_a_request_costs_few_statements(browser, database, asked: World):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    change = send(ben, asked)
    for number in range(3):
        ben.post(f"{change}/comments", {"text": f"Word {number}"})
    for address, most in ((change, 20), ("/s/desk/change-requests", 10)):
        aisha.get(address)
        with statements(database) as seen:
            aisha.get(address)
        assert len(seen) <= most, "\n".join(seen)
