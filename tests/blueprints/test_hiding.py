"""Hiding an earlier version: its text is gone from every door for all but moderators, and its author is told why."""

import pytest
from sqlalchemy import select

from models.activity.act import Act
from models.entries.blaming import passages
from models.entries.editing import edit
from models.entries.reading import visible_entry
from models.entries.saving import save
from models.forums.topic import Answer
from models.policy.viewer import viewer_of

SECRET = "zyxpersonaldata"


@pytest.fixture
def edited(session, world):
    """Ben's answer held something that it should not have: in version 2 of 3."""
    said = visible_entry(session, viewer_of(session, world.ben), Answer, world.answer.id, with_text=True)
    edit(said, by=world.ben, based_on=1, body=f"The desk does.\n\nAsk {SECRET}.", summary=f"Added {SECRET}")
    edit(said, by=world.ben, based_on=2, body="The desk does.\n\nAsk the desk.")
    session.commit()
    return said


def hide(browser, said, who="mo.moder", reason="A private number"):
    return browser(who).post(f"/e/{said.id}/history/2/hide", {"reason": reason})


def doors(said):
    at = f"/e/{said.id}"
    return [
        f"{at}/history", f"{at}/history/2", f"{at}/compare?from=1&to=2", f"{at}/compare?from=2&to=3", f"{at}/blame",
        f"{at}/edit", f"{at}/quote",
    ]  # fmt: skip


def test_a_hidden_version_is_gone_from_every_door(browser, edited):
    ben = browser("ben.okafor")
    assert SECRET in ben.get(f"/e/{edited.id}/history/2").text
    assert hide(browser, edited).status_code == 303
    for who in ("ben.okafor", "aisha.khan", "tomas.reyes"):
        reader = browser(who)
        assert [door for door in doors(edited) if SECRET in reader.get(door).text] == []


def test_everybody_sees_who_hid_it_and_why(browser, edited):
    hide(browser, edited)
    page = browser("tomas.reyes").get(f"/e/{edited.id}/history/2").text
    assert "Mo Moder" in page
    assert "A private number" in page


def test_a_moderator_sees_it_and_can_show_it_again(browser, edited):
    hide(browser, edited)
    mo = browser("mo.moder")
    assert SECRET in mo.get(f"/e/{edited.id}/history/2").text
    assert browser("aisha.khan").post(f"/e/{edited.id}/history/2/show").status_code == 403
    assert mo.post(f"/e/{edited.id}/history/2/show").status_code == 303
    assert SECRET in browser("ben.okafor").get(f"/e/{edited.id}/history/2").text


def test_a_curator_hides_but_reads_it_no_more(browser, edited):
    assert hide(browser, edited, "aisha.khan").status_code == 303
    assert SECRET not in browser("aisha.khan").get(f"/e/{edited.id}/history/2").text


@pytest.mark.parametrize("who", ["ben.okafor", "tomas.reyes", "ada.admin"])
def test_others_hide_nothing(browser, edited, who):
    assert hide(browser, edited, who).status_code == 403


def test_nobody_goes_back_to_a_hidden_version(browser, edited):
    hide(browser, edited)
    page = browser("ben.okafor").post(f"/e/{edited.id}/restore", {"number": "2"})
    assert page.status_code == 409
    assert "The desk does." not in page.text


def test_the_text_that_stands_now_is_not_hidden(browser, edited):
    page = browser("mo.moder").post(f"/e/{edited.id}/history/3/hide", {"reason": "No"})
    assert page.status_code == 409
    assert "Edit the text first" in page.text


def test_hiding_asks_for_a_reason(browser, edited):
    page = hide(browser, edited, reason=" ")
    assert page.status_code == 422
    assert "Enter why you hide it" in page.text


def test_the_author_is_told(browser, session, edited, world):
    hide(browser, edited)
    act = session.scalars(select(Act).where(Act.verb == "hid-revision")).one()
    assert (
        act.detail == {"number": 2, "reason": "A private number", "person": world.ben.id}
        or act.detail["person"] == world.ben.id
    )


def test_a_save_from_a_hidden_version_brings_nothing_of_it_back(browser, session, edited, world):
    hide(browser, edited)
    session.expire_all()
    said = visible_entry(session, viewer_of(session, world.ben), Answer, edited.id, with_text=True)
    try:
        save(said, by=world.ben, based_on=2, body="The desk does.\n\nAsk us.")
    except Exception as error:
        assert SECRET not in str(vars(error))
    assert SECRET not in said.body
    assert SECRET not in str(passages(session, said))
