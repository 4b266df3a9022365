"""Who looks at reports: viewers of the named world by their short names."""

import pytest

from models.policy.viewer import viewer_of


@pytest.fixture
def me(session, world):
    return lambda username: viewer_of(session, getattr(world, username))
