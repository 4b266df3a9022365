"""Saving over and beside others, at the same moment too; drafts, signs of editing, passages and releases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.errors import Invalid, Outdated
from models.entries import drafts, presence
from models.entries.blaming import passages
from models.entries.editing import edit
from models.entries.linking import Link, Mention
from models.entries.reading import visible_entry
from models.entries.releasing import release, release_of, releases, unfreeze
from models.entries.revision import Revision
from models.entries.saving import Conflict, save
from models.policy.viewer import viewer_of
from models.wiki.page import Page
from models.wiki.writing.saving import save_page
from tests.naming import load
from tests.world import World

SECTIONS = 8
ROUNDS = 5


def sections(words: dict[int, str]) -> str:
    return "\n\n".join(f"## Part {number}\n\n{words.get(number, 'Nothing yet.')}" for number in range(SECTIONS))


def test_a_save_on_an_older_version_is_put_on_top_of_what_stands(session: Session, world: World):
    edit(world.start, by=world.aisha, based_on=1, body="One.\n\nTwo.")
    edit(world.start, by=world.aisha, based_on=2, body="ONE.\n\nTwo.")
    saved = save(world.start, by=world.ben, based_on=2, body="One.\n\nTWO.", title="Start here")
    assert (saved.merged_from, saved.merged_to, saved.merged_with) == (2, 3, ("Aisha Khan",))
    assert (world.start.body, world.start.version) == ("ONE.\n\nTWO.", 4)


def test_the_same_place_is_a_conflict_that_changes_nothing(session: Session, world: World):
    edit(world.start, by=world.aisha, based_on=1, body="One.")
    with pytest.raises(Conflict) as found:
        save(world.start, by=world.ben, based_on=1, body="Uno.", title="Start here")
    assert world.start.version == 2
    assert [place.mine for place in found.value.merge.places] == ["Uno."]


@pytest.mark.parametrize("based_on", [0, 99])
def test_a_version_that_never_was_is_asked_about(session: Session, world: World, based_on: int):
    with pytest.raises(Conflict):
        save(world.start, by=world.ben, based_on=based_on, body="Something else", title="Start here")


def test_headings_of_a_prepared_merge_are_not_saved(session: Session, world: World):
    with pytest.raises(Invalid, match="place 3"):
        save(world.start, by=world.ben, based_on=1, body="Text\n⟦⟦⟦ 3 Your text\nmore", title="Start here")


def writer(store: Database, number: int, page_id: int, start: threading.Barrier, failed: list[Exception]) -> None:
    """Somebody who edits a part of their own again and again, each time from the version that they saw last."""
    try:
        for turn in range(ROUNDS):
            with store.reading() as looking:
                seen = looking.scalars(
                    select(Revision).where(Revision.entry_id == page_id).order_by(Revision.number.desc()).limit(1)
                ).one()
            lines = seen.body.split("\n")
            lines[lines.index(f"## Part {number}") + 2] = f"Words {turn} of {number}."
            start.wait(30)
            with store.writing() as session:
                viewer = viewer_of(session, number % 2 + 1)
                page = visible_entry(session, viewer, Page, page_id, with_text=True)
                save_page(page, by=viewer, based_on=seen.number, body="\n".join(lines))
    except Exception as error:
        start.abort()
        failed.append(error)


def test_many_who_save_one_page_at_the_same_moment_lose_nothing(store: Database):
    with store.writing() as session:
        page = load(session).start
        edit(page, by=load(session).aisha, based_on=1, body=sections({}))
        page_id = page.id
    start, failed = threading.Barrier(SECTIONS), list[Exception]()
    threads = [
        threading.Thread(target=writer, args=(store, number, page_id, start, failed)) for number in range(SECTIONS)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    with store.reading() as session:
        kept = session.scalars(select(Revision).where(Revision.entry_id == page_id).order_by(Revision.number)).all()
    assert [each.number for each in kept] == list(range(1, 2 + SECTIONS * ROUNDS + 1))
    assert kept[-1].body == sections({number: f"Words {ROUNDS - 1} of {number}." for number in range(SECTIONS)})


def test_a_draft_of_another_window_is_not_overwritten(session: Session, world: World):
    place = drafts.place_of_edit(world.start)
    first = drafts.keep(session, world.ben, place, {"body": "One"}, entry_id=world.start.id)
    with pytest.raises(Outdated):
        drafts.keep(session, world.ben, place, {"body": "Two"}, entry_id=world.start.id)
    again = drafts.keep(session, world.ben, place, {"body": "Two"}, entry_id=world.start.id, number=first.number)
    assert (again.id, again.number, again.fields) == (first.id, 2, {"body": "Two"})


def test_drafts_are_their_writers_alone(session: Session, world: World):
    kept = drafts.keep(session, world.ben, "edit:1", {"body": "Mine"}, entry_id=world.start.id)
    aisha = viewer_of(session, world.aisha)
    assert drafts.draft_at(session, aisha, "edit:1") is None
    assert drafts.draft_of(session, aisha, kept.id) is None
    assert drafts.discard(session, aisha, kept.id) is False


def test_drafts_that_nobody_touches_are_forgotten(session: Session, world: World):
    kept = drafts.keep(session, world.ben, "edit:1", {"body": "Mine"}, entry_id=world.start.id)
    kept.updated_at = clock.now() - drafts.KEPT - timedelta(hours=1)
    session.flush()
    drafts.forget_old(session)
    assert drafts.drafts_of(session, viewer_of(session, world.ben)) == []


def test_a_sign_of_editing_lasts_less_than_a_minute_and_is_not_written_twice(session: Session, world: World):
    presence.appear(session, world.ben, world.start)
    session.flush()
    assert [row.name for row in presence.others_editing(session, world.aisha, world.start)] == ["Ben Okafor"]
    assert presence.others_editing(session, world.ben, world.start) == []
    seen = session.get_one(presence.Presence, (world.start.id, world.ben.id))
    seen.seen_at = clock.now() - presence.LASTS
    session.flush()
    assert presence.others_editing(session, world.aisha, world.start) == []


def test_each_passage_has_the_version_that_it_came_in(session: Session, world: World):
    page = world.start
    edit(page, by=world.aisha, based_on=1, body="First.\n\nSecond.\n\nThird.")
    edit(page, by=world.ben, based_on=2, body="First.\n\nSecond, better.\n\nThird.", summary="Better")
    edit(page, by=world.aisha, based_on=3, body="Third.\n\nFirst.\n\nSecond, better.")
    session.flush()
    found = [(each.lines, each.number, each.name) for each in passages(session, page)]
    assert (("Second, better.",), 3, "Ben Okafor") in found
    assert {number for _lines, number, _name in found} <= {2, 3, 4}


def test_readers_go_on_reading_what_is_released(session: Session, world: World):
    page = world.start
    edit(page, by=world.aisha, based_on=1, body="Rules. @ben.okafor [[Publishing]]")
    release(page, 2, world.aisha, " 2026/27   rules ")
    edit(page, by=world.ben, based_on=2, body="New rules. [[Elsewhere]]")
    session.flush()
    assert (page.version, page.released, page.text, page.editor_id) == (3, 2, page.text, world.aisha.id)
    assert page.text.startswith("Rules.")
    slugs = session.scalars(select(Link.slug).where(Link.source_id == page.id)).all()
    named = session.scalars(select(Mention.person_id).where(Mention.entry_id == page.id)).all()
    assert (slugs, named) == (["publishing"], [world.ben.id])
    assert release_of(session, page, 2).label == "2026/27 rules"


def test_unfreezing_takes_up_the_newest_text_with_its_links(session: Session, world: World):
    page = world.start
    release(page, 1, world.aisha)
    edit(page, by=world.ben, based_on=1, body="New rules. [[Elsewhere]]")
    unfreeze(page, world.aisha)
    session.flush()
    assert (page.released, page.text, page.editor_id) == (None, "New rules. Elsewhere", world.ben.id)
    assert session.scalars(select(Link.slug).where(Link.source_id == page.id)).all() == ["elsewhere"]
    assert [row.number for row in releases(session, page)] == [1]


def test_only_a_version_that_is_there_can_be_released(session: Session, world: World):
    for number in (0, 2, 99):
        with pytest.raises(Invalid):
            release(world.start, number, world.aisha)
    with pytest.raises(Invalid):
        release(world.start, 1, world.aisha, "x" * 101)
