"""Old addresses: they lead straight to the page, give way to a new one, and come and go with the trash."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.errors import Refused
from models.entries.linking import Redirect, backlinks, missing_links
from models.entries.trashing import trash, untrash
from models.policy.viewer import viewer_of
from models.wiki.page import moved_to, write_page
from models.wiki.structure.addresses import forget_address, old_addresses
from models.wiki.structure.choices import end_home, home_of, make_home
from tests.world import World


def test_each_old_address_leads_straight_to_the_page(session: Session, world: World) -> None:
    for title in ("B", "C", "D"):
        world.publishing.rename(title, world.aisha)
        session.flush()
    viewer = viewer_of(session, world.tomas)
    for slug in ("publishing", "b", "c"):
        assert moved_to(session, viewer, "desk", slug).slug == "d"
    assert [row.slug for row in old_addresses(session, viewer, world.publishing)] == ["b", "c", "publishing"]


def test_a_new_page_takes_over_the_links_that_name_its_address(session: Session, world: World) -> None:
    world.publishing.rename("Going live", world.aisha)
    session.flush()
    new = write_page(session, world.aisha, world.desk, "Publishing", "New")
    session.flush()
    viewer = viewer_of(session, world.aisha)
    assert {row.id for row in backlinks(session, viewer, new.id)} == {world.start.id, world.question.id}
    assert backlinks(session, viewer, world.publishing.id) == []


def test_links_by_an_old_address_come_back_with_the_page(session: Session, world: World) -> None:
    world.publishing.rename("Going live", world.aisha)
    session.flush()
    trash(world.publishing, world.aisha)
    viewer = viewer_of(session, world.aisha)
    assert moved_to(session, viewer, "desk", "publishing") is None
    assert [row.slug for row in missing_links(session, viewer, world.start.id)] == ["publishing"]
    untrash(world.publishing, world.aisha)
    session.flush()
    assert missing_links(session, viewer, world.start.id) == []


def test_a_page_that_comes_back_wins_over_an_old_address(session: Session, world: World) -> None:
    trash(world.publishing, world.aisha)
    other = write_page(session, world.aisha, world.desk, "Publishing", "Another")
    session.flush()
    other.rename("Other", world.aisha)
    session.flush()
    untrash(world.publishing, world.aisha)
    session.flush()
    assert session.scalar(select(Redirect.page_id).where(Redirect.slug == "publishing")) is None


def test_a_removed_address_leads_nowhere(session: Session, world: World) -> None:
    world.publishing.rename("Going live", world.aisha)
    session.flush()
    viewer = viewer_of(session, world.aisha)
    forget_address(world.publishing, "desk", "publishing", viewer)
    assert moved_to(session, viewer, "desk", "publishing") is None
    assert [row.slug for row in missing_links(session, viewer, world.start.id)] == ["publishing"]
    with pytest.raises(Refused, match="not there any more"):
        forget_address(world.publishing, "desk", "publishing", viewer)


def test_an_old_address_in_a_space_that_one_may_not_read_is_not_named(session: Session, world: World) -> None:
    session.add(Redirect(space_id=world.mill.id, slug="secret-place", page_id=world.publishing.id))
    session.flush()
    assert old_addresses(session, viewer_of(session, world.aisha), world.publishing) == []
    assert len(old_addresses(session, viewer_of(session, world.mei), world.publishing)) == 1


def test_the_home_of_a_space_falls_back_when_its_page_goes(session: Session, world: World) -> None:
    viewer = viewer_of(session, world.tomas)
    make_home(world.publishing, world.aisha)
    session.flush()
    assert home_of(session, viewer, world.desk.id).title == "Publishing"
    trash(world.publishing, world.aisha)
    assert home_of(session, viewer, world.desk.id) is None
    untrash(world.publishing, world.aisha)
    end_home(world.publishing, world.aisha)
    session.flush()
    assert home_of(session, viewer, world.desk.id) is None


def test_a_page_for_some_is_no_home_for_all(session: Session, world: World) -> None:
    own = write_page(session, world.aisha, world.desk, "Own", "x", audience=f"person:{world.aisha.id}")
    with pytest.raises(Refused, match="Only some people"):
        make_home(own, world.aisha)
