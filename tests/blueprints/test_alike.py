"""Before something new is saved: what is nearly the same is shown once, and nothing that is typed is lost."""

import pytest
from sqlalchemy import func, select

from models.core.outbox import Worker
from models.entries.drafts import draft_at, place_of_edit, place_of_new_page, place_of_new_topic, place_of_saying
from models.entries.entry import Entry
from models.entries.following import follows
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from models.wiki.requests.approval import require_approval
from models.wiki.requests.request import ChangeProposal
from tests.counting import statements
from tests.world import CANARY

BODY = "Depots order road salt in summer, when it is cheap, and store it dry until the first frost."
TYPED = {"title": "Ordering road salt", "body": BODY, "tags": "", "draft": "0", "parent": "0", "language": "en"}


@pytest.fixture
def salt(app, session, world):
    """A page of the desk that search knows, and one of Mill of the same title."""
    page = write_page(session, world.aisha, world.desk, "Ordering road salt", BODY)
    write_page(session, world.mei, world.mill, "Secret lorry plan", f"{CANARY} lorries drive at night")
    session.commit()
    Worker(app.extensions["witan"].database, {"index": app.extensions["witan"].indexer.handle}).drain()
    return page


def pages(session) -> int:
    session.commit()
    found = session.scalar(select(func.count()).select_from(Entry).where(Entry.kind == "page"))
    # A transaction that stays open would keep browsers from writing.
    session.commit()
    return found


def test_a_page_that_is_nearly_there_is_shown_before_it_is_saved_and_the_text_stays(browser, session, world, salt):
    before, sent = pages(session), {**TYPED, "title": "How depots order road salt", "body": BODY + " Ask early."}
    again = browser("mei.wong").post("/s/gate/wiki/new", sent)
    assert again.status_code == 200
    assert "Something very like this is there already" in again.text and "/s/desk/wiki/ordering-road-salt" in again.text
    assert "Ask early." in again.text
    assert pages(session) == before


def test_it_is_shown_once_and_then_saved(browser, session, world, salt):
    before = pages(session)
    saved = browser("mei.wong").post("/s/gate/wiki/new", {**TYPED, "seen_alike": "1"})
    assert saved.status_code == 303
    assert pages(session) == before + 1


def test_what_shares_a_word_or_less_is_saved_at_once(browser, world, salt):
    mei = browser("mei.wong")
    for title in ("Salt in food", "Ordering desks", "Salt"):
        sent = {**TYPED, "title": title, "body": "Something else altogether"}
        assert mei.post("/s/gate/wiki/new", sent).status_code == 303


def test_what_is_closed_stops_nobody_who_may_not_read_it(browser, world, salt):
    sent = {**TYPED, "title": "Secret lorry plan", "body": "lorries drive at night"}
    assert browser("aisha.khan").post("/s/desk/wiki/new", sent).status_code == 303
    told = browser("mei.wong").post("/s/gate/wiki/new", sent)
    assert "Something very like this is there already" in told.text


def test_who_takes_what_is_there_follows_it_and_keeps_a_draft(browser, session, world, salt):
    sent = {**TYPED, "seen_alike": "1", "alike": f"adopt-{salt.id}"}
    answer = browser("mei.wong").post("/s/gate/wiki/new", sent)
    assert answer.headers["Location"] == "/s/desk/wiki/ordering-road-salt"
    session.commit()
    assert follows(session, world.mei, salt)
    assert draft_at(session, viewer_of(session, world.mei), place_of_new_page(world.gate)).fields["body"] == BODY


def test_who_may_edit_it_adds_the_text_in_the_editor(browser, session, world, salt):
    sent = {**TYPED, "body": "My own words", "seen_alike": "1", "alike": f"merge-{salt.id}"}
    answer = browser("ben.okafor").post("/s/desk/wiki/new", {**sent, "title": "Ordering road salt now"})
    assert answer.headers["Location"] == f"/pages/{salt.id}/edit?draft=use"
    session.commit()
    draft = draft_at(session, viewer_of(session, world.ben), place_of_edit(salt))
    assert draft.fields["body"] == f"{BODY}\n\nMy own words"
    session.commit()
    # A second time, the draft that is there already stays.
    browser("ben.okafor").post("/s/desk/wiki/new", {**sent, "body": "Other words", "draft": "1"})
    session.commit()
    assert draft_at(session, viewer_of(session, world.ben), place_of_edit(salt)).fields == draft.fields


def test_who_may_not_edit_it_is_not_offered_to(browser, world, salt):
    assert f"merge-{salt.id}" not in browser("mei.wong").post("/s/gate/wiki/new", TYPED).text
    assert (
        f"merge-{salt.id}" in browser("ben.okafor").post("/s/desk/wiki/new", {**TYPED, "title": "Order road salt"}).text
    )


