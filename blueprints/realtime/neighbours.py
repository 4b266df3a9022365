"""Nudges between processes through Valkey or Redis: "there is something new". They carry nothing: each process reads
from the table what it is. No request waits for them, and without them news come half a second later."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

try:
    import valkey
except ImportError:  # only needed with WITAN_REDIS_URL
    valkey = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

CHANNEL = "witan-live"
# What a server that hangs may cost the thread that speaks to it.
PATIENCE = 0.15
LISTEN_SECONDS = 1.0
REST, LONGEST_REST = 0.5, 5.0


class Neighbours:
    """The other processes. `nudged` is called, in a thread, when one of them wrote something."""

    def __init__(self, url: str, nudged: Callable[[], None]) -> None:
        if valkey is None:
            raise SystemExit("Witan cannot start. WITAN_REDIS_URL needs the packages of requirements-scale.txt.")
        self._url = url
        self._nudged = nudged
        self._written = threading.Event()
        self._stopped = False
        self._down = False

    def start(self) -> None:
        for work, name in ((self._speak, "witan-live-speaks"), (self._listen, "witan-live-listens")):
            threading.Thread(target=work, name=name, daemon=True).start()

    def stop(self) -> None:
        self._stopped = True
        self._written.set()

    def tell(self) -> None:
        """Something was written here."""
        self._written.set()

    def _client(self, **more: Any) -> Any:
        return valkey.Valkey.from_url(self._url, socket_connect_timeout=PATIENCE, **more)

    def _speak(self) -> None:
        client = None
        while not self._stopped:
            self._written.wait()
            self._written.clear()
            try:
                client = client or self._client(socket_timeout=PATIENCE, retry=None, retry_on_timeout=False)
                client.publish(CHANNEL, b"")
            except Exception as error:
                client = None
                self._went_down(error)
                time.sleep(REST)

    def _listen(self) -> None:
        rest = REST
        while not self._stopped:
            subscription = None
            try:
                client = self._client(socket_timeout=2 * LISTEN_SECONDS, health_check_interval=2)
                subscription = client.pubsub(ignore_subscribe_messages=True)
                subscription.subscribe(CHANNEL)
                while not self._stopped:
                    if subscription.get_message(timeout=LISTEN_SECONDS) is not None:
                        self._nudged()
                    self._came_back()
                    rest = REST
            except Exception as error:
                self._went_down(error)
                time.sleep(rest)
                rest = min(LONGEST_REST, rest * 2)
            finally:
                with suppress(Exception):
                    if subscription is not None:
                        subscription.close()

    def _went_down(self, error: Exception) -> None:
        if not self._down and not self._stopped:
            log.warning("The message queue does not answer (%s); news come a little later until it does", error)
        self._down = True

    def _came_back(self) -> None:
        if self._down:
            log.warning("The message queue answers again")
        self._down = False
