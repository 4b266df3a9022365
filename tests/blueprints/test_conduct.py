"""Warning, silencing and suspending through the pages: told, appealed, ended; and nothing shown to others."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.outbox import OutboxJob
from models.moderation.decision import Decision
from models.moderation.suspending import silence_in, suspend
from models.people.person import person_named
from models.policy.viewer import viewer_of
from tests.world import PASSWORD

WHY = "Three rude replies in one week"
SUSPEND = {"verb": "suspend", "days": "7", "reason": WHY}
SILENCE = {"verb": "silence", "days": "3", "reason": WHY}
HERE = "/s/desk/people/ben.okafor/moderate"
EVERYWHERE = "/people/ben.okafor/moderate"


@pytest.fixture
def mo(browser):
    return browser("mo.moder")


def test_a_suspended_person_is_signed_out_and_reads_why_after_signing_in(browser, mo, world):
    ben = browser("ben.okafor")
    assert ben.get("/").status_code == 200
    assert mo.post(EVERYWHERE, SUSPEND).status_code == 303
    assert ben.get("/").status_code == 302 and ben.post("/posts", {"text": "I", "to": "everyone"}).status_code == 401
    again = browser()
    again.sign_in("ben.okafor", PASSWORD)
    page = again.get("/suspended")
    assert WHY in page.text and "It ends by itself on" in page.text and "Mo Moder" not in page.text
    for closed in ("/", "/posts", "/s/desk", "/account", f"/e/{world.note.id}"):
        answer = again.get(closed)
        assert (answer.status_code, answer.location) == (302, "/suspended"), closed


def test_a_wrong_password_tells_nothing_of_a_suspension(browser, mo):
    mo.post(EVERYWHERE, SUSPEND)
    assert browser().post("/sign-in", {"username": "ben.okafor", "password": "x" * 12}).status_code == 422
    assert browser().get("/suspended").status_code == 302


def suspended(browser, session, world):
    suspend(session, world.ben, viewer_of(session, world.mo), WHY)
    session.commit()
    ben = browser()
    ben.sign_in("ben.okafor", PASSWORD)
    return ben


def test_a_suspended_person_appeals_once(browser, session, world):
    ben = suspended(browser, session, world)
    assert ben.post("/suspended/appeal", {"text": " "}).status_code == 422
    assert ben.post("/suspended/appeal", {"text": "That was not me"}).status_code == 303
    page = ben.get("/suspended")
    assert "That was not me" in page.text and "Somebody else than who decided looks at it" in page.text
    assert ben.post("/suspended/appeal", {"text": "Once more"}).status_code == 303
    assert session.scalar(select(Decision.appeal).where(Decision.verb == "suspend")) == "That was not me"


def test_a_suspended_person_takes_along_what_they_wrote(browser, session, world):
    ben = suspended(browser, session, world)
    copy = ben.get("/suspended/data")
    found = json.loads(copy.data)
    assert found["person"]["username"] == "ben.okafor" and "attachment" in copy.headers["Content-Disposition"]
    assert {each["text"] for each in found["written"]} >= {
        "The desk does, every May.",
        "Gritting starts tonight #winter",
    }
    assert ben.post("/sign-out").status_code == 303
    assert ben.get("/suspended").status_code == 302 and ben.get("/suspended/data").status_code == 302


def test_whoever_is_let_in_again_signs_in_as_always(browser, mo, session, world):
    ben = suspended(browser, session, world)
    assert "is suspended now" in mo.get(EVERYWHERE).text
    assert mo.post(EVERYWHERE, {"verb": "reinstate", "reason": "We talked"}).status_code == 303
    assert ben.get("/suspended").status_code == 302
    assert browser("ben.okafor").get("/").status_code == 200


def test_a_suspension_is_mailed_with_its_reason(mo, session):
    mo.post(EVERYWHERE, SUSPEND)
    mails = [job.payload for job in session.scalars(select(OutboxJob).where(OutboxJob.task == "mail"))]
    assert mails[-1]["to"] == "ben@transport.example" and WHY in mails[-1]["text"]


def test_nothing_of_it_is_shown_to_colleagues(browser, mo, session, world):
    seen = {address: masked(browser("tomas.reyes").get(address).text) for address in public(world)}
    mo.post(EVERYWHERE, SUSPEND)
    silence_in(session, person_named(session, "gwen.guest"), world.mill, viewer_of(session, world.mei), WHY, soon(3))
    session.commit()
    tomas = browser("tomas.reyes")
    assert {address: masked(tomas.get(address).text) for address in public(world)} == seen
    assert tomas.get(EVERYWHERE).status_code == 403 and tomas.get(HERE).status_code == 403


def public(world):
    return ("/people/ben.okafor", "/people", "/s/desk", f"/posts/{world.note.id}", f"/topics/{world.question.id}")


def masked(html):
    return re.sub(r'(value|content|data-live-after)="[^"]*"', "", html)


def soon(days):
    return clock.now() + timedelta(days=days)


def test_a_silenced_person_is_told_where_they_would_write_and_keeps_the_text(browser, mo, session, world):
    assert browser("aisha.khan").post(HERE, SILENCE).status_code == 303
    ben, said = browser("ben.okafor"), f"/topics/{world.question.id}"
    page = ben.get(said)
    assert "You cannot write in Digital service desk until" in page.text and 'name="body"' not in page.text
    refused = ben.post(f"{said}/answer", {"body": "Words that must not be lost"})
    assert refused.status_code == 403 and "Words that must not be lost" in refused.text
    refused = ben.post(
        f"/pages/{world.publishing.id}/edit", {"body": "Kept words", "title": "Publishing", "based_on": "1"}
    )
    assert refused.status_code == 403 and "You cannot write in this space until" in refused.text
    assert "Kept words" in refused.text
    assert ben.post("/posts", {"text": "Elsewhere I can", "to": "everyone"}).status_code == 303
    assert "Digital service desk" not in ben.get("/ask").text.partition("<select")[2].partition("</select>")[0]
    assert mo.post(HERE, {"verb": "unsilence", "reason": "We talked"}).status_code == 303
    assert ben.post(f"{said}/answer", {"body": "Here I am"}).status_code == 303


def test_a_curator_decides_for_the_space_and_a_moderator_for_the_site(browser, mo):
    aisha = browser("aisha.khan")
    assert aisha.get(HERE).status_code == 200 and aisha.get(EVERYWHERE).status_code == 403
    assert "Silence in this space" in aisha.get(HERE).text and "Suspend" not in aisha.get(HERE).text
    assert mo.get("/s/mill/people/gwen.guest/moderate").status_code == 404, "a moderator reads no closed space"
    assert browser("ben.okafor").get("/s/desk/people/aisha.khan/moderate").status_code == 403
    assert mo.get("/people/mo.moder/moderate").status_code == 403, "nobody decides about themselves"


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"verb": "silence"}, {"verb": ""}, {"days": "5000"}, {"days": "x"}])
def test_what_is_missing_comes_back_with_what_was_typed(mo, session, wrong):
    answer = mo.post(EVERYWHERE, SUSPEND | wrong)
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert (WHY in answer.text) == ("reason" not in wrong)
    assert session.scalar(select(Decision.id)) is None


def test_a_second_suspension_says_that_there_is_one(mo, session, world, browser):
    suspended(browser, session, world)
    answer = mo.post(EVERYWHERE, SUSPEND)
    assert answer.status_code == 422
    assert mo.post("/people/ada.admin/moderate", SUSPEND).status_code == 409


def test_a_moderator_sees_what_was_decided_before_but_of_closed_spaces_nothing(mo, session, world):
    silence_in(session, person_named(session, "gwen.guest"), world.mill, viewer_of(session, world.mei), WHY, soon(3))
    silence_in(session, world.ben, world.desk, viewer_of(session, world.aisha), WHY, soon(3))
    session.commit()
    assert WHY in mo.get(EVERYWHERE).text
    assert WHY not in mo.get("/people/gwen.guest/moderate").text
