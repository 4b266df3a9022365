"""Fixtures of the tests that run on both databases; loaded as a plugin by tests/conftest.py."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.core.db import Database
from tests import postgres
from tests.sparing import spare

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_number = iter(range(1_000_000))


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    with postgres.server() as address:
        postgres.with_world(address).close()
        yield address


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path, world_file: Path) -> Iterator[Database]:
    """A database of its own with the named world, for tests that commit."""
    if request.param == "sqlite":
        shutil.copy(world_file, tmp_path / "witan.db")
        made = Database(f"sqlite:///{tmp_path / 'witan.db'}", pool_size=8)
    else:
        address = request.getfixturevalue("postgres_address")
        made = postgres.new_database(address, f"test{next(_number)}", "world")
    yield spare(made)
    made.close()


@pytest.fixture(scope="session")
def shared_stores() -> Iterator[dict[str, Database]]:
    """Stays open while the tests of one file after the other change between the two."""
    made: dict[str, Database] = {}
    yield made
    for each in made.values():
        each.close()


@pytest.fixture(scope="session", params=DATABASES)
def shared_store(request: pytest.FixtureRequest, world_file: Path, shared_stores: dict[str, Database]) -> Database:
    """One database for all tests of the session that roll back what they did."""
    if request.param not in shared_stores:
        if request.param == "sqlite":
            made = Database(f"sqlite:///{world_file}", pool_size=4)
        else:
            made = postgres.new_database(request.getfixturevalue("postgres_address"), "shared", "world")
        shared_stores[request.param] = spare(made)
    return shared_stores[request.param]
