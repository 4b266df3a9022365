"""The organisation chart, one's sources, and the merging of departments over HTTP."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.people.department import Department
from models.people.person import Person
from models.people.post import Post, hold
from models.people.source import learn, source_called
from tests.counting import statements
from tests.world import World


@pytest.fixture
def posts(session: Session, world: World) -> list[Post]:
    made: list[Post] = []
    for title in ("Permanent secretary", "Director of roads", "Deputy, salt"):
        made.append(
            Post(department_id=world.transport.id, title=title, created_at=clock.now(), function=f"Does {title}",
                 reports_to_id=made[-1].id if made else None, grade="SCS1")
        )  # fmt: skip
        session.add(made[-1])
        session.flush()
    hold(session, made[1], [world.ben.id])
    session.commit()
    return made


def test_a_chart_opens_without_a_script(browser, world, posts):
    page = browser("tomas.reyes").get(f"/departments/{world.transport.id}/chart").text
    assert "Permanent secretary" in page and "Vacant" in page and "Director of roads" not in page
    assert f"/departments/{world.transport.id}/chart?post={posts[0].id}" in page


def test_a_post_opens_with_the_way_to_it_and_what_it_is_for(browser, world, posts):
    page = browser("tomas.reyes").get(f"/departments/{world.transport.id}/chart?post={posts[1].id}").text
    assert "Ben Okafor" in page and "Does Director of roads" in page and "Deputy, salt" in page
    assert "Does Permanent" not in page and 'aria-current="true"' in page


def test_a_script_gets_one_level(browser, world, posts):
    address = f"/departments/{world.transport.id}/chart?below={posts[0].id}"
    part = browser("tomas.reyes").client.get(address, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<ul>") and "Director of roads" in part and "Permanent" not in part


def test_posts_are_found_by_who_holds_them(browser, world, posts):
    page = browser("tomas.reyes").get(f"/departments/{world.transport.id}/chart?find=okafor").text
    assert "Director of roads" in page and "Deputy, salt" not in page


def test_a_chart_costs_few_statements(browser, database, world, posts):
    tomas = browser("tomas.reyes")
    with statements(database) as seen:
        tomas.get(f"/departments/{world.transport.id}/chart?post={posts[2].id}")
    assert len(seen) <= 11, seen


def test_a_department_without_posts_says_how_they_come(browser, world):
    page = browser("tomas.reyes").get(f"/departments/{world.revenue.id}/chart").text
    assert "There is no organisation chart yet" in page


def test_a_department_with_posts_leads_to_its_chart(browser, world, posts):
    tomas = browser("tomas.reyes")
    assert "Organisation chart" in tomas.get(f"/departments/{world.transport.id}").text
    assert "Organisation chart" not in tomas.get(f"/departments/{world.revenue.id}").text


@pytest.fixture
def learned(session: Session, world: World) -> None:
    source = source_called(session, "organogram", "Home Office")
    learn(session, world.ben, source, {"job_title": "Engineer", "department": world.roads.name}, world.roads)
    session.commit()


def test_a_person_sees_where_their_job_title_came_from(browser, learned):
    page = browser("ben.okafor").get("/people/me/sources").text
    assert "Your job title came from the organogram of Home Office on" in page and "Use my own instead" in page


def test_a_person_uses_their_own_job_title(browser, session, learned):
    ben = browser("ben.okafor")
    ben.post("/people/me/sources/job_title", {"value": "Road whisperer"})
    page = ben.get("/people/me/sources").text
    assert "You use your own job title." in page and "Use “Engineer”" in page
    assert "Road whisperer" in ben.get("/people/ben.okafor").text
    ben.post("/people/me/sources/job_title/follow")
    assert "Road whisperer" not in ben.get("/people/ben.okafor").text


def test_a_job_title_that_is_too_long_comes_back(browser, learned):
    answer = browser("ben.okafor").post("/people/me/sources/job_title", {"value": "x" * 300})
    assert answer.status_code == 422 and "x" * 300 in answer.text and "Use 200 characters or fewer" in answer.text


def test_administrators_see_who_says_that_their_department_is_wrong(browser, learned):
    ben, ada = browser("ben.okafor"), browser("ada.admin")
    assert "Ben Okafor" not in ada.get("/admin/people?which=objecting").text
    ben.post("/people/me/sources/department", {})
    assert "Ben Okafor" in ada.get("/admin/people?which=objecting").text
    ben.post("/people/me/sources/department/follow")
    assert "Ben Okafor" not in ada.get("/admin/people?which=objecting").text


@pytest.mark.parametrize("field", ["place", "is_admin", "name/follow"])
def test_a_field_that_no_source_knows_is_not_there(browser, learned, field):
    assert browser("ben.okafor").post(f"/people/me/sources/{field}", {"value": "x"}).status_code == 404


def test_who_has_no_sources_reads_that(browser):
    assert "Nothing came from elsewhere" in browser("tomas.reyes").get("/people/me/sources").text


def test_departments_are_merged_and_the_old_address_leads_on(browser, session, world):
    ada = browser("ada.admin")
    page = ada.get(f"/admin/departments/{world.transport.id}/merge").text
    assert "2 people" in page and "1 unit below it" in page
    ada.post(f"/admin/departments/{world.transport.id}/merge", {"into": str(world.revenue.id)})
    again = ada.post(f"/admin/departments/{world.transport.id}/merge", {"into": str(world.revenue.id)})
    assert again.status_code == 422 and "is part of another department already" in again.text
    chart = ada.get(f"/departments/{world.transport.id}/chart?post=7")
    assert (chart.status_code, chart.location) == (301, f"/departments/{world.revenue.id}/chart?post=7")
    answer = ada.get(f"/departments/{world.transport.id}")
    assert answer.status_code == 301 and answer.location.endswith(f"/departments/{world.revenue.id}")
    session.rollback()
    session.expire_all()
    assert session.get_one(Person, world.ben.id).department_id == world.revenue.id
    assert session.get_one(Department, world.transport.id).closed_at is not None


def test_a_merger_needs_another_department(browser, world):
    answer = browser("ada.admin").post(f"/admin/departments/{world.transport.id}/merge", {"into": ""})
    assert answer.status_code == 422 and "Choose the department that it becomes part of" in answer.text
