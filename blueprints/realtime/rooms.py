"""Which connections are in which room. Closing a room ends the connections in it, in every process.

A room is an audience key. Whoever loses or gains a right is sent away and comes back with the keys they hold now.
"""

from typing import Any

import socketio


class _Rooms:
    """Mixed into a client manager: `close_room` disconnects, where Socket.IO would only empty the room."""

    server: Any

    def basic_close_room(self: Any, room: str, namespace: str) -> None:
        for sid, _transport in list(self.get_participants(namespace, room)):
            self.server.disconnect(sid, namespace=namespace, ignore_queue=True)

    def anybody(self) -> bool:
        """False when nobody could hear of anything."""
        return True

    def count(self: Any, namespace: str = "/") -> int:
        """How many connections this process holds."""
        if namespace not in self.rooms:
            return 0
        return sum(1 for _each in self.get_participants(namespace, None))


class LocalRooms(_Rooms, socketio.Manager):
    """Rooms of the one process."""

    def anybody(self) -> bool:
        return self.count() > 0


class SharedRooms(_Rooms, socketio.RedisManager):
    """Rooms of all processes, which tell each other through Valkey or Redis."""


def rooms(redis_url: str) -> Any:
    """The manager for this address; without one, that of the single process."""
    if not redis_url:
        return LocalRooms()
    # The client library is Valkey's; both servers speak the same language.
    url = redis_url.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)
    return SharedRooms(url, channel="witan", redis_options={"socket_connect_timeout": 0.1})
