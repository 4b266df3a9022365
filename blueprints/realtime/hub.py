"""Joins acts and sockets: a new entry is told to the room of its audience, by ids alone; rights that change end
connections. What may be seen is asked for by the browser, through the same doors as always."""

import weakref
from functools import partial
from typing import Any

from flask import Flask
from flask_socketio import ConnectionRefusedError, SocketIO, join_room

from blueprints.kit.request import viewer
from blueprints.kit.services import services
from blueprints.realtime.rooms import rooms
from blueprints.realtime.sending import Sender
from blueprints.realtime.since import event_of
from models.activity.live import Happening, on_act
from models.policy.viewer import viewer_of

# Connections that are told "full" before they go; each holds a thread for that moment.
SPARE = 4
# Acts on a space after which the person concerned, else whoever acted, holds other keys.
CHANGES_KEYS = {"joined", "left", "let-in", "set-role", "removed-member"}
CHANGES_ALL_KEYS = {"unshared", "shared", "set-openness"}

_hubs: "weakref.WeakSet[Hub]" = weakref.WeakSet()


class Hub:
    """The socket server of one application."""

    def __init__(self, app: Flask) -> None:
        settings = app.extensions["witan"].settings
        self.limit = settings.live_connections
        self.sender = Sender()
        self.rooms = rooms(settings.redis_url)
        # The queue goes to init_app only: given to the constructor, all handlers would silently be dropped.
        self.socketio = SocketIO()
        self.socketio.on("connect")(self._connect)
        self.socketio.init_app(
            app,
            async_mode="threading",
            client_manager=self.rooms,
            transports=["websocket"],
            path="/socket.io",
            cookie=None,
        )
        self._app = weakref.ref(app)
        eio = self.socketio.server.eio
        eio.on("connect", partial(self._knock, eio.handlers["connect"]))

    def _knock(self, let_in: Any, eio_sid: str, environ: dict[str, Any]) -> Any:
        """Before a connection takes a thread for good: is there room, and is somebody signed in?"""
        app = self._app()
        if app is None or len(self.socketio.server.eio.sockets) > self.limit + SPARE:
            return False
        with app.request_context(environ):
            if not viewer().id:
                return False
        return let_in(eio_sid, environ)

    def _connect(self, _auth: Any = None) -> None:
        """Enter the rooms of the keys that the person holds now."""
        known = viewer()
        if not known.id:
            raise ConnectionRefusedError("signed-out")
        if self.rooms.count() > self.limit:
            raise ConnectionRefusedError("full")
        # First the own room, then the keys: a right that is taken away in between ends this connection.
        join_room(f"person:{known.id}")
        with services().database.reading() as session:
            keys = viewer_of(session, known.id).keys
        for key in keys:
            join_room(key)

    def tell(self, happening: Happening) -> None:
        """Pass an act on, after its commit."""
        if not self.rooms.anybody():
            return
        if happening.told:
            news = {"upto": 0, "events": [event_of(happening)]}
            self.sender.call(partial(self.socketio.emit, "news", news, to=happening.audience))
        for room in changed_rooms(happening):
            self.sender.call(partial(self.socketio.close_room, room))


def changed_rooms(happening: Happening) -> list[str]:
    """Rooms whose people hold other keys after this act."""
    if happening.subject_kind == "person":
        return [f"person:{happening.subject_id}"]
    if happening.subject_kind != "space":
        return []
    if happening.verb in CHANGES_KEYS:
        return [f"person:{happening.person_id or happening.actor_id}"]
    return [f"space:{happening.subject_id}"] if happening.verb in CHANGES_ALL_KEYS else []


@on_act
def _pass_on(happening: Happening) -> None:
    for hub in list(_hubs):
        hub.tell(happening)


def install(app: Flask) -> None:
    """Give the application its socket server; with a limit of 0 browsers only ask from time to time."""
    if app.extensions["witan"].settings.live_connections:
        hub = Hub(app)
        app.extensions["witan"].extras["live"] = hub
        _hubs.add(hub)
