"""Taggings keep in step with their entries: who may read them, and when something last happened."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries import editing
from models.entries.entry import Entry
from models.entries.tagged import useful_with_tag, with_tag
from models.entries.tagging import Tag, Tagging, follow_activity, tag_named
from models.forums.topic import answer
from models.policy.viewer import viewer_of
from tests.world import World


def _in_step(session: Session) -> bool:
    session.flush()
    found = session.execute(select(Tagging.active_at, Entry.last_activity_at).join(Entry, Entry.id == Tagging.entry_id))
    return all(row.active_at == row.last_activity_at for row in found)


def test_an_answer_moves_its_question_up_in_its_topics(session: Session, world: World) -> None:
    answer(world.question, world.aisha, "It does, also in June.")
    assert _in_step(session)
    web = session.scalars(select(Tag).where(Tag.name == "web")).one()
    found = with_tag(session, viewer_of(session, world.tomas.id), web.id)
    assert found[0].id == world.question.id


def test_an_edit_moves_a_page_up_in_its_topics(session: Session, world: World) -> None:
    editing.edit(world.publishing, by=world.aisha, title="Publishing", body="Read it twice.", based_on=1)
    assert _in_step(session)


def test_a_statement_over_many_entries_can_be_followed(session: Session, world: World) -> None:
    session.execute(Entry.__table__.update().values(last_activity_at=datetime(2020, 1, 1, tzinfo=UTC)))  # type: ignore[attr-defined]
    follow_activity(session, [world.publishing.id, world.question.id, world.secret_page.id, world.secret_question.id])
    follow_activity(session, [world.note.id, world.secret_post.id, world.start.id])
    session.expire_all()
    assert _in_step(session)


def test_what_people_thanked_for_is_found_among_what_the_reader_may_see(session: Session, world: World) -> None:
    reader = viewer_of(session, world.tomas.id)
    web = tag_named(session, reader, "web")
    assert web is not None
    assert {row.id for row in useful_with_tag(session, reader, web.id)} == {world.publishing.id, world.question.id}
