"""Joins events and sockets: an event is told to the room of its audience, by ids alone; rights that change end
connections. What may be seen is asked for by the browser, through the same doors as always."""

import logging
import threading
import weakref
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from blueprints.kit.services import Services
from blueprints.realtime.flask_lines import FlaskLines
from blueprints.realtime.loop_lines import LoopLines, most_files
from blueprints.realtime.neighbours import Neighbours
from blueprints.realtime.reading import Reader
from blueprints.realtime.rooms import Full, Guest, Rooms, changed_rooms
from blueprints.realtime.sealing import Seal
from blueprints.realtime.since import event_of
from models.activity.live import Happening, on_act
from models.people.login import signed_in, still_open
from models.policy.viewer import viewer_from

log = logging.getLogger(__name__)

_hubs: "weakref.WeakSet[Hub]" = weakref.WeakSet()


class Hub:
    """The live connections of one process; `lines` holds them."""

    def __init__(self, app: Flask, seal: Seal) -> None:
        self.services: Services = app.extensions["witan"]
        self.seal = seal
        self.limit = self.services.settings.live_connections
        self.rooms = Rooms()
        self.lines: FlaskLines | LoopLines
        if self.services.settings.live_lines == "loop":
            self.lines = LoopLines(self.rooms)
        else:
            self.lines = FlaskLines(app, self.rooms, lambda: self.limit)
            self.lines.admit = self.admit
        self.reader = Reader(self.services.database, self.deliver, self.check_logins)
        url = self.services.settings.queue_url
        self.neighbours = Neighbours(url, self.reader.nudge) if url else None
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._told: int | None = None
        self._lock = threading.Lock()
        self._runs = False

    def start(self) -> None:
        """Begin, in the process that serves: nothing of this may live through a fork."""
        with self._lock:
            if self._runs:
                return
            self._runs = True
        self.limit = min(self.limit, most_files())
        self.lines.start()
        self.reader.start()
        if self.neighbours:
            self.neighbours.start()

    def stop(self) -> None:
        """End all connections; browsers come back to whoever serves then."""
        self.reader.stop()
        if self.neighbours:
            self.neighbours.stop()
        self._runs = False
        self.lines.stop()

    @property
    def cursor(self) -> str | None:
        """The event that a page drawn now has surely seen; None before the hub runs."""
        return None if self.reader.upto is None else self.seal.cursor(self.reader.upto)

    def admit(self, token: str, make: Callable[[int, int], Guest]) -> Guest | None:
        """A place for whoever holds the token of an open login, in the rooms of the keys held now.

        `make` makes the line of a person and login. None when the login has ended; raises Full.
        """
        if not self._runs:
            raise Full
        days = timedelta(days=self.services.settings.session_days)
        with self.services.database.reading() as session:
            row = signed_in(session, token, days)
        if row is None:
            return None
        made = make(row.id, row.login_id)
        if not self.rooms.register(made, self.limit):
            raise Full
        # Asked again from within the own room: a right that is taken away in between ends this connection.
        with self.services.database.reading() as session:
            row = signed_in(session, token, days)
            keys = viewer_from(session, row).keys if row else frozenset()
        if row is None or not self.rooms.enter(made, keys):
            self.rooms.leave(made)
            return None
        return made

    def hear(self, happening: Happening) -> None:
        """An act of this process, after its commit."""
        if happening.number is None or not self._runs:
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
                    self._waiting.setdefault(each.audience, []).append(event_of(each, self.seal))
                if first:
                    self.lines.soon(self._tell)

    def _tell(self) -> None:
        # What happened while the last was sent goes out together.
        # Whoever is cut off in the middle of it goes on from what was sent before: else a room's part would be missing.
        upto = {} if self._told is None else {"upto": self.seal.cursor(self._told)}
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._told = self.reader.upto
        for room, events in waiting.items():
            self.lines.tell(room, {**upto, "events": events})

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


@on_act
def _hear(happening: Happening) -> None:
    for hub in list(_hubs):
        hub.hear(happening)


def install(app: Flask) -> None:
    """Give the application its hub; with a limit of 0 browsers only ask from time to time."""
    services: Services = app.extensions["witan"]
    hub = None
    seal = services.extras["seal"] = Seal(str(app.secret_key))
    if services.settings.live_connections:
        hub = Hub(app, seal)
        services.extras["live"] = hub
        services.background.append(hub)
        _hubs.add(hub)
    app.jinja_env.globals.update(live_cursor=lambda: hub.cursor if hub else None)
