"""Ticking a task where it is read: a small change of its own, found again when the page changed, never guessed."""

import re

import pytest
from sqlalchemy.orm import Session

from models.core.language import speaking
from models.core.text import tasks, ticked
from models.entries.revision import revision
from models.entries.summaries import neutral, said
from models.wiki.page import Page
from models.wiki.requests.approval import require_approval
from tests.browser import flat
from tests.counting import statements
from tests.world import World

LIST = "Before the trip:\n\n- [ ] Book the *train*\n- [x] Ask Mei\n\n```\n- [ ] not a task\n```\n\n- [ ] Pack"
BUTTON = re.compile(r'<button class="box"[^>]*value="([^"]+)"[^>]*aria-checked="([a-z]+)" aria-label="([^"]+)"')


@pytest.fixture
def listed(session: Session, world: World) -> World:
    """The page Publishing holds three tasks."""
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body=LIST)
    session.commit()
    return world


def press(who, world: World, task: str, based_on: int = 2, **headers: str):
    return who.post(f"/pages/{world.publishing.id}/tick", {"task": task, "based_on": str(based_on)}, headers=headers)


def body(session: Session, world: World) -> str:
    session.rollback()
    session.expire_all()
    found = session.get_one(Page, world.publishing.id).body
    # Gives the write lock back, and keeps what is known of the page.
    session.commit()
    return found


def test_whoever_may_edit_has_buttons_and_readers_have_boxes(browser, listed: World):
    page = browser("ben.okafor").get("/s/desk/wiki/publishing").text
    assert BUTTON.findall(page) == [
        ("0-1", "false", "Book the train"),
        ("1-0", "true", "Ask Mei"),
        ("2-1", "false", "Pack"),
    ]
    reader = browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert '<button class="box"' not in reader and 'aria-label="To do:"' in reader
    assert press(browser("tomas.reyes"), listed, "0-1").status_code == 403


def test_a_tick_is_a_small_change_in_the_history(browser, session: Session, listed: World):
    ben = browser("ben.okafor")
    answer = press(ben, listed, "0-1")
    assert (answer.status_code, answer.location) == (303, "/s/desk/wiki/publishing#task-0")
    assert body(session, listed) == LIST.replace("[ ] Book", "[x] Book")
    press(ben, listed, "1-0", 3)
    assert "[ ] Ask Mei" in body(session, listed)
    page = session.get_one(Page, listed.publishing.id)
    kept = [revision(session, page, number) for number in (3, 4)]
    assert [each.minor for each in kept] == [True, True]
    assert [each.summary for each in kept] == ["Ticked “Book the train”", "Took the tick from “Ask Mei”"]


def test_a_script_hears_the_new_version(browser, listed: World):
    answer = press(browser("ben.okafor"), listed, "2-1", Accept="application/json")
    assert answer.json == {"version": 3, "said": "Done: Pack"}


def test_a_task_is_found_again_after_the_page_changed(browser, session: Session, listed: World):
    listed.publishing.revise(by=listed.aisha, based_on=2, title="Publishing", body="- [ ] First of all\n\n" + LIST)
    session.commit()
    press(browser("ben.okafor"), listed, "2-1")
    assert "[x] Pack" in body(session, listed) and "[ ] First" in body(session, listed)


def test_a_task_whose_words_changed_is_not_guessed(browser, session: Session, listed: World):
    listed.publishing.revise(by=listed.aisha, based_on=2, title="Publishing", body=LIST.replace("Pack", "Pack nothing"))
    session.commit()
    ben = browser("ben.okafor")
    answer = press(ben, listed, "2-1", Accept="application/json")
    assert answer.status_code == 409 and "nothing was ticked" in answer.json["error"]
    press(ben, listed, "2-1")
    assert "nothing was ticked" in flat(ben.get("/s/desk/wiki/publishing").text)
    assert "[x] Pack" not in body(session, listed)


@pytest.mark.parametrize("task", ["", "9-1", "x", "0-2", "-1-1", "99999999999-1"])
def test_a_task_that_is_not_there_changes_nothing(browser, session: Session, listed: World, task: str):
    assert press(browser("ben.okafor"), listed, task).status_code == 303
    assert body(session, listed) == LIST


def test_where_changes_wait_for_approval_a_page_has_no_buttons(browser, session: Session, listed: World):
    require_approval(session, listed.aisha, listed.desk, None, needed=1)
    session.commit()
    ben = browser("ben.okafor")
    assert '<button class="box"' not in ben.get("/s/desk/wiki/publishing").text
    assert press(ben, listed, "0-1").location.startswith("/change-requests/")


def test_pages_without_tasks_pay_nothing_for_them(browser, session: Session, world: World, database):
    ben = browser("ben.okafor")
    with statements(database) as seen:
        ben.get("/s/desk/wiki/publishing")
    assert not [each for each in seen if "approval_rules" in each]


def test_lines_that_only_look_like_tasks_are_left_alone():
    source = "    - [ ] code\n\n`- [ ] inline`\n\n> - [ ] quoted\n\n1. [ ] numbered\n   - [x] inside"
    assert [task.text for task in tasks(source)] == ["quoted", "numbered", "inside"]
    assert ticked(source, 0, True) == source.replace("> - [ ]", "> - [x]")
    assert ticked(source, 2, False) == source.replace("[x] inside", "[ ] inside")
    assert ticked("- ☐ typed by hand", 0, True) is None
    assert tasks("no list") == []


def test_what_the_program_notes_is_said_in_the_readers_language():
    with speaking("fr"):
        assert said(neutral("restored", number=3)) != "Went back to version 3"
        assert said("New fees from May · " + neutral("approved", names="Mei Chen")).startswith("New fees from May · ")
        assert said("My own words") == "My own words"
