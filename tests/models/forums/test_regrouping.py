"""Merging, splitting and moving topics: what goes where, what follows along, and how it is taken back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.core.errors import Invalid, Refused
from models.entries.entry import Entry
from models.entries.following import follow, follows
from models.entries.marker import ReadMarker
from models.entries.streams import Position
from models.entries.unread import read_to
from models.forums.answering import Acceptance, accept, archive, close
from models.forums.regrouping import merge, move, split, unmerge
from models.forums.topic import answer, ask, discuss, reply
from models.forums.tracing import events, traces
from models.policy.viewer import viewer_of
from models.spaces.space import Space


def anew(session, *things):
    """The same entries as they stand now, whatever kind they are."""
    ids = [each.id for each in things]
    session.flush()
    session.expunge_all()
    one = select(Entry).options(joinedload(Entry.space))
    found = [session.scalars(one.where(Entry.id == each)).one() for each in ids]
    return found[0] if len(found) == 1 else found


@pytest.fixture
def two(session, world):
    """Two discussions of the desk with two replies each."""
    made = []
    for title in ("Winter", "Cold"):
        topic = discuss(session, world.aisha, title, f"About {title}", space=world.desk)
        first = reply(topic, topic, world.ben, f"{title} first")
        second = reply(first, topic, world.mei, f"{title} second")
        made.append((topic, first, second))
    return made


def test_a_merged_topic_becomes_a_post_and_brings_all_its_posts(session, world, two):
    (source, first, second), (target, *_rest) = two
    assert merge(source, target, world.aisha) == 3
    source, first, second, target = anew(session, source, first, second, target)
    assert (source.kind, source.title, source.root_id, source.parent_id) == ("reply", "Winter", target.id, target.id)
    assert (first.root_id, first.parent_id, second.parent_id) == (target.id, source.id, first.id)
    assert target.reply_count == 5


def test_a_chain_of_merges_leads_to_the_last_topic(session, world, two):
    (source, first, _second), (middle, *_rest) = two
    last = discuss(session, world.aisha, "Last", "Text", space=world.desk)
    merge(source, middle, world.aisha)
    middle, last = anew(session, middle, last)
    merge(middle, last, world.aisha)
    source, first, last = anew(session, source, first, last)
    assert source.root_id == first.root_id == last.id
    assert last.reply_count == 6


def test_merged_posts_take_the_readers_and_the_space_of_the_other_topic(session, world, two):
    source, first, second = two[0]
    merge(source, world.secret_question, world.mei)
    for each in anew(session, source, first, second):
        assert (each.audience, each.space_id) == (f"space:{world.mill.id}", world.mill.id)


def test_answers_of_a_merged_question_are_answers_there_and_the_accepted_one_stays_so(session, world):
    other = ask(session, world.aisha, "Same?", "Text", space=world.desk)
    accept(world.answer, world.question, world.tomas)
    merge(world.question, other, world.aisha)
    said, other = anew(session, world.answer, other)
    assert (said.kind, other.status, other.reply_count) == ("answer", "answered", 1)
    assert session.get(Acceptance, other.id).answer_id == said.id


def test_an_accepted_answer_gives_way_to_the_one_that_is_accepted_there(session, world):
    other = ask(session, world.aisha, "Same?", "Text", space=world.desk)
    best = answer(other, world.ben, "Best")
    accept(best, other, world.aisha)
    accept(world.answer, world.question, world.tomas)
    merge(world.question, other, world.aisha)
    assert session.scalars(select(Acceptance.answer_id)).all() == [best.id]


def test_a_discussion_merged_into_a_question_becomes_answers(session, world, two):
    source, first, second = two[0]
    merge(source, world.question, world.aisha)
    source, first, second = anew(session, source, first, second)
    assert [source.kind, first.kind, second.kind] == ["reply", "answer", "reply"]


def test_followers_and_readers_come_along(session, world, two):
    (source, first, _second), (target, *_rest) = two
    follow(session, world.tomas, source)
    read_to(session, world.tomas, source.id, Position(first.created_at, first.id))
    merge(source, target, world.aisha)
    target = anew(session, target)
    assert follows(session, world.tomas, target)
    marker = session.get(ReadMarker, (world.tomas.id, target.id))
    assert marker.read_at == first.created_at


def test_a_topic_is_not_merged_into_itself_nor_an_archived_one_at_all(session, world, two):
    (source, *_rest), (target, *_others) = two
    with pytest.raises(Refused):
        merge(source, source, world.aisha)
    archive(target, world.aisha, "Over")
    with pytest.raises(Refused):
        merge(source, target, world.aisha)


def test_a_merge_taken_back_is_the_topic_that_it_was(session, world, two):
    (source, first, second), (target, *_rest) = two
    merge(source, target, world.aisha)
    target = anew(session, target)
    assert unmerge(target, source.id, world.aisha) == source.id
    source, first, second, target = anew(session, source, first, second, target)
    assert (source.kind, source.title, source.root_id) == ("discussion", "Winter", None)
    assert (first.root_id, first.parent_id, second.root_id) == (source.id, source.id, source.id)
    assert (source.reply_count, target.reply_count) == (2, 2)


def test_both_topics_tell_of_a_split_and_the_new_one_keeps_the_numbers_of_its_posts(session, world, two):
    topic, first, second = two[0]
    third = reply(topic, topic, world.ben, "Third")
    assert split(topic, [second.id, third.id], "Another matter", "discussion", world.aisha) == second.id
    topic, first, second, third = anew(session, topic, first, second, third)
    assert (second.kind, second.title, second.root_id, second.slug) == (
        "discussion",
        "Another matter",
        None,
        "another-matter",
    )
    assert (third.root_id, third.parent_id) == (second.id, second.id)
    assert (topic.reply_count, second.reply_count) == (1, 1)
    aisha = viewer_of(session, world.aisha)
    assert [each.verb for each in traces(session, aisha, topic.id)] == ["split"]
    assert [(each.verb, each.other.id) for each in traces(session, aisha, second.id)] == [("split-off", topic.id)]


def test_remarks_go_along_with_the_answer_that_is_split_off(session, world):
    remark = reply(world.answer, world.question, world.tomas, "Every May?")
    split(world.question, [world.answer.id], "When in May", "question", world.aisha)
    said, remark, question = anew(session, world.answer, remark, world.question)
    assert (said.kind, said.status) == ("question", "open")
    assert (remark.root_id, remark.parent_id, remark.kind) == (said.id, said.id, "reply")
    assert question.reply_count == 0


def test_an_accepted_answer_that_is_split_off_leaves_the_question_open(session, world):
    accept(world.answer, world.question, world.tomas)
    split(world.question, [world.answer.id], "Elsewhere", "discussion", world.aisha)
    assert anew(session, world.question).status == "open"


@pytest.mark.parametrize(("posts", "title"), [([], "A title"), ([999_999], "A title"), ([4], " ")])
def test_a_split_needs_posts_and_a_title(session, world, posts, title):
    with pytest.raises(Invalid):
        split(world.question, posts, title, "discussion", world.aisha)


def test_a_moved_topic_is_read_by_those_who_read_where_it_stands(session, world, two):
    topic, first, _second = two[0]
    move(topic, world.mill, world.mei)
    topic, first = anew(session, topic, first)
    assert topic.audience == first.audience == f"space:{world.mill.id}"
    assert first.space_id == world.mill.id


def test_the_lines_of_a_topic_never_name_what_the_reader_may_not_see(session, world):
    said = answer(world.secret_question, world.mei, "Go on")
    split(world.secret_question, [said.id], "Second secret", "discussion", world.mei)
    made = anew(session, said)
    move(made, session.get_one(Space, world.desk.id), world.mei)
    tomas = viewer_of(session, world.tomas)
    found = events(session, tomas, said.id)
    assert [each.verb for each in found] == ["moved", "split-off"]
    assert all(each.other is None and each.space is None for each in found)


def test_a_closed_topic_is_open_again_where_it_is_merged_into_an_open_one(session, world, two):
    (source, *_rest), (target, *_others) = two
    close(source, world.aisha, "Over")
    merge(source, target, world.aisha)
    assert anew(session, target).status == ""
