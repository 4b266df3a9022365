"""The engines that the contract tests run against. Another engine joins by one more entry in ENGINES."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from models.core.db import Database
from models.search.engine import Engine
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine
from tests import postgres

# Each opens an index where it lies: in a folder, or in a database.
ENGINES: dict[str, Callable[[str], Any]] = {"whoosh": WhooshEngine, "postgres": PostgresEngine}
PARAMS = ["whoosh", pytest.param("postgres", marks=pytest.mark.postgres)]
DROP_ALL = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'witan\\_search%%' LOOP
        EXECUTE format('DROP SCHEMA %%I CASCADE', name);
    END LOOP;
END $$
"""
Place = Callable[[str], str]
_number = count()
_free: list[str] = []  # databases whose index may be thrown away: making one takes longer than most tests


@pytest.fixture(params=PARAMS)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where the index of a name lies; a new one for each test."""
    places: dict[str, str] = {}

    def found(name: str = "index") -> str:
        if name not in places:
            places[name] = str(tmp_path / name) if engine_name == "whoosh" else _database(request)
        return places[name]

    yield found
    if engine_name == "postgres":
        _free.extend(places.values())


def _database(request: pytest.FixtureRequest) -> str:
    address = request.getfixturevalue("postgres_address")
    if not _free:
        made = postgres.new_database(address, f"search{next(_number)}")
        made.close()
        return made.url
    url = _free.pop()
    database = Database(url, pool_size=1)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(DROP_ALL)
    database.close()
    return url


@pytest.fixture
def open_engine(engine_name: str, place: Place) -> Iterator[Callable[..., Engine]]:
    """Opens an engine over a named index; the same name opens the same index again."""
    opened: list[Engine] = []

    def opens(name: str = "index") -> Engine:
        opened.append(ENGINES[engine_name](place(name)))
        return opened[-1]

    yield opens
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Engine:
    """An engine with an empty index."""
    engine = open_engine()
    engine.rebuild([])
    return engine
