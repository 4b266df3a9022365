"""What the night does."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.outbox import Worker
from models.core.text import RENDERER
from models.entries import trashing
from models.entries.entry import Entry
from models.search.whoosh_engine import WhooshEngine
from models.upkeep import Upkeep, promise_upkeep
from tests.naming import load


@pytest.fixture
def worker(store: Database, tmp_path: Path) -> Worker:
    return Worker(
        store,
        {"upkeep": Upkeep(store, WhooshEngine(tmp_path / "index"), Blobs(tmp_path / "files"), trash_days=30).handle},
    )


def test_the_night_empties_the_old_trash_redraws_old_texts_and_promises_the_next(
    store: Database, worker: Worker
) -> None:
    with store.writing() as session:
        promise_upkeep(session)
        world = load(session)
        gone, kept, old = world.question.id, world.note.id, world.start.id
        with clock.at(clock.now() - timedelta(days=31)):
            trashing.trash(world.question, world.tomas)
        trashing.trash(world.note, world.ben)
        session.execute(update(Entry).where(Entry.id == old).values(renderer=0, html="old"))
    with clock.at(clock.now() + timedelta(days=2)):
        assert worker.run_once()
        assert not worker.run_once()
    with store.reading() as session:
        left = set(session.scalars(select(Entry.id)))
        assert gone not in left
        assert kept in left
        assert session.get_one(Entry, old).renderer == RENDERER
