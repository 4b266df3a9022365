"""Naming people and units: who is told, and the warning before posting where somebody would not be."""

import pytest
from sqlalchemy import delete, select

from models.core.outbox import OutboxJob, Worker
from models.entries import naming
from models.entries.entry import Entry
from models.forums.topic import discuss
from models.notices.making import NoticeMaker
from models.notices.notice import Notice
from models.people.person import add_person
from tests.world import CANARY

NOT_TOLD = "Tomas Reyes may not read this and is not told"


@pytest.fixture
def told(session, database, world):
    """Who gets which notices of what the test did; those of the world itself are left out."""
    session.execute(delete(OutboxJob))
    session.commit()

    def found() -> set[tuple[str, int]]:
        session.commit()
        Worker(database, {"notices": NoticeMaker(database).handle}).drain()
        with database.reading() as reading:
            return {tuple(row) for row in reading.execute(select(Notice.reason, Notice.person_id))}

    return found


def ask(browser, body, space="mill"):
    return browser.post("/ask", {"title": "Wheel", "body": body, "space": space})


def test_the_author_is_told_before_posting_and_the_text_is_kept(browser, session, world, told):
    mei = browser("mei.wong")
    first = ask(mei, "What does @tomas.reyes say of oats?")
    assert first.status_code == 422
    assert NOT_TOLD in first.text and "of oats?" in first.text
    assert session.scalars(select(Entry.id).where(Entry.title == "Wheel")).all() == []
    session.commit()
    assert ask(mei, "What does @tomas.reyes say of oats?").status_code == 303
    assert told() == set()


def test_another_name_is_asked_about_again(browser, world):
    mei = browser("mei.wong")
    assert ask(mei, "For @tomas.reyes").status_code == 422
    assert ask(mei, "For @ben.okafor and @tomas.reyes").status_code == 422
    assert ask(mei, "For @gwen.guest").status_code == 303


def test_naming_somebody_who_may_read_needs_no_second_step(browser, world, told):
    assert ask(browser("aisha.khan"), "For @tomas.reyes", "desk").status_code == 303
    assert ("mention", world.tomas.id) in told()


def test_an_edit_asks_about_new_names_alone(browser, session, world):
    gwen = browser("gwen.guest")
    answer = session.get_one(Entry, world.secret_answer.id)
    form = {"body": f"{answer.body} More.", "based_on": answer.version}
    session.commit()
    # Tomas is named there already.
    assert gwen.post(f"/e/{answer.id}/edit", form).status_code == 303


def test_a_guest_learns_of_nobody_whom_they_do_not_know(browser, world):
    gwen = browser("gwen.guest")
    made_up = ask(gwen, "For @nobody.such")
    real = ask(gwen, "For @tomas.reyes")
    assert (made_up.status_code, real.status_code) == (303, 303)


def test_the_guest_of_a_closed_space_is_not_found_by_naming(browser, world):
    aisha = browser("aisha.khan")
    for name in ("gwen.guest", "nobody.such"):
        answer = aisha.post("/preview?space=desk", {"text": f"For @{name}"})
        assert "may not read" not in answer.text and "/people/" not in answer.text


def test_the_preview_says_who_is_not_told(browser, world):
    text = browser("mei.wong").post("/preview?space=mill", {"text": "For @tomas.reyes"}).text
    assert NOT_TOLD in text
    assert CANARY not in browser("tomas.reyes").post("/preview?space=mill", {"text": "For @mei.wong"}).text


def test_the_completion_says_who_may_not_read_the_space(browser, world):
    offered = browser("mei.wong").get("/complete?for=person&q=tomas&space=mill").json
    assert "may not read this space" in offered[0]["note"]
    offered = browser("mei.wong").get("/complete?for=person&q=tomas&space=desk").json
    assert "may not read" not in offered[0]["note"]


def test_a_named_unit_tells_its_people_and_those_below_who_may_read(browser, session, world, told):
    discuss(session, world.tomas, "Salt", "For @ministry-of-transport", space=world.desk)
    found = told()
    assert {person for reason, person in found if reason == "unit"} == {world.aisha.id, world.ben.id, world.mei.id}


def test_a_unit_is_a_link_and_is_offered_to_colleagues_alone(browser, session, world):
    topic = discuss(session, world.tomas, "Salt", "For @roads-directorate", space=world.desk)
    session.commit()
    assert f'href="/departments/{world.roads.id}"' in browser("ben.okafor").get(f"/topics/{topic.id}").text
    offered = browser("ben.okafor").get("/complete?for=person&q=roads").json
    assert [each["insert"] for each in offered] == ["@roads-directorate"]
    assert browser("gwen.guest").get("/complete?for=person&q=roads&space=mill").json == []


def test_only_those_of_a_unit_who_may_read_are_told(session, world, told):
    discuss(session, world.mei, "Wheel", "For @ministry-of-transport", space=world.mill)
    # Mei wrote it herself; Aisha and Ben do not belong to Mill.
    assert told() == set()


def test_a_unit_that_may_not_read_is_said_before_posting(browser, world):
    answer = ask(browser("mei.wong"), "For @revenue-agency")
    assert answer.status_code == 422
    assert "Nobody in Revenue Agency may read this" in answer.text


def test_a_large_unit_is_told_by_curators_alone(browser, session, world, told, monkeypatch):
    monkeypatch.setattr(naming, "LARGE", 2)
    tomas = browser("tomas.reyes")
    answer = ask(tomas, "For @ministry-of-transport", "desk")
    assert answer.status_code == 422
    assert "Only curators can tell more than 2 at once" in answer.text
    assert ask(tomas, "For @ministry-of-transport", "desk").status_code == 303
    assert {reason for reason, _person in told()} == set()
    assert ask(browser("aisha.khan"), "For @ministry-of-transport", "desk").status_code == 303
    assert ("unit", world.ben.id) in told()


def test_nobody_tells_more_than_the_largest_number(session, world, told, monkeypatch):
    monkeypatch.setattr(naming, "LARGE", 1)
    monkeypatch.setattr(naming, "LARGEST", 2)
    discuss(session, world.aisha, "Salt", "For @ministry-of-transport", space=world.desk)
    assert told() == set()


def test_a_person_and_a_unit_of_one_name_are_the_person(session, world, told):
    person = add_person(session, "revenue-agency", "Rev Agency", department_id=world.transport.id)
    discuss(session, world.aisha, "Salt", "For @revenue-agency", space=world.desk)
    assert told() == {("mention", person.id)}
