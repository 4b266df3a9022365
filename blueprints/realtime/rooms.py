"""Which connections are in which room. A room is an audience key; whoever gains or loses a right is sent away from all
of them, and comes back with the keys held then. Used from several threads."""

import threading
from collections.abc import Iterable
from typing import Protocol

from models.activity.live import Happening

# Acts on a space after which the person concerned, else whoever acted, holds other keys.
CHANGES_KEYS = {"joined", "left", "let-in", "set-role", "inherited-space", "removed-member"}
CHANGES_ALL_KEYS = {"unshared", "shared", "set-openness"}


class Guest(Protocol):
    """Somebody's open connection, or one that is about to open."""

    person_id: int
    login_id: int

    def dismiss(self) -> None: ...

    def hang_up(self) -> None: ...

    def push(self, finished: bytes) -> None: ...


class Full(Exception):
    """All places are taken."""


class Rooms:
    """The rooms of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rooms: dict[str, set[Guest]] = {}
        self._of: dict[Guest, set[str]] = {}

    def __len__(self) -> int:
        return len(self._of)

    def enter(self, guest: Guest, rooms: Iterable[str]) -> bool:
        """Let a guest into rooms; False when it was sent away in the meantime."""
        with self._lock:
            if guest not in self._of:
                return False
            for room in rooms:
                self._rooms.setdefault(room, set()).add(guest)
                self._of[guest].add(room)
            return True

    def register(self, guest: Guest, most: int) -> bool:
        """Give a guest a place and their own room; False when all places are taken."""
        with self._lock:
            if len(self._of) >= most:
                return False
            self._of[guest] = set()
        return self.enter(guest, [f"person:{guest.person_id}"])

    def leave(self, guest: Guest) -> None:
        with self._lock:
            for room in self._of.pop(guest, ()):
                there = self._rooms[room]
                there.discard(guest)
                if not there:
                    del self._rooms[room]

    def among(self, room: str) -> list[Guest]:
        with self._lock:
            return list(self._rooms.get(room, ()))

    def guests(self) -> list[Guest]:
        with self._lock:
            return list(self._of)

    def close(self, room: str) -> None:
        """Send all away who are in a room."""
        for guest in self.among(room):
            self.leave(guest)
            guest.dismiss()


def changed_rooms(happening: Happening) -> list[str]:
    """Rooms whose people hold other keys after this act."""
    if happening.subject_kind == "person" and not happening.told:
        return [f"person:{happening.subject_id}"]
    if happening.subject_kind == "department":
        return [f"department:{happening.subject_id}"]
    if happening.subject_kind != "space":
        return []
    if happening.verb in CHANGES_KEYS:
        return [f"person:{happening.person_id or happening.actor_id}"]
    return [f"space:{happening.subject_id}"] if happening.verb in CHANGES_ALL_KEYS else []
