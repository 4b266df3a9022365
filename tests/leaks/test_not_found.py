"""What may not be seen answers as an address that was made up: the same bytes, headers and work in the database."""

import pytest

from tests.leaks.asking import Asked
from tests.leaks.doors import secret_doors
from tests.leaks.planting import Planted
from tests.staging import Stage

# Each of these sees the open desk, so that things narrowed within it are asked for below a known address.
WHO = ["an outsider", "an ex-member", "an administrator", "a member of the parent department"]


@pytest.mark.parametrize("who", WHO)
def test_a_secret_address_answers_as_a_made_up_one(planted: Stage[Planted], asked: Asked, who: str) -> None:
    different = [
        f"{secret} and {made_up}"
        for secret, made_up in secret_doors(planted.app, planted.world)
        if asked.told(who, secret).same != asked.told(who, made_up).same
    ]
    assert [each for each in different if not (who == "an administrator" and "/admin/people/" in each)] == []


def test_a_secret_address_costs_as_many_statements_as_a_made_up_one(planted: Stage[Planted], asked: Asked) -> None:
    different = []
    for secret, made_up in secret_doors(planted.app, planted.world):
        of_secret, of_made_up = (asked.told("an outsider", each).statements for each in (secret, made_up))
        if of_secret != of_made_up:
            different.append(f"{secret}: {of_secret}, {made_up}: {of_made_up}")
    assert different == []
