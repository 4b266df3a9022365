"""The model tests run on both databases: `session` writes to the named world and is rolled back, `store` may commit."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.core.db import Database
from tests.naming import load
from tests.world import World


@pytest.fixture
def session(shared_store: Database) -> Iterator[Session]:
    """A writing session on the world; never committed."""
    with shared_store.writing_session() as opened:
        yield opened


@pytest.fixture
def world(session: Session) -> World:
    return load(session)
