"""Categories: their rights to read and post, what follows them, and what cannot be done with them."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid, Refused
from models.entries.audiences import change_openness
from models.entries.carrying import carry
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.tagging import Tagging
from models.forums.category import (
    add_category,
    archive_category,
    change_category,
    delete_category,
    move_category,
    put_into,
)
from models.forums.topic import answer, ask
from models.policy.rules import may
from models.policy.viewer import viewer_of
from models.spaces.category import categories
from tests.world import World


def test_categories_stand_in_the_owners_order_with_their_subcategories(session: Session, world: World) -> None:
    news = add_category(session, world.desk, world.aisha, "News")
    forms = add_category(session, world.desk, world.aisha, "Forms")
    add_category(session, world.desk, world.aisha, "Paper forms", parent=forms)
    move_category(forms, world.aisha, up=True)
    names = [row.name for row in categories(session, viewer_of(session, world.ben), world.desk)]
    assert names == ["Forms", "Paper forms", "News"]
    move_category(news, world.aisha, up=False)
    assert [row.name for row in categories(session, viewer_of(session, world.ben), world.desk)][-1] == "News"


def test_a_category_for_curators_does_not_exist_for_others(session: Session, world: World) -> None:
    add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    assert [row.name for row in categories(session, viewer_of(session, world.aisha), world.desk)] == ["Back office"]
    assert categories(session, viewer_of(session, world.ben), world.desk) == []


def test_a_question_is_read_by_those_who_read_its_category(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    asked = ask(session, world.aisha, "Who leaves?", "Nobody knows.", space=world.desk, category=back, tags=["staff"])
    said = answer(asked, world.aisha, "I know.")
    assert (asked.audience, said.audience) == (f"curators:{world.desk.id}",) * 2
    assert session.get_one(Tagging, (asked.id, session.query(Tagging.tag_id).filter_by(entry_id=asked.id).scalar()))
    with pytest.raises(NotFound):
        visible_entry(session, viewer_of(session, world.ben), Entry, said.id)


def test_narrowing_a_category_takes_its_entries_along(session: Session, world: World) -> None:
    forms = add_category(session, world.desk, world.aisha, "Forms")
    asked = ask(session, world.tomas, "Which form?", "The long one?", space=world.desk, category=forms, tags=["forms"])
    said = answer(asked, world.ben, "The short one.")
    below = add_category(session, world.desk, world.aisha, "Paper", parent=forms)
    moved = change_category(
        forms, world.desk, world.aisha, name="Forms", description="", readers="members", posters="space"
    )
    assert moved == 2
    session.refresh(said)
    assert (asked.audience, said.audience, below.readers) == (f"space:{world.desk.id}",) * 2 + ("members",)
    assert {row.audience for row in session.query(Tagging).filter_by(entry_id=asked.id)} == {asked.audience}
    assert world.desk.search_held_at is not None
    with pytest.raises(NotFound):
        visible_entry(session, viewer_of(session, world.tomas), Entry, asked.id)


def test_a_narrow_category_stays_narrow_when_its_space_closes_and_opens(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    asked = ask(session, world.aisha, "Who leaves?", "Nobody knows.", space=world.desk, category=back)
    said = answer(asked, world.aisha, "I know.")
    soon = (clock.now() + timedelta(days=9)).date()
    for openness in ("hidden", "open"):
        change_openness(session, world.desk, world.aisha, openness, "security", soon)
        session.expire_all()
        assert {asked.audience, said.audience} == {f"curators:{world.desk.id}"}


def test_what_is_for_curators_stays_so_in_another_space(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    asked = ask(session, world.aisha, "Who leaves?", "Nobody knows.", space=world.desk, category=back)
    said = answer(asked, world.aisha, "I know.")
    carry(session, [asked.id], world.mill)
    session.expire_all()
    assert {asked.audience, said.audience} == {f"curators:{world.mill.id}"}
    assert (asked.category_id, said.category_id) == (None, None)


def test_a_topic_gets_the_readers_of_the_category_it_is_put_into(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    question = visible_entry(session, viewer_of(session, world.aisha), Entry, world.question.id)
    put_into(question, back, world.aisha)
    session.expire_all()
    assert session.get_one(Entry, world.answer.id).audience == f"curators:{world.desk.id}"
    assert session.get_one(Entry, world.answer.id).category_id == back.id


@pytest.mark.parametrize(("posters", "ben", "tomas"), [("space", 1, 1), ("contributors", 1, 0), ("curators", 0, 0)])
def test_only_those_post_whom_the_category_names(
    session: Session, world: World, posters: str, ben: int, tomas: int
) -> None:
    category = add_category(session, world.desk, world.aisha, "News", posters=posters)
    asked = ask(session, world.aisha, "What is new?", "A lot.", space=world.desk, category=category)
    for person, wanted in ((world.ben, ben), (world.tomas, tomas), (world.aisha, 1)):
        known = viewer_of(session, person)
        assert may(known, "topic.reply", visible_entry(session, known, Entry, asked.id)) == bool(wanted)


def test_nothing_is_posted_in_an_archived_category(session: Session, world: World) -> None:
    category = add_category(session, world.desk, world.aisha, "News")
    asked = ask(session, world.aisha, "What is new?", "A lot.", space=world.desk, category=category)
    archive_category(category, world.aisha)
    known = viewer_of(session, world.aisha)
    assert not may(known, "topic.reply", visible_entry(session, known, Entry, asked.id))


def test_a_category_with_topics_is_deleted_only_when_they_go_elsewhere(session: Session, world: World) -> None:
    old, new = (add_category(session, world.desk, world.aisha, name) for name in ("Old", "New"))
    asked = ask(session, world.tomas, "Which form?", "The long one?", space=world.desk, category=old)
    with pytest.raises(Refused):
        delete_category(old, world.desk, world.aisha)
    delete_category(old, world.desk, world.aisha, to=new)
    session.expire_all()
    assert session.get_one(Entry, asked.id).category_id == new.id


def test_topics_do_not_go_to_more_readers_when_their_category_is_deleted(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="curators")
    wide = add_category(session, world.desk, world.aisha, "News")
    ask(session, world.aisha, "Who leaves?", "Nobody knows.", space=world.desk, category=back)
    with pytest.raises(Refused):
        delete_category(back, world.desk, world.aisha, to=wide)


def test_a_subcategory_is_never_wider_than_its_category(session: Session, world: World) -> None:
    back = add_category(session, world.desk, world.aisha, "Back office", readers="members", posters="curators")
    with pytest.raises(Invalid):
        add_category(session, world.desk, world.aisha, "Open corner", parent=back)
    below = add_category(
        session, world.desk, world.aisha, "Corner", parent=back, readers="curators", posters="curators"
    )
    with pytest.raises(Invalid):
        add_category(session, world.desk, world.aisha, "Third", parent=below)


def test_two_categories_of_a_space_have_different_names(session: Session, world: World) -> None:
    add_category(session, world.desk, world.aisha, "News")
    with pytest.raises(Invalid):
        add_category(session, world.desk, world.aisha, " news ")
