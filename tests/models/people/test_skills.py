"""Skills, who says they have them, and what others may learn of that."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid, Refused
from models.people.endorsing import ask_to_endorse, count_endorsements, endorse, endorsers, remove_skill, withdraw
from models.people.profile import choose_audiences
from models.people.skill import MOST_SKILLS, PersonSkill, add_skill, claim_skill, skill_named, skills_like, skills_of
from models.people.skill import SkillName as Name
from tests.world import World


def test_a_skill_is_found_by_its_synonym_whatever_the_case(session: Session, world: World) -> None:
    made = add_skill(session, "Service design", "skill")
    session.add(Name(skill_id=made.id, folded="designing services", name="Designing services"))
    session.flush()
    assert claim_skill(session, world.ben, "DESIGNING  services", "expert") == made.id
    assert [(row.name, row.level) for row in skills_of(session, world.ben.id)] == [("Service design", "expert")]


def test_a_skill_that_nobody_knows_is_added_as_ones_own(session: Session, world: World) -> None:
    claim_skill(session, world.ben, "Gritting")
    found = skill_named(session, "gritting")
    assert (found.name, found.kind) == ("Gritting", "free")


def test_naming_a_skill_again_sets_its_level(session: Session, world: World) -> None:
    claim_skill(session, world.ben, "Gritting")
    claim_skill(session, world.ben, "gritting", "expert")
    assert [row.level for row in skills_of(session, world.ben.id)] == ["expert"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_000, "?!"])
def test_what_is_no_skill_is_refused_with_what_to_do(session: Session, world: World, text: str) -> None:
    with pytest.raises(Invalid, match="Enter a skill"):
        claim_skill(session, world.ben, text)


def test_an_unknown_level_is_refused(session: Session, world: World) -> None:
    with pytest.raises(Invalid):
        claim_skill(session, world.ben, "Gritting", "wizard")


def test_the_number_of_skills_has_a_limit(session: Session, world: World) -> None:
    for number in range(MOST_SKILLS):
        claim_skill(session, world.ben, f"Skill {number}")
    with pytest.raises(Refused, match="20 skills"):
        claim_skill(session, world.ben, "One more")
    claim_skill(session, world.ben, "Skill 3", "working")


def test_suggestions_begin_with_what_is_typed_and_treat_no_letter_as_a_pattern(session: Session, world: World) -> None:
    for text in ("Data design", "Design", "100% testing"):
        add_skill(session, text, "skill")
    session.flush()
    assert [row.name for row in skills_like(session, "desi")] == ["Design", "Data design"]
    assert [row.name for row in skills_like(session, "100%")] == ["100% testing"]
    assert skills_like(session, "_") == []


def test_saying_a_skill_again_without_a_level_keeps_the_level(session: Session, world: World) -> None:
    claim_skill(session, world.ben, "Gritting", "expert")
    claim_skill(session, world.ben, "Gritting")
    assert [row.level for row in skills_of(session, world.ben.id)] == ["expert"]


def test_a_free_skill_is_offered_only_when_all_staff_may_know_of_it(session: Session, world: World) -> None:
    claim_skill(session, world.ben, "Lockpicking")
    session.flush()
    assert [row.name for row in skills_like(session, "lock")] == ["Lockpicking"]
    assert skills_like(session, "lock", guest=True) == []
    choose_audiences(session, world.ben, {"skills": "unit"})
    session.flush()
    assert skills_like(session, "lock") == []


def test_a_colleague_endorses_and_withdraws(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    endorse(session, world.aisha, world.ben.id, skill_id)
    endorse(session, world.aisha, world.ben.id, skill_id)
    session.flush()
    assert [row.name for row in endorsers(session, world.ben.id, skill_id)] == ["Aisha Khan"]
    assert withdraw(session, world.ben.id, skill_id, world.aisha.id)
    assert not withdraw(session, world.ben.id, skill_id, world.aisha.id)
    assert count_endorsements(session, world.ben.id, skill_id) == 0


def test_nobody_endorses_themselves(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    with pytest.raises(Refused, match="cannot endorse yourself"):
        endorse(session, world.ben, world.ben.id, skill_id)


def test_nobody_endorses_what_the_person_does_not_say(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    with pytest.raises(LookupError):
        endorse(session, world.aisha, world.mei.id, skill_id)


def test_a_colleague_is_asked_once(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    ask_to_endorse(session, world.ben, skill_id, world.aisha)
    with pytest.raises(Refused, match="asked Aisha Khan already"):
        ask_to_endorse(session, world.ben, skill_id, world.aisha)
    endorse(session, world.mei, world.ben.id, skill_id)
    with pytest.raises(Refused, match="endorsed this already"):
        ask_to_endorse(session, world.ben, skill_id, world.mei)


@pytest.mark.parametrize("who", ["ben", "gwen"])
def test_oneself_and_guests_are_not_asked(session: Session, world: World, who: str) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    with pytest.raises(Refused, match="Choose a colleague"):
        ask_to_endorse(session, world.ben, skill_id, getattr(world, who))


def test_endorsements_go_with_the_skill(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    endorse(session, world.aisha, world.ben.id, skill_id)
    ask_to_endorse(session, world.ben, skill_id, world.mei)
    assert remove_skill(session, world.ben, skill_id) == 1
    assert skills_of(session, world.ben.id) == []
    claim_skill(session, world.ben, "Gritting")
    assert count_endorsements(session, world.ben.id, skill_id) == 0


def test_rows_of_skills_carry_the_key_of_those_who_may_find_them(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.ben, "Gritting")
    choose_audiences(session, world.ben, {"skills": "department"})
    held = session.get_one(PersonSkill, (world.ben.id, skill_id), populate_existing=True)
    assert held.audience == f"person:{world.ben.id}"
    choose_audiences(session, world.ben, {"skills": "guests"})
    session.refresh(held)
    assert held.audience == "everyone"


def test_what_a_guest_says_is_offered_to_nobody(session: Session, world: World) -> None:
    skill_id = claim_skill(session, world.gwen, "Milling")
    choose_audiences(session, world.gwen, {"skills": "guests"})
    held = session.get_one(PersonSkill, (world.gwen.id, skill_id), populate_existing=True)
    assert held.audience == f"person:{world.gwen.id}" and skills_like(session, "mill") == []
