"""Out of sight first, gone for good later."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.errors import Refused
from models.entries import streams, trashing
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.revision import Revision
from models.entries.tagging import tag_cloud
from models.policy.viewer import viewer_of
from tests.world import World


def test_a_trashed_topic_takes_its_answers_out_of_every_list(session: Session, world: World) -> None:
    trashing.trash(world.question, world.tomas)
    viewer = viewer_of(session, world.aisha)
    assert world.question.id not in {row.id for row in streams.newest(session, viewer)}
    assert not streams.by_author(session, viewer, world.ben.id, "answer")
    with pytest.raises(NotFound):
        visible_entry(session, viewer, Entry, world.answer.id)


def test_tags_of_what_is_in_the_trash_do_not_count(session: Session, world: World) -> None:
    trashing.trash(world.publishing, world.aisha)
    trashing.trash(world.question, world.aisha)
    session.flush()
    assert "web" not in {row.name for row in tag_cloud(session, viewer_of(session, world.aisha))}


def test_restoring_brings_back_what_went_along_but_not_what_was_trashed_before(session: Session, world: World) -> None:
    trashing.trash(world.answer, world.ben)
    session.flush()
    trashing.trash(world.question, world.tomas)
    session.flush()
    trashing.untrash(world.question, world.tomas)
    session.flush()
    session.refresh(world.answer)
    assert (world.question.state, world.answer.state) == ("live", "trashed")


def test_an_answer_cannot_come_back_before_its_question(session: Session, world: World) -> None:
    trashing.trash(world.answer, world.ben)
    session.flush()
    trashing.trash(world.question, world.tomas)
    session.flush()
    with pytest.raises(Refused):
        trashing.untrash(world.answer, world.ben)


def test_pages_below_a_trashed_page_move_up(session: Session, world: World) -> None:
    trashing.trash(world.start, world.aisha)
    session.refresh(world.publishing)
    assert (world.publishing.parent_id, world.publishing.state) == (None, "live")


def test_only_what_is_in_the_trash_can_be_gone_for_good(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        trashing.purge(world.question, world.aisha)


def test_purging_removes_the_entry_its_replies_and_their_revisions(session: Session, world: World) -> None:
    ids = [world.question.id, world.answer.id]
    trashing.trash(world.question, world.tomas)
    session.flush()
    trashing.purge(world.question, world.aisha)
    assert not session.scalars(select(Entry.id).where(Entry.id.in_(ids))).all()
    assert not session.scalars(select(Revision.number).where(Revision.entry_id.in_(ids))).all()


def test_the_trash_of_a_space_is_seen_by_its_curators_and_the_author_alone(session: Session, world: World) -> None:
    trashing.trash(world.question, world.tomas)
    session.flush()
    for person in (world.aisha, world.tomas, world.mo):
        assert visible_entry(session, viewer_of(session, person), Entry, world.question.id, state="trashed")
    with pytest.raises(NotFound):
        visible_entry(session, viewer_of(session, world.ben), Entry, world.question.id, state="trashed")
