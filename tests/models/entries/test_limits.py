"""The limits on writing: counted, explained, the same for fifty at once, and never for imports."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.core.blobs import Blobs
from models.core.errors import Invalid
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.limit_choices import NEW, Choices, choose_limits, limits_now
from models.entries.limits import SaidAlready, Tally, TooMuch, act_for, allowance_of, count
from models.entries.trashing import trash
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.forums.topic import answer, ask, reply
from models.messages.talking import begin, send
from models.microblog.micropost import post
from models.moderation.report import report
from models.people.person import add_person, person_named
from models.policy.viewer import viewer_of
from tests.counting import statements


@pytest.fixture
def newcomer(session, world):
    """Nadia joined an hour ago."""
    nadia = add_person(session, "nadia.new", "Nadia New", created_at=clock.now() - timedelta(hours=1))
    viewer = viewer_of(session, nadia)
    act_for(session, viewer)
    return viewer


def written(session, author_id):
    return session.scalar(select(func.count()).where(Entry.author_id == author_id, Entry.state == "live"))


def test_a_new_account_meets_a_limit_that_says_which_why_and_until_when(session, newcomer):
    now = clock.now()
    with clock.at(now):
        for n in range(2):
            ask(session, newcomer, f"Question {n}", "Text")
        with pytest.raises(TooMuch) as met:
            ask(session, newcomer, "Question 3", "Text")
    said = str(met.value)
    assert "A new account can send 2 questions or discussions in a minute at most." in said
    assert "It ends by itself after the first days." in said and "your text is not lost" in said
    assert "Wait 60 seconds. Then send it again." in said
    assert met.value.until == now + timedelta(minutes=1)


def test_everybody_else_can_send_more_before_a_limit(session, world):
    ben = viewer_of(session, world.ben)
    act_for(session, ben)
    for n in range(20):
        post(session, ben, f"Post {n}")
    with pytest.raises(TooMuch, match="One person can send 20 posts, answers or replies in a minute at most"):
        post(session, ben, "Post 20")


def test_an_hour_later_the_minute_begins_anew_and_the_hour_counts_on(session, newcomer, monkeypatch):
    now = clock.now()
    for n in range(6):
        monkeypatch.setattr(clock, "now", lambda n=n: now + timedelta(minutes=10 * n))
        if n < 5:
            ask(session, newcomer, f"Question {n}", "Text")
    with pytest.raises(TooMuch, match="5 questions or discussions in an hour") as met:
        ask(session, newcomer, "Question 5", "Text")
    assert met.value.until == now + timedelta(hours=1)


def test_an_account_is_new_for_some_days_or_until_enough_stood(session, newcomer, monkeypatch):
    assert allowance_of(session, newcomer).is_new
    now = clock.now()
    for n in range(10):
        monkeypatch.setattr(clock, "now", lambda n=n: now + timedelta(minutes=n))
        post(session, newcomer, f"Post {n}")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=23))
    assert allowance_of(session, newcomer).is_new, "nothing has stood for a day"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=25))
    assert not allowance_of(session, newcomer).is_new


def test_after_the_first_days_an_account_is_new_no_more(session, newcomer, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3))
    assert not allowance_of(session, newcomer).is_new


def test_whoever_holds_an_office_is_trusted_from_the_first_day(session, world):
    made = add_person(session, "ana.admin", "Ana Admin", is_admin=True)
    assert not allowance_of(session, viewer_of(session, made)).is_new


def test_links_and_people_in_one_text_are_counted_and_named(session, world, newcomer):
    links = " ".join(f"https://site{n}.example" for n in range(11))
    with pytest.raises(TooMuch, match="10 links to other sites in a minute") as met, session.begin_nested():
        session.connection()
        post(session, newcomer, links)
    assert met.value.until is None and "Take some out of the text" in str(met.value)
    post(session, newcomer, "Ask @ben.okafor and @aisha.khan, see https://one.example")
    left = {(each.deed, each.window): each.left for each in allowance_of(session, newcomer).limits}
    assert left["mention", "minute"] == 8 and left["link", "minute"] == 9 and left["say", "minute"] == 4


def test_links_that_an_edit_adds_are_counted_too(session, newcomer):
    made = post(session, newcomer, "One https://a.example")
    edit(made, by=newcomer, based_on=1, body="One https://a.example two https://b.example")
    left = {(each.deed, each.window): each.left for each in allowance_of(session, newcomer).limits}
    assert left["link", "minute"] == 8


def test_answers_messages_reports_and_files_each_have_their_own_count(session, world, newcomer, tmp_path):
    answer(world.question, newcomer, "I know")
    said = reply(world.answer, world.question, newcomer, "Thanks")
    send(begin(session, newcomer, [world.ben]), newcomer, "Hello")
    report(session, world.note, newcomer, "rude")
    blobs = Blobs(tmp_path / "files")
    add_file(session, blobs, newcomer, None, receive_bytes(blobs, b"First", "a.txt"), page=said)
    left = {each.deed: each.most - each.left for each in allowance_of(session, newcomer).limits if each.window == "day"}
    assert left == {"ask": 0, "say": 2, "page": 0, "upload": 1, "message": 1, "report": 1, "mention": 0, "link": 0}


def test_imports_and_commands_are_not_counted(session, world):
    nadia = add_person(session, "nadia.new", "Nadia New")
    for n in range(30):
        post(session, nadia, f"Post {n}")
    assert session.scalar(select(func.count()).select_from(Tally)) == 0


def test_what_was_refused_does_not_count(store):
    with store.writing() as session:
        nadia = add_person(session, "nadia.new", "Nadia New")
    viewer = None
    for n in range(4):
        with store.writing_session() as session:
            viewer = viewer_of(session, nadia)
            act_for(session, viewer)
            try:
                ask(session, viewer, f"Question {n}", "Text")
                session.commit()
            except TooMuch:
                session.rollback()
    with store.reading() as session:
        left = [each for each in allowance_of(session, viewer).of("ask") if each.window == "hour"]
    assert left[0].left == 3


def test_the_same_text_sent_twice_stands_once(session, world):
    ben = viewer_of(session, world.ben)
    act_for(session, ben)
    first = post(session, ben, "Only once")
    with pytest.raises(SaidAlready) as met:
        post(session, ben, "Only once")
    assert met.value.entry_id == first.id
    post(session, ben, "Something else")
    reply(world.answer, world.question, ben, "Only once")


def test_a_text_that_was_trashed_can_be_sent_again(session, world):
    ben = viewer_of(session, world.ben)
    act_for(session, ben)
    trash(post(session, ben, "Only once"), ben)
    assert post(session, ben, "Only once").state == "live"


def test_two_pictures_with_the_same_words_are_two_posts(session, world):
    ben = viewer_of(session, world.ben)
    act_for(session, ben)
    post(session, ben, "Look", mark="first")
    assert post(session, ben, "Look", mark="second").state == "live"
    post(session, ben, "", needs_words=False)
    assert post(session, ben, "", needs_words=False).state == "live"


def test_a_minute_later_the_same_text_may_be_meant(session, world, monkeypatch):
    ben, now = viewer_of(session, world.ben), clock.now()
    act_for(session, ben)
    post(session, ben, "Still here")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=61))
    assert post(session, ben, "Still here").state == "live"


def test_fifty_posts_at_once_are_bounded_exactly_and_slow_nobody_else(store):
    with store.reading() as session:
        ben, aisha = person_named(session, "ben.okafor").id, person_named(session, "aisha.khan").id
        before = written(session, ben)
    refused, failed = [], []

    def send_one(person_id, text):
        try:
            with store.writing() as session:
                viewer = viewer_of(session, person_id)
                act_for(session, viewer)
                post(session, viewer, text)
        except TooMuch as met:
            refused.append(met)
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=send_one, args=(ben, f"Post {n}")) for n in range(50)]
    threads.append(Thread(target=send_one, args=(aisha, "Mine goes through")))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        assert not failed
        assert written(session, ben) - before == 20 and len(refused) == 30
        assert session.scalar(select(func.count()).where(Entry.body == "Mine goes through")) == 1


def test_a_double_click_on_two_processes_stands_once(store):
    with store.reading() as session:
        ben = person_named(session, "ben.okafor").id
    met = []

    def click():
        try:
            with store.writing() as session:
                viewer = viewer_of(session, ben)
                act_for(session, viewer)
                post(session, viewer, "One click too many")
        except SaidAlready as error:
            met.append(error.entry_id)

    threads = [Thread(target=click) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        ids = session.scalars(select(Entry.id).where(Entry.body == "One click too many")).all()
    assert len(ids) == 1 and met == [ids[0]] * 4


def test_counting_costs_one_statement(store):
    with store.writing_session() as session:
        viewer = viewer_of(session, person_named(session, "ben.okafor"))
        act_for(session, viewer)
        with statements(store) as seen:
            count(session, {"say": 1, "link": 3, "mention": 2})
            count(session, {"link": 0})
        assert len(seen) == 1


def test_an_administrator_chooses_other_limits_which_hold_at_once(session, world, newcomer):
    assert limits_now(session) == Choices()
    chosen = Choices(days=7, posts=3, new=NEW | {"ask": {"minute": None, "hour": None, "day": 1}})
    choose_limits(session, world.ada, chosen)
    choose_limits(session, world.ada, replace(chosen, days=5))
    assert limits_now(session).days == 5
    ask(session, newcomer, "Question 1", "Text")
    with pytest.raises(TooMuch, match="1 question or discussion in a day"):
        ask(session, newcomer, "Question 2", "Text")


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (Choices(days=91), "days"),
        (Choices(days=-1), "days"),
        (Choices(posts=0), "posts"),
        (Choices(new=NEW | {"ask": {"minute": 0, "hour": 1, "day": 1}}), "new-ask-minute"),
        (Choices(new=NEW | {"say": {"minute": 5, "hour": 4, "day": 9}}), "new-say-hour"),
    ],
)
def test_limits_that_make_no_sense_are_refused_at_their_field(session, world, made, field):
    with pytest.raises(Invalid) as met:
        choose_limits(session, world.ada, made)
    assert met.value.field == field


def test_without_first_days_no_account_is_new(session, world, newcomer):
    choose_limits(session, world.ada, Choices(days=0))
    assert not allowance_of(session, newcomer).is_new
