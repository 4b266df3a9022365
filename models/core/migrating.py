"""Brings the tables of a database to what the code expects, by Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.core.base import Base
from models.core.db import Database

FOLDER = Path(__file__).resolve().parents[1] / "migrations"


def upgrade(database: Database) -> None:
    """Run the migrations that are missing; safe to call at every start."""
    if current(database) == newest():
        return
    config = _config()
    with changing(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def changing(database: Database) -> Iterator[Connection]:
    """A transaction in which tables can be changed.

    To change a column SQLite makes its table anew and drops the old one, which would count as deleting all its rows:
    whatever refers to them would be deleted too, or forbid it. So references are checked once, at the end.
    """
    with database.engine.connect() as plain:
        connection = plain.execution_options(witan_writes=True)
        _check_references(database, connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if database.sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"the migration would break references: {broken[:5]}")
        finally:
            _check_references(database, connection, "ON")


def _check_references(database: Database, connection: Connection, how: str) -> None:
    # Past SQLAlchemy, which would begin a transaction: in one, the setting is not taken.
    if database.sqlite and (held := connection.connection.driver_connection) is not None:
        held.execute(f"PRAGMA foreign_keys = {how}")


def current(database: Database) -> str | None:
    """The migration that the database stands at."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The last migration in the code."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(database: Database) -> list[object]:
    """What the tables lack compared with the models; empty when the migrations are complete."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def write(database: Database, message: str) -> None:
    """Write a new migration from the difference between models and database."""
    config = _config()
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
