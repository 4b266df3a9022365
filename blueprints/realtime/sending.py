"""Sends from a thread of its own, so that no request waits for sockets or for a message queue that hangs."""

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

# More waiting than this means that the queue hangs; browsers ask once a minute anyway.
MOST_WAITING = 1000
IDLE_SECONDS = 10


class Sender:
    """Calls what it is given, in order.

    Its thread starts with a call, so never before a server forks, and ends when there is nothing to do.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def call(self, job: Callable[[], None]) -> None:
        """Have `job` called soon; dropped when too many wait."""
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            log.warning("Live news are dropped: the message queue does not take them")
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="witan-live", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Until all that was given has been called."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            try:
                job = self._waiting.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    if self._waiting.empty():
                        self._thread = None
                        return
                continue
            try:
                job()
            except Exception:
                log.exception("Live news could not be sent")
            finally:
                self._waiting.task_done()