def test_one_can_be_saved_with_a_link_to_the_other(browser, session, world, salt):
    browser("mei.wong").post("/s/gate/wiki/new", {**TYPED, "seen_alike": "1", "alike": f"link-{salt.id}"})
    session.commit()
    made = session.scalars(select(Entry).where(Entry.kind == "page").order_by(Entry.id.desc())).first()
    session.refresh(made, ["body"])
    assert made.body.endswith(f"See also: [Ordering road salt](/e/{salt.id})")


def test_why_it_is_different_stands_in_its_history(browser, session, world, salt):
    mei = browser("mei.wong")
    sent = {**TYPED, "seen_alike": "1", "alike": "apart", "because": "Gates freeze  earlier"}
    mei.post("/s/gate/wiki/new", sent)
    session.commit()
    made = session.scalar(select(func.max(Entry.id)).where(Entry.kind == "page"))
    session.commit()
    assert "Beside something similar, because: Gates freeze earlier" in mei.get(f"/e/{made}/history").text


def test_a_question_that_is_there_is_shown_and_can_be_added_to(browser, session, world):
    tomas, ask = browser("aisha.khan"), {"title": "Who checks statements?", "body": "We have some.", "space": "desk"}
    again = tomas.post("/ask", {**ask, "tags": ""})
    assert again.status_code == 200 and f"merge-{world.question.id}" in again.text
    answer = tomas.post("/ask", {**ask, "seen_alike": "1", "alike": f"merge-{world.question.id}"})
    assert answer.headers["Location"] == f"/topics/{world.question.id}?draft=use#answer"
    session.commit()
    aisha = viewer_of(session, world.aisha)
    assert draft_at(session, aisha, place_of_saying(world.question.id)).fields == {"body": "We have some."}
    assert draft_at(session, aisha, place_of_new_topic("question")) is not None
    session.commit()
    apart = tomas.post("/ask", {**ask, "seen_alike": "1", "alike": "apart", "because": "Other statements"})
    assert "Other statements" in tomas.get(apart.headers["Location"].replace("/topics/", "/e/") + "/history").text


@pytest.mark.parametrize(
    "choice", ["adopt-999999", "merge-x", "link-", "adopt", "apart-1", "-", "link-99999999999999999999"]
)
def test_a_choice_that_cannot_be_is_none(browser, world, salt, choice):
    sent = {**TYPED, "seen_alike": "1", "alike": choice, "because": "\x00'\"<script>" * 99}
    assert browser("mei.wong").post("/s/gate/wiki/new", sent).status_code == 303


def test_nobody_takes_or_links_what_they_may_not_read(browser, session, world, salt):
    for what in ("adopt", "merge", "link"):
        sent = {**TYPED, "title": f"Salt {what}", "seen_alike": "1", "alike": f"{what}-{world.secret_page.id}"}
        answer = browser("ben.okafor").post("/s/desk/wiki/new", sent)
        assert answer.headers["Location"] == f"/s/desk/wiki/salt-{what}"
        assert f"/e/{world.secret_page.id}" not in browser("ben.okafor").get(answer.headers["Location"]).text


def test_looking_for_what_is_there_costs_few_statements(browser, database, world, salt):
    mei = browser("mei.wong")
    mei.post("/s/gate/wiki/new", {**TYPED, "title": "Grit lorries", "body": "Something else"})
    with statements(database) as seen:
        mei.post("/s/gate/wiki/new", {**TYPED, "title": "Grit bins", "body": "Something else"})
    with statements(database) as without:
        mei.post("/s/gate/wiki/new", {**TYPED, "title": "Grit trucks", "body": "Something else", "seen_alike": "1"})
    assert len(seen) - len(without) <= 4


def test_where_pages_need_approval_the_reason_goes_along(browser, session, world, salt):
    require_approval(session, world.aisha, world.desk, None, needed=1)
    session.commit()
    sent = {**TYPED, "title": "Salt for the depots", "seen_alike": "1", "alike": "apart", "because": "Other depots"}
    asked = browser("ben.okafor").post("/s/desk/wiki/new", sent)
    assert "/change-requests/" in asked.location
    assert session.scalars(select(ChangeProposal.summary)).all() == ["Beside something similar, because: Other depots"]


def test_the_notes_of_two_days_are_two_things(app, browser, session, world):
    note = {
        **TYPED,
        "title": "Meeting note of 3 May",
        "body": "Who was there, what was decided, who does what until when.",
    }
    mei = browser("mei.wong")
    assert mei.post("/s/gate/wiki/new", note).status_code == 303
    Worker(app.extensions["witan"].database, {"index": app.extensions["witan"].indexer.handle}).drain()
    assert mei.post("/s/gate/wiki/new", {**note, "title": "Meeting note of 10 May"}).status_code == 303
    assert mei.post("/s/gate/wiki/new", {**note, "title": "Note of the meeting"}).status_code == 200
