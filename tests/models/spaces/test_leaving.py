"""Somebody leaves: spaces get an owner, posts are free, the account closes, what they wrote stays."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.people.chart import posts_of
from models.people.post import Post, hold
from models.spaces.joining import add_member, found_space
from models.spaces.leaving import let_go
from models.spaces.membership import membership
from tests.world import World


def role(session, space, person) -> str | None:
    found = membership(session, space, person.id)
    return found.role if found else None


def test_the_account_closes_and_authorship_stays(session: Session, world: World):
    let_go(session, world.tomas)
    assert world.tomas.disabled_at is not None
    assert world.question.author_id == world.tomas.id


def test_a_space_goes_to_its_curator_before_a_contributor(session, world):
    add_member(session, world.desk, world.tomas, "curator", world.aisha)
    done = let_go(session, world.aisha)
    assert [(space.slug, person.username) for space, person in done.handed] == [("desk", "tomas.reyes")]
    assert role(session, world.desk, world.tomas) == "owner"
    assert role(session, world.desk, world.ben) == "contributor"


def test_a_space_with_another_owner_is_left_as_it_is(session, world):
    add_member(session, world.desk, world.ben, "owner", world.aisha)
    assert let_go(session, world.aisha).handed == []


def test_an_open_space_without_others_goes_to_the_line_manager(session, world):
    alone = found_space(session, world.tomas, "alone", "Alone")
    posts = [Post(department_id=world.revenue.id, title=title, created_at=clock.now()) for title in ("Head", "Clerk")]
    session.add_all(posts)
    session.flush()
    posts[1].reports_to_id = posts[0].id
    hold(session, posts[0], [world.mo.id])
    hold(session, posts[1], [world.tomas.id])
    session.flush()
    let_go(session, world.tomas)
    assert role(session, alone, world.mo) == "owner"
    assert posts_of(session, world.tomas.id) == []


def test_an_open_space_without_anybody_goes_to_an_administrator(session, world):
    alone = found_space(session, world.tomas, "alone", "Alone")
    let_go(session, world.tomas)
    assert role(session, alone, world.ada) == "owner"


def test_nobody_is_let_into_a_closed_space_by_it(session, world):
    done = let_go(session, world.mei)
    assert {space.slug for space in done.ownerless} == {"mill", "gate"}
    assert world.mei.disabled_at is not None
    assert role(session, world.mill, world.ada) is None


@pytest.mark.parametrize("given, then", [("contributor", "owner"), ("reader", "reader")])
def test_a_closed_space_goes_to_who_writes_there(session, world, given, then):
    add_member(session, world.gate, world.ben, given, world.mei)
    let_go(session, world.mei)
    assert role(session, world.gate, world.ben) == then
