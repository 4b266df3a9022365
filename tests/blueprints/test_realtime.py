"""Live news: who hears of what, that only ids are told, and that rights which end are gone from the socket too."""

import json

import pytest

from app import create_app
from models.activity.live import Happening
from models.core.db import commit
from models.core.settings import Settings
from models.forums.topic import reply
from models.microblog.micropost import post
from models.people.login import end_logins
from models.spaces.joining import add_member, disable, take_out
from tests.world import CANARY


@pytest.fixture
def hub(app):
    return app.extensions["witan"].extras["live"]


@pytest.fixture
def listen(app, hub, browser):
    """`listen("aisha.khan")`: a socket that is opened with the cookies of a signed-in browser."""

    def open_(username=None):
        return hub.socketio.test_client(app, flask_test_client=browser(username).client)

    return open_


def heard(hub, client):
    """What came in, once all that was to be sent is sent."""
    hub.sender.wait()
    told = [event["args"][0] for event in client.get_received() if event["name"] == "news"]
    return [event for news in told for event in news["events"]]


def test_a_new_post_is_told_by_ids_alone(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    made = post(session, world.ben, "Words that nobody may hear")
    commit(session)
    (event,) = heard(hub, tomas)
    assert event.pop("n") > 0
    assert event == {"verb": "wrote", "kind": "post", "id": made.id, "root": None, "space": None}


def test_a_reply_names_its_topic(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    said = reply(world.question, world.question, world.ben, "A remark")
    commit(session)
    (event,) = heard(hub, tomas)
    assert (event["kind"], event["id"], event["root"]) == ("reply", said.id, world.question.id)


def test_an_outsider_hears_nothing_of_a_closed_space(hub, listen, session, world):
    tomas, mei, gwen = listen("tomas.reyes"), listen("mei.wong"), listen("gwen.guest")
    post(session, world.mei, f"Secret {CANARY}", space=world.mill)
    commit(session)
    assert heard(hub, tomas) == []
    assert len(heard(hub, mei)) == len(heard(hub, gwen)) == 1


def test_no_word_of_an_entry_goes_over_the_socket(hub, listen, session, world):
    mei = listen("mei.wong")
    post(session, world.mei, f"Secret {CANARY}", space=world.mill)
    commit(session)
    assert CANARY not in json.dumps(heard(hub, mei))


def test_a_guest_hears_nothing_that_is_for_all_staff(hub, listen, session, world):
    gwen = listen("gwen.guest")
    post(session, world.ben, "For all staff")
    commit(session)
    assert heard(hub, gwen) == []


def test_what_is_rolled_back_is_not_told(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    post(session, world.ben, "Never")
    session.rollback()
    assert heard(hub, tomas) == []


def test_nobody_connects_without_signing_in(listen):
    assert not listen().is_connected()


def test_a_removed_member_is_sent_away_and_hears_nothing_any_more(hub, listen, session, world):
    gwen = listen("gwen.guest")
    take_out(session, world.mill, world.gwen, world.mei)
    commit(session)
    hub.sender.wait()
    assert not gwen.is_connected()
    gwen.connect()
    post(session, world.mei, "After", space=world.mill)
    commit(session)
    assert heard(hub, gwen) == []


def test_a_new_member_comes_back_with_the_new_key(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    add_member(session, world.mill, world.tomas, "reader", world.mei)
    commit(session)
    hub.sender.wait()
    assert not tomas.is_connected()
    again = listen("tomas.reyes")
    post(session, world.mei, "Welcome", space=world.mill)
    commit(session)
    assert len(heard(hub, again)) == 1


def test_a_disabled_person_is_sent_away(hub, listen, session, world):
    tomas = listen("tomas.reyes")
    disable(session, world.tomas, world.ada)
    commit(session)
    hub.sender.wait()
    assert not tomas.is_connected()
    with pytest.raises(AssertionError):
        listen("tomas.reyes")


def test_signing_out_ends_the_sockets_of_the_person(hub, listen, session, world):
    tomas, ben = listen("tomas.reyes"), listen("ben.okafor")
    end_logins(session, world.tomas)
    commit(session)
    hub.sender.wait()
    assert not tomas.is_connected()
    assert ben.is_connected()


def test_when_all_places_are_taken_the_next_is_refused(hub, listen):
    hub.limit = 1
    assert listen("aisha.khan").is_connected()
    assert not listen("ben.okafor").is_connected()


def test_acts_on_entries_change_no_keys(hub):
    assert hub.tell(Happening("edited", "page", 1, 1, "everyone", 1)) is None


def test_no_socket_server_runs_when_live_connections_are_switched_off(tmp_path):
    made = create_app(Settings(data=tmp_path, secret_key="x", live_connections=0))
    assert "live" not in made.extensions["witan"].extras
    made.extensions["witan"].engine.close()
    made.extensions["witan"].database.close()
