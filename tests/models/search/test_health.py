"""How search is told to those who run it."""

import pytest

from models.core import outbox
from models.core.db import Database
from models.search.engine import Engine
from models.search.health import health, kind_of
from models.search.indexing import Indexer
from models.search.whoosh_engine import WhooshEngine


@pytest.fixture
def whoosh(tmp_path) -> Engine:
    return WhooshEngine(tmp_path / "index")


def test_what_waits_and_what_failed_is_counted(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            outbox.promise(session, "index", f"entry:{number}")
        session.flush()
        session.query(outbox.OutboxJob).filter_by(subject="entry:1").update(
            {"error": "Traceback\nsqlite3.OperationalError: near harvest", "attempts": 2}
        )
    with database.reading() as session:
        found = health(session)
    assert (found.waiting, found.failed) == (3, 1)
    assert [(row.subject, kind_of(row.error), row.attempts) for row in found.failures] == [
        ("entry:1", "OperationalError", 2)
    ]


def test_a_rebuild_is_remembered(database: Database, whoosh: Engine) -> None:
    with database.reading() as session:
        before = health(session).rebuilt_at
    number = Indexer(database, whoosh).rebuild()
    with database.reading() as session:
        found = health(session)
    assert found.rebuilt_at is not None and (before is None or found.rebuilt_at > before)
    assert found.rebuilt == number


@pytest.mark.parametrize(
    ("error", "kind"),
    [("", "Error"), ("harvest", "Error"), ("a.b.ValueError: secret", "ValueError"), ("x: y", "Error")],
)
def test_errors_are_told_by_their_kind(error: str, kind: str) -> None:
    assert kind_of(error) == kind
