"""From acts to notices: who hears of what, once, bundled, and never what they may not read."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from models.activity.matters import Who
from models.core.db import Database
from models.core.outbox import OutboxJob, Worker
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.following import follow, mute
from models.entries.trashing import trash, untrash
from models.forums.answering import accept, close, reopen
from models.forums.topic import answer, ask, discuss, reply
from models.notices.counting import unread_count
from models.notices.making import NoticeMaker
from models.notices.marking import mark_all_read, notice_of, read_thread
from models.notices.notice import Notice, choose_reasons
from models.notices.reading import notices
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, take_out
from models.spaces.leaving import let_go
from tests.naming import load
from tests.world import World


def work(store: Database) -> None:
    """Have all promised notices made."""
    Worker(store, {"notices": NoticeMaker(store).handle}).drain()


@pytest.fixture(autouse=True)
def quiet(store: Database) -> None:
    """What the world itself gave notice of is not looked at."""
    with store.writing() as session:
        session.execute(delete(OutboxJob))


def lines(store: Database, username: str, unread: bool = False) -> list[tuple[str, list[str]]]:
    with store.reading() as session:
        person = session.scalars(select(Person).where(Person.username == username)).one()
        return [
            (line.matter.reason, line.people) for line in notices(session, viewer_of(session, person), unread=unread)
        ]


def count(store: Database, username: str) -> int:
    with store.reading() as session:
        person = session.scalars(select(Person).where(Person.username == username)).one()
        return unread_count(viewer_of(session, person))


def do(store: Database, what: Any) -> Any:
    """Do it in the world, and have the notices made."""
    with store.writing() as session:
        found = what(session, load(session))
    work(store)
    return found


def test_whoever_is_named_hears_of_it_and_nobody_else(store: Database) -> None:
    do(store, lambda s, w: discuss(s, w.aisha, "Salt", "Ask @ben.okafor.", space=w.desk))
    assert lines(store, "ben.okafor") == [("mention", ["Aisha Khan"])]
    assert lines(store, "aisha.khan") == [] and count(store, "mo.moder") == 0


def test_one_post_makes_one_line_the_most_personal_one(store: Database) -> None:
    do(store, lambda s, w: answer(w.question, w.aisha, "In May, @tomas.reyes."))
    assert lines(store, "tomas.reyes") == [("mention", ["Aisha Khan"])]


def test_answers_of_several_stand_in_one_line_with_the_newest_first(store: Database) -> None:
    do(store, lambda s, w: [answer(w.question, by, "In May.") for by in (w.aisha, w.mo, w.aisha)])
    assert lines(store, "tomas.reyes") == [("answer", ["Aisha Khan", "Mo Moder"])]
    assert count(store, "tomas.reyes") == 1


def test_a_line_that_was_read_begins_anew(store: Database) -> None:
    do(store, lambda s, w: answer(w.question, w.aisha, "In May."))
    do(store, lambda s, w: read_thread(s, w.tomas.id, w.question.id))
    assert count(store, "tomas.reyes") == 0
    do(store, lambda s, w: answer(w.question, w.mo, "In June."))
    assert lines(store, "tomas.reyes", unread=True) == [("answer", ["Mo Moder"])]


def test_doing_a_job_twice_changes_nothing(store: Database) -> None:
    with store.writing() as session:
        world = load(session)
        answer(world.question, world.aisha, "In May.")
    with store.reading() as session:
        jobs: list[Any] = list(session.execute(select(OutboxJob.subject, OutboxJob.payload, OutboxJob.task)))
    maker = NoticeMaker(store)
    before = None
    for _again in range(3):
        maker.handle([job for job in jobs if job.task == "notices"])
        with store.reading() as session:
            now = [tuple(row) for row in session.execute(select(Notice.person_id, Notice.number, Notice.items))]
        assert before in (None, now)
        before = now


def test_those_who_wrote_in_a_topic_hear_of_the_next_reply(store: Database) -> None:
    do(store, lambda s, w: reply(w.question, w.question, w.mo, "And in winter?"))
    assert lines(store, "ben.okafor") == [("thread", ["Mo Moder"])]


def test_an_accepted_answer_is_told_to_whoever_wrote_it(store: Database) -> None:
    do(store, lambda s, w: accept(w.answer, w.question, w.tomas))
    assert lines(store, "ben.okafor") == [("accepted", ["Tomas Reyes"])]


def test_whoever_asked_hears_that_it_was_closed_and_why_until_it_is_opened_again(store: Database) -> None:
    do(store, lambda s, w: close(w.question, w.aisha, "Asked before"))
    assert lines(store, "tomas.reyes") == [("closed", ["Aisha Khan"])]
    with store.reading() as session:
        assert session.scalars(select(Notice.note).where(Notice.reason == "closed")).all() == ["Asked before"]
    do(store, lambda s, w: reopen(w.question, w.aisha))
    assert count(store, "tomas.reyes") == 0


def test_what_the_silence_closed_is_told_without_a_name(store: Database) -> None:
    do(store, lambda s, w: close(w.question, None, "Nobody wrote for 28 days.", cause="silence"))
    assert lines(store, "tomas.reyes") == [("closed", [])]


def test_whoever_closes_their_own_question_is_not_told(store: Database) -> None:
    do(store, lambda s, w: close(w.question, w.tomas))
    assert count(store, "tomas.reyes") == 0


def test_nobody_hears_of_what_they_may_not_read(store: Database) -> None:
    do(store, lambda s, w: discuss(s, w.mei, "Wheel", "For @tomas.reyes and @gwen.guest", space=w.mill))
    assert lines(store, "tomas.reyes") == []
    assert lines(store, "gwen.guest") == [("mention", ["Mei Wong"])]


def test_a_right_taken_away_takes_the_notice_and_its_number_along(store: Database) -> None:
    do(store, lambda s, w: discuss(s, w.mei, "Wheel", "For @gwen.guest", space=w.mill))
    assert count(store, "gwen.guest") == 1
    do(store, lambda s, w: take_out(s, w.mill, w.gwen, w.mei))
    assert (lines(store, "gwen.guest"), count(store, "gwen.guest")) == ([], 0)


def test_what_is_trashed_leaves_the_line_and_comes_back_with_it(store: Database) -> None:
    made = do(store, lambda s, w: [answer(w.question, by, "In May.").id for by in (w.aisha, w.mo)])
    do(store, lambda s, w: trash(s.get_one(Entry, made[1]), w.mo))
    assert lines(store, "tomas.reyes") == [("answer", ["Aisha Khan"])]
    do(store, lambda s, w: trash(s.get_one(Entry, made[0]), w.aisha))
    assert (lines(store, "tomas.reyes"), count(store, "tomas.reyes")) == ([], 0)
    do(store, lambda s, w: untrash(s.get_one(Entry, made[0]), w.aisha))
    assert count(store, "tomas.reyes") == 1


def test_what_is_muted_makes_no_notice_but_naming_does(store: Database) -> None:
    def written(session: Any, world: World) -> None:
        mute(session, world.tomas, world.desk)
        answer(world.question, world.aisha, "In May.")

    do(store, written)
    assert lines(store, "tomas.reyes") == []
    do(store, lambda s, w: answer(w.question, w.aisha, "In May, @tomas.reyes."))
    assert lines(store, "tomas.reyes") == [("mention", ["Aisha Khan"])]


def test_everything_new_comes_to_those_who_asked_for_notices_alone(store: Database) -> None:
    def written(session: Any, world: World) -> None:
        follow(session, world.tomas, world.transport, notify=True)
        follow(session, world.mo, world.desk)
        discuss(session, world.aisha, "Salt", "Order it.", space=world.desk)

    do(store, written)
    assert lines(store, "tomas.reyes") == [("new", ["Aisha Khan"])]
    assert lines(store, "mo.moder") == []


def test_the_author_hears_why_something_of_theirs_was_moved_to_the_trash(store: Database) -> None:
    do(store, lambda s, w: trash(w.answer, w.aisha, "Twice the same"))
    with store.reading() as session:
        ben = load(session).ben
        [line] = notices(session, viewer_of(session, ben))
        assert (line.matter.reason, line.row.note, line.people) == ("trashed", "Twice the same", ["Aisha Khan"])
    assert lines(store, "tomas.reyes") == []


def test_a_reason_that_is_not_wanted_makes_no_notice(store: Database) -> None:
    do(store, lambda s, w: choose_reasons(s, w.tomas, ["mention"]))
    do(store, lambda s, w: answer(w.question, w.aisha, "In May."))
    assert lines(store, "tomas.reyes") == []


def test_a_new_member_is_told(store: Database) -> None:
    do(store, lambda s, w: add_member(s, w.mill, w.tomas, "reader", w.mei))
    assert lines(store, "tomas.reyes") == [("let-in", ["Mei Wong"])]


def test_who_inherits_a_space_is_told(store: Database) -> None:
    do(store, lambda s, w: let_go(s, w.aisha))
    assert lines(store, "ben.okafor") == [("let-in", [])]
    with store.reading() as session:
        (line,) = notices(session, viewer_of(session, load(session).ben))
        assert "its only owner has left" in line.matter.said(Who(""))


def test_being_named_in_an_edit_is_told_once(store: Database) -> None:
    do(store, lambda s, w: edit(w.note, by=w.ben, based_on=w.note.version, body="Gritting @mo.moder"))
    do(store, lambda s, w: edit(w.note, by=w.ben, based_on=w.note.version, body="Gritting again @mo.moder"))
    assert lines(store, "mo.moder") == [("mention", ["Ben Okafor"])]


def test_marking_all_read_leaves_nothing_on_the_bell(store: Database) -> None:
    do(store, lambda s, w: ask(s, w.aisha, "Why?", "Tell @tomas.reyes and @ben.okafor", space=w.desk))
    do(store, lambda s, w: mark_all_read(s, w.tomas))
    assert (count(store, "tomas.reyes"), count(store, "ben.okafor")) == (0, 1)


def test_a_notice_belongs_to_its_person(store: Database) -> None:
    do(store, lambda s, w: answer(w.question, w.aisha, "In May."))
    with store.reading() as session:
        world = load(session)
        found = session.scalars(select(Notice.id).where(Notice.person_id == world.tomas.id)).one()
        assert notice_of(session, world.tomas, found) is not None
        assert notice_of(session, world.ben, found) is None


def test_many_followers_are_told_in_parts(store: Database) -> None:
    def many(session: Any, world: World) -> None:
        for number in range(1100):
            person = add_person(session, f"crowd.{number}", f"Crowd {number}", quiet=True)
            follow(session, person, world.desk, notify=True)
        discuss(session, world.aisha, "Salt", "Order it.", space=world.desk)

    do(store, many)
    with store.reading() as session:
        assert len(session.scalars(select(Notice.id).where(Notice.reason == "new")).all()) == 1100
