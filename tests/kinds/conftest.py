"""The promises are tested on both databases, with the fixtures of the model tests."""

from tests.models.conftest import session, world

__all__ = ["session", "world"]
