"""Who holds which keys."""

from sqlalchemy.orm import Session

from models.core import clock
from models.policy.viewer import NOBODY, viewer_of
from models.spaces.joining import remove_member, share
from tests.world import World


def test_a_person_holds_everyone_their_departments_their_spaces_and_their_own_key(
    session: Session, world: World
) -> None:
    keys = viewer_of(session, world.aisha).keys
    departments = {f"department:{world.transport.id}", f"department:{world.roads.id}"}
    spaces = {f"space:{world.desk.id}", f"curators:{world.desk.id}"}
    assert keys == {"everyone", *departments, *spaces, f"person:{world.aisha.id}"}


def test_a_guest_holds_only_the_spaces_that_took_them_in(session: Session, world: World) -> None:
    assert viewer_of(session, world.gwen).keys == {f"space:{world.mill.id}", f"person:{world.gwen.id}"}


def test_an_administrator_and_a_moderator_hold_no_key_to_closed_spaces(session: Session, world: World) -> None:
    for person in (world.ada, world.mo):
        assert f"space:{world.mill.id}" not in viewer_of(session, person).keys


def test_a_department_that_a_space_is_shared_with_reads_it_and_so_do_the_units_below(
    session: Session, world: World
) -> None:
    share(session, world.mill, world.transport, world.mei)
    session.flush()
    aisha = viewer_of(session, world.aisha)
    assert aisha.role_in(world.mill.id) == "reader"
    assert f"space:{world.mill.id}" in aisha.keys
    assert f"space:{world.mill.id}" not in viewer_of(session, world.tomas).keys


def test_a_share_never_lowers_a_members_role(session: Session, world: World) -> None:
    share(session, world.mill, world.transport, world.mei)
    session.flush()
    assert viewer_of(session, world.mei).role_in(world.mill.id) == "owner"


def test_a_key_is_gone_with_the_membership(session: Session, world: World) -> None:
    remove_member(session, world.mill, world.gwen.id)
    session.flush()
    assert viewer_of(session, world.gwen).keys == {f"person:{world.gwen.id}"}


def test_a_disabled_person_is_nobody(session: Session, world: World) -> None:
    world.ben.disabled_at = clock.now()
    session.flush()
    assert viewer_of(session, world.ben) is NOBODY
    assert not NOBODY.keys - {"person:0"}
