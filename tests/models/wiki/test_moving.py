"""Places in the tree: any sequence of moves equals the same done to plain lists; and what goes to another space."""

import random

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.core.errors import Refused
from models.entries.drafts import Draft, keep, place_of_edit
from models.entries.editing import create
from models.entries.entry import Entry
from models.entries.including import with_parts
from models.entries.linking import backlinks, missing_links
from models.entries.tagging import Tagging
from models.entries.trashing import trash
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, found_space
from models.wiki.page import Page, moved_to, page_view, write_page
from models.wiki.structure.levels import find_pages, level, opened_tree, small_tree, way_to
from models.wiki.structure.moving import move_page, move_to_space, subtree
from models.wiki.structure.places import spread
from models.wiki.structure.tree import branch, way_down
from tests.world import World


def order(session: Session, world: World, parent: Page | None) -> list[str]:
    found = level(session, viewer_of(session, world.aisha), world.desk.id, parent.id if parent else None)
    return [node.row.title for node in found.nodes]


def test_any_moves_give_the_order_that_lists_would_have(session: Session, world: World) -> None:
    chance = random.Random(7)
    pages = [write_page(session, world.aisha, world.desk, f"P{n}", "x", quiet=True) for n in range(9)]
    lists: dict[int | None, list[Page]] = {None: [world.start, *pages], pages[0].id: [], pages[1].id: []}
    for _step in range(120):
        page = chance.choice(pages[2:])
        parent = chance.choice([None, pages[0], pages[1]])
        old = next(each for each in lists.values() if page in each)
        old.remove(page)
        new = lists[parent.id if parent else None]
        at = chance.randrange(len(new) + 1)
        if at == len(new):
            move_page(page, parent, world.aisha)
        elif at and chance.random() < 0.5:
            move_page(page, parent, world.aisha, after=new[at - 1].id)
        else:
            move_page(page, parent, world.aisha, before=new[at].id)
        new.insert(at, page)
        session.flush()
    for parent in (None, pages[0], pages[1]):
        wanted = [each.title for each in lists[parent.id if parent else None]]
        assert order(session, world, parent) == wanted


def test_positions_without_gaps_are_spread_when_a_page_comes_between(session: Session, world: World) -> None:
    pages = [write_page(session, world.aisha, world.desk, f"P{n}", "x", position=5) for n in range(4)]
    move_page(pages[3], None, world.aisha, before=pages[1].id)
    session.flush()
    assert [t for t in order(session, world, None) if t.startswith("P")] == ["P0", "P3", "P1", "P2"]
    spread(session, world.desk.id, None)
    assert [t for t in order(session, world, None) if t.startswith("P")] == ["P0", "P3", "P1", "P2"]


def test_a_sibling_that_went_away_stops_the_move(session: Session, world: World) -> None:
    page = write_page(session, world.aisha, world.desk, "Page", "x")
    with pytest.raises(Refused, match="changed while you were choosing"):
        move_page(page, None, world.aisha, before=world.publishing.id)


def test_a_page_cannot_be_moved_below_a_page_far_below_it(session: Session, world: World) -> None:
    low = write_page(session, world.aisha, world.desk, "Low", "x", parent=world.publishing)
    with pytest.raises(Refused, match="below itself or below a page"):
        move_page(world.start, low, world.aisha)
    with pytest.raises(Refused):
        move_page(world.start, world.start, world.aisha)


def test_the_branch_is_cut_to_the_neighbours_of_the_page(session: Session, world: World) -> None:
    pages = [write_page(session, world.aisha, world.desk, f"P{n}", "x", parent=world.start) for n in range(150)]
    tree = branch(session, viewer_of(session, world.tomas), world.desk.id, pages[100].id)
    titles = [node["title"] for node in way_down(tree)[0]["children"]]
    assert titles[0] == "P70" and titles[-1] == "P130" and len(titles) == 61
    assert way_down(tree)[-1]["title"] == "P100"


