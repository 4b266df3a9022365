"""An index of what a test has written so far, in a session that is never committed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.findable import sources
from models.entries.entry import Entry
from models.people.person import Person
from models.search.engine import Engine
from models.search.whoosh_engine import WhooshEngine
from tests.world import World

Index = Callable[[], Engine]


@pytest.fixture
def index(session: Session, world: World, tmp_path: Path) -> Iterator[Index]:
    """Builds the index of all that stands in the session."""
    engine = WhooshEngine(tmp_path / "index")

    def build() -> Engine:
        session.flush()
        entries, people = list(session.scalars(select(Entry.id))), list(session.scalars(select(Person.id)))
        known = sources()
        engine.rebuild([*known["entry"].documents(session, entries), *known["person"].documents(session, people)])
        return engine

    yield build
    engine.close()
