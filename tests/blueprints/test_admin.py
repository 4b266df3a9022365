"""Administration: accounts and departments are managed, content is not."""

import pytest

from models.people.department import Department
from models.people.person import Person, person_named
from tests.counting import statements
from tests.world import CANARY, PASSWORD

PAGES = ["/admin"] + [f"/admin/{part}{which}" for part in ("people", "departments") for which in ("", "/new", "/1")]


@pytest.mark.parametrize("address", PAGES)
def test_administration_is_for_administrators(browser, address):
    assert browser("ada.admin").get(address).status_code == 200
    assert browser("aisha.khan").get(address).status_code == 403


def test_an_administrator_reads_no_more_than_others(browser):
    ada = browser("ada.admin")
    assert ada.get("/s/mill").status_code == 404
    for address in (*PAGES, "/spaces", "/people/mei.wong"):
        assert CANARY not in ada.get(address).text


@pytest.mark.parametrize("address", ["/admin", "/admin/people"])
def test_the_desks_cost_few_statements(browser, database, address):
    ada = browser("ada.admin")
    with statements(database) as seen:
        ada.get(address)
    assert len(seen) <= 5, seen


@pytest.mark.parametrize("query, there", [("q=gwen", "Gwen"), ("which=guests", "Gwen"), ("which=offices", "Mo Moder")])
def test_accounts_are_found(browser, query, there):
    page = browser("ada.admin").get(f"/admin/people?{query}").text
    assert there in page and "Tomas" not in page


def test_an_account_is_made_and_its_password_shown_once(browser):
    ada = browser("ada.admin")
    answer = ada.post("/admin/people/new", {"username": "eve.new", "name": "Eve New", "department": "1"})
    assert answer.status_code == 303
    page = ada.get(answer.location).text
    password = page.split("shown only now: ")[1].split("<")[0].strip()
    assert password not in ada.get(answer.location).text
    browser().sign_in("eve.new", password)


def test_a_wrong_account_is_given_back_as_typed(browser):
    page = browser("ada.admin").post("/admin/people/new", {"username": "aisha.khan", "name": "Kept name"})
    assert page.status_code == 422 and "This username is not available" in page.text and "Kept name" in page.text


def test_a_guest_gets_no_office(browser):
    typed = {"username": "g", "name": "G", "is_guest": "y", "is_admin": "y"}
    assert browser("ada.admin").post("/admin/people/new", typed).status_code == 422


def test_an_account_is_changed(browser, session, world):
    typed = {"name": "Tomas R", "email": "tr@revenue.example", "department": "1", "is_moderator": "y"}
    assert browser("ada.admin").post(f"/admin/people/{world.tomas.id}", typed).status_code == 303
    session.expire_all()
    tomas = person_named(session, "tomas.reyes")
    assert (tomas.name, tomas.department_id, tomas.is_moderator) == ("Tomas R", 1, True)


def test_who_becomes_a_guest_leaves_the_open_spaces_at_once(browser, world):
    ben = browser("ben.okafor")
    typed = {"name": "Ben Okafor", "email": "", "department": "", "is_guest": "y"}
    assert browser("ada.admin").post(f"/admin/people/{world.ben.id}", typed).status_code == 303
    assert ben.get("/s/desk").status_code == 404 and ben.get("/people").status_code == 403


def test_the_last_administrator_stays(browser, session, world):
    ada = browser("ada.admin")
    page = ada.post(f"/admin/people/{world.ada.id}", {"name": "Ada", "email": "", "department": ""})
    assert page.status_code == 422 and "There must be an administrator" in page.text
    ada.post(f"/admin/people/{world.ada.id}/disable")
    assert "There must be an administrator" in ada.get(f"/admin/people/{world.ada.id}").text
    session.expire_all()
    assert session.get(Person, world.ada.id).disabled_at is None


def test_an_account_is_closed_at_once_and_opened_again(browser, world):
    ada, tomas = browser("ada.admin"), browser("tomas.reyes")
    ada.post(f"/admin/people/{world.tomas.id}/disable")
    assert tomas.get("/menu").status_code == 302
    ada.post(f"/admin/people/{world.tomas.id}/enable")
    browser().sign_in("tomas.reyes", PASSWORD)


def test_the_only_owner_of_a_space_is_not_closed_before_somebody_takes_over(browser, world):
    ada = browser("ada.admin")
    ada.post(f"/admin/people/{world.mei.id}/disable")
    page = ada.get(f"/admin/people/{world.mei.id}").text
    assert "A space needs an owner" in page and CANARY not in page


def test_a_link_for_a_new_password_is_mailed_or_handed_over(browser, session, world):
    world.tomas.email = None
    session.commit()
    ada = browser("ada.admin")
    ada.post(f"/admin/people/{world.tomas.id}/password")
    assert "/password/reset/" in ada.get(f"/admin/people/{world.tomas.id}").text
    ada.post(f"/admin/people/{world.ben.id}/password")
    page = ada.get(f"/admin/people/{world.ben.id}").text
    assert "is sent to ben@transport.example" in page and "/password/reset/" not in page


def test_departments_are_added_renamed_moved_and_closed(browser, session, world):
    ada = browser("ada.admin")
    ada.post("/admin/departments/new", {"name": "Ports", "parent": str(world.transport.id)})
    page = ada.get("/admin/departments").text.split("<tbody")[1]
    assert page.index("Ministry of Transport") < page.index("Ports") < page.index("Revenue Agency")
    typed = {"name": "Roads and bridges", "abbreviation": "RB", "parent": str(world.revenue.id)}
    assert ada.post(f"/admin/departments/{world.roads.id}", typed).status_code == 303
    ada.post(f"/admin/departments/{world.roads.id}/close")
    session.expire_all()
    roads = session.get(Department, world.roads.id)
    assert (roads.name, roads.ids_above[0]) == ("Roads and bridges", world.revenue.id) and roads.closed_at


def test_a_department_does_not_move_below_itself(browser, world):
    typed = {"name": "Transport", "parent": str(world.roads.id)}
    page = browser("ada.admin").post(f"/admin/departments/{world.transport.id}", typed)
    assert page.status_code == 422 and "A department cannot stand below itself" in page.text


@pytest.mark.parametrize("address", ["/admin/people/99999999999", "/admin/departments/999"])
def test_what_does_not_exist_is_not_found(browser, address):
    assert browser("ada.admin").get(address).status_code == 404
