"""The migrations make exactly the tables that the code expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.core import migrating
from models.core.db import Database
from tests import postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    else:
        made = postgres.new_database(request.getfixturevalue("postgres_address"), f"empty-{request.node.name}")
    yield made
    made.close()


def test_the_migrations_are_complete(empty: Database) -> None:
    migrating.upgrade(empty)
    assert migrating.differences(empty) == []


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    migrating.upgrade(empty)
    migrating.upgrade(empty)
    assert migrating.current(empty) == migrating.newest()
