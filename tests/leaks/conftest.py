"""The stage of all leak tests, built once: the planted world and everybody who looks at it."""

from collections.abc import Iterator

import pytest

from tests.leaks.asking import Asked
from tests.leaks.noticing import plant_with_notices
from tests.leaks.planting import Planted
from tests.leaks.seeing import MEMBERS, STRANGERS
from tests.staging import Stage, Visitor


@pytest.fixture(scope="package")
def planted() -> Iterator[Stage[Planted]]:
    stage = Stage(plant_with_notices)
    yield stage
    stage.close()


@pytest.fixture(scope="package")
def visitors(planted: Stage[Planted]) -> dict[str, Visitor]:
    """By what they are; the database is kept as it stands now."""
    people = planted.world.people
    named = STRANGERS | MEMBERS
    found = {who: planted.visitor(people[username] if username else None) for who, username in named.items()}
    planted.keep()
    return found


@pytest.fixture(scope="package")
def asked(planted: Stage[Planted], visitors: dict[str, Visitor]) -> Asked:
    """What everybody is told while nothing is changed; for tests of the same addresses as the same people."""
    return Asked(planted, visitors)
