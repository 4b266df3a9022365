"""An intake over an empty database, and what the tests ask of it afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from models.core import migrating
from models.core.blobs import Blobs
from models.core.db import Database
from models.entries.entry import Entry
from models.transfer.intake import Intake
from models.transfer.report import Report

Run = Callable[..., Report]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'witan.db'}")
    migrating.upgrade(database)
    yield database
    database.close()


@pytest.fixture
def run(empty: Database, tmp_path: Path) -> Run:
    """`run(import_something, source, ...)` imports in one go and returns the report."""

    def run_(take: Callable[..., object], *values: object) -> Report:
        with Intake(empty, Blobs(tmp_path / "files")) as intake:
            take(intake, *values)
        return intake.report

    return run_


@pytest.fixture
def after(empty: Database) -> Iterator[Session]:
    """A session that reads what the imports wrote; open it only after them."""
    with empty.reading_session() as session:
        yield session


def entry(session: Session, origin_id: str) -> Entry:
    """The entry of an origin, with its long columns."""
    session.rollback()
    options = [undefer(Entry.body), undefer(Entry.html), undefer(Entry.text), undefer(Entry.origin)]
    return session.scalars(select(Entry).where(Entry.origin_id == origin_id).options(*options)).one()


def count(session: Session, *conditions: object) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Entry).where(*conditions)) or 0  # type: ignore[arg-type]
