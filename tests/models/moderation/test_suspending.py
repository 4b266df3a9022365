"""Warning, silencing in one space, suspending everywhere: told, ended by time, by lifting, or by an appeal."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid, Refused
from models.moderation.appealing import answer_appeal, appeal
from models.moderation.decision import Decision
from models.moderation.suspending import (
    end_silence,
    reinstate,
    silence_in,
    silence_of,
    suspend,
    suspension_of,
    warn,
)
from models.people.login import signed_in, start_login, still_open, suspended_with
from models.people.person import FOREVER, add_person, person_named
from models.policy.rules import RULES, may
from models.policy.silenced import WRITING
from models.policy.viewer import viewer_of
from models.spaces.joining import set_role

WHY = "Three rude replies in a week"
LASTS = timedelta(days=30)
# What somebody who is silenced may go on doing: reading, thanking, following, reporting, and taking back one's own.
WITHOUT_WORDS = {
    *("entry.read", "entry.react", "entry.follow", "entry.bookmark", "entry.report", "entry.mark-read"),
    *("entry.history", "entry.trash", "answer.vote", "post.vote", "topic.pass", "procedure.confirm"),
}


@pytest.fixture
def mo(session, world):
    return viewer_of(session, world.mo)


def in_days(days):
    return clock.now() + timedelta(days=days)


def acts(session, verb):
    return session.scalar(select(func.count()).where(Act.verb == verb))


def test_a_warning_is_kept_and_told_with_its_reason(session, world, mo):
    made = warn(session, world.ben, mo, WHY)
    assert (made.person_id, made.reason, made.office, made.space_id) == (world.ben.id, WHY, "moderator", None)
    assert acts(session, "decided-warn") == 1


def test_a_decision_needs_a_reason(session, world, mo):
    for decide in (
        lambda: warn(session, world.ben, mo, " "),
        lambda: suspend(session, world.ben, mo, ""),
        lambda: silence_in(session, world.ben, world.desk, mo, "", in_days(3)),
    ):
        with pytest.raises(Invalid) as met:
            decide()
        assert met.value.field == "reason"
    assert world.ben.suspended_until is None and not viewer_of(session, world.ben).silenced


def test_a_suspended_person_is_let_in_nowhere_and_is_told_why(session, world, mo):
    token = start_login(session, world.ben)
    session.flush()
    login_id = signed_in(session, token, LASTS).login_id
    suspend(session, world.ben, mo, WHY, in_days(7))
    assert signed_in(session, token, LASTS) is None and not still_open(session, [login_id], LASTS)
    again = start_login(session, world.ben)
    session.flush()
    assert signed_in(session, again, LASTS) is None
    assert suspended_with(session, again, LASTS) is world.ben
    assert suspension_of(session, world.ben).reason == WHY


def test_a_suspension_ends_by_itself_at_its_date(session, world, mo, monkeypatch):
    suspend(session, world.ben, mo, WHY, in_days(7))
    token, later = start_login(session, world.ben), in_days(8)
    session.flush()
    monkeypatch.setattr(clock, "now", lambda: later)
    assert signed_in(session, token, LASTS).username == "ben.okafor"
    assert suspension_of(session, world.ben) is None


def test_until_further_notice_lasts_until_somebody_lifts_it(session, world, mo, monkeypatch):
    made = suspend(session, world.ben, mo, WHY)
    assert made.until is None and world.ben.suspended_until == FOREVER
    later = in_days(3000)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert suspension_of(session, world.ben) is made
    reinstate(session, world.ben, mo, "It was somebody else")
    assert world.ben.suspended_until is None and made.ended_at == later
    assert acts(session, "decided-reinstate") == 1


def test_an_appeal_that_is_right_lets_the_person_in_at_once(session, world, mo):
    made = suspend(session, world.ben, mo, WHY)
    add_person(session, "mia.moder", "Mia Moder", is_moderator=True)
    appeal(session, made, viewer_of(session, world.ben), "That was not me")
    mia = viewer_of(session, person_named(session, "mia.moder"))
    with pytest.raises(Refused):
        answer_appeal(session, made, mo, "upheld", "I was right")
    answer_appeal(session, made, mia, "upheld", "It was not")
    assert world.ben.suspended_until is None and acts(session, "reinstated") == 1


def test_nobody_decides_about_themselves_nor_about_holders_of_offices(session, world, mo):
    for person in (world.mo, world.ada):
        with pytest.raises(Refused):
            suspend(session, person, mo, WHY)
    with pytest.raises(Refused):
        warn(session, world.mo, mo, WHY)
    world.ben.disabled_at = clock.now()
    with pytest.raises(Refused):
        suspend(session, world.ben, mo, WHY)


def test_one_suspension_at_a_time(session, world, mo):
    suspend(session, world.ben, mo, WHY, in_days(7))
    with pytest.raises(Refused, match="suspended already"):
        suspend(session, world.ben, mo, WHY)
    with pytest.raises(Refused, match="is not suspended"):
        reinstate(session, world.mei, mo, WHY)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_time_that_makes_no_sense_is_refused(session, world, mo, days):
    with pytest.raises(Invalid):
        suspend(session, world.ben, mo, WHY, in_days(days))
    with pytest.raises(Invalid):
        silence_in(session, world.ben, world.desk, mo, WHY, in_days(days))


def test_a_silenced_person_reads_on_and_writes_elsewhere(session, world, mo):
    silence_in(session, world.ben, world.desk, mo, WHY, in_days(3))
    ben = viewer_of(session, world.ben)
    assert not may(ben, "topic.create", world.desk) and not may(ben, "topic.reply", world.question)
    assert not may(ben, "page.edit", world.publishing) and not may(ben, "entry.edit", world.answer)
    assert may(ben, "entry.react", world.publishing) and may(ben, "entry.trash", world.answer)
    assert may(ben, "space.read", world.desk) and may(ben, "post.create", None)


def test_a_silence_ends_by_itself_and_by_lifting(session, world, mo, monkeypatch):
    aisha = viewer_of(session, world.aisha)
    made = silence_in(session, world.ben, world.desk, aisha, WHY, in_days(3))
    assert made.office == "curator" and silence_of(session, world.ben, world.desk) is made
    now, later = clock.now(), in_days(4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert may(viewer_of(session, world.ben), "topic.reply", world.question)
    monkeypatch.setattr(clock, "now", lambda: now)
    end_silence(session, world.ben, world.desk, aisha, "We talked")
    assert may(viewer_of(session, world.ben), "topic.reply", world.question)
    with pytest.raises(Refused):
        end_silence(session, world.ben, world.desk, aisha, "Again")


def test_whoever_takes_care_of_a_space_is_not_silenced_in_it(session, world, mo):
    set_role(session, world.desk, world.ben, "curator", world.aisha)
    with pytest.raises(Refused, match="takes care of this space"):
        silence_in(session, world.ben, world.desk, mo, WHY, in_days(3))


def test_every_action_is_either_writing_or_known_to_go_on():
    """Of the actions on entries, pages, topics, posts, files and comments; offices cannot be silenced."""
    kinds = ("entry.", "answer.", "post.", "comment.", "topic.", "change.")
    offices = {name for name, rules in RULES.items() if not {r.__name__ for r in rules} - OFFICES}
    known = {name for name in RULES if name.startswith(kinds)}
    assert (
        known - WRITING - offices - WITHOUT_WORDS - {"change.read", "change.withdraw", "topic.solved", "entry.untrash"}
        == set()
    )


OFFICES = {"judge", "curator", "owner", "moderator", "administrator", "keeper", "revealer", "inviter"}


def test_two_moderators_who_suspend_at_once_make_one_decision(store):
    with store.writing() as session:
        mia = add_person(session, "mia.moder", "Mia Moder", is_moderator=True).id
        mo = person_named(session, "mo.moder").id
    met = []

    def decide(by):
        try:
            with store.writing() as session:
                suspend(session, person_named(session, "ben.okafor"), viewer_of(session, by), WHY)
        except Refused as error:
            met.append(error)

    threads = [Thread(target=decide, args=(by,)) for by in (mo, mia)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        assert len(met) == 1
        assert session.scalar(select(func.count()).where(Decision.verb == "suspend")) == 1
