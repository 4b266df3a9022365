"""Two people in one page, through the forms: what merges is saved, the rest is shown to decide, nothing is lost."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models.entries.revision import Revision
from models.entries.tagging import tags_on
from models.wiki.page import Page
from tests.browser import Browser
from tests.world import World

BASE = "Intro.\n\nFees are 10 pounds.\n\nOpen on Mondays."


def edit_of(page: Page) -> str:
    return f"/pages/{page.id}/edit"


def start(browser, page: Page) -> tuple[Browser, Browser]:
    """Aisha and Ben have the editor open on the same version, the second one."""
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    aisha.post(edit_of(page), {"title": page.title, "body": BASE, "tags": "web", "based_on": "1"})
    return aisha, ben


def newest(session: Session, page: Page) -> Page:
    session.rollback()
    found = session.get_one(Page, page.id, populate_existing=True, options=[undefer(Page.body)])
    # Ends the writing transaction, so that a browser can write too.
    session.commit()
    return found


def send(who: Browser, page: Page, body: str, **more: str):
    return who.post(edit_of(page), {"title": page.title, "body": body, "based_on": "2", **more})


def test_different_places_merge_and_the_message_says_with_whom(browser, session: Session, world: World):
    page = world.publishing
    aisha, ben = start(browser, page)
    send(aisha, page, BASE.replace("10", "12"))
    answer = send(ben, page, BASE.replace("Mondays", "Mondays and Fridays"))
    assert answer.status_code == 303
    shown = ben.get(answer.location).text
    assert "together with what Aisha Khan changed meanwhile" in shown
    assert f'href="/e/{page.id}/compare?from=2&amp;to=3"' in shown
    assert newest(session, page).body == BASE.replace("10", "12").replace("Mondays", "Mondays and Fridays")


def test_a_title_and_tags_merge_too(browser, session: Session, world: World):
    page = world.publishing
    aisha, ben = start(browser, page)
    aisha.post(edit_of(page), {"title": "Going live", "body": BASE, "tags": "web, fees", "tags_before": "web",
                               "based_on": "2"})  # fmt: skip
    send(ben, page, BASE + " Bye.", tags="web, hours", tags_before="web")
    after = newest(session, page)
    assert (after.title, tags_on(session, after)) == ("Going live", ["fees", "hours", "web"])


def conflict(browser, page: Page):
    aisha, ben = start(browser, page)
    send(aisha, page, BASE.replace("10", "12").replace("Intro", "Welcome"))
    return ben, send(ben, page, BASE.replace("10", "<11>").replace("Mondays", "Fridays"))


def prepared(answer) -> str:
    text = re.search(r'<textarea[^>]*name="body"[^>]*>\r?\n?(.*?)</textarea>', answer.text, re.DOTALL)
    return text[1].replace("&lt;", "<").replace("&gt;", ">").replace("\r\n", "\n") if text else ""


def test_the_same_place_is_shown_from_both_sides_with_the_merge_prepared(browser, session: Session, world: World):
    ben, answer = conflict(browser, world.publishing)
    assert answer.status_code == 409
    assert "Place 1 of 1" in answer.text and "Their text, by Aisha Khan" in answer.text
    assert "Fees are <mark>&lt;11&gt;</mark> pounds." in answer.text
    text = prepared(answer)
    assert text.startswith("Welcome.") and text.endswith("Open on Fridays.")
    assert "⟦⟦⟦ 1 Their text, by Aisha Khan\nFees are 12 pounds.\n⟦⟦⟦ 1 Your text\nFees are <11> pounds.\n" in text
    assert newest(session, world.publishing).version == 3


def test_a_forgotten_heading_is_refused_and_everything_is_kept(browser, session: Session, world: World):
    ben, answer = conflict(browser, world.publishing)
    again = ben.post(edit_of(world.publishing), {"title": "Publishing", "body": prepared(answer), "based_on": "3",
                                                 "mine": "My whole text"})  # fmt: skip
    assert again.status_code == 422
    assert "Choose what stays in place 1" in again.text and "Place 1 of 1" in again.text
    assert prepared(again) == prepared(answer) and "My whole text</textarea>" in again.text
    assert newest(session, world.publishing).version == 3


@pytest.mark.parametrize(
    ("choice", "fees"),
    [
        ("theirs", "Fees are 12 pounds."),
        ("mine", "Fees are <11> pounds."),
        ("both", "Fees are 12 pounds.\nFees are <11> pounds."),
    ],
)
def test_a_choice_decides_a_place_without_a_script(browser, session: Session, world: World, choice, fees):
    ben, answer = conflict(browser, world.publishing)
    sent = {"title": "Publishing", "body": prepared(answer), "based_on": "3", "place-1": choice}
    assert ben.post(edit_of(world.publishing), sent).status_code == 303
    assert newest(session, world.publishing).body == f"Welcome.\n\n{fees}\n\nOpen on Fridays."


def test_what_could_not_be_saved_is_kept_as_a_draft(browser, world: World):
    ben, _answer = conflict(browser, world.publishing)
    assert "Fees are &lt;11&gt; pounds." in ben.get(edit_of(world.publishing) + "?draft=use").text
    assert "Publishing" in ben.get("/drafts").text
    assert "Publishing" not in browser("aisha.khan").get("/drafts").text.partition("<main")[2]


def test_two_titles_are_a_choice(browser, session: Session, world: World):
    page = world.publishing
    aisha, ben = start(browser, page)
    aisha.post(edit_of(page), {"title": "Going live", "body": BASE, "based_on": "2"})
    answer = ben.post(edit_of(page), {"title": "Putting online", "body": BASE, "based_on": "2"})
    assert answer.status_code == 409
    assert "Their title:" in answer.text and 'value="Putting online"' in answer.text
    again = ben.post(edit_of(page), {"title": "Putting online", "body": BASE, "based_on": "3"})
    assert (again.status_code, newest(session, page).title) == (303, "Putting online")


def test_one_who_saves_in_two_windows_hears_that_both_are_together(browser, session: Session, world: World):
    aisha, _ben = start(browser, world.publishing)
    send(aisha, world.publishing, BASE.replace("10", "12"))
    answer = send(aisha, world.publishing, BASE.replace("Intro", "Welcome"))
    assert "what you saved in another window" in aisha.get(answer.location).text


def test_an_answer_merges_as_a_page_does(browser, session: Session, world: World):
    ben, una = browser("ben.okafor"), browser("ben.okafor")
    edit = f"/e/{world.answer.id}/edit"
    ben.post(edit, {"body": "One.\n\nTwo.", "based_on": "1"})
    ben.post(edit, {"body": "ONE.\n\nTwo.", "based_on": "2"})
    assert una.post(edit, {"body": "One.\n\nTWO.", "based_on": "2"}).status_code == 303
    assert una.post(edit, {"body": "1.\n\nTwo.", "based_on": "2"}).status_code == 409
    session.rollback()
    bodies = session.scalars(select(Revision.body).where(Revision.entry_id == world.answer.id)).all()
    assert bodies[-1] == "ONE.\n\nTWO."


def test_a_silent_change_does_not_move_the_page_up(browser, session: Session, world: World):
    page = world.publishing
    before = page.last_activity_at
    browser("ben.okafor").post(edit_of(page), {"title": page.title, "body": "New", "based_on": "1", "silent": "y"})
    after = newest(session, page)
    assert (after.version, after.last_activity_at) == (2, before)
    assert "followers not told" in browser("ben.okafor").get(f"/e/{page.id}/history").text
