"""Process CPU time of single calls, taken in rounds that alternate between what is compared; SQL statements."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from models.core.db import Database

WARM_UP = 30
ROUNDS = 12
CALLS = 20


def cpu_ms(*calls: Callable[[], object], rounds: int = ROUNDS, number: int = CALLS) -> list[float]:
    """CPU milliseconds of each call: the median of its quietest round.

    Rounds alternate between the calls, so that noise hits all of them alike; other work on the machine stretches CPU
    time too, so the quietest round is nearest to the cost.
    """
    for call in calls:
        for _ in range(WARM_UP):
            call()
    medians: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for found, call in zip(medians, calls, strict=True):
            found.append(statistics.median(once(call) for _ in range(number)))
    return [min(found) for found in medians]


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
