"""How the tests are shared out between processes: a file to each, the longest first, and what shares a stage in one.

pytest-xdist begins with the files of the most tests. The long ones are those of few tests that do much: left for the
end, they let the other processes wait. And a stage, or a served demo with its browser, was made anew for every file.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# Each of these folders is one piece of work: what its tests share takes seconds to make. Least seconds of work on a
# quiet machine; for the order alone, so it does not matter when they are not right to the second.
TOGETHER = {"tests/journeys/": 600, "tests/leaks/": 300, "tests/hostile/": 60}
# Files whose tests take far longer than others.
LONG = {
    "tests/architecture/test_access.py": 60,
    "tests/blueprints/test_live_processes.py": 40,
    "tests/models/files/test_extracting.py": 40,
    "tests/models/search/test_faults.py": 60,
    "tests/models/transfer/pages/test_round_trip.py": 40,
}
USUAL = 0.1


class LongestFirst(LoadFileScheduling):
    """Gives the piece of work that takes longest to whoever asks next."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        longest = max(self.workqueue, key=lambda piece: seconds_of(piece, len(self.workqueue[piece])))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


def piece_of(nodeid: str) -> str:
    """The folder or file that a test is run with."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def seconds_of(piece: str, tests: int) -> float:
    return TOGETHER.get(piece) or LONG.get(piece) or tests * USUAL


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LongestFirst | None:
    """Takes the place of `--dist loadfile`."""
    return LongestFirst(config, log) if config.getoption("dist") == "loadfile" else None
