"""Lines as Flask-SocketIO holds them, each in a thread of the web server: the usual way, for hundreds of browsers."""

import queue
import socket
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, SocketIO

from blueprints.kit.request import viewer
from blueprints.realtime import wire
from blueprints.realtime.rooms import Full, Rooms

# Handshakes of browsers that come too late for a place: each holds a thread until it is told.
SPARE = 4
SECONDS_TO_END = 2
News = dict[str, Any]


class FlaskLine:
    """One browser's line. Threads of Flask-SocketIO greet it and keep it alive; news are written past them, so that no
    thread has to wake up for them. Nothing here waits for a browser."""

    def __init__(self, held: socket.socket, person_id: int, login_id: int) -> None:
        self.person_id, self.login_id = person_id, login_id
        self._held = held

    def push(self, finished: bytes) -> None:
        """Send finished bytes. Who does not take them is gone, or too slow to be told one by one."""
        try:
            whole = self._held.send(finished, socket.MSG_DONTWAIT) == len(finished)
        except OSError:
            whole = False
        if not whole:
            end(self._held)

    def dismiss(self) -> None:
        """Send the browser away: it may come back with the rights it has then.

        No end of the WebSocket is said: its threads may be saying one at this moment, and browsers complain of two.
        """
        self.push(wire.AWAY)
        end(self._held)

    def hang_up(self) -> None:
        """End the line."""
        end(self._held)


def end(held: socket.socket) -> None:
    """Have the threads of a line see that it has ended, whatever the browser does."""
    with suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)


class FlaskLines:
    """The lines of one process. `admit(token, make)` gives a place in the rooms, or None."""

    def __init__(self, app: Flask, rooms: Rooms, limit: Callable[[], int]) -> None:
        self._rooms = rooms
        self._limit = limit
        self._lines: dict[str, FlaskLine] = {}
        self._held: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.admit: Callable[..., Any] = lambda *_given: None
        self.socketio = SocketIO()
        self.socketio.on("connect")(self._connect)
        self.socketio.on("disconnect")(self._disconnect)
        pages = app.wsgi_app
        self.socketio.init_app(
            app,
            async_mode="threading",
            transports=["websocket"],
            path="/socket.io",
            cookie=None,
            max_http_buffer_size=wire.LONGEST,
        )
        sockets = partial(_until_it_ends, app.wsgi_app)
        # Whoever asks for the address without a socket gets an ordinary answer of the application.
        by_kind = lambda environ, start: (sockets if _upgrades(environ) else pages)(environ, start)  # noqa: E731
        app.wsgi_app = by_kind  # type: ignore[method-assign]
        eio = self.socketio.server.eio
        eio.on("connect", partial(self._knock, app, eio.handlers["connect"]))

    def start(self) -> None:
        """Begin, in the process that serves."""
        self._thread = threading.Thread(target=self._work, name="witan-live", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all lines; browsers come back to whoever serves then."""
        for each in self._rooms.guests():
            each.hang_up()
        # Some have not said hello yet.
        for held in list(self._held):
            end(held)
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(timeout=SECONDS_TO_END)

    def soon(self, job: Callable[[], None]) -> None:
        """Have `job` called in a moment: no request waits for sockets."""
        self._jobs.put(job)

    def tell(self, room: str, news: News) -> None:
        """Send news to all who are in a room: made into bytes once."""
        finished = wire.event("news", news)
        for each in self._rooms.among(room):
            each.push(finished)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _knock(self, app: Flask, let_in: Any, eio_sid: str, environ: dict[str, Any]) -> Any:
        """Before a connection takes a thread for good: is there room, and is somebody signed in?"""
        if len(self.socketio.server.eio.sockets) > self._limit() + SPARE:
            return False
        with app.request_context(environ):
            if not viewer().id:
                return False
        self._held.add(environ["gunicorn.socket"])
        return let_in(eio_sid, environ)

    def _connect(self, _auth: Any = None) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        try:
            made = self.admit(viewer().token, partial(FlaskLine, request.environ["gunicorn.socket"]))
        except Full:
            raise ConnectionRefusedError("full") from None
        if made is None:
            raise ConnectionRefusedError("signed-out")
        self._lines[sid] = made

    def _disconnect(self, _reason: Any = None) -> None:
        line = self._lines.pop(request.sid, None)  # type: ignore[attr-defined]
        if line is not None:
            self._rooms.leave(line)


def _until_it_ends(sockets: Any, environ: dict[str, Any], start: Any) -> Any:
    """Serve a line. One that ends in an error has another thread that would go on reading: it ends with the line."""
    try:
        return sockets(environ, start)
    except Exception:
        end(environ["gunicorn.socket"])
        raise


def _upgrades(environ: dict[str, Any]) -> bool:
    return str(environ.get("HTTP_UPGRADE", "")).lower() == "websocket"
