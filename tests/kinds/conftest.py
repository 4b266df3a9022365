"""The promises are tested on both databases, with the fixtures of the model tests."""

from tests.models.conftest import postgres_address, session, shared_store, world

__all__ = ["postgres_address", "session", "shared_store", "world"]
