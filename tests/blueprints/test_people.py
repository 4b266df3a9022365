"""People and departments over HTTP: the directory, profiles, who exists for whom."""

import re

import pytest
from sqlalchemy.orm import Session

from models.microblog.micropost import post
from models.people.department import found_department
from models.people.person import add_person
from models.people.profile import describe
from models.spaces.joining import disable, take_out
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY, World


def test_the_directory_lists_colleagues_and_no_guests(browser):
    page = browser("aisha.khan").get("/people").text
    assert "Tomas Reyes" in page and "6 colleagues" in page and "Gwen" not in page


@pytest.mark.parametrize("query", ["q=reyes", "q=TOM+rey", "department=3", "q=t&department=3"])
def test_the_directory_can_be_filtered(browser, query):
    page = browser("aisha.khan").get(f"/people?{query}").text
    assert "Tomas Reyes" in page and "Ben Okafor" not in page


def test_a_department_filter_covers_the_units_below(browser, world):
    page = browser("tomas.reyes").get(f"/people?department={world.transport.id}").text
    assert "Aisha Khan" in page and "Ben Okafor" in page and "Tomas" not in page.split("<main")[1]


def test_the_directory_goes_on_by_name(browser, session):
    for number in range(60):
        add_person(session, f"zoe.{number:02}", f"Zoë Number {number:02}", place="Leeds & York")
    session.commit()
    aisha = browser("aisha.khan")
    page = aisha.get("/people?q=zoë&place=Leeds+%26+York").text
    assert "60 colleagues" in page and "Zoë Number 49" in page and "Zoë Number 50" not in page
    following = page[: page.index('rel="next"') + 200].rsplit("/people?", 1)[1].split('"')[0].replace("&amp;", "&")
    second = aisha.get(f"/people?{following}").text
    assert "Zoë Number 50" in second and "Zoë Number 49" not in second and "Back to the first" in second


def test_the_directory_costs_few_statements(browser, database):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/people")
    assert len(seen) <= 7, seen


def test_a_guest_has_no_directory(browser):
    gwen = browser("gwen.guest")
    assert gwen.get("/people").status_code == gwen.get("/departments").status_code == 403


def test_a_profile_says_who_somebody_is_and_what_they_wrote(browser, session, world):
    describe(session, world.tomas, job_title="Auditor", place="Porto", languages=["English"], about="Ask me: **tax**")
    session.commit()
    page = browser("aisha.khan").get("/people/tomas.reyes").text
    for part in ("Auditor", "Revenue Agency", "Porto", "<strong>tax</strong>", "Who checks statements?", "Follow"):
        assert part in page


def test_a_profile_shows_only_what_the_viewer_may_read(browser):
    page = browser("tomas.reyes").get("/people/mei.wong").text
    assert CANARY not in page and "Nothing of this kind that you can read" in page
    assert CANARY in browser("gwen.guest").get("/people/mei.wong").text


@pytest.mark.parametrize("kind, there", [("page", "Start here"), ("post", "Nothing here")])
def test_what_somebody_wrote_can_be_narrowed_to_a_kind(browser, kind, there):
    assert there in browser("tomas.reyes").get(f"/people/aisha.khan?kind={kind}").text


def test_a_profile_costs_few_statements(browser, database):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/people/ben.okafor")
    assert len(seen) <= 7, seen


def test_a_guest_knows_only_the_people_of_their_spaces(browser):
    gwen = browser("gwen.guest")
    assert gwen.get("/people/mei.wong").status_code == 200
    hidden, made_up = gwen.get("/people/aisha.khan"), gwen.get("/people/no.body")
    assert hidden.status_code == made_up.status_code == 404


def test_a_guest_exists_only_for_the_people_of_their_spaces_and_is_marked(browser):
    page = browser("mei.wong").get("/people/gwen.guest").text
    assert "Guest" in page.split("<main")[1]
    assert browser("tomas.reyes").get("/people/gwen.guest").status_code == 404


