"""One WebSocket without a thread: taken over from the web server after the handshake, then held by an event loop.

Speaks WebSocket to the browser and ASGI to Socket.IO. What a room is told goes past Socket.IO as finished bytes, so
that a thousand browsers cost a thousand writes and nothing else.
"""

import asyncio
import base64
import hashlib
import json
import os
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from wsproto.connection import Connection as Framing
from wsproto.connection import ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
# A browser says hello and answers a ping every 25 seconds; nothing of what it says is longer.
LONGEST = 1000
FREE_MESSAGES = 20
# Bytes that a browser has not fetched: it is gone, or too slow to be told one by one.
MOST_UNSENT = 256 * 1024
SOCKETIO = {"type": "websocket", "path": "/socket.io/", "query_string": b"EIO=4&transport=websocket"}
HEADERS = [(b"connection", b"upgrade"), (b"upgrade", b"websocket")]
Serve = Callable[[dict[str, Any], Any, Any], Any]


def frame(text: str) -> bytes:
    """A whole text message of a server."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    head = struct.pack("!BBH", 0x81, 126, size) if size < 65536 else struct.pack("!BBQ", 0x81, 127, size)
    return head + payload


def event(name: str, data: object) -> bytes:
    """A Socket.IO event as the bytes of its message."""
    return frame("42" + json.dumps([name, data], separators=(",", ":")))


AWAY = frame("41")
# The end of a WebSocket by a server that goes away.
CLOSED = struct.pack("!BBH", 0x88, 2, 1001)


def take_over(held: socket.socket, key: str) -> socket.socket:
    """Answer the handshake and take the connection from the web server, which is left with one that is closed."""
    mine = socket.socket(fileno=os.dup(held.fileno()))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        # The server shuts down what it holds after the request: that must not be the browser's connection.
        os.dup2(ours.fileno(), held.fileno())
    accept = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()  # noqa: S324 - as RFC 6455 has it
    lines = ("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade")
    mine.setblocking(True)
    mine.sendall("\r\n".join((*lines, f"Sec-WebSocket-Accept: {accept}", "", "")).encode())
    mine.setblocking(False)
    return mine


class Connection(asyncio.Protocol):
    """One browser's line. Its methods run in the event loop, but for `__init__` and `dismiss`."""

    def __init__(self, person_id: int, login_id: int, gone: Callable[["Connection"], None]) -> None:
        self.person_id, self.login_id = person_id, login_id
        self.ready = False
        self._gone = gone
        self._dismissed = False
        self._framing = Framing(ConnectionType.SERVER)
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._part = ""
        self._messages = 0
        self._begun = time.monotonic()
        self._transport: asyncio.Transport | None = None
        self._serve: Serve | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None

    def begin(self, loop: asyncio.AbstractEventLoop, serve: Serve) -> "Connection":
        self._loop, self._serve = loop, serve
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport) and self._serve and self._loop
        self._transport = transport
        if self._dismissed:
            transport.close()
            return
        scope = {**SOCKETIO, "headers": HEADERS, "connection": self}
        self._heard.put_nowait({"type": "websocket.connect"})
        self._task = self._loop.create_task(self._serve(scope, self._heard.get, self._send))

    def connection_lost(self, _error: Exception | None) -> None:
        self._heard.put_nowait({"type": "websocket.disconnect"})
        self._gone(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._framing.receive_data(data)
            for each in self._framing.events():
                self._take(each)
        except (RemoteProtocolError, LocalProtocolError, ValueError):
            self.hang_up()

    def _take(self, found: Any) -> None:
        if isinstance(found, Ping):
            self._write(self._framing.send(found.response()))
        elif isinstance(found, CloseConnection):
            if self._framing.state is ConnectionState.REMOTE_CLOSING:
                self._write(self._framing.send(found.response()))
            self.hang_up()
        elif isinstance(found, BytesMessage):
            raise ValueError("Browsers have nothing to say in bytes")
        elif isinstance(found, TextMessage):
            self._listen(found)

    def _listen(self, found: TextMessage) -> None:
        """Pass a message on to Socket.IO, which knows of no event that a browser could send. Raises ValueError."""
        self._part += found.data
        if len(self._part) > LONGEST:
            raise ValueError("A message is too long")
        if not found.message_finished:
            return
        self._messages += 1
        if self._messages > FREE_MESSAGES + (time.monotonic() - self._begun):
            raise ValueError("Too many messages")
        self._heard.put_nowait({"type": "websocket.receive", "text": self._part})
        self._part = ""

    async def _send(self, message: dict[str, Any]) -> None:
        """What Socket.IO sends."""
        if message["type"] == "websocket.send":
            self._write(frame(message["text"]))
        elif message["type"] == "websocket.close":
            self.hang_up()

    def push(self, finished: bytes) -> None:
        """Send finished bytes, once Socket.IO has said hello; before that, the browser asks what it missed."""
        if self.ready:
            self._write(finished)

    def _write(self, finished: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(finished)
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            self._transport.abort()

    def hang_up(self) -> None:
        """End the line."""
        if self._transport is not None:
            self._transport.close()

    def dismiss(self) -> None:
        """Send the browser away: it may come back with the rights it has then. May be called from any thread."""
        self._dismissed = True
        if self._loop is not None:
            # A loop that is ending hangs up by itself.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._part_from)

    def _part_from(self) -> None:
        self._write(AWAY + CLOSED)
        self.hang_up()
