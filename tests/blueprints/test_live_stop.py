"""A server with open lines that is told to stop: they end at once, and nothing has to be ended by force."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.town import Town

MANY = 12


@pytest.fixture(params=["threads", "loop"])
def town(request: pytest.FixtureRequest, world_file: Path, tmp_path: Path) -> Iterator[Town]:
    shutil.copy(world_file, tmp_path / "witan.db")
    shutil.copytree(world_file.parent / "index", tmp_path / "index")
    made = Town(tmp_path)
    made.start(1, WITAN_LIVE_LINES=request.param)
    yield made
    if made.servers[0].process.poll() is None:
        made.end(signal.SIGKILL)
    for line in made.lines:
        line.end.close()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_stops_ends_its_lines_and_needs_no_force(town: Town, sign: signal.Signals) -> None:
    tomas = town.sign_in("tomas.reyes")
    lines = [tomas.line(town.ports[0]) for _ in range(MANY)]
    assert all(lines)
    # Nobody answers: a browser that sleeps does not hold up a server.
    town.end(sign)
    assert town.servers[0].process.returncode == 0
    assert all(line and line.ends() for line in lines)
    assert "SIGKILL" not in (town.folder / "said").read_text()
