"""Real web servers beside each other over one database, and people who speak to whichever they are sent to."""

import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
from sqlalchemy.orm import Session

from bench import serving
from bench.places import ROOT
from models.core.db import Database
from models.core.settings import Settings
from tests.lines import ADDRESS, ASKED, Line
from tests.world import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SECRET = {"WITAN_SECRET_KEY": "for tests alone", "WITAN_THREADS": "8", "WITAN_WORKER": "no"}


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
    """Servers over the database of a data folder, or over the one at `url`."""

    folder: Path
    url: str = ""
    queue: Any = None
    servers: list[serving.Server] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def ports(self) -> list[int]:
        return [server.port for server in self.servers]

    def start(self, count: int, **words: str) -> None:
        """So many servers, each in processes of its own; what they say stands in the file `said`."""
        env = serving.environment(
            self.folder, **SECRET, **words, **({"WITAN_DATABASE_URL": self.url} if self.url else {})
        )
        for _ in range(count):
            port = serving.free_port()
            with (self.folder / "said").open("a") as said:
                process = subprocess.Popen(
                    serving.flask("serve"), cwd=ROOT, env={**env, "WITAN_PORT": str(port)}, stderr=said
                )
            self.servers.append(serving.Server(process, port))
        for server in self.servers:
            serving.wait_for(server)

    def end(self, sign: int) -> float:
        """Tell all servers to stop; the seconds until their processes are gone."""
        begun = time.monotonic()
        tree = [process for server in self.servers for process in server.tree()]
        for server in self.servers:
            server.process.send_signal(sign)
        _gone, alive = psutil.wait_procs(tree, timeout=60)
        for each in alive:
            each.kill()
        for server in self.servers:
            server.process.wait()
        return time.monotonic() - begun

    def sign_in(self, username: str) -> Person:
        made = Person("", self.lines)
        made.ask(self.ports[0], "GET", "/sign-in")
        assert made.ask(self.ports[0], "POST", "/sign-in", {"username": username, "password": PASSWORD})[0] == 303
        made.ask(self.ports[0], "GET", "/posts")
        return made

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of a third process, which has no live connections and tells nobody."""
        database = Database(Settings(data=self.folder, database_url=self.url).database)
        with database.writing() as session:
            yield session
        database.close()
