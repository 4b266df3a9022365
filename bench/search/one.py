"""Measures one engine in processes of their own: `python -m bench.search.one ENGINE FILE WHERE build`, then the same
with a number of queries instead of `build`. Prints JSON.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from bench.search.documents import NOW, Kept
from bench.search.engines import open_engine
from bench.search.queries import MODES, Asked, draw
from models.search.highlighting import Highlighter

UPDATES = 20
SERVER = "WITAN_BENCH_SERVER"  # process id of a database server whose work counts as well


class Clock:
    """CPU seconds of this process, and of a database server that works for it."""

    def __init__(self, server: int = 0) -> None:
        self._server = psutil.Process(server) if server else None

    def seconds(self) -> float:
        return time.process_time() + self._of_server()

    def _of_server(self) -> float:
        if self._server is None:
            return 0.0
        return sum(_on_cpu(each.pid) for each in [self._server, *self._server.children(recursive=True)])

    def ms(self, call: Callable[[], object]) -> float:
        before_server = self._of_server()
        before = time.process_time()
        call()
        own = time.process_time() - before
        return (own + self._of_server() - before_server) * 1000


def _on_cpu(pid: int) -> float:
    """Seconds on the CPU to the nanosecond; a process that has just ended has none."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def build(name: str, kept: Kept, where: str) -> dict[str, Any]:
    """How fast the index is built; another process answers from it, so that its memory holds nothing of this."""
    clock = Clock(int(os.environ.get(SERVER, "0")))
    engine = open_engine(name, where)
    before = clock.seconds()
    engine.build(iter(kept))
    found = {"documents a CPU second": len(kept) / (clock.seconds() - before)}
    engine.close()
    return found


def measure(name: str, kept: Kept, where: str, number: int) -> dict[str, Any]:
    clock = Clock(int(os.environ.get(SERVER, "0")))
    engine = open_engine(name, where)
    engine.open()
    found: dict[str, Any] = {}
    asked = draw(kept, number)
    found["first time, all sorts, + facets + highlights"] = _spread(
        [clock.ms(lambda one=one: _answer(engine, kept, one)) for one in asked]
    )
    for mode in MODES:
        mine = [one for one in asked if one.mode == mode]
        found[mode] = _spread([clock.ms(lambda one=one: engine.ask(one, False)) for one in mine])
        if mode != "prefix":
            found[f"{mode} + facets"] = _spread([clock.ms(lambda one=one: engine.ask(one, True)) for one in mine])
            found[f"{mode} + facets + highlights"] = _spread(
                [clock.ms(lambda one=one: _answer(engine, kept, one)) for one in mine]
            )
    found["update until visible"] = _spread(
        [clock.ms(lambda n=n: engine.update(_changed(kept, n))) for n in range(0, 40 * UPDATES, 40)]
    )
    found["MB of memory"] = psutil.Process().memory_full_info().pss / 2**20
    found["MB of index"] = engine.bytes() / 2**20
    engine.close()
    return found


def _answer(engine: Any, kept: Kept, one: Asked) -> None:
    """As a page of results needs it: hits, facets, and the best part of each text with its words marked."""
    ids = engine.ask(one, True)
    if one.mode == "prefix":
        return
    marker = Highlighter.for_query(one.meant or one.text)
    for id in ids:
        marker.excerpt(kept[int(id.partition(":")[2])].body)


def _changed(kept: Kept, number: int) -> Any:
    document = kept[number]
    return replace(document, body=document.body + " newly added", changed=NOW + number)


def _spread(times: list[float]) -> dict[str, float]:
    return {"median": statistics.median(times), "95th": statistics.quantiles(times, n=20)[-1]}


if __name__ == "__main__":
    _, engine_name, file, place, queries = sys.argv
    texts = Kept(Path(file))
    print(
        json.dumps(
            build(engine_name, texts, place) if queries == "build" else measure(engine_name, texts, place, int(queries))
        )
    )
