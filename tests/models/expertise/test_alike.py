"""People like me in other departments: only by what both show to all staff, and never by what one of them refuses."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.expertise.alike import people_like, take_part
from models.expertise.aside import aside_of, put_aside, take_back
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.forums.topic import answer
from models.people.person import Person, add_person
from models.people.profile import choose_audiences
from models.people.skill import claim_skill
from models.people.statement import NO_MATCH, state
from models.policy.viewer import viewer_of
from tests.world import CANARY, World


@pytest.fixture
def found(session: Session, world: World):
    """Tomas of the Revenue Agency shares a topic with Ben, and a skill with Mei; both work at Transport."""
    for person in (world.tomas, world.ben, world.mei, world.aisha, world.ada, world.gwen):
        take_part(session, person, True)
    for person in (world.tomas, world.ben):
        say(session, person, "web", ACCEPTED_WORD, {})
    for person in (world.tomas, world.mei, world.gwen):
        claim_skill(session, person, "Forms")

    def look(by: Person) -> dict[str, list[str]]:
        session.flush()
        return {
            each.person.username: each.topics + each.skills for each in people_like(session, viewer_of(session, by))
        }

    return look


def test_people_of_other_departments_stand_with_what_is_shared(session: Session, world: World, found) -> None:
    assert found(world.tomas) == {"ben.okafor": ["web"], "mei.wong": ["Forms"]}
    say(session, world.aisha, "web", ACCEPTED_WORD, {})
    assert found(world.ben) == {"tomas.reyes": ["web"]}, "Aisha's directorate is of the same ministry"
    assert found(world.gwen) == {} and found(world.ada) == {}, "nobody for guests, nor for whom has no department"


def test_what_few_share_counts_most(session: Session, world: World, found) -> None:
    for person in (world.aisha, world.ada):
        say(session, person, "web", ACCEPTED_WORD, {})
    assert list(found(world.tomas))[0] == "mei.wong"
    claim_skill(session, world.ben, "Forms")
    assert list(found(world.tomas))[0] == "ben.okafor"


@pytest.mark.parametrize("whose", ["ben", "tomas"])
def test_what_one_of_the_two_refuses_or_does_not_show_is_left_out_at_once(
    session: Session, world: World, found, whose: str
) -> None:
    person = getattr(world, whose)
    for word in (HIDDEN_WORD, CONTESTED_WORD):
        say(session, person, "web", word, {})
        assert "ben.okafor" not in found(world.tomas)
    say(session, person, "web", ACCEPTED_WORD, {})
    state(session, person, NO_MATCH, "Cooking and the web", None)
    assert "ben.okafor" not in found(world.tomas)


def test_a_contested_topic_is_no_shared_skill_either(session: Session, world: World, found) -> None:
    say(session, world.mei, "forms", CONTESTED_WORD, {})
    assert "mei.wong" not in found(world.tomas)


def test_a_skill_for_fewer_and_people_who_are_gone_are_not_found(session: Session, world: World, found) -> None:
    choose_audiences(session, world.mei, {"skills": "unit"})
    world.ben.disabled_at = clock.now()
    assert found(world.tomas) == {}


def test_who_wants_no_part_in_it_stands_nowhere_and_gets_nobody(session: Session, world: World, found) -> None:
    take_part(session, world.ben, False)
    assert found(world.tomas) == {"mei.wong": ["Forms"]} and found(world.ben) == {}
    take_part(session, world.ben, True)
    assert "ben.okafor" in found(world.tomas)


def test_nobody_is_named_and_nobody_gets_a_list_before_they_said_so(session: Session, world: World, found) -> None:
    joan = add_person(session, "joan.new", "Joan New", department_id=world.revenue.id)
    say(session, joan, "web", ACCEPTED_WORD, {})
    assert found(joan) == {} and "joan.new" not in found(world.ben)
    take_part(session, joan, True)
    assert "ben.okafor" in found(joan) and "joan.new" in found(world.ben)


def test_who_is_put_aside_is_not_named_to_that_person_until_they_take_it_back(
    session: Session, world: World, found
) -> None:
    for _twice in (1, 2):
        put_aside(session, world.tomas, world.ben.id)
    assert found(world.tomas) == {"mei.wong": ["Forms"]}
    assert "tomas.reyes" in found(world.ben), "Ben hears nothing of it"
    assert [row.username for row in aside_of(session, world.tomas)] == ["ben.okafor"]
    assert aside_of(session, world.ben) == []
    take_back(session, world.tomas, world.ben.id)
    assert "ben.okafor" in found(world.tomas) and aside_of(session, world.tomas) == []


def test_what_both_wrote_in_is_named_only_when_all_staff_can_read_it(session: Session, world: World, found) -> None:
    answer(world.question, world.mei, "In June.")
    answer(world.secret_question, world.mei, f"Again {CANARY}")
    session.flush()
    seen = {each.person.username: each for each in people_like(session, viewer_of(session, world.tomas))}
    assert [row.id for row in seen["mei.wong"].matters] == [world.question.id]
    assert [row.id for row in seen["ben.okafor"].matters] == [world.question.id]
    say(session, world.mei, "web", CONTESTED_WORD, {})
    session.flush()
    seen = {each.person.username: each for each in people_like(session, viewer_of(session, world.tomas))}
    assert seen["mei.wong"].matters == [], "the question is on a topic that she contested"
