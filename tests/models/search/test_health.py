"""How search is told to those who run it."""

from contextlib import nullcontext

import pytest

from models.core import clock, outbox
from models.core.db import Database
from models.search.engine import Engine
from models.search.health import health, kind_of, lacks_room
from models.search.indexing import Indexer
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.test_full_disk import full_disk


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


def test_a_full_disk_is_told_and_what_waits_is_indexed_once_there_is_room(database: Database, whoosh: Engine) -> None:
    indexer = Indexer(database, whoosh)
    full = True

    def handle(jobs: list[outbox.Job]) -> None:
        with full_disk("whoosh", "", 0) if full else nullcontext():
            indexer.handle(jobs)

    worker = outbox.Worker(database, {"index": handle})
    indexer.rebuild()
    with database.writing() as session:
        outbox.promise(session, "index", "space:999999")
        outbox.promise(session, "index", "entry:999999")
    whoosh.delete(["entry:1"])
    worker.drain()
    with database.reading() as session:
        found = health(session)
    assert found.failed == 2
    assert [(lacks_room(row.error), row.attempts) for row in found.failures] == [(True, 0)] * 2
    full = False
    with clock.at(clock.now() + outbox.WAIT_FOR_ROOM):
        worker.drain()
    with database.reading() as session:
        assert health(session).waiting == 0


@pytest.mark.parametrize(
    ("error", "kind"),
    [("", "Error"), ("harvest", "Error"), ("a.b.ValueError: secret", "ValueError"), ("x: y", "Error")],
)
def test_errors_are_told_by_their_kind(error: str, kind: str) -> None:
    assert kind_of(error) == kind
