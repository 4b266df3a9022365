"""Fixtures that every part of the tests uses: a database with the named world, the application, signed-in clients."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from models.core import migrating
from models.core.db import Database
from models.core.outbox import Worker
from models.core.settings import Settings
from models.loading import load_all
from models.search.indexing import Indexer
from models.search.whoosh_engine import WhooshEngine
from tests.browser import Browser
from tests.naming import load
from tests.sparing import COMPILED_TEMPLATES, collect_rarely, compile_addresses_once, hash_quickly, spare
from tests.world import World, build

load_all()
hash_quickly()
compile_addresses_once()
pytest_plugins = ["tests.databases", "tests.scheduling"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="save the pictures of the journeys to docs/pictures")


def pytest_collection_finish() -> None:
    collect_rarely()


@pytest.fixture(scope="session")
def world_file() -> Iterator[Path]:
    """A SQLite file with the tables and the world, and its index in a folder beside it; tests work on copies."""
    folder = Path(tempfile.mkdtemp(prefix="witan-world-"))
    database = spare(Database(f"sqlite:///{folder / 'witan.db'}"))
    migrating.upgrade(database)
    with database.writing() as session:
        build(session)
    engine = WhooshEngine(folder / "index")
    indexer = Indexer(database, engine)
    indexer.rebuild()
    Worker(database, {"index": indexer.handle}).drain()
    engine.close()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    yield folder / "witan.db"
    shutil.rmtree(folder)


@pytest.fixture
def settings(tmp_path: Path, world_file: Path) -> Settings:
    shutil.copy(world_file, tmp_path / "witan.db")
    shutil.copytree(world_file.parent / "index", tmp_path / "index")
    return Settings(data=tmp_path, secret_key="for tests alone", threads=8)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application over its own copy of the world, with the index built and no worker running."""
    made = create_app(settings)
    made.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    made.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    spare(made.extensions["witan"].database)
    yield made
    made.extensions["witan"].engine.close()
    made.extensions["witan"].database.close()


@pytest.fixture
def database(app: Flask) -> Database:
    return app.extensions["witan"].database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session on the world; what a test adds is rolled back unless it commits."""
    with database.writing_session() as opened:
        yield opened


@pytest.fixture
def world(session: Session) -> World:
    """The people, spaces and entries by name, loaded in `session`."""
    found = load(session)
    # Ends the writing transaction, so that a browser can write too.
    session.commit()
    return found


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """`browser("aisha.khan")`: a client that is signed in; `browser()` is nobody."""

    def open_(username: str | None = None) -> Browser:
        made = Browser(app)
        if username:
            made.come_in(username)
        return made

    return open_


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("WITAN_") and name != "WITAN_SHARED"]:
        monkeypatch.delenv(name)
