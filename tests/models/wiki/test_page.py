"""Pages: addresses, renaming, moving, status."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid, Refused
from models.entries.editing import restore
from models.entries.linking import backlinks, missing_links
from models.entries.revision import revision
from models.entries.trashing import trash, untrash
from models.policy.viewer import viewer_of
from models.wiki.page import moved_to, page_view, write_page
from models.wiki.structure.levels import level
from models.wiki.structure.moving import move_page
from models.wiki.structure.tree import branch, way_down
from tests.world import World


def test_a_renamed_page_is_found_at_its_old_address_and_keeps_its_links(session: Session, world: World) -> None:
    world.publishing.rename("How to publish", world.aisha)
    session.flush()
    viewer = viewer_of(session, world.tomas)
    assert page_view(session, viewer, "desk", "how-to-publish").title == "How to publish"
    assert moved_to(session, viewer, "desk", "publishing").slug == "how-to-publish"
    assert len(backlinks(session, viewer, world.publishing.id)) == 2


def test_renaming_back_leaves_no_circle(session: Session, world: World) -> None:
    world.publishing.rename("How to publish", world.aisha)
    session.flush()
    world.publishing.rename("Publishing", world.aisha)
    session.flush()
    viewer = viewer_of(session, world.tomas)
    assert page_view(session, viewer, "desk", "publishing") is not None
    assert moved_to(session, viewer, "desk", "how-to-publish").slug == "publishing"
    assert moved_to(session, viewer, "desk", "publishing") is None


def test_a_new_page_may_take_an_address_that_only_a_redirect_holds(session: Session, world: World) -> None:
    world.publishing.rename("How to publish", world.aisha)
    session.flush()
    write_page(session, world.aisha, world.desk, "Publishing", "New")
    session.flush()
    assert moved_to(session, viewer_of(session, world.tomas), "desk", "publishing") is None


def test_two_pages_of_a_space_cannot_have_one_title(session: Session, world: World) -> None:
    with pytest.raises(Invalid):
        write_page(session, world.aisha, world.desk, "PUBLISHING", "x")


def test_a_wanted_page_is_joined_to_its_links_when_it_is_written(session: Session, world: World) -> None:
    page = write_page(session, world.aisha, world.desk, "One", "[[Two]]")
    session.flush()
    assert [row.slug for row in missing_links(session, viewer_of(session, world.aisha), page.id)] == ["two"]
    two = write_page(session, world.aisha, world.desk, "Two", "x")
    session.flush()
    assert missing_links(session, viewer_of(session, world.aisha), page.id) == []
    assert [row.id for row in backlinks(session, viewer_of(session, world.aisha), two.id)] == [page.id]


def test_a_page_cannot_be_moved_below_itself(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        move_page(world.start, world.publishing, world.aisha)


def test_moving_sets_the_order_among_siblings(session: Session, world: World) -> None:
    last = write_page(session, world.aisha, world.desk, "Last", "x")
    session.flush()
    move_page(last, None, world.aisha, before=world.start.id)
    session.flush()
    top = level(session, viewer_of(session, world.aisha), world.desk.id, None)
    assert [node.row.title for node in top.nodes] == ["Last", "Start here"]


def test_the_branch_shows_the_way_down_and_the_neighbours(session: Session, world: World) -> None:
    child = write_page(session, world.aisha, world.desk, "Child", "x", parent=world.publishing)
    write_page(session, world.aisha, world.desk, "Grandchild", "x", parent=child)
    session.flush()
    tree = branch(session, viewer_of(session, world.aisha), world.desk.id, child.id)
    assert [node["title"] for node in way_down(tree)] == ["Start here", "Publishing", "Child"]
    assert [node["title"] for node in way_down(tree)[-1]["children"]] == ["Grandchild"]


def test_a_page_of_a_closed_space_does_not_exist_for_others(session: Session, world: World) -> None:
    slug = world.secret_page.slug
    assert page_view(session, viewer_of(session, world.mei), "mill", slug) is not None
    for person in (world.tomas, world.ada, world.mo):
        assert page_view(session, viewer_of(session, person), "mill", slug) is None


def test_a_status_is_one_of_three(session: Session, world: World) -> None:
    world.publishing.set_status("official", world.aisha)
    assert world.publishing.status == "official"
    with pytest.raises(Invalid):
        world.publishing.set_status("holy", world.aisha)


def test_links_lead_to_a_page_again_when_it_comes_back(session: Session, world: World) -> None:
    trash(world.publishing, world.aisha)
    session.flush()
    assert [row.slug for row in missing_links(session, viewer_of(session, world.aisha), world.start.id)] == [
        "publishing"
    ]
    untrash(world.publishing, world.aisha)
    assert missing_links(session, viewer_of(session, world.aisha), world.start.id) == []


def test_a_page_does_not_come_back_to_an_address_that_is_taken(session: Session, world: World) -> None:
    trash(world.publishing, world.aisha)
    write_page(session, world.aisha, world.desk, "Publishing", "Another")
    with pytest.raises(Refused, match="Another page has this title"):
        untrash(world.publishing, world.aisha)


def test_a_title_stands_for_its_address_when_a_page_is_edited(session: Session, world: World) -> None:
    world.publishing.slug = "imported/address"
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body="New text")
    assert world.publishing.slug == "imported/address"
    world.publishing.revise(by=world.aisha, based_on=2, title=" How to  publish ", body="New text")
    assert world.publishing.slug == "how-to-publish"


def test_going_back_to_an_earlier_version_keeps_the_title(session: Session, world: World) -> None:
    world.publishing.rename("How to publish", world.aisha)
    session.flush()
    restore(world.publishing, revision(session, world.publishing, 1), world.aisha)
    assert world.publishing.title == "How to publish"
