"""Brings the tables of a database to what the code expects, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.core.base import Base
from models.core.db import Database

FOLDER = Path(__file__).resolve().parents[1] / "migrations"


def upgrade(database: Database) -> None:
    """Run the migrations that are missing; safe to call at every start."""
    if current(database) == newest():
        return
    config = _config()
    with database.writing_session() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
        session.commit()


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
