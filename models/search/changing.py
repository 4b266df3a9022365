"""From one engine to another while everything runs: built beside, caught up, and chosen at a moment without writers."""

from collections.abc import Callable
from typing import Final

from models.core.db import Database
from models.search.engine import Engine, Progress
from models.search.indexing import Indexer

ROUNDS: Final = 10
FEW: Final = 50  # differences that are caught up while the worker waits


def prepare(database: Database, new: Engine, progress: Progress | None = None) -> int:
    """Build the index of the new engine and catch up with what changed meanwhile; returns the number of documents."""
    indexer = Indexer(database, new)
    number = indexer.fill(progress)
    for _ in range(ROUNDS):
        if indexer.catch_up() <= FEW:
            break
    return number


def change_over(database: Database, old: Engine, new: Engine, choose: Callable[[], None]) -> None:
    """Catch up with the rest and choose the new engine. Raises IndexBusyError while somebody writes to the old index.

    Meanwhile nobody can write to the old index: a change whose job was done before is in the database, one whose job
    comes later goes to the new engine, because a worker looks after each commit whether the choice is still the same.
    """
    with old.locked():
        Indexer(database, new).catch_up()
        choose()
