"""Process CPU time of single calls, taken in rounds that alternate between what is compared."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from models.core.db import Database

WARM_UP = 30
ROUNDS = 8
CALLS = 25


def cpu_ms(*calls: Callable[[], object], rounds: int = ROUNDS, number: int = CALLS) -> list[float]:
    """Median CPU milliseconds of each call. Rounds alternate, so that noise hits all of them alike."""
    for call in calls:
        for _ in range(WARM_UP):
            call()
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for times, call in zip(taken, calls, strict=True):
            times += [once(call) for _ in range(number)]
    return [statistics.median(times) for times in taken]


def once(call: Callable[[], object]) -> float:
    """CPU milliseconds of this process for one call."""
    start = time.process_time_ns()
    call()
    return (time.process_time_ns() - start) / 1e6


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL statements that run inside the block, without BEGIN and COMMIT."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
