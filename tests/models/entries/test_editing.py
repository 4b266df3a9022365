"""The one write path: what a save writes, refuses and keeps."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core.errors import Invalid, Outdated
from models.core.outbox import OutboxJob
from models.entries import editing, revision
from models.entries.linking import Mention, backlinks, missing_links
from models.entries.tagging import tags_on
from models.forums.topic import Question, ask
from models.microblog.micropost import POST_LIMIT, post
from models.policy.viewer import viewer_of
from tests.world import World


def _edit(world: World, body: str, **values: object) -> None:
    page = world.start
    editing.edit(page, by=world.aisha, based_on=page.version, body=body, **values)  # type: ignore[arg-type]


def test_a_save_keeps_a_revision_draws_html_and_promises_the_index(session: Session, world: World) -> None:
    before = session.scalar(select(func.count()).select_from(OutboxJob))
    _edit(world, "New **text**", summary="Shorter")
    session.flush()
    newest = revision.history(session, world.start)[0]
    assert (newest.number, newest.summary, newest.name) == (2, "Shorter", "Aisha Khan")
    assert "<strong>text</strong>" in world.start.html
    assert world.start.text == "New text"
    assert session.scalar(select(func.count()).select_from(OutboxJob)) == before + 1


def test_the_earlier_text_stays_in_its_revision(session: Session, world: World) -> None:
    before = world.start.body
    _edit(world, "Something else")
    session.flush()
    assert revision.revision(session, world.start, 1).body == before


def test_saving_the_same_text_writes_no_revision(session: Session, world: World) -> None:
    _edit(world, world.start.body)
    assert world.start.version == 1


def test_an_edit_on_an_outdated_version_is_refused_and_changes_nothing(session: Session, world: World) -> None:
    _edit(world, "First")
    session.flush()
    with pytest.raises(Outdated) as refused:
        editing.edit(world.start, by=world.ben, based_on=1, body="Second")
    assert refused.value.current == 2
    assert world.start.body == "First"


def test_an_earlier_revision_can_be_restored_as_a_new_one(session: Session, world: World) -> None:
    before = world.start.body
    _edit(world, "Something else")
    session.flush()
    editing.restore(world.start, revision.revision(session, world.start, 1), world.aisha)
    assert (world.start.body, world.start.version) == (before, 3)


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [("", "x", "title"), ("  ", "x", "title"), ("t" * 201, "x", "title"), ("t", "", "body"), ("t", " \n ", "body")],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    session: Session, world: World, title: str, body: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(session, world.tomas, title, body, space=world.desk)
    assert refused.value.field == field


def test_a_text_over_256_kib_is_refused_with_its_length(session: Session, world: World) -> None:
    with pytest.raises(Invalid, match="262,144"):
        ask(session, world.tomas, "Long", "x" * (256 * 1024 + 1), space=world.desk)


def test_a_post_of_500_characters_is_kept_and_of_501_is_refused(session: Session, world: World) -> None:
    assert post(session, world.ben, "x" * POST_LIMIT).id
    with pytest.raises(Invalid):
        post(session, world.ben, "x" * (POST_LIMIT + 1))


def test_tags_are_lower_case_and_once_each(session: Session, world: World) -> None:
    asked = ask(session, world.tomas, "T", "b", space=world.desk, tags=["Web Content", "#web-content", "UX"])
    session.flush()
    assert tags_on(session, asked) == ["ux", "web-content"]


def test_the_words_with_a_hash_in_a_post_are_its_tags(session: Session, world: World) -> None:
    assert tags_on(session, world.note) == ["winter"]


def test_a_link_finds_its_page_and_the_page_its_backlink(session: Session, world: World) -> None:
    aisha = viewer_of(session, world.aisha)
    found = {row.id for row in backlinks(session, aisha, world.publishing.id)}
    assert found == {world.start.id, world.question.id}


def test_backlinks_from_a_closed_space_are_shown_to_its_members_alone(session: Session, world: World) -> None:
    outside = {row.id for row in backlinks(session, viewer_of(session, world.tomas), world.publishing.id)}
    inside = {row.id for row in backlinks(session, viewer_of(session, world.mei), world.publishing.id)}
    assert inside - outside == {world.secret_answer.id}


def test_a_link_to_a_page_that_is_written_later_is_joined_to_it(session: Session, world: World) -> None:
    from_page = world.secret_page
    assert len(missing_links(session, viewer_of(session, world.mei), from_page.id)) == 1


def test_a_mention_is_kept_once_and_goes_when_the_name_goes(session: Session, world: World) -> None:
    _edit(world, "@tomas.reyes and @ben.okafor")
    session.flush()
    named = set(session.scalars(select(Mention.person_id).where(Mention.entry_id == world.start.id)))
    assert named == {world.tomas.id, world.ben.id}
    _edit(world, "@ben.okafor")
    session.flush()
    assert set(session.scalars(select(Mention.person_id).where(Mention.entry_id == world.start.id))) == {world.ben.id}


def test_an_entry_cannot_be_wider_than_its_space(session: Session, world: World) -> None:
    with pytest.raises(Invalid):
        editing.create(session, Question, by=world.mei, title="T", body="b", space=world.mill, audience="everyone")


def test_every_save_is_an_act(session: Session, world: World) -> None:
    _edit(world, "Other text", minor=True)
    session.flush()
    last = session.scalars(select(Act).where(Act.subject_id == world.start.id).order_by(Act.id.desc())).first()
    assert last is not None
    assert (last.verb, last.actor_id, last.detail) == ("edited", world.aisha.id, {"minor": True})


def test_a_link_to_a_page_that_one_may_not_read_looks_like_one_that_nobody_wrote(
    session: Session, world: World
) -> None:
    world.publishing.audience = f"department:{world.transport.id}"
    session.flush()
    for person, slugs in ((world.aisha, []), (world.tomas, ["publishing"])):
        assert [row.slug for row in missing_links(session, viewer_of(session, person), world.start.id)] == slugs
