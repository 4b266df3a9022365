"""The real server as a process of its own: started, asked over HTTP, measured from outside, ended with Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.places import ROOT

PATIENCE = 60


@dataclass
class Server:
    """A process tree that serves HTTP on a loopback port."""

    process: subprocess.Popen[bytes]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def tree(self) -> list[psutil.Process]:
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """CPU time that the whole tree has used, in steps of a hundredth of a second."""
        return sum(sum(each.cpu_times()[:2]) for each in self.tree())

    def memory(self) -> tuple[float, float]:
        """MB of the whole tree (proportional set size) and of the largest process (resident set size)."""
        found = [each.memory_full_info() for each in self.tree()]
        return sum(each.pss for each in found) / 2**20, max(each.rss for each in found) / 2**20

    def stop(self) -> float:
        """Send what Ctrl-C sends; returns the seconds until the whole tree is gone."""
        tree, begun = self.tree(), time.monotonic()
        self.process.send_signal(signal.SIGINT)
        _gone, alive = psutil.wait_procs(tree, timeout=PATIENCE)
        for each in alive:
            each.kill()
        self.process.wait()
        return time.monotonic() - begun


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a command that works on a data folder, free of settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WITAN_")}
    return {**kept, "WITAN_DATA": str(folder), "WITAN_LOG_LEVEL": "warning", "PYTHONPATH": str(ROOT), **more}


def flask(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", *words]


@contextmanager
def witan(folder: Path, **more: str) -> Iterator[Server]:
    """`flask serve` over a data folder."""
    port = free_port()
    with running(flask("serve"), port, environment(folder, WITAN_PORT=str(port), **more)) as server:
        yield server


@contextmanager
def bare(body: Path, headers: str) -> Iterator[Server]:
    """The same web server around one route of Flask that returns the bytes of a file."""
    port = free_port()
    words = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "48", "--workers", "1"]
    words += ["--keep-alive", "15", "--log-level", "warning", "--bind", f"127.0.0.1:{port}", "bench.bare:app"]
    env = environment(body.parent, BARE_BODY=str(body), BARE_HEADERS=headers)
    del env["WITAN_DATA"]
    with running(words, port, env) as server:
        yield server


@contextmanager
def running(words: list[str], port: int, env: dict[str, str]) -> Iterator[Server]:
    """Run a server until the block ends; the block begins when it answers."""
    process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    server = Server(process, port)
    try:
        wait_for(server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()


def wait_for(server: Server) -> float:
    """Seconds until it answers a request; any answer of HTTP will do."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}")
        try:
            connection = server.connect()
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
            connection.close()
            return time.monotonic() - begun
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
    raise RuntimeError("the server did not answer")
