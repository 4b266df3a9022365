"""The migrations make exactly the tables that the code expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, select, text
from sqlalchemy.exc import IntegrityError

from models.core import clock, migrating
from models.core.db import Database
from models.people.person import add_person
from models.spaces.joining import found_space
from models.spaces.membership import Membership
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


def test_a_table_that_others_refer_to_is_made_anew_and_nothing_is_lost(empty: Database) -> None:
    migrating.upgrade(empty)
    with empty.writing() as session:
        found_space(session, add_person(session, "mia.lund", "Mia Lund"), "ferries", "Ferries")
    with migrating.changing(empty) as connection:
        change = Operations(MigrationContext.configure(connection))
        with change.batch_alter_table("persons", recreate="always" if empty.sqlite else "auto") as persons:
            persons.add_column(Column("shoe_size", Integer(), server_default="42", nullable=False))
    with empty.reading() as session:
        assert session.scalars(select(Membership.role)).all() == ["owner"]
        assert session.execute(text("SELECT username, shoe_size FROM persons")).one() == ("mia.lund", 42)


def test_references_are_watched_again_after_a_migration(empty: Database) -> None:
    migrating.upgrade(empty)
    with pytest.raises(IntegrityError), empty.writing() as session:
        session.add(Membership(space_id=404, person_id=404, role="reader", joined_at=clock.now()))


def test_a_migration_that_breaks_a_reference_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'witan.db'}")
    migrating.upgrade(database)
    with database.writing() as session:
        found_space(session, add_person(session, "mia.lund", "Mia Lund"), "ferries", "Ferries")
    with pytest.raises(RuntimeError, match="would break references"), migrating.changing(database) as connection:
        connection.execute(text("DELETE FROM persons"))
    with database.reading() as session:
        assert session.scalars(select(Membership.role)).all() == ["owner"]
    database.close()
