"""The engines that the contract tests run against. Another engine joins by one more line in ENGINES."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.search.engine import Engine
from models.search.whoosh_engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine}


@pytest.fixture(params=sorted(ENGINES))
def open_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Engine]:
    """Opens an engine over a named folder; the same name opens the same index again."""
    return lambda name="index": ENGINES[request.param](tmp_path / name)


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Iterator[Engine]:
    """An engine with an empty index."""
    engine = open_engine()
    engine.rebuild([])
    yield engine
    engine.close()
