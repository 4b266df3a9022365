"""Joins events and sockets: an event is told to the room of its audience, by ids alone; rights that change end
connections. What may be seen is asked for by the browser, through the same doors as always."""

import asyncio
import logging
import resource
import socket
import threading
import weakref
from contextlib import suppress
from datetime import timedelta
from typing import Any

import socketio
from flask import Flask

from blueprints.kit.services import Services
from blueprints.realtime import wire
from blueprints.realtime.neighbours import Neighbours
from blueprints.realtime.reading import Reader
from blueprints.realtime.rooms import Rooms, changed_rooms
from blueprints.realtime.since import event_of
from models.activity.live import Happening, on_act
from models.people.login import signed_in, still_open
from models.policy.viewer import viewer_from

log = logging.getLogger(__name__)

# Files that a process needs besides its connections.
OTHER_FILES = 500
SECONDS_TO_END = 2

_hubs: "weakref.WeakSet[Hub]" = weakref.WeakSet()


class Hub:
    """The live connections of one process."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.limit = services.settings.live_connections
        self.rooms = Rooms()
        self.reader = Reader(services.database, self.deliver, self.check_logins)
        url = services.settings.queue_url
        self.neighbours = Neighbours(url, self.reader.nudge) if url else None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in the process that serves: nothing of this may live through a fork."""
        with self._lock:
            if self.loop is not None:
                return
            self.limit = min(self.limit, _files() - OTHER_FILES)
            self.loop = asyncio.new_event_loop()
        self.socketio = socketio.AsyncServer(
            async_mode="asgi", transports=["websocket"], cors_allowed_origins=[], max_http_buffer_size=wire.LONGEST
        )
        self.socketio.on("connect", self._said_hello)
        self._thread = threading.Thread(target=self._run, args=(self.loop,), name="witan-live", daemon=True)
        self._thread.start()
        self.reader.start()
        if self.neighbours:
            self.neighbours.start()

    def stop(self) -> None:
        """End all connections; browsers come back to whoever serves then."""
        self.reader.stop()
        if self.neighbours:
            self.neighbours.stop()
        loop, self.loop = self.loop, None
        if self._thread is not None and loop is not None:
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join(timeout=SECONDS_TO_END)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_forever()
        for each in self.rooms.guests():
            each.hang_up()
        loop.run_until_complete(_end_others())
        loop.close()

    @property
    def number(self) -> int | None:
        """The event that a page drawn now has surely seen; None before the hub runs."""
        return self.reader.upto

    def admit(self, token: str) -> wire.Connection | None:
        """A place for whoever holds the token of an open login, in the rooms of the keys held now. None when it has
        ended; raises Full."""
        days = timedelta(days=self.services.settings.session_days)
        with self.services.database.reading() as session:
            row = signed_in(session, token, days)
        if row is None:
            return None
        made = wire.Connection(row.id, row.login_id, self.rooms.leave)
        if not self.rooms.register(made, self.limit):
            raise Full
        # Asked again from within the own room: a right that is taken away in between ends this connection.
        with self.services.database.reading() as session:
            row = signed_in(session, token, days)
            keys = viewer_from(session, row).keys if row else ()
        if row is None or not self.rooms.enter(made, keys):
            self.rooms.leave(made)
            return None
        return made

    def take(self, connection: wire.Connection, line: socket.socket) -> None:
        """Hold a line from now on."""
        self.start()
        loop = self.loop
        assert loop is not None
        connection.begin(loop, self.socketio.handle_request)
        asyncio.run_coroutine_threadsafe(loop.connect_accepted_socket(lambda: connection, line), loop)

    async def _said_hello(self, _sid: str, environ: dict[str, Any]) -> None:
        environ["asgi.scope"]["connection"].ready = True

    def hear(self, happening: Happening) -> None:
        """An act of this process, after its commit."""
        if happening.number is None or self.loop is None:
            return
        self.reader.heard(happening)
        if self.neighbours:
            self.neighbours.tell()

    def deliver(self, happenings: list[Happening]) -> None:
        """Send away whose rights changed, and tell the rest; in the order in which it happened."""
        for each in happenings:
            for room in changed_rooms(each):
                self.rooms.close(room)
            if each.told:
                with self._lock:
                    first = not self._waiting
                    self._waiting.setdefault(each.audience, []).append(event_of(each))
                loop = self.loop
                if first and loop is not None:
                    # A loop that is ending has nobody to tell.
                    with suppress(RuntimeError):
                        loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        # What happened while the last was sent goes out together.
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for room, events in waiting.items():
            finished = wire.event("news", {"upto": self.number or 0, "events": events})
            for each in self.rooms.among(room):
                each.push(finished)

    def check_logins(self) -> None:
        """Send away whose login has ended or grown too old without an act that says so."""
        guests = self.rooms.guests()
        days = timedelta(days=self.services.settings.session_days)
        with self.services.database.reading() as session:
            valid = still_open(session, {each.login_id for each in guests}, days)
        for each in guests:
            if each.login_id not in valid:
                self.rooms.leave(each)
                each.dismiss()


class Full(Exception):
    """All places are taken."""


async def _end_others() -> None:
    """End all that runs in this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _files() -> int:
    """How many files this process may open; raised as far as the system lets it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


@on_act
def _hear(happening: Happening) -> None:
    for hub in list(_hubs):
        hub.hear(happening)


def install(app: Flask) -> None:
    """Give the application its hub; with a limit of 0 browsers only ask from time to time."""
    services: Services = app.extensions["witan"]
    hub = None
    if services.settings.live_connections:
        hub = Hub(services)
        services.extras["live"] = hub
        services.background.append(hub)
        _hubs.add(hub)
    app.jinja_env.globals.update(live_number=lambda: hub.number if hub else None)
