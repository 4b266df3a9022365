"""Direct messages: who may say what to whom, who reads it, what a group, a block and a report do. On both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.core.errors import Invalid, Refused
from models.messages import reading
from models.messages.conversation import Conversation, Message, Participant
from models.messages.counting import unread_conversations
from models.messages.groups import add, block, leave, mute, name, unblock
from models.messages.reporting import report_message
from models.messages.talking import MESSAGE_LIMIT, begin, change, conversation_of, remove, send
from models.people.person import Person, choose_presence, choose_receipts
from models.policy.viewer import viewer_of


@pytest.fixture
def me(session, world):
    return lambda username: viewer_of(session, getattr(world, username))


@pytest.fixture
def two(session, world, me):
    return begin(session, me("aisha"), [world.ben])


@pytest.fixture
def group(session, world, me):
    return begin(session, me("aisha"), [world.ben, world.mei], "Winter")


def texts(session, viewer, conversation):
    return [
        row.text for row in session.scalars(select(Message).where(Message.id.in_(ids(session, viewer, conversation))))
    ]


def ids(session, viewer, conversation):
    return [row.id for row in reading.newest(session, viewer, conversation.id)[0]]


def test_two_people_have_one_conversation_whoever_begins(session, world, me, two):
    assert begin(session, me("ben"), [world.aisha]).id == two.id


def test_both_read_what_is_said(session, me, two):
    send(two, me("aisha"), "Is the salt **there**?")
    assert texts(session, me("ben"), two) == ["Is the salt there?"]


def test_for_everybody_else_there_is_no_conversation(session, me, two):
    for outsider in ("mei", "tomas", "gwen", "ada", "mo"):
        assert conversation_of(session, me(outsider), two.id) is None


def test_the_same_form_sent_twice_is_one_message(session, me, two):
    first = send(two, me("aisha"), "Once", "token-1")
    assert send(two, me("aisha"), "Once", "token-1").id == first.id
    assert len(ids(session, me("ben"), two)) == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * (MESSAGE_LIMIT + 1)])
def test_nothing_and_too_much_cannot_be_sent(me, two, text):
    with pytest.raises(Invalid):
        send(two, me("aisha"), text)


def test_a_guest_writes_to_people_of_their_space_alone(session, world, me):
    begin(session, me("gwen"), [world.mei])
    with pytest.raises(Invalid):
        begin(session, me("gwen"), [world.tomas])


def test_a_colleague_cannot_find_a_guest_by_writing_to_them(session, world, me):
    with pytest.raises(Invalid):
        begin(session, me("tomas"), [world.gwen])


def test_nobody_writes_to_a_closed_account(session, world, me, two):
    world.ben.disabled_at = clock.now()
    session.flush()
    with pytest.raises(Refused):
        send(two, me("aisha"), "Are you there?")


def test_who_comes_later_reads_from_then_on(session, world, me, group):
    send(group, me("aisha"), "Before")
    add(group, me("ben"), [world.tomas])
    send(group, me("aisha"), "After")
    assert [text for text in texts(session, me("tomas"), group) if text] == ["After"]


def test_who_came_later_is_not_said_to_have_read_what_was_before(session, world, me, group):
    said = send(group, me("aisha"), "Before")
    add(group, me("ben"), [world.tomas])
    assert reading.seen_by(session, me("aisha"), group.id, said.id) == []


def test_who_leaves_a_group_reads_it_no_more(session, me, group):
    send(group, me("aisha"), "Salt")
    leave(group, me("mei"))
    assert conversation_of(session, me("mei"), group.id) is None
    assert reading.search(session, me("mei"), "salt") == []
    assert reading.conversations(session, me("mei")) == []


def test_a_conversation_of_two_cannot_be_left_or_joined(session, world, me, two):
    with pytest.raises(Refused):
        leave(two, me("aisha"))
    with pytest.raises(Refused):
        add(two, me("aisha"), [world.mei])


def test_a_group_has_no_more_people_than_it_can_hold(session, world, me, group):
    with pytest.raises(Invalid):
        begin(session, me("aisha"), [])
    with pytest.raises(Invalid):
        name(group, me("aisha"), "x" * 101)


def new_for(session, viewer):
    """In how many conversations something is new, asked anew as for each request."""
    return unread_conversations(viewer_of(session, session.get_one(Person, viewer.id)))


def test_what_others_said_is_unread_until_it_is_read(session, me, two):
    send(two, me("aisha"), "One")
    newest = send(two, me("aisha"), "Two")
    assert (new_for(session, me("ben")), new_for(session, me("aisha"))) == (1, 0)
    reading.mark_read(session, me("ben"), two.id, newest.id + 5)
    assert new_for(session, me("ben")) == 0


def test_a_muted_conversation_does_not_count(session, me, two):
    mute(two, me("ben"), True)
    session.flush()
    send(two, me("aisha"), "One")
    assert new_for(session, me("ben")) == 0


def test_a_receipt_is_shown_when_both_show_theirs(session, me, two):
    said = send(two, me("aisha"), "One")
    reading.mark_read(session, me("ben"), two.id, said.id)
    assert reading.seen_by(session, me("aisha"), two.id, said.id) == ["Ben Okafor"]


@pytest.mark.parametrize("hides", ["aisha", "ben"])
def test_whoever_hides_receipts_sees_none(session, me, two, hides):
    said = send(two, me("aisha"), "One")
    reading.mark_read(session, me("ben"), two.id, said.id)
    choose_receipts(session, me(hides), False)
    session.flush()
    assert reading.seen_by(session, me("aisha"), two.id, said.id) == []


def test_whoever_hides_their_presence_sees_nobody(session, world, me):
    choose_presence(session, me("aisha"), False)
    session.flush()
    assert reading.active_now(session, me("aisha"), [world.ben.id]) == set()


@pytest.mark.parametrize("by, of", [("ben", "aisha"), ("aisha", "ben")])
def test_a_block_ends_it_from_both_sides(session, world, me, two, by, of):
    block(session, me(by), getattr(world, of))
    session.flush()
    with pytest.raises(Refused):
        send(two, me("aisha"), "Hello")
    unblock(session, me(by), getattr(world, of))
    send(two, me("aisha"), "Hello")


def test_a_blocked_person_cannot_add_whoever_blocked_them(session, world, me, group):
    block(session, me("tomas"), world.ben)
    session.flush()
    with pytest.raises(Refused):
        add(group, me("ben"), [world.tomas])


def test_own_words_can_be_changed_for_an_hour(session, me, two, monkeypatch):
    said = send(two, me("aisha"), "Wrnog")
    change(said, me("aisha"), "Wrong", two)
    assert (said.text, said.edited_at is not None) == ("Wrong", True)
    with pytest.raises(Refused):
        change(said, me("ben"), "Mine", two)
    said.created_at -= timedelta(hours=2)
    with pytest.raises(Refused):
        change(said, me("aisha"), "Late", two)


def test_what_is_removed_is_nowhere_any_more(session, me, two):
    said = send(two, me("aisha"), "zebra crossing")
    with pytest.raises(Refused):
        remove(said, me("ben"), two)
    remove(said, me("aisha"), two)
    session.flush()
    assert (said.body, said.html, said.text, said.folded) == ("", "", "", "")
    assert reading.search(session, me("ben"), "zebra") == []


def test_a_search_finds_all_words_in_any_case_and_any_sign(session, me, two):
    send(two, me("aisha"), "The SALT store holds 50% more")
    send(two, me("aisha"), "Salt is out")
    found = [row.text for row in reading.search(session, me("ben"), "salt 50%")]
    assert found == ["The SALT store holds 50% more"]
    assert reading.search(session, me("tomas"), "salt") == []
    assert reading.search(session, me("ben"), "  ") == []


def test_a_report_shows_the_moderators_what_the_person_chose(session, me, two):
    send(two, me("aisha"), "Earlier")
    said = send(two, me("aisha"), "Rude words")
    shown = report_message(session, said, me("ben"), "rude", "Look at this").shown
    assert [each["text"] for each in shown] == ["Rude words"]
    shown = report_message(session, said, me("ben"), "rude", with_before=True).shown
    assert [each["text"] for each in shown] == ["Earlier", "Rude words"]


def test_nobody_reports_their_own_words(session, me, two):
    with pytest.raises(Refused):
        report_message(session, send(two, me("aisha"), "Mine"), me("aisha"), "rude")


def test_two_who_begin_at_once_meet_in_one_conversation(store, world):
    def begin_both(first, second):
        with store.writing() as session:
            ready.wait()
            begin(session, viewer_of(session, first), [session.merge(second, load=True)])

    ready = threading.Barrier(2, timeout=30)
    if store.sqlite:
        # One writer at a time: both cannot stand at the barrier.
        ready = threading.Barrier(1)
    threads = [
        threading.Thread(target=begin_both, args=pair) for pair in ((world.aisha, world.ben), (world.ben, world.aisha))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1
        assert session.scalar(select(func.count()).select_from(Participant)) == 2
