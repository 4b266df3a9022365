"""The web server: gunicorn with threads in one process, the worker thread beside it. Nothing of what it serves."""

import logging
import threading
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

from blueprints.kit.services import Services

log = logging.getLogger(__name__)

SECONDS_TO_FINISH = 3
# More than a worker needs that finishes its requests first and then ends its threads, on a busy machine.
SECONDS_TO_END = 20
# What somebody pastes into the box of search gets an answer: 10,000 letters are up to 120,000 characters of an address.
LONGEST_ADDRESS = 128 * 1024
# Gunicorn takes less from its settings, or no end at all.
message.MAX_REQUEST_LINE = LONGEST_ADDRESS


class Worker(ThreadWorker):
    """Gunicorn's threads; when they shall stop, live lines end first: each is a request that would go on for hours."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.alive:
            self.method_queue.defer(self._end_lines)
        super().handle_exit(sig, frame)

    def _end_lines(self) -> None:
        # The main loop goes on with requests that are being answered.
        threading.Thread(target=end_lines, args=(self.app.services,), name="witan-ending", daemon=True).start()


class Server(BaseApplication):
    """Gunicorn around one application object; `started` is called in the serving process once it can answer."""

    def __init__(self, app: Flask, services: Services) -> None:
        self.app = app
        self.services = services
        super().__init__()

    def load_config(self) -> None:
        settings = self.services.settings
        lines = settings.live_connections if settings.live_lines == "threads" else 0
        values: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": 1,
            "worker_class": Worker,
            # Each line that Flask-SocketIO holds takes a thread; threads are made when they are needed.
            "threads": settings.threads + lines,
            "worker_connections": 1000 + settings.threads + lines,
            "timeout": 60,
            "graceful_timeout": SECONDS_TO_END,
            "keepalive": 15,
            "limit_request_line": LONGEST_ADDRESS,
            # Its own words about starting and stopping are for those who look for a fault.
            "loglevel": settings.log_level if settings.log_level in ("debug", "error") else "warning",
            "proc_name": "witan",
            # All instances of a user would share one control socket.
            "control_socket_disable": True,
            "post_worker_init": lambda worker: begin(worker, self.services),
            "worker_exit": lambda server, worker: stop_background(self.services),
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def begin(worker: Worker, services: Services) -> None:
    """In the serving process, which stops to wait for requests before it is ended by force."""
    worker.cfg.set("graceful_timeout", SECONDS_TO_FINISH)
    start_background(services)


def start_background(services: Services) -> None:
    """Begin what runs beside the requests; look after the index, then take jobs, in a thread of the process."""
    for each in services.background:
        each.start()
    if services.settings.worker:
        threading.Thread(target=look_after, args=(services,), name="witan-worker", daemon=True).start()
        services.reader.start()


def look_after(services: Services) -> None:
    """Check the index and take jobs until the worker is told to stop."""
    try:
        services.indexer.verify_at_start()
    except Exception:
        log.exception("The search index could not be checked; it is tried again with the next change")
    services.worker.run()


def end_lines(services: Services) -> None:
    """End what runs beside the requests; twice does no harm."""
    for each in services.background:
        each.stop()


def stop_background(services: Services) -> None:
    """Let the batch in hand finish, then let go of index and database."""
    end_lines(services)
    services.worker.stop()
    services.reader.stop()
    services.database.close()
