"""Live news: who hears of what, that only ids are told, and that rights which end are gone from the socket too."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app import create_app
from models.activity.live import LiveEvent, numbers
from models.core import clock
from models.core.db import commit
from models.core.settings import Settings
from models.entries.audiences import change_openness
from models.entries.editing import edit
from models.entries.presence import appear
from models.entries.reacting import react
from models.entries.trashing import trash
from models.forums.answering import accept
from models.forums.topic import reply
from models.microblog.micropost import post
from models.moderation.report import report
from models.moderation.suspending import suspend
from models.people.administering import change_account, change_department
from models.people.login import Login, end_logins
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable, make_guest, share, take_out, unshare
from tests.lines import heard, open_line
from tests.world import CANARY


@pytest.fixture(params=["threads", "loop"])
def settings(settings, request):
    """Everything is tried with both ways to hold lines."""
    return replace(settings, live_lines=request.param)


@pytest.fixture
def hub(app):
    found = app.extensions["witan"].extras["live"]
    found.start()
    yield found
    found.stop()


@pytest.fixture
def listen(hub, browser):
    """`listen("aisha.khan")`: a line that is opened with the cookies of a signed-in browser; None when refused."""
    lines = []

    def open_(username=None, **headers):
        line = open_line(browser(username).client, **headers)
        if line:
            lines.append(line)
        return line

    yield open_
    for each in lines:
        each.end.close()


def test_a_new_post_is_told_by_ids_alone(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    made = post(session, world.ben, "Words that nobody may hear")
    commit(session)
    (event,) = heard(hub, tomas, world.tomas.id)
    assert event.pop("n") == hub.seal.name(numbers(session).newest)
    assert event == {"verb": "wrote", "kind": "post", "id": made.id, "root": None, "space": None}


def test_a_reply_names_its_topic(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    said = reply(world.question, world.question, world.ben, "A remark")
    commit(session)
    (event,) = heard(hub, tomas, world.tomas.id)
    assert (event["kind"], event["id"], event["root"]) == ("reply", said.id, world.question.id)


def test_what_readers_may_notice_is_told(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    edit(world.question, by=world.aisha, based_on=world.question.version, body="Anew")
    react(session, world.answer, world.ben, "thanks")
    accept(world.answer, world.question, world.aisha)
    appear(session, world.ben, world.start)
    commit(session)
    trash(world.answer, world.aisha)
    commit(session)
    told = [(event["verb"], event["id"]) for event in heard(hub, tomas, world.tomas.id)]
    assert told == [
        ("edited", world.question.id),
        ("reacted", world.answer.id),
        ("accepted", world.answer.id),
        ("editing", world.start.id),
        ("trashed", world.answer.id),
    ]


def test_a_report_is_told_to_nobody(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    report(session, world.answer, world.ben, "rude")
    commit(session)
    assert heard(hub, tomas, world.tomas.id) == []


def test_an_outsider_hears_nothing_of_a_closed_space(hub, listen, session, world):
    tomas, mei, gwen = listen("tomas.reyes"), listen("mei.wong"), listen("gwen.guest")
    post(session, world.mei, f"Secret {CANARY}", space=world.mill)
    commit(session)
    assert heard(hub, tomas, world.tomas.id) == []
    told = heard(hub, mei, world.mei.id)
    assert len(told) == len(heard(hub, gwen, world.gwen.id)) == 1
    assert CANARY not in json.dumps(told)


def test_a_guest_hears_nothing_that_is_for_all_staff(hub, listen, session, world):
    gwen = listen("gwen.guest")
    post(session, world.ben, "For all staff")
    commit(session)
    assert heard(hub, gwen, world.gwen.id) == []


def test_what_is_rolled_back_is_not_told(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    post(session, world.ben, "Never")
    session.rollback()
    assert heard(hub, tomas, world.tomas.id) == []


def test_an_event_is_told_once_although_the_table_is_read_too(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    post(session, world.ben, "Once")
    commit(session)
    hub.reader.read()
    hub.reader.read()
    assert len(heard(hub, tomas, world.tomas.id)) == 1


def test_what_another_process_wrote_is_read_from_the_table(hub, listen, app, session, world):
    tomas = listen("tomas.reyes")
    # Without the listeners of this process.
    session.add(LiveEvent(at=clock.now(), verb="wrote", kind="post", subject_id=5, audience="everyone", told=True))
    commit(session)
    hub.reader.read()
    assert [event["id"] for event in heard(hub, tomas, world.tomas.id)] == [5]


def test_nobody_connects_without_signing_in(listen):
    assert listen() is None


def test_another_site_cannot_open_a_line_with_our_cookies(listen):
    assert listen("aisha.khan", Origin="https://evil.example") is None
    assert listen("aisha.khan", Origin="http://localhost") is not None


def test_what_a_browser_says_does_nothing(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    for word in (
        '42["join","space:1"]',
        '42["news",{"events":[]}]',
        "40/admin,",
        '42["enter_room",{"room":"person:1"}]',
    ):
        tomas.say(word)
    post(session, world.mei, "Secret", space=world.mill)
    commit(session)
    assert heard(hub, tomas, world.tomas.id) == []
    assert tomas.open


@pytest.mark.parametrize("said", ["x" * 2000, "nonsense"])
def test_whoever_talks_too_much_is_hung_up_on(hub, listen, said):
    tomas = listen("tomas.reyes")
    for _ in range(100):
        tomas.say(said)
    assert tomas.ends()


def test_whoever_does_not_listen_is_hung_up_on_and_holds_up_nobody(hub, listen, world):
    tomas, ben = listen("tomas.reyes"), listen("ben.okafor")
    for _ in range(40):
        hub.lines.soon(lambda: hub.lines.tell(f"person:{world.tomas.id}", {"events": [], "filler": "x" * 50_000}))
    assert heard(hub, ben, world.ben.id) == []
    assert ben.open
    assert tomas.ends()


def moved_department(session, world):
    change_department(session, world.roads, world.ada, name="Roads", abbreviation="", description="", parent=None)


def narrowed(session, world):
    change_openness(session, world.desk, world.ada, "invite", "legal", date.today() + timedelta(days=30))


def lost_the_curators_role(session, world):
    add_member(session, world.desk, world.ben, "reader", world.aisha)


def another_department(session, world):
    values = {"name": "Ben Okafor", "email": None, "is_admin": False, "is_moderator": False}
    change_account(session, world.ben, world.ada, department_id=None, **values)


ENDS = {
    "removed from a space": ("gwen.guest", lambda s, w: take_out(s, w.mill, w.gwen, w.mei)),
    "let into a space": ("tomas.reyes", lambda s, w: add_member(s, w.mill, w.tomas, "reader", w.mei)),
    "another role": ("ben.okafor", lost_the_curators_role),
    "narrowed space": ("aisha.khan", narrowed),
    "account closed": ("tomas.reyes", lambda s, w: disable(s, w.tomas, w.ada)),
    "suspended": ("tomas.reyes", lambda s, w: suspend(s, w.tomas, viewer_of(s, w.mo), "Rude replies")),
    "made a guest": ("tomas.reyes", lambda s, w: make_guest(s, w.tomas, w.ada)),
    "signed out": ("tomas.reyes", lambda s, w: end_logins(s, w.tomas)),
    "moved to a department": ("ben.okafor", another_department),
    "department moved": ("aisha.khan", moved_department),
}


@pytest.mark.parametrize("why", ENDS)
def test_when_rights_change_the_line_ends(hub, listen, session, world, why):
    who, act = ENDS[why]
    line = listen(who)
    act(session, world)
    commit(session)
    assert line.ends()


def test_others_stay(hub, listen, session, world):
    ben = listen("ben.okafor")
    end_logins(session, world.tomas)
    commit(session)
    assert heard(hub, ben, world.ben.id) == []
    assert ben.open


def test_a_removed_member_comes_back_and_hears_nothing(hub, listen, session, world):
    gwen = listen("gwen.guest")
    take_out(session, world.mill, world.gwen, world.mei)
    commit(session)
    assert gwen.ends()
    again = listen("gwen.guest")
    post(session, world.mei, "After", space=world.mill)
    commit(session)
    assert heard(hub, again, world.gwen.id) == []


def test_a_department_that_a_space_is_no_longer_shared_with_hears_nothing(hub, listen, session, world):
    share(session, world.mill, world.transport, world.mei)
    commit(session)
    ben = listen("ben.okafor")
    post(session, world.mei, "Before", space=world.mill)
    commit(session)
    assert len(heard(hub, ben, world.ben.id)) == 1
    unshare(session, world.mill, world.transport.id, world.mei)
    commit(session)
    assert ben.ends()


def test_a_suspended_person_does_not_come_back(hub, listen, browser, session, world):
    tomas = browser("tomas.reyes")
    suspend(session, world.tomas, viewer_of(session, world.mo), "Rude replies")
    commit(session)
    assert open_line(tomas.client) is None


def test_a_disabled_person_does_not_come_back(hub, listen, browser, session, world):
    tomas = browser("tomas.reyes")
    disable(session, world.tomas, world.ada)
    commit(session)
    assert open_line(tomas.client) is None


def test_a_login_that_ended_without_an_act_is_found_by_a_look_at_all(hub, listen, session, world):
    tomas, ben = listen("tomas.reyes"), listen("ben.okafor")
    session.query(Login).filter_by(person_id=world.tomas.id).update({"created_at": clock.now() - timedelta(days=400)})
    commit(session)
    hub.check_logins()
    assert tomas.ends()
    assert heard(hub, ben, world.ben.id) == []
    assert ben.open


def test_when_all_places_are_taken_the_next_is_refused(hub, listen):
    hub.limit = 1
    assert listen("aisha.khan") is not None
    assert listen("ben.okafor") is None


def test_a_place_is_free_again_when_somebody_leaves(hub, listen):
    hub.limit = 1
    first = listen("aisha.khan")
    first.end.close()
    for _ in range(1000):
        if not len(hub.rooms):
            break
    assert listen("ben.okafor") is not None or len(hub.rooms) == 1


def test_no_socket_server_runs_when_live_connections_are_switched_off(tmp_path):
    made = create_app(Settings(data=tmp_path, secret_key="x", live_connections=0))
    assert "live" not in made.extensions["witan"].extras
    made.extensions["witan"].engine.close()
    made.extensions["witan"].database.close()
