"""Who reads a page and all below it: fewer than the space, never more than the page above, also after a move."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid
from models.entries.audiences import change_openness
from models.entries.entry import Entry
from models.entries.tagging import Tagging
from models.entries.trashing import trash
from models.policy.viewer import Viewer, viewer_of
from models.spaces.joining import found_space
from models.wiki.comments.commenting import comment
from models.wiki.page import Page, write_page
from models.wiki.structure.moving import move_page, move_to_space
from models.wiki.structure.readers import choose_readers, chosen_readers, offered_readers, settle_readers
from models.wiki.writing.translating import translate
from tests.world import World


@pytest.fixture
def aisha(session: Session, world: World) -> Viewer:
    return viewer_of(session, world.aisha)


@pytest.fixture
def branch(session: Session, world: World) -> tuple[Page, Page, Page]:
    top = write_page(session, world.aisha, world.desk, "Pay", "x", tags=["pay"])
    middle = write_page(session, world.aisha, world.desk, "Bands", "x", parent=top)
    return top, middle, write_page(session, world.aisha, world.desk, "Steps", "x", parent=middle)


def audiences(session: Session, *pages: Page) -> list[str]:
    session.flush()
    found = dict(session.execute(select(Entry.id, Entry.audience)).all())
    for page in pages:
        session.refresh(page, ["audience", "narrowed", "readers", "parent_id"])
    return [found[page.id].partition(":")[0] for page in pages]


def test_choosing_readers_holds_for_all_that_stands_below(
    session: Session, world: World, aisha: Viewer, branch
) -> None:
    said = comment(branch[2], world.aisha, "Psst")
    assert choose_readers(branch[0], f"space:{world.desk.id}", aisha) == 3
    assert audiences(session, *branch) == ["space"] * 3
    assert session.scalar(select(Entry.audience).where(Entry.id == said.id)) == f"space:{world.desk.id}"
    assert session.scalar(select(Tagging.audience).where(Tagging.entry_id == branch[0].id)) == f"space:{world.desk.id}"
    assert world.desk.search_held_at is not None


def test_what_was_chosen_further_down_is_kept_when_the_branch_opens(session, world, aisha, branch) -> None:
    choose_readers(branch[1], f"space:{world.desk.id}", aisha)
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    choose_readers(branch[0], "", aisha)
    assert audiences(session, *branch) == ["everyone", "space", "space"]


def test_a_page_below_reads_no_wider_than_above_and_gets_its_own_choice_back(session, world, aisha, branch) -> None:
    choose_readers(branch[1], f"space:{world.desk.id}", aisha)
    choose_readers(branch[0], f"curators:{world.desk.id}", aisha)
    assert audiences(session, *branch) == ["curators"] * 3
    choose_readers(branch[0], "", aisha)
    assert audiences(session, *branch) == ["everyone", "space", "space"]


def test_wider_than_above_or_without_oneself_cannot_be_chosen(session, world, aisha, branch) -> None:
    choose_readers(branch[0], f"curators:{world.desk.id}", aisha)
    for readers in (f"space:{world.desk.id}", "everyone", f"department:{world.roads.id}", "person:1", "nonsense"):
        with pytest.raises(Invalid):
            choose_readers(branch[1], readers, aisha)
    assert offered_readers(branch[1], aisha) == []


def test_a_new_page_and_a_translation_are_read_as_what_they_belong_to(session, world, aisha, branch) -> None:
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    below = write_page(session, world.ben, world.desk, "Newer", "x", parent=branch[0])
    top = write_page(session, world.aisha, world.desk, "Alone", "x")
    choose_readers(top, f"space:{world.desk.id}", aisha)
    twin = translate(top, world.aisha, "fr", "Seul", "x")
    assert audiences(session, below, twin) == ["space", "space"]


def test_a_move_gives_nobody_more_and_follows_where_fewer_read(session, world, aisha, branch) -> None:
    other = write_page(session, world.aisha, world.desk, "Open", "x")
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    move_page(branch[1], other, aisha)
    assert audiences(session, *branch) == ["space"] * 3
    assert chosen_readers(branch[1]) == f"space:{world.desk.id}"
    move_page(other, branch[0], aisha)
    assert audiences(session, other) == ["space"]


def test_undoing_a_move_gives_the_readers_back(session, world, aisha, branch) -> None:
    other = write_page(session, world.aisha, world.desk, "Open", "x")
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    move_page(other, branch[0], aisha)
    move_page(other, None, aisha, follow=True)
    assert audiences(session, other) == ["everyone"]


def test_pages_below_a_trashed_one_stay_as_narrow(session, world, aisha, branch) -> None:
    choose_readers(branch[1], f"space:{world.desk.id}", aisha)
    trash(branch[1], world.aisha)
    settle_readers(branch[0])
    assert audiences(session, branch[0], branch[2]) == ["everyone", "space"]


def test_another_space_gets_the_branch_as_narrow_as_it_was(session, world, aisha, branch) -> None:
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    other = found_space(session, world.aisha, "other", "Other")
    session.flush()
    move_to_space(branch[0], other, viewer_of(session, world.aisha))
    assert audiences(session, *branch) == ["space"] * 3
    assert settle_readers(branch[0]) == 0


def test_closing_and_opening_the_space_keeps_the_branch_narrow(session, world, aisha, branch) -> None:
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    change_openness(session, world.desk, world.aisha, "invite", "security", clock.now().date() + timedelta(days=30))
    late = write_page(session, world.aisha, world.desk, "Late", "x", parent=branch[0])
    change_openness(session, world.desk, world.aisha, "open", None, None)
    assert audiences(session, *branch, late) == ["space"] * 4


def test_a_page_that_one_person_alone_reads_stays_theirs(session, world, aisha, branch) -> None:
    branch[1].audience, branch[1].narrowed = f"person:{world.mei.id}", True
    session.flush()
    choose_readers(branch[0], f"space:{world.desk.id}", aisha)
    choose_readers(branch[0], "", aisha)
    assert audiences(session, *branch) == ["everyone", "person", "everyone"]


def test_a_wide_branch_changes_whole(session, world, aisha) -> None:
    top = write_page(session, world.aisha, world.desk, "Root", "x")
    for number in range(60):
        write_page(session, world.aisha, world.desk, f"Leaf {number}", "x", parent=top, quiet=True)
    assert choose_readers(top, f"space:{world.desk.id}", aisha) == 61
    narrow = select(func.count()).where(Entry.audience == f"space:{world.desk.id}", Entry.kind == "page")
    assert session.scalar(narrow) == 61
