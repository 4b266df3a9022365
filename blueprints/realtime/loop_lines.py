"""Lines that one event loop holds, for thousands of browsers: the process takes them out of the web server's hands."""

import asyncio
import resource
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import socketio

from blueprints.realtime import wire
from blueprints.realtime.rooms import Rooms

SECONDS_TO_END = 2
# Files that a process needs besides its lines.
OTHER_FILES = 500


class LoopLines:
    """The lines of one process, in a thread with an event loop."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._loop is not None

    def start(self) -> None:
        """Begin, in the process that serves: nothing of this may live through a fork."""
        self._loop = asyncio.new_event_loop()
        self.socketio = socketio.AsyncServer(
            async_mode="asgi", transports=["websocket"], cors_allowed_origins=[], max_http_buffer_size=wire.LONGEST
        )
        self.socketio.on("connect", self._said_hello)
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="witan-live", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all lines; browsers come back to whoever serves then."""
        loop, self._loop = self._loop, None
        if self._thread is not None and loop is not None:
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join(timeout=SECONDS_TO_END)

    def soon(self, job: Callable[[], None]) -> None:
        """Have `job` called in the loop; one that is ending has nobody to tell."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(job)

    def tell(self, room: str, news: dict[str, Any]) -> None:
        """Send news to all who are in a room: made into bytes once."""
        finished = wire.event("news", news)
        for each in self._rooms.among(room):
            each.push(finished)

    def take(self, connection: wire.Connection, line: socket.socket) -> None:
        """Hold a line from now on."""
        loop = self._loop
        assert loop is not None
        connection.begin(loop, self.socketio.handle_request)
        asyncio.run_coroutine_threadsafe(loop.connect_accepted_socket(lambda: connection, line), loop)

    async def _said_hello(self, _sid: str, environ: dict[str, Any]) -> None:
        environ["asgi.scope"]["connection"].ready = True

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_forever()
        for each in self._rooms.guests():
            each.hang_up()
        loop.run_until_complete(_end_others())
        loop.close()


async def _end_others() -> None:
    """End all that runs in this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def most_files() -> int:
    """How many lines this process may hold as files; the system's limit is raised as far as it lets us."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_FILES
