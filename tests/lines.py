"""A browser's live line without a browser: speaks WebSocket and Socket.IO over one end of a pair of sockets."""

import json
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from flask.testing import FlaskClient
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Message, Ping, TextMessage

from blueprints.realtime.hub import Hub
from models.activity.live import Happening

ASKED = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
ADDRESS = "/socket.io/?EIO=4&transport=websocket"
PATIENCE = 10.0


class Line:
    """An open line, or one that was refused (`open` is false)."""

    def __init__(self, end: socket.socket) -> None:
        end.settimeout(PATIENCE)
        self.end = end
        self.open = True
        self.said: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self._framing = Connection(ConnectionType.CLIENT)

    def hello(self) -> "Line":
        """Socket.IO's greeting; afterwards events come."""
        self.wait_for("0{")
        self.say("40")
        self.wait_for("40{")
        return self

    def say(self, text: str) -> None:
        with suppress(OSError):
            self.end.sendall(self._framing.send(TextMessage(data=text)))

    def wait_for(self, beginning: str) -> str:
        """The first message that begins so; closes when the line ends before."""
        while True:
            for index, each in enumerate(self.said):
                if each.startswith("44"):
                    raise EOFError("The line was refused")
                if each.startswith(beginning):
                    return self.said.pop(index)
            if not self.receive():
                raise EOFError(f"The line ended without {beginning!r}")

    def receive(self) -> bool:
        """Take what came; False when the line has ended."""
        try:
            data = self.end.recv(65536)
        except ConnectionResetError:
            data = b""
        if data:
            self._framing.receive_data(data)
            for each in self._framing.events():
                self._take(each)
        self.open = self.open and bool(data)
        return self.open

    def _take(self, each: object) -> None:
        if isinstance(each, Ping):
            self.end.sendall(self._framing.send(each.response()))
        elif isinstance(each, CloseConnection):
            self.open = False
        elif isinstance(each, Message):
            if each.data == "2":
                self.say("3")
            elif each.data == "41":
                self.open = False
            else:
                self.said.append(str(each.data))

    def events(self) -> list[dict[str, Any]]:
        """The live events among what came."""
        told = [json.loads(each[2:]) for each in self.said if each.startswith("42")]
        self.said.clear()
        return [event for name, news in told if name == "news" for event in news["events"]]

    def next_event(self) -> dict[str, Any]:
        """The next live event; the line's own patience ends the wait."""
        while not self.waiting:
            if found := self.events():
                self.waiting = found
            elif not self.receive():
                raise EOFError("The line ended without an event")
        return self.waiting.pop(0)

    def ends(self) -> bool:
        """Whether the line ends, which it does at once or never."""
        until = time.monotonic() + PATIENCE
        while self.open and time.monotonic() < until:
            self.receive()
        return not self.open


def _ask(client: FlaskClient, headers: dict[str, str], theirs: socket.socket) -> None:
    with theirs, suppress(Exception):
        client.get(ADDRESS, headers=ASKED | headers, environ_overrides={"gunicorn.socket": theirs})


def open_line(client: FlaskClient, **headers: str) -> Line | None:
    """A line with the cookies of a client; None when it is refused."""
    mine, theirs = socket.socketpair()
    # Where a thread holds the line, the request lasts as long as the line.
    threading.Thread(target=_ask, args=(client, headers, theirs), daemon=True).start()
    line = Line(mine)
    with suppress(TimeoutError, EOFError):
        head = b""
        while not head.endswith(b"\r\n\r\n") and (more := mine.recv(1)):
            head += more
        if head.startswith(b"HTTP/1.1 101 "):
            return line.hello()
    mine.close()
    return None


def heard(hub: Hub, line: Line, person_id: int) -> list[dict[str, Any]]:
    """All events that were told to the line until now: the last is one of this test's own, to the person alone."""
    mark = Happening("notices", "person", person_id, None, f"person:{person_id}", told=True, number=time.monotonic_ns())
    hub.deliver([mark])
    found: list[dict[str, Any]] = []
    while not found or found[-1]["n"] != hub.seal.name(mark.number or 0):
        if not line.receive():
            return found + line.events()
        found += line.events()
    return found[:-1]
