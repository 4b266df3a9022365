"""What an opportunity says, what it refuses, and how it stands on a day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid
from models.core.findable import sources
from models.opportunities.listing import Filters, listed, skills_asked_for, units_offering
from models.opportunities.nightly import close_of_leavers, mark_late
from models.opportunities.offering import CLOSED, offer
from models.opportunities.opportunity import change, standing
from models.opportunities.wanting import MOST_SKILLS, names_wanted
from models.people.skill import claim_skill, skill_named
from models.policy.viewer import viewer_of
from tests.models.opportunities.making import day, facts, offered
from tests.world import World

BAD: dict[str, dict[str, Any]] = {
    "sort": {"sort": "holiday"},
    "place": {"place": "", "remote": False},
    "hours": {"hours": 0},
    "wanted": {"wanted": 0},
    "starts_on": {"starts_on": day(-1)},
    "ends_on": {"starts_on": day(20), "ends_on": day(15)},
    "offers_until": {"offers_until": day(-1)},
    "skills": {"skills": ("x" * 10_000,)},
}


@pytest.mark.parametrize("field", BAD)
def test_a_value_that_makes_no_sense_is_refused_at_its_field(session: Session, world: World, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        offered(session, world, **BAD[field])
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"wanted": 101}, "wanted"),
        ({"wanted": None}, "wanted"),
        ({"hours": 10**30}, "hours"),
        ({"offers_until": None}, "offers_until"),
        ({"offers_until": day(367)}, "offers_until"),
        ({"ends_on": day(5), "offers_until": day(6)}, "offers_until"),
        ({"ends_on": day(731)}, "ends_on"),
        ({"place": "x" * 101}, "place"),
        ({"skills": tuple(f"Skill {n}" for n in range(MOST_SKILLS + 1))}, "skills"),
    ],
)
def test_so_is_one_that_is_out_of_reach(session: Session, world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        offered(session, world, **values)
    assert refused.value.field == field


def test_a_skill_is_found_by_its_name_however_it_is_written(session: Session, world: World) -> None:
    known = claim_skill(session, world.tomas, "Service design")
    made = offered(session, world, skills=("service  DESIGN", "Service design", ""))
    assert names_wanted(session, made.id) == ["Service design"]
    assert skill_named(session, "service design").id == known


def test_search_finds_it_by_the_skills_and_the_place(session: Session, world: World) -> None:
    made = offered(session, world)
    (document,) = sources()["entry"].documents(session, [made.id])
    assert "Service design" in document.body and "Leeds" in document.body
    change(made, world.aisha, facts(skills=("Welsh",)), taken=0, based_on=1, title=made.title, body=made.body)
    (document,) = sources()["entry"].documents(session, [made.id])
    assert "Welsh" in document.body and "Service design" not in document.body


def test_a_day_that_has_passed_stays_when_something_else_changes(session: Session, world: World) -> None:
    made = offered(session, world, starts_on=day(0))
    later = clock.now() + timedelta(days=11)
    same = facts(starts_on=made.starts_on, offers_until=made.offers_until, hours=3)
    with clock.at(later):
        assert change(made, world.aisha, same, taken=0, based_on=1, title=made.title, body=made.body)
        assert (made.hours, made.version, standing(made.status, made.offers_until)) == (3, 1, "late")


def test_nothing_changes_when_nothing_was_changed(session: Session, world: World) -> None:
    made = offered(session, world)
    assert not change(made, world.aisha, facts(), taken=0, based_on=1, title=made.title, body=made.body)


def test_fewer_than_are_accepted_cannot_be_wanted(session: Session, world: World) -> None:
    made = offered(session, world, wanted=3)
    with pytest.raises(Invalid, match="2 people are accepted"):
        change(made, world.aisha, facts(wanted=1), taken=2, based_on=1, title=made.title, body=made.body)


def test_past_the_last_day_it_is_late_and_in_the_list_no_more(session: Session, world: World) -> None:
    made, tomas = offered(session, world), viewer_of(session, world.tomas)
    session.flush()
    assert made.id in {row.id for row in listed(session, tomas)}
    with clock.at(clock.now() + timedelta(days=11)):
        assert made.id not in {row.id for row in listed(session, tomas)}
        assert made.id in {row.id for row in listed(session, tomas, every=True)}
    assert standing("open", day(0)) == "open"
    assert standing("filled", day(-1)) == "filled"


def test_at_night_search_learns_which_are_late_and_a_later_day_opens_them(session: Session, world: World) -> None:
    made = offered(session, world)
    with clock.at(clock.now() + timedelta(days=11)):
        assert (mark_late(session), mark_late(session)) == (1, 0)
        session.refresh(made, ["status"])
        assert made.status == "late"
        later = facts(offers_until=day(20))
        change(made, world.aisha, later, taken=0, based_on=1, title=made.title, body=made.body)
        assert made.status == "open"


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        (Filters(sort="help"), True),
        (Filters(sort="mentoring"), False),
        (Filters(place="leed"), True),
        (Filters(place="%"), False),
        (Filters(remote=True), False),
        (Filters(skill_id=2**31 - 1), False),
    ],
)
def test_filters_narrow_the_list(session: Session, world: World, filters: Filters, fits: bool) -> None:
    made = offered(session, world)
    found = listed(session, viewer_of(session, world.tomas), filters)
    assert (made.id in {row.id for row in found}) is fits


def test_the_list_is_narrowed_to_a_department_and_a_skill(session: Session, world: World) -> None:
    made, tomas = offered(session, world), viewer_of(session, world.tomas)
    skill_id = skill_named(session, "Service design").id
    inside, outside = Filters(path=world.transport.path, skill_id=skill_id), Filters(path=world.revenue.path)
    assert made.id in {row.id for row in listed(session, tomas, inside)}
    assert made.id not in {row.id for row in listed(session, tomas, outside)}


def test_departments_without_an_opportunity_that_one_may_read_are_no_filter(session: Session, world: World) -> None:
    made, tomas = offered(session, world), viewer_of(session, world.tomas)
    assert units_offering(session, tomas) == {world.transport.id, world.roads.id}
    assert units_offering(session, viewer_of(session, world.gwen)) == set()
    made.status = CLOSED
    session.flush()
    assert units_offering(session, tomas) == set()
    assert units_offering(session, tomas, every=True) == {world.transport.id, world.roads.id}


def test_skills_of_what_one_may_not_read_are_no_filter(session: Session, world: World) -> None:
    offered(session, world, space=world.mill, skills=("Lockpicking",))
    session.flush()
    assert "Lockpicking" not in {row.name for row in skills_asked_for(session, viewer_of(session, world.tomas))}
    assert "Lockpicking" in {row.name for row in skills_asked_for(session, viewer_of(session, world.mei))}


def test_what_somebody_offered_who_left_is_not_to_be_had_and_closes_at_night(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I have tested forms before")
    viewer = viewer_of(session, world.tomas)
    assert [row.id for row in listed(session, viewer)] == [made.id] and close_of_leavers(session) == 0
    world.aisha.disabled_at = clock.now()
    session.flush()
    assert listed(session, viewer) == [] and skills_asked_for(session, viewer) == []
    assert close_of_leavers(session) == 1 and close_of_leavers(session) == 0
    assert made.status == CLOSED
    (act,) = session.scalars(select(Act).where(Act.subject_id == made.id, Act.verb == "ended-offers"))
    assert act.actor_id is None
