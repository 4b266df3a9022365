"""Procedures and confirmations over the browser: banners, asking, confirming, who is missing, what I confirmed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.spaces.joining import add_member
from models.wiki.page import Page
from models.wiki.procedures.confirming import Audience, issue
from tests.browser import flat
from tests.counting import statements
from tests.world import World

TODAY = clock.now().date()


def soon(days: int = 9) -> str:
    return str(TODAY + timedelta(days=days))


def ask(issuer, world: World, **more) -> str:
    """Ask in two steps, as the form does; gives the address of the round."""
    sent = {"audience": "people", "people": "ben.okafor, @tomas.reyes", "department": "", "due_on": soon(), **more}
    address = f"/pages/{world.publishing.id}/confirm"
    check = issuer.post(address, sent)
    assert check.status_code == 200 and "Check before you ask" in check.text, check.text
    answer = issuer.post(address, {**sent, "sure": "1"})
    assert answer.status_code == 303, answer.text
    return answer.location


def change(session: Session, world: World, body: str, minor: bool = False) -> None:
    session.rollback()
    session.expire_all()
    page = session.get_one(Page, world.publishing.id)
    page.revise(by=world.aisha, based_on=page.version, title=page.title, body=body, minor=minor)
    session.commit()


def test_a_procedure_says_from_when_it_holds(browser, world: World):
    aisha, address = browser("aisha.khan"), f"/pages/{world.publishing.id}/procedure"
    assert aisha.get(address).status_code == 200
    aisha.post(address, {"effective_on": soon(), "label": "2.1"})
    text = flat(browser("tomas.reyes").get("/s/desk/wiki/publishing").text)
    assert "Procedure 2.1." in text and "Takes effect on" in text
    answer = aisha.post(address, {"effective_on": "2020-01-01", "label": "2.1"})
    assert answer.status_code == 422 and "This day has passed" in answer.text and "2020-01-01" in answer.text
    aisha.post(address, {"effective_on": "2020-01-01", "since": "y", "label": "2.1"})
    text = flat(aisha.get("/s/desk/wiki/publishing").text)
    assert "In effect since 1 January 2020." in text and "Valid as of today" in text
    aisha.post(f"{address}/end")
    assert "In effect since" not in aisha.get("/s/desk/wiki/publishing").text
    assert browser("ben.okafor").get(address).status_code == 403


def test_somebody_reads_and_confirms(browser, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    round_ = ask(aisha, world, note="New rules on fees")
    page = ben.get("/s/desk/wiki/publishing").text
    assert "Read and confirm by" in page and "New rules on fees" in page
    assert round_ in ben.get("/").text
    assert "Ask in the forum of the space" in ben.get(round_).text
    assert ben.post(f"{round_}/signature", {"number": "1"}).location == "/s/desk/wiki/publishing"
    assert "Read and confirm by" not in ben.get("/s/desk/wiki/publishing").text
    assert round_ not in ben.get("/").text
    mine = ben.get("/account/confirmed").text
    assert "Publishing" in mine and "The whole text" in mine
    assert "Publishing" not in aisha.get("/account/confirmed").text


def test_a_small_change_asks_nobody_and_another_shows_only_the_difference(browser, session: Session, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    round_ = ask(aisha, world)
    ben.post(f"{round_}/signature", {"number": "1"})
    change(session, world, "## Before you start\n\nRead the **guide**!", minor=True)
    assert "Read and confirm by" not in ben.get("/s/desk/wiki/publishing").text
    change(session, world, "## Before you start\n\nRead the **other guide**!")
    assert "The page changed since" in ben.get("/s/desk/wiki/publishing").text
    shown = ben.get(round_).text
    assert "What changed since you confirmed version 1" in shown and "<ins>other </ins>" in shown
    assert "The page changed since" not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    answer = ben.post(f"{round_}/signature", {"number": "1"})
    assert answer.location == round_ and "changed after you opened it" in ben.get(round_).text
    ben.post(f"{round_}/signature", {"number": "3"})
    assert "What changed since version 1" in ben.get("/account/confirmed").text


def test_only_those_responsible_see_who_is_missing(browser, session: Session, world: World):
    add_member(session, world.desk, world.tomas, "owner", world.aisha)
    session.commit()
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    round_ = ask(aisha, world)
    listed = aisha.get(f"{round_}/missing").text
    assert "Ben Okafor" in listed and "Tomas Reyes" in listed
    for username in ("ben.okafor", "tomas.reyes", "mei.wong", "ada.admin", "mo.moder"):
        assert browser(username).get(f"{round_}/missing").status_code == 403
        assert "Who is missing" not in browser(username).get(round_).text
    ben.post(f"{round_}/signature", {"number": "1"})
    assert "Ben Okafor" not in aisha.get(f"{round_}/missing").text
    assert "1 of 2" in aisha.get("/s/desk/wiki/publishing").text
    assert "1 of 2" not in browser("mei.wong").get("/s/desk/wiki/publishing").text


def test_reach_is_shown_to_all_without_names_from_five_on(browser, world: World):
    aisha = browser("aisha.khan")
    five = "ben.okafor, tomas.reyes, mei.wong, ada.admin, mo.moder"
    round_ = ask(aisha, world, people=five)
    mei = browser("mei.wong")
    mei.post(f"{round_}/signature", {"number": "1"})
    assert "1 of 5 people have read and confirmed this page" in mei.get("/s/desk/wiki/publishing").text


def test_the_check_says_how_many_are_full_or_left_out_without_names(browser, session: Session, world: World):
    aisha = browser("aisha.khan")
    for number in range(4):
        aisha.post("/s/desk/wiki/new", {"title": f"Rule {number}", "body": "Text", "parent": "0", "tags": ""})
    session.rollback()
    ben = Audience("people", people=frozenset([world.ben.id]))
    for each in session.scalars(select(Page).where(Page.title.like("Rule %"))).all():
        issue(session, world.aisha, each, ben, TODAY + timedelta(days=9))
    session.commit()
    sent = {"audience": "people", "people": "ben.okafor tomas.reyes", "department": "", "due_on": soon()}
    text = flat(aisha.post(f"/pages/{world.publishing.id}/confirm", sent).text)
    assert "1 person is asked today." in text
    assert "1 person has as many requests this month as one person gets (4)." in text
    assert "Ben Okafor" not in text


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"audience": ""}, "Choose who is asked"),
        ({"due_on": ""}, "Enter the day until which people have time"),
        ({"due_on": "2020-01-01"}, "Enter a day after today"),
        ({"people": "no.body"}, "Nobody is found by the username no.body"),
        ({"audience": "department"}, "Choose a department"),
        ({"people": "aisha.khan"}, "Nobody in this group can read the page"),
        ({"note": "x" * 501}, "Use fewer words"),
    ],
)
def test_what_cannot_be_asked_comes_back_in_the_form(browser, world: World, more: dict, message: str):
    sent = {"audience": "people", "people": "ben.okafor", "department": "", "due_on": soon(), "note": "Kept", **more}
    answer = browser("aisha.khan").post(f"/pages/{world.publishing.id}/confirm", sent)
    assert answer.status_code == 422 and message in answer.text


def test_a_round_is_ended_and_another_begun(browser, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    round_ = ask(aisha, world)
    assert aisha.get(f"/pages/{world.publishing.id}/confirm").location == round_
    aisha.post(f"{round_}/end")
    assert "Read and confirm by" not in ben.get("/s/desk/wiki/publishing").text
    assert "has ended" in ben.get(ben.post(f"{round_}/signature", {"number": "1"}).location).text
    assert ask(aisha, world) != round_


def test_a_round_about_a_hidden_page_is_not_found(browser, session: Session, world: World):
    due = date.today() + timedelta(days=9)
    made = issue(session, world.mei, world.secret_page, Audience("space"), due)
    session.commit()
    address, tomas = f"/confirmations/{made.id}", browser("tomas.reyes")
    assert tomas.get(address).status_code == tomas.get("/confirmations/999999").status_code == 404
    assert tomas.post(f"{address}/signature", {"number": "1"}).status_code == 404
    assert browser("gwen.guest").get(address).status_code == 200


def test_a_page_with_duties_costs_one_statement_more(browser, database, world: World):
    aisha = browser("aisha.khan")
    aisha.get("/s/desk/wiki/publishing")
    with statements(database) as before:
        aisha.get("/s/desk/wiki/publishing")
    ask(aisha, world)
    aisha.get("/s/desk/wiki/publishing")
    with statements(database) as after:
        aisha.get("/s/desk/wiki/publishing")
    assert len(after) == len(before) + 1 <= 8