def test_the_branch_shows_only_what_the_viewer_may_read(session: Session, world: World) -> None:
    write_page(session, world.aisha, world.desk, "Own", "x", parent=world.start, audience=f"person:{world.aisha.id}")
    for person, seen in ((world.aisha, True), (world.tomas, False)):
        tree = branch(session, viewer_of(session, person), world.desk.id, world.publishing.id)
        assert ("Own" in {node["title"] for node in tree[0]["children"]}) is seen


def test_levels_are_read_in_parts_without_gap_or_double(session: Session, world: World) -> None:
    for number in range(230):
        write_page(session, world.aisha, world.desk, f"P{number}", "x", parent=world.start, quiet=True)
    viewer = viewer_of(session, world.tomas)
    first = level(session, viewer, world.desk.id, world.start.id)
    second = level(session, viewer, world.desk.id, world.start.id, first.more)
    titles = [node.row.title for node in [*first.nodes, *second.nodes]]
    assert titles == ["Publishing", *(f"P{n}" for n in range(230))] and not second.more
    assert small_tree(session, viewer, world.desk.id) is None


def test_a_page_far_down_a_long_level_is_opened_all_the_same(session: Session, world: World) -> None:
    pages = [write_page(session, world.aisha, world.desk, f"P{n}", "x", quiet=True) for n in range(230)]
    child = write_page(session, world.aisha, world.desk, "Child", "x", parent=pages[225])
    tree = opened_tree(session, viewer_of(session, world.tomas), world.desk.id, child.id)
    opened = next(node for node in tree.nodes if node.row.id == pages[225].id)
    assert opened.level and [node.row.title for node in opened.level.nodes] == ["Child"]
    assert [row.title for row in way_to(session, viewer_of(session, world.tomas), world.desk.id, child.id)] == [
        "P225",
        "Child",
    ]


def test_pages_are_found_by_a_piece_of_their_title_in_any_case(session: Session, world: World) -> None:
    write_page(session, world.aisha, world.desk, "Übergabe 100%", "x")
    viewer = viewer_of(session, world.tomas)
    for text in ("über", "ÜBER", "100%"):
        assert [row.title for row in find_pages(session, viewer, world.desk.id, text)] == ["Übergabe 100%"]
    assert find_pages(session, viewer, world.desk.id, "%") != find_pages(session, viewer, world.desk.id, "publ")
    assert find_pages(session, viewer, world.desk.id, " ") == []


@pytest.fixture
def ops(session: Session, world: World):
    made = found_space(session, world.aisha, "ops", "Operations")
    session.flush()
    return made


def test_a_branch_goes_to_another_space_and_its_old_addresses_lead_on(session: Session, world: World, ops) -> None:
    child = write_page(session, world.aisha, world.desk, "Child", "See [[Publishing]] and [[Start here]].",
                       parent=world.publishing, tags=["web"])  # fmt: skip
    session.flush()
    assert move_to_space(world.publishing, ops, viewer_of(session, world.aisha)) == 2
    session.flush()
    viewer = viewer_of(session, world.tomas)
    assert tuple(moved_to(session, viewer, "desk", "publishing"))[2:] == ("publishing", "ops")
    assert page_view(session, viewer, "ops", "child").title == "Child"
    assert (
        session.scalar(select(Entry.body).where(Entry.id == child.id)) == "See [[Publishing]] and [[desk:Start here]]."
    )
    assert missing_links(session, viewer, child.id) == [] and missing_links(session, viewer, world.start.id) == []
    assert {row.id for row in backlinks(session, viewer, world.publishing.id)} >= {world.start.id, child.id}


def test_both_old_addresses_lead_straight_to_a_page_renamed_after_its_move(session: Session, world: World, ops) -> None:
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    session.flush()
    world.publishing.rename("Going live", world.aisha)
    session.flush()
    viewer = viewer_of(session, world.tomas)
    for space, slug in (("desk", "publishing"), ("ops", "publishing")):
        assert tuple(moved_to(session, viewer, space, slug))[2:] == ("going-live", "ops")


