"""What may not be seen answers as an address that was made up: the same bytes, headers and work in the database."""

import re

import pytest

from tests.counting import statements
from tests.leaks.doors import MADE_UP, secret_doors
from tests.leaks.planting import Planted
from tests.masking import TOKEN
from tests.staging import Stage, Visitor

# Each of these sees the open desk, so that things narrowed within it are asked for below a known address.
WHO = ["an outsider", "an ex-member", "an administrator", "a member of the parent department"]


def told(visitor: Visitor, address: str) -> tuple[int, dict[str, str], str]:
    """All of an answer but the token; the words of the address itself, which may stand in it, are masked."""
    answer = visitor.get(address)
    text = TOKEN.sub(r"\1", answer.data.decode(errors="replace"))
    for part in sorted({*re.findall(r"[\w.-]{4,}", address), *map(str, MADE_UP.values())}, key=len, reverse=True):
        text = re.sub(re.escape(part).replace("\\-", "(-| |%20|[+])"), "*", text, flags=re.IGNORECASE)
    headers = {
        name: value for name, value in answer.headers if name not in ("Content-Length", "Set-Cookie", "Location")
    }
    return answer.status_code, headers, text


@pytest.mark.parametrize("who", WHO)
def test_a_secret_address_answers_as_a_made_up_one(
    planted: Stage[Planted], visitors: dict[str, Visitor], who: str
) -> None:
    different = [
        f"{secret} and {made_up}"
        for secret, made_up in secret_doors(planted.app, planted.world)
        if told(visitors[who], secret) != told(visitors[who], made_up)
    ]
    assert [each for each in different if not (who == "an administrator" and "/admin/people/" in each)] == []


def test_a_secret_address_costs_as_many_statements_as_a_made_up_one(
    planted: Stage[Planted], visitors: dict[str, Visitor]
) -> None:
    outsider, different = visitors["an outsider"], []
    for secret, made_up in secret_doors(planted.app, planted.world):
        with statements(planted.database) as of_secret:
            outsider.get(secret)
        with statements(planted.database) as of_made_up:
            outsider.get(made_up)
        if len(of_secret) != len(of_made_up):
            different.append(f"{secret}: {len(of_secret)}, {made_up}: {len(of_made_up)}")
    assert different == []
