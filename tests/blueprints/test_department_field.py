"""One department among hundreds: its name is typed, the browser completes it without a script, it is found again."""

import pytest

from models.people.department import found_department
from models.wiki.page import Page


@pytest.fixture
def hundreds(session, world):
    for number in range(70):
        found_department(session, f"Unit {number}", parent=world.transport)
    for parent in (world.transport, world.roads):
        found_department(session, "Finance", parent=parent)
    session.commit()
    return world


def test_few_departments_are_a_list(browser, world):
    page = browser("aisha.khan").get("/s/desk/approval").text
    assert (
        "<select" in page.partition('name="department"')[0].rpartition("<")[1] + "<select" and "<datalist" not in page
    )


def test_hundreds_are_completed_by_the_browser_and_named_so_that_each_is_known(browser, hundreds):
    page = browser("aisha.khan").get("/s/desk/approval").text
    assert 'list="department-all"' in page and '<option value="Unit 42"></option>' in page
    assert "Finance, Ministry of Transport" in page


def test_a_name_is_found_whatever_its_capitals_and_stands_there_again(browser, hundreds):
    aisha = browser("aisha.khan")
    sent = {"needed": "1", "who": "department", "department": "unit 42"}
    assert aisha.post("/s/desk/approval", sent).status_code == 303
    assert 'value="Unit 42"' in aisha.get("/s/desk/approval").text.partition("<datalist")[0]


def test_what_is_no_department_comes_back_as_it_was_typed(browser, hundreds):
    answer = browser("aisha.khan").post(
        "/s/desk/approval", {"needed": "1", "who": "department", "department": 'No "such" unit'}
    )
    assert answer.status_code == 422 and "No department has this name" in answer.text
    assert 'value="No &#34;such&#34; unit"' in answer.text


def test_a_page_is_given_to_a_department_by_its_name(browser, session, hundreds):
    aisha, page_id = browser("aisha.khan"), hundreds.publishing.id
    assert "The name of a department" in aisha.get(f"/pages/{page_id}/owner").text
    aisha.post(f"/pages/{page_id}/owner", {"owner": "keep", "review": "keep", "department": "Unit 7"})
    session.rollback()
    assert session.get_one(Page, page_id, populate_existing=True).owner_department_id is not None


def test_new_pages_are_given_to_a_department_by_its_name(browser, hundreds):
    aisha = browser("aisha.khan")
    page = aisha.get("/s/desk/owners").text
    assert 'list="new_department-all"' in page and ">Unit 7</option>" not in page
    sent = {"new_owner": "author", "new_department": "unit 7", "new_review": "12"}
    assert aisha.post("/s/desk/owners/new-pages", sent).status_code == 303
    # It stands in the list from now on, so that another choice is one step away.
    assert ">Unit 7</option>" in aisha.get("/s/desk/owners").text
    aisha.post("/s/desk/owners/new-pages", {"new_owner": "role:curator", "new_department": "", "new_review": "12"})
    assert ">Unit 7</option>" not in aisha.get("/s/desk/owners").text