def test_a_page_that_goes_into_a_closed_space_is_read_by_its_members_alone(session: Session, world: World) -> None:
    add_member(session, world.mill, world.aisha, "contributor", world.mei)
    session.flush()
    world.publishing.space = world.desk
    move_to_space(world.publishing, world.mill, viewer_of(session, world.aisha))
    session.flush()
    outsider, member = viewer_of(session, world.tomas), viewer_of(session, world.mei)
    assert moved_to(session, outsider, "desk", "publishing") is None
    assert page_view(session, member, "mill", "publishing") is not None
    assert set(session.scalars(select(Tagging.audience).where(Tagging.entry_id == world.publishing.id))) == {
        world.mill.audience
    }


def test_what_was_narrow_stays_narrow_in_another_space(session: Session, world: World, ops) -> None:
    own = write_page(session, world.aisha, world.desk, "Own", "x", parent=world.publishing,
                     audience=f"person:{world.ben.id}")  # fmt: skip
    unit = write_page(session, world.aisha, world.desk, "Unit", "x", parent=world.publishing,
                      audience=f"department:{world.roads.id}")  # fmt: skip
    members = write_page(session, world.aisha, world.desk, "Members", "x", parent=world.publishing)
    session.execute(
        update(Entry).where(Entry.id == members.id).values(audience=f"space:{world.desk.id}", narrowed=True)
    )
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    found = dict(session.execute(select(Entry.id, Entry.audience).where(Entry.space_id == ops.id)).all())
    assert found[own.id] == f"person:{world.ben.id}" and found[unit.id] == f"department:{world.roads.id}"
    assert found[members.id] == f"space:{ops.id}" and found[world.publishing.id] == "everyone"


def test_a_taken_address_stops_the_move_and_names_the_page(session: Session, world: World, ops) -> None:
    write_page(session, world.aisha, ops, "Publishing", "x")
    with pytest.raises(Refused, match="“Publishing”"):
        move_to_space(world.publishing, ops, viewer_of(session, world.aisha))


def test_a_hidden_page_with_a_taken_address_is_not_named(session: Session, world: World, ops) -> None:
    hidden = write_page(session, world.aisha, world.desk, "Hidden", "x", parent=world.publishing,
                        audience=f"person:{world.ben.id}")  # fmt: skip
    write_page(session, world.aisha, ops, "Hidden", "x")
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    slug = session.scalar(select(Entry.slug).where(Entry.id == hidden.id))
    assert slug == f"hidden-{hidden.id}"


def test_what_lies_in_the_trash_stays_behind(session: Session, world: World, ops) -> None:
    child = write_page(session, world.aisha, world.desk, "Child", "x", parent=world.publishing)
    session.flush()
    trash(child, world.aisha)
    assert subtree(session, world.publishing.id) == [world.publishing.id]
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    assert tuple(session.execute(select(Entry.space_id, Entry.parent_id).where(Entry.id == child.id)).one()) == (
        world.desk.id,
        None,
    )


def test_what_was_said_below_a_page_goes_along(session: Session, world: World, ops) -> None:
    said = create(session, type(world.answer), by=world.ben, body="A remark", space=world.desk, root=world.publishing)
    session.flush()
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    assert session.scalar(select(Entry.space_id).where(Entry.id == said.id)) == ops.id


def test_rows_about_a_page_name_its_new_space(session: Session, world: World, ops) -> None:
    keep(session, world.ben, place_of_edit(world.publishing), {"body": "Mine"}, entry_id=world.publishing.id,
         space_id=world.desk.id)  # fmt: skip
    session.flush()
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    pages = Page.__table__
    assert session.scalar(select(pages.c.space_id).where(pages.c.id == world.publishing.id)) == ops.id
    assert set(session.scalars(select(Draft.space_id))) == {ops.id}


def test_a_part_of_a_page_that_moved_is_shown_by_its_old_address(session: Session, world: World, ops) -> None:
    holder = write_page(session, world.aisha, world.desk, "Holder", "{{include: Publishing}}")
    session.flush()
    move_to_space(world.publishing, ops, viewer_of(session, world.aisha))
    session.flush()
    shown = with_parts(session, viewer_of(session, world.tomas), holder.html, holder.id)
    assert "Read the <strong>guide</strong>" in shown and "/s/ops/wiki/publishing" in shown
