"""Looking into the database of an index past its engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from models.core.db import Database


@contextmanager
def in_database(url: str) -> Iterator[Callable[..., Any]]:
    database = Database(url, pool_size=1)
    with database.engine.begin() as connection:
        yield connection.exec_driver_sql
    database.close()
