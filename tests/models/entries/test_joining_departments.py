"""Two departments become one: people, units, spaces, posts, readers and follows go to the other."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid
from models.entries.entry import Entry
from models.entries.following import Follow, follow
from models.entries.joining_departments import merge_department, weigh_merger
from models.microblog.micropost import post
from models.people.administering import reopen_department
from models.people.department import Department, found_department, merged_into
from models.people.post import Post
from models.policy.viewer import viewer_of
from models.spaces.joining import share
from models.spaces.membership import SpaceShare
from tests.world import World


def test_people_and_spaces_go_along(session: Session, world: World):
    merge_department(session, world.transport, world.revenue, world.ada)
    assert world.ben.department_id == world.revenue.id
    assert world.desk.department_id == world.revenue.id
    assert world.transport.closed_at is not None


def test_units_stand_below_the_other(session, world):
    merge_department(session, world.transport, world.revenue, world.ada)
    assert world.roads.path == f"/{world.revenue.id}/{world.roads.id}/"
    assert viewer_of(session, world.aisha).department_ids == (world.revenue.id, world.roads.id)


def test_a_department_can_become_part_of_one_below_it(session, world):
    merge_department(session, world.transport, world.roads, world.ada)
    assert (world.roads.parent_id, world.roads.path) == (None, f"/{world.roads.id}/")
    assert world.ben.department_id == world.roads.id


def test_what_only_the_department_could_read_is_read_by_the_other(session, world):
    mine = post(session, world.ben, "For us alone #gritting", audience=f"department:{world.transport.id}")
    merge_department(session, world.transport, world.revenue, world.ada)
    entry = session.get_one(Entry, mine.id)
    assert entry.audience == f"department:{world.revenue.id}"
    assert entry.audience in viewer_of(session, world.ben).keys
    assert entry.author_id == world.ben.id


def test_who_followed_both_follows_one(session, world):
    for unit in (world.transport, world.revenue):
        follow(session, world.mo, unit)
    follow(session, world.mei, world.transport)
    session.flush()
    merge_department(session, world.transport, world.revenue, world.ada)
    found = session.query(Follow.person_id, Follow.department_id).where(Follow.department_id.is_not(None)).all()
    assert sorted(found) == sorted([(world.mo.id, world.revenue.id), (world.mei.id, world.revenue.id)])


def test_a_space_that_was_shared_with_both_is_shared_with_one(session, world):
    for unit in (world.transport, world.revenue):
        share(session, world.gate, unit, world.mei)
    session.flush()
    merge_department(session, world.transport, world.revenue, world.ada)
    assert [each.department_id for each in session.query(SpaceShare)] == [world.revenue.id]


def test_posts_go_along(session, world):
    made = Post(department_id=world.transport.id, title="Head", created_at=clock.now())
    session.add(made)
    session.flush()
    merge_department(session, world.transport, world.revenue, world.ada)
    assert made.department_id == world.revenue.id


def test_the_old_address_leads_on_by_several_steps(session, world):
    third = found_department(session, "Treasury")
    merge_department(session, world.transport, world.revenue, world.ada)
    merge_department(session, world.revenue, third, world.ada)
    assert merged_into(session, world.transport.id) == merged_into(session, world.revenue.id) == third.id
    assert merged_into(session, third.id) is None


def test_a_department_that_is_opened_again_is_its_own(session, world):
    merge_department(session, world.transport, world.revenue, world.ada)
    reopen_department(session, world.transport, world.ada)
    session.flush()
    assert merged_into(session, world.transport.id) is None


@pytest.mark.parametrize("closed", [False, True])
def test_a_department_cannot_become_part_of_itself_or_of_a_closed_one(session, world, closed):
    into: Department = world.revenue if closed else world.transport
    into.closed_at = clock.now() if closed else None
    with pytest.raises(Invalid):
        merge_department(session, world.transport, into, world.ada)


def test_what_goes_along_is_counted_before(session, world):
    post(session, world.ben, "For us alone", audience=f"department:{world.transport.id}")
    session.flush()
    assert weigh_merger(session, world.transport) == {"people": 2, "units": 1, "spaces": 1, "posts": 0, "entries": 1}
