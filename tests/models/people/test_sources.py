"""Where details of people came from: own words stand, refusals hold, the department can only be objected to."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.people.profile import choose_audiences
from models.people.source import Source, details, learn, source_called, use_own, use_source
from tests.world import World


@pytest.fixture
def organogram(session: Session) -> Source:
    return source_called(session, "organogram", "Ministry of Transport")


def said(session: Session, world: World) -> dict[str, tuple[str, str, bool]]:
    session.flush()
    return {each.field: (each.value, each.said, each.own) for each in details(session, world.ben)}


def test_an_empty_field_takes_what_the_source_says(session, world, organogram):
    assert learn(session, world.ben, organogram, {"job_title": "Engineer"}) == {"job_title"}
    assert said(session, world) == {"job_title": ("Engineer", "Engineer", False)}


def test_words_that_were_there_before_stand(session, world, organogram):
    world.ben.job_title = "Road whisperer"
    assert learn(session, world.ben, organogram, {"job_title": "Engineer"}) == set()
    assert said(session, world) == {"job_title": ("Road whisperer", "Engineer", True)}


def test_a_later_word_of_the_source_replaces_its_earlier_one(session, world, organogram):
    learn(session, world.ben, organogram, {"job_title": "Engineer"})
    session.flush()
    assert learn(session, world.ben, organogram, {"job_title": "Chief engineer"}) == {"job_title"}
    assert world.ben.job_title == "Chief engineer"


def test_what_the_person_changed_since_stands(session, world, organogram):
    learn(session, world.ben, organogram, {"job_title": "Engineer"})
    world.ben.job_title = "Engineer, winter service"
    session.flush()
    assert learn(session, world.ben, organogram, {"job_title": "Chief engineer"}) == set()
    assert said(session, world)["job_title"] == ("Engineer, winter service", "Chief engineer", True)


def test_a_refusal_holds_and_can_be_taken_back(session, world, organogram):
    learn(session, world.ben, organogram, {"job_title": "Engineer"})
    session.flush()
    use_own(session, world.ben, "job_title", "  Engineer ")
    learn(session, world.ben, organogram, {"job_title": "Chief engineer"})
    assert said(session, world)["job_title"] == ("Engineer", "Chief engineer", True)
    use_source(session, world.ben, "job_title")
    assert said(session, world)["job_title"] == ("Chief engineer", "Chief engineer", False)


def test_a_field_can_be_left_empty(session, world, organogram):
    learn(session, world.ben, organogram, {"place": "Leeds"})
    session.flush()
    use_own(session, world.ben, "place", "")
    learn(session, world.ben, organogram, {"place": "York"})
    assert world.ben.place == ""


def test_a_name_cannot_be_left_empty(session, world, organogram):
    learn(session, world.ben, organogram, {"name": "Ben Okafor"})
    session.flush()
    with pytest.raises(Invalid):
        use_own(session, world.ben, "name", " ")


def test_own_words_have_a_length(session, world, organogram):
    learn(session, world.ben, organogram, {"job_title": "Engineer"})
    session.flush()
    with pytest.raises(Invalid):
        use_own(session, world.ben, "job_title", "x" * 201)


def test_a_source_always_sets_the_department(session, world, organogram):
    values = {"department": world.roads.name}
    assert learn(session, world.ben, organogram, values, world.roads) == {"department"}
    assert world.ben.department_id == world.roads.id


def test_an_objection_to_the_department_changes_no_right(session, world, organogram):
    learn(session, world.ben, organogram, {"department": world.roads.name}, world.roads)
    session.flush()
    use_own(session, world.ben, "department", "Ministry of Transport")
    assert world.ben.department_id == world.roads.id
    assert said(session, world)["department"] == ("Roads directorate", "Roads directorate", True)


def test_an_objection_ends_when_the_source_says_something_else(session, world, organogram):
    learn(session, world.ben, organogram, {"department": world.roads.name}, world.roads)
    session.flush()
    use_own(session, world.ben, "department", "")
    learn(session, world.ben, organogram, {"department": world.transport.name}, world.transport)
    assert said(session, world)["department"][2] is False


def test_a_field_that_no_source_names_cannot_be_refused(session, world):
    for field in ("job_title", "is_admin"):
        with pytest.raises(LookupError):
            use_own(session, world.ben, field, "x")


def test_a_source_is_known_again_by_its_name(session, organogram):
    assert source_called(session, "organogram", "Ministry of Transport").id == organogram.id
    assert source_called(session, "list", "Ministry of Transport").id != organogram.id


def test_a_source_shows_nothing_that_the_person_shows_to_nobody(session, world, organogram):
    choose_audiences(session, world.ben, {"role": "me"})
    assert learn(session, world.ben, organogram, {"job_title": "Engineer"}) == {"job_title"}
    assert world.ben.job_title == ""
    assert said(session, world)["job_title"] == ("Engineer", "Engineer", False)
    learn(session, world.ben, organogram, {"job_title": "Chief engineer"})
    use_own(session, world.ben, "job_title", "Road whisperer")
    assert (world.ben.job_title, said(session, world)["job_title"][0]) == ("", "Road whisperer")
