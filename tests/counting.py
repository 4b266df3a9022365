"""Counts the SQL statements of a request, for query budgets."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from models.core.db import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL statements that run inside the block (BEGIN and COMMIT are not among them)."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
