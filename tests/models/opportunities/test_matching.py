"""Suggestions: none without consent, none from anything but skills that people show, each with its reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid
from models.opportunities.matching import suggested, who_could_fit
from models.opportunities.offering import close, offer
from models.opportunities.opportunity import Opportunity
from models.opportunities.wishes import pass_by, passed_by, take_back_pass, wish, wishes_of
from models.people.skill import PersonSkill, claim_skill
from models.people.statement import NO_MATCH, state
from models.policy.viewer import viewer_of
from tests.models.opportunities.making import offered
from tests.world import World


@pytest.fixture
def made(session: Session, world: World) -> Opportunity:
    """An opportunity that fits Tomas, who agreed to everything."""
    made = offered(session, world, skills=("Service design", "Welsh", "Sewing"))
    for skill in ("Service design", "Welsh", "Juggling"):
        claim_skill(session, world.tomas, skill)
    wish(session, world.tomas, ["help"], ["help"])
    return made


def for_tomas(session: Session, world: World) -> list[tuple[int, tuple[str, ...]]]:
    return [(each.row.id, each.shared) for each in suggested(session, viewer_of(session, world.tomas))]


def for_owner(session: Session, made: Opportunity) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.row.username, each.shared) for each in who_could_fit(session, made)]


def test_both_sides_are_told_which_skills_are_shared(session: Session, world: World, made: Opportunity) -> None:
    assert for_tomas(session, world) == [(made.id, ("Service design", "Welsh"))]
    assert for_owner(session, made) == [("tomas.reyes", ("Service design", "Welsh"))]


def test_nobody_is_suggested_anything_or_found_without_having_agreed(
    session: Session, world: World, made: Opportunity
) -> None:
    assert wishes_of(session, world.ben.id) == []
    claim_skill(session, world.ben, "Welsh")
    assert suggested(session, viewer_of(session, world.ben)) == []
    wish(session, world.tomas, [], [])
    assert for_tomas(session, world) == [] and for_owner(session, made) == []


def test_each_consent_is_for_its_type_and_its_purpose_alone(session: Session, world: World, made: Opportunity) -> None:
    wish(session, world.tomas, ["help"], ["mentoring"])
    assert for_tomas(session, world) != [] and for_owner(session, made) == []
    wish(session, world.tomas, ["mentoring"], ["help"])
    assert for_tomas(session, world) == [] and for_owner(session, made) != []


def test_a_skill_that_is_not_shown_to_all_staff_counts_for_nothing(
    session: Session, world: World, made: Opportunity
) -> None:
    for held in session.scalars(select(PersonSkill).where(PersonSkill.person_id == world.tomas.id)):
        held.audience = f"person:{world.tomas.id}"
    session.flush()
    assert for_tomas(session, world) == [] and for_owner(session, made) == []


def test_nobody_is_matched_on_what_they_do_not_want_to_be_matched_on(
    session: Session, world: World, made: Opportunity
) -> None:
    state(session, world.tomas, NO_MATCH, "welsh", None)
    session.flush()
    assert for_tomas(session, world) == [(made.id, ("Service design",))]
    assert for_owner(session, made) == [("tomas.reyes", ("Service design",))]


def test_what_one_may_not_read_is_not_suggested_nor_is_one_found_for_it(session: Session, world: World) -> None:
    made = offered(session, world, space=world.mill)
    claim_skill(session, world.tomas, "Service design")
    wish(session, world.tomas, ["help"], ["help"])
    assert for_tomas(session, world) == [] and for_owner(session, made) == []


def test_not_for_me_ends_it_on_both_sides_until_it_is_taken_back(
    session: Session, world: World, made: Opportunity
) -> None:
    pass_by(session, made, world.tomas, " No time\nin May ")
    assert for_tomas(session, world) == [] and for_owner(session, made) == []
    tomas = viewer_of(session, world.tomas)
    assert [(row.id, row.reason) for row in passed_by(session, tomas)] == [(made.id, "No time in May")]
    take_back_pass(session, made, world.tomas)
    assert for_tomas(session, world) != [] and for_owner(session, made) != []


def test_who_has_offered_is_suggested_no_more(session: Session, world: World, made: Opportunity) -> None:
    offer(made, world.tomas, "I can")
    assert for_tomas(session, world) == [] and for_owner(session, made) == []


def test_what_is_closed_or_late_is_not_suggested(session: Session, world: World, made: Opportunity) -> None:
    with clock.at(clock.now() + timedelta(days=11)):
        assert for_tomas(session, world) == []
    close(made, world.aisha)
    assert for_tomas(session, world) == []


def test_the_owner_is_not_suggested_their_own(session: Session, world: World, made: Opportunity) -> None:
    claim_skill(session, world.aisha, "Welsh")
    wish(session, world.aisha, ["help"], ["help"])
    assert suggested(session, viewer_of(session, world.aisha)) == []
    assert "aisha.khan" not in {name for name, _shared in for_owner(session, made)}


def test_who_left_is_not_found(session: Session, world: World, made: Opportunity) -> None:
    world.tomas.disabled_at = clock.now()
    session.flush()
    assert for_owner(session, made) == []


def test_more_shared_skills_come_first(session: Session, world: World, made: Opportunity) -> None:
    less = offered(session, world, title="Another", skills=("Welsh",))
    assert [number for number, _shared in for_tomas(session, world)] == [made.id, less.id]


def test_a_type_that_does_not_exist_cannot_be_chosen(session: Session, world: World) -> None:
    with pytest.raises(Invalid):
        wish(session, world.tomas, ["holiday"], [])


def test_a_reason_of_thousands_of_characters_is_refused(session: Session, world: World, made: Opportunity) -> None:
    with pytest.raises(Invalid):
        pass_by(session, made, world.tomas, "x" * 10_000)
