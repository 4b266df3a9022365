"""Who answers for a page, whether it is still right, what took its place: as readers, owners and curators see it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.editing import edit
from models.people.person import Person
from models.spaces.joining import add_member, disable
from models.wiki.page import Page, write_page
from tests.counting import statements
from tests.world import CANARY, World

PAGE = "/s/desk/wiki/publishing"


def now(session: Session, page: Page) -> Page:
    """The page as it stands in the database; no transaction is left open."""
    found = session.get_one(Page, page.id, populate_existing=True)
    session.commit()
    return found


def page_of(session: Session, world: World) -> Page:
    return now(session, world.publishing)


def due(session: Session, world: World, days: int) -> None:
    """Let the page fall due so many days from today."""
    page_of(session, world).review_on = clock.now().date() + timedelta(days=days)
    session.commit()


def test_a_page_names_its_owner_who_need_not_have_written_it(browser, session: Session, world: World):
    assert 'Owner: <a href="/people/aisha.khan">Aisha Khan</a>' in browser("tomas.reyes").get(PAGE).text
    answer = browser("aisha.khan").post(f"/pages/{world.publishing.id}/owner", {"other": "tomas.reyes"})
    assert answer.status_code == 303
    assert 'Owner: <a href="/people/tomas.reyes">Tomas Reyes</a>' in browser("ben.okafor").get(PAGE).text


@pytest.mark.parametrize(
    ("owner", "words"), [("role:curator", "curators of the space"), ("department:1", "Ministry of Transport")]
)
def test_a_role_or_a_department_answers_for_a_page(browser, world: World, owner: str, words: str):
    browser("aisha.khan").post(f"/pages/{world.publishing.id}/owner", {"owner": owner})
    assert f">{words}</a>" in browser("tomas.reyes").get(PAGE).text


def test_when_the_owner_leaves_the_owners_of_the_space_answer(browser, session: Session, world: World):
    page_of(session, world).owner_person_id = world.ben.id
    disable(session, session.get_one(Person, world.ben.id), None)
    session.commit()
    page = browser("tomas.reyes").get(PAGE).text
    assert '<a href="/s/desk/members?role=owner">owners of the space</a> (Ben Okafor has left)' in page


def test_somebody_who_cannot_read_the_space_is_not_made_an_owner(browser, world: World):
    mei = browser("mei.wong")
    refused = mei.post(f"/pages/{world.secret_page.id}/owner", {"other": "tomas.reyes"})
    made_up = mei.post(f"/pages/{world.secret_page.id}/owner", {"other": "made.up"})
    assert (refused.status_code, made_up.status_code) == (422, 422)
    assert "Nobody who can read this space has this username" in refused.text
    assert 'value="tomas.reyes"' in refused.text


def test_an_owner_hands_the_page_over_and_takes_it_back(browser, session: Session, world: World):
    page_of(session, world).owner_person_id = world.tomas.id
    session.commit()
    tomas = browser("tomas.reyes")
    answer = tomas.post(f"/pages/{world.publishing.id}/owner", {"owner": "role:curator"})
    undo = tomas.get(answer.location).text.partition('action="/pages/')[2].partition('"')[0]
    assert page_of(session, world).owner_role == "curator"
    assert tomas.post(f"/pages/{undo.replace('&amp;', '&')}").status_code == 303
    assert page_of(session, world).owner_person_id == world.tomas.id


def test_a_review_date_in_the_past_is_refused_and_kept_in_the_form(browser, session: Session, world: World):
    form = {"review": "date", "review_on": "2020-02-01"}
    answer = browser("aisha.khan").post(f"/pages/{world.publishing.id}/owner", form)
    assert answer.status_code == 422
    assert "The review date must be in the future" in answer.text
    assert "2020-02-01" in answer.text


def test_all_readers_are_told_when_the_review_is_overdue(browser, session: Session, world: World):
    due(session, world, -3)
    assert "This page was due for review on" in browser("tomas.reyes").get(PAGE).text
    assert "Still right" not in browser("tomas.reyes").get(PAGE).text
    assert "Still right" in browser("aisha.khan").get(PAGE).text


def test_before_the_date_only_those_who_may_edit_are_told(browser, session: Session, world: World):
    due(session, world, 10)
    assert "This page is due for review on" in browser("ben.okafor").get(PAGE).text
    assert "due for review" not in browser("tomas.reyes").get(PAGE).text
    due(session, world, 15)
    assert "due for review" not in browser("ben.okafor").get(PAGE).text


def test_one_press_says_that_it_is_still_right_when_nothing_changed_around_it(browser, session: Session, world: World):
    due(session, world, -3)
    aisha = browser("aisha.khan")
    assert aisha.post(f"/pages/{world.publishing.id}/check").status_code == 303
    page = aisha.get(PAGE).text
    assert "Checked by Aisha Khan on" in page and "; next check" in page
    assert "This page was due for review" not in page
    assert page_of(session, world).review == "checked"


def test_a_check_is_taken_back(browser, session: Session, world: World):
    due(session, world, -3)
    aisha = browser("aisha.khan")
    aisha.post(f"/pages/{world.publishing.id}/check")
    undo = aisha.get(PAGE).text.partition(f'action="/pages/{world.publishing.id}/owner/undo')[2].partition('"')[0]
    aisha.post(f"/pages/{world.publishing.id}/owner/undo{undo.replace('&amp;', '&')}")
    page = page_of(session, world)
    assert (page.checked_at, page.review) == (None, "overdue")


def linked(session: Session, world: World) -> Page:
    """A page that links to Publishing and to the closed plan; both changed since."""
    body = f"See [[Publishing]] and [[mill:Plan {CANARY}]]."
    page = write_page(session, world.aisha, world.desk, "Rota", body)
    session.flush()
    later = clock.now() + timedelta(minutes=1)
    for target in (world.publishing, world.secret_page):
        thing = session.get_one(Page, target.id)
        edit(thing, by=world.aisha, based_on=thing.version, body="New text", at=later)
    session.commit()
    return page


def test_what_changed_in_linked_pages_is_shown_before_a_check(browser, session: Session, world: World):
    page = linked(session, world)
    aisha = browser("aisha.khan")
    answer = aisha.post(f"/pages/{page.id}/check")
    assert answer.location == f"/pages/{page.id}/check"
    shown = aisha.get(answer.location).text
    assert f"/e/{world.publishing.id}/compare?from=1&amp;to=2" in shown
    assert now(session, page).checked_at is None
    assert aisha.post(f"/pages/{page.id}/check", {"seen": "1"}).location == "/s/desk/wiki/rota"
    assert now(session, page).checked_at is not None


def test_a_closed_page_that_changed_is_not_told_of(browser, session: Session, world: World):
    page = linked(session, world)
    assert CANARY not in browser("aisha.khan").get(f"/pages/{page.id}/check").text


def test_a_minor_edit_of_a_linked_page_asks_nothing(browser, session: Session, world: World):
    page = write_page(session, world.aisha, world.desk, "Rota", "See [[Publishing]].")
    session.flush()
    thing = session.get_one(Page, world.publishing.id)
    edit(thing, by=world.aisha, based_on=1, body="Typo", minor=True, at=clock.now() + timedelta(minutes=1))
    session.commit()
    browser("aisha.khan").post(f"/pages/{page.id}/check")
    assert now(session, page).checked_at is not None


def test_official_says_who_granted_it(browser, world: World):
    browser("aisha.khan").post(f"/pages/{world.publishing.id}/status", {"status": "official"})
    assert "Made official by Aisha Khan on" in browser("tomas.reyes").get(PAGE).text


def test_a_draft_says_that_it_is_not_agreed(browser, world: World):
    browser("aisha.khan").post(f"/pages/{world.publishing.id}/status", {"status": "draft"})
    assert "Draft: not yet agreed." in browser("tomas.reyes").get(PAGE).text


def test_an_outdated_page_points_to_the_one_that_took_its_place(browser, session: Session, world: World):
    form = {"status": "outdated", "successor": str(world.start.id)}
    browser("aisha.khan").post(f"/pages/{world.publishing.id}/status", form)
    assert 'Replaced by <a href="/s/desk/wiki/start-here">Start here</a>' in browser("tomas.reyes").get(PAGE).text


def test_a_successor_in_a_closed_space_is_shown_to_its_readers_alone(browser, session: Session, world: World):
    page = page_of(session, world)
    page.status, page.replaced_by_id = "outdated", world.secret_page.id
    session.commit()
    assert CANARY not in browser("aisha.khan").get(PAGE).text
    assert CANARY not in browser("aisha.khan").get(f"/pages/{world.publishing.id}/status").text
    assert f"Plan {CANARY}" in browser("mei.wong").get(PAGE).text


def test_a_closed_page_is_not_chosen_as_a_successor(browser, world: World):
    form = {"status": "outdated", "successor": str(world.secret_page.id)}
    assert browser("aisha.khan").post(f"/pages/{world.publishing.id}/status", form).status_code == 404


def test_pages_do_not_replace_each_other_in_a_circle(browser, world: World):
    aisha = browser("aisha.khan")
    aisha.post(f"/pages/{world.publishing.id}/status", {"status": "outdated", "successor": str(world.start.id)})
    form = {"status": "outdated", "successor": str(world.publishing.id)}
    answer = aisha.post(f"/pages/{world.start.id}/status", form)
    assert answer.status_code == 422
    assert "itself replaced by this one" in answer.text


@pytest.mark.parametrize("asked", ["welcome", "http://localhost/s/desk/wiki/start-here"])
def test_a_successor_is_found_by_words_or_address(browser, world: World, asked: str):
    page = browser("aisha.khan").get(f"/pages/{world.publishing.id}/status?find={asked}").text
    assert f'name="successor" value="{world.start.id}"' in page


def test_a_curator_gives_all_pages_an_owner_and_a_date_at_once(browser, session: Session, world: World):
    for page in (world.start, world.publishing):
        thing = session.get_one(Page, page.id)
        thing.owner_person_id = thing.review_on = None
    session.commit()
    aisha = browser("aisha.khan")
    assert "0 of 2 pages have an owner and a review date" in aisha.get("/s/desk/owners").text
    answer = aisha.post("/s/desk/owners", {"which": "all", "owner": "role:curator", "review": "12"})
    assert answer.status_code == 303
    page = aisha.get(answer.location).text
    assert "2 pages are changed." in page
    assert "All 2 pages have an owner and a review date" in page
    assert "Nothing is left to do here" in aisha.get("/s/desk/owners?date=todo").text


def test_many_changes_are_taken_back_in_one_press(browser, session: Session, world: World):
    aisha = browser("aisha.khan")
    aisha.post("/s/desk/owners", {"which": "all", "owner": "role:curator"})
    undo = aisha.get("/s/desk/owners").text.partition('action="/s/desk/owners/undo')[2].partition('"')[0]
    aisha.post(f"/s/desk/owners/undo{undo.replace('&amp;', '&')}")
    assert page_of(session, world).owner_person_id == world.aisha.id


def test_only_the_chosen_pages_are_changed(browser, session: Session, world: World):
    browser("aisha.khan").post("/s/desk/owners", {"page": str(world.start.id), "owner": "role:owner"})
    assert now(session, world.start).owner_role == "owner"
    assert page_of(session, world).owner_role is None


def test_pages_of_another_space_are_not_changed_by_their_number(browser, session: Session, world: World):
    answer = browser("aisha.khan").post("/s/desk/owners", {"page": str(world.secret_page.id), "owner": "role:owner"})
    assert answer.status_code == 422
    assert now(session, world.secret_page).owner_role is None


def test_choosing_nothing_says_what_to_do_and_keeps_the_form(browser, world: World):
    answer = browser("aisha.khan").post("/s/desk/owners", {"owner": "role:curator", "review": "6"})
    assert answer.status_code == 422
    assert "Choose at least one page" in answer.text
    assert '<option selected value="role:curator">' in answer.text


def test_the_list_is_filtered_by_tree_owner_and_date(browser, session: Session, world: World):
    page_of(session, world).review_on = None
    session.commit()
    aisha = browser("aisha.khan")
    for asked, found in (("date=none", True), (f"below={world.publishing.id}", True), ("who=none", False)):
        assert (f'value="{world.publishing.id}" id=' in aisha.get(f"/s/desk/owners?{asked}").text) is found


def test_new_pages_begin_as_the_space_says(browser, session: Session, world: World):
    aisha = browser("aisha.khan")
    aisha.post("/s/desk/owners/new-pages", {"new_owner": "role:curator", "new_review": "6"})
    browser("ben.okafor").post("/s/desk/wiki/new", {"title": "Rota", "body": "Text", "parent": "0"})
    page = session.query(Page).filter_by(slug="rota").one()
    assert (page.owner_role, page.review_months) == ("curator", 6)


def test_overdue_pages_are_listed_for_machines(browser, session: Session, world: World):
    due(session, world, -3)
    found = browser("tomas.reyes").get("/s/desk/wiki/overdue.json").json
    assert [(page["title"], page["days_overdue"]) for page in found["pages"]] == [("Publishing", 3)]
    assert found["pages"][0]["owner"] == {"kind": "person", "name": "Aisha Khan"}
    assert found["next"] is None


def test_the_overdue_list_holds_what_the_viewer_may_read(browser, session: Session, world: World):
    session.get_one(Page, world.secret_page.id).review_on = date(2020, 1, 1)
    session.commit()
    assert browser("tomas.reyes").get("/wiki/overdue.json").json["pages"] == []
    assert browser("tomas.reyes").get("/s/mill/wiki/overdue.json").status_code == 404
    assert len(browser("mei.wong").get("/wiki/overdue.json").json["pages"]) == 1


def test_an_outdated_page_is_not_due(browser, session: Session, world: World):
    due(session, world, -3)
    page_of(session, world).status = "outdated"
    session.commit()
    assert browser("tomas.reyes").get("/wiki/overdue.json").json["pages"] == []


def test_the_pages_that_i_answer_for_stand_in_one_list(browser, session: Session, world: World):
    assert "Publishing" in browser("aisha.khan").get("/pages/mine").text
    assert "You answer for no page" in browser("tomas.reyes").get("/pages/mine").text


def test_a_page_with_all_marks_takes_no_more_statements(browser, database, session: Session, world: World):
    add_member(session, world.desk, world.mei, "curator", world.aisha)
    page = page_of(session, world)
    page.status, page.status_by_id, page.status_at = "outdated", world.aisha.id, clock.now()
    page.replaced_by_id, page.checked_by_id, page.checked_at = world.start.id, world.mei.id, clock.now()
    session.commit()
    mei = browser("mei.wong")
    mei.get(PAGE)
    with statements(database) as seen:
        assert "Replaced by" in mei.get(PAGE).text
    assert len(seen) <= 6, "\n\n".join(seen)


def test_a_large_space_takes_no_more_statements_than_a_small_one(browser, database, session: Session, world: World):
    aisha = browser("aisha.khan")
    addresses = ("/s/desk/owners", "/s/desk/wiki/overdue.json", "/pages/mine", "/")

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with statements(database) as seen:
                aisha.get(address)
            found.append(len(seen))
        return found

    before = counted()
    for number in range(250):
        page = write_page(session, world.aisha, world.desk, f"Page {number:03}", "Text", quiet=True)
        page.review_on, page.owner_role = date(2020, 1, 1), "curator"
    session.commit()
    after = counted()
    assert after <= before, dict(zip(addresses, after, strict=True))