def test_a_guest_who_left_stays_the_author_of_what_they_wrote(browser, session, world):
    take_out(session, world.mill, world.gwen, world.mei)
    session.commit()
    assert browser("mei.wong").get("/people/gwen.guest").status_code == 200


def test_who_left_is_marked_and_what_they_wrote_stays(browser, session, world):
    disable(session, world.tomas, world.ada)
    session.commit()
    page = browser("aisha.khan").get("/people/tomas.reyes").text
    assert "No longer here" in page and "Who checks statements?" in page and "Follow</button>" not in page


def test_following_a_person_works_with_and_without_a_script(browser):
    aisha = browser("aisha.khan")
    assert aisha.post("/people/ben.okafor/follow", {"on": "1"}).status_code == 303
    assert "Following" in aisha.get("/people/ben.okafor").text
    part = aisha.post("/people/ben.okafor/follow", {"on": "0"}, headers={"HX-Request": "true"})
    assert part.text.startswith("<form") and "Follow</button>" in part.text
    assert browser("gwen.guest").post("/people/ben.okafor/follow", {"on": "1"}).status_code == 404


def test_people_edit_their_own_profile_and_nothing_typed_is_lost(browser):
    ben = browser("ben.okafor")
    typed = {"name": "", "job_title": "Gritter", "languages": "English, Igbo", "about": "Salt & snow"}
    page = ben.post("/people/me/edit", typed)
    assert page.status_code == 422 and "Gritter" in page.text and "Salt &amp; snow" in page.text
    assert ben.post("/people/me/edit", {**typed, "name": "Ben O"}).location == "/people/ben.okafor"
    page = ben.get("/people/ben.okafor").text
    assert "Ben O" in page and "English, Igbo" in page and "Salt &amp; snow" in page
    assert 'value="English, Igbo"' in ben.get("/people/me/edit").text


def test_the_tree_of_departments_shows_units_and_people(browser):
    page = browser("tomas.reyes").get("/departments").text
    assert "Roads directorate" in page and "1 unit below" in page and "3 people" in page
    found = browser("tomas.reyes").get("/departments?q=road").text
    assert "Ministry of Transport" in found and "Revenue Agency" not in found


def test_a_department_shows_its_units_people_and_the_share_of_open_spaces(browser, session, world):
    world.mill.department_id = world.roads.id
    session.commit()
    page = browser("tomas.reyes").get(f"/departments/{world.transport.id}").text
    assert "1 of 2 spaces is open" in page or "1 of 2 spaces are open" in page
    for part in ("Roads directorate", "Ben Okafor", "Digital service desk"):
        assert part in page
    assert CANARY not in page


def test_a_department_without_anything_reads_well(browser, session, world):
    made = found_department(session, "Office of nothing", world.revenue)
    session.commit()
    page = browser("tomas.reyes").get(f"/departments/{made.id}")
    assert page.status_code == 200 and "Nobody is listed here" in page.text


@pytest.mark.parametrize("address", ["/departments/999", "/departments/99999999999999999999", "/people/a%00b"])
def test_what_does_not_exist_is_not_found(browser, address):
    assert browser("tomas.reyes").get(address).status_code == 404


def test_a_department_costs_few_statements(browser, database, world):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get(f"/departments/{world.transport.id}")
    assert len(seen) <= 8, seen


def test_a_guest_is_marked_in_lists_on_pages_and_in_histories(browser, session: Session, world: World):
    page = write_page(session, world.gwen, world.mill, "By a guest", "Text")
    post(session, world.gwen, "A guest says", space=world.mill)
    session.commit()
    mei = browser("mei.wong")
    for address in (
        "/s/mill",
        "/s/mill/posts",
        "/s/mill/wiki/by-a-guest",
        "/s/mill/wiki/changes",
        f"/e/{page.id}/history",
    ):
        assert re.search(r"Gwen Guest</a>(</b>)?\s*\(guest\)", mei.get(address).text), address


def test_a_guest_is_not_led_to_the_directory(browser):
    assert 'href="/people"' not in browser("gwen.guest").get("/").text
    assert 'href="/people"' in browser("ben.okafor").get("/").text
