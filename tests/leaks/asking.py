"""What each visitor is told at an address while the stage stands as it was kept: asked once, for all tests to check."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from werkzeug.test import TestResponse

from models.core import clock
from tests.counting import statements
from tests.leaks.doors import MADE_UP
from tests.leaks.planting import Planted
from tests.leaks.seeing import secrets_in, shown
from tests.masking import TOKEN
from tests.staging import Stage, Visitor

APART = ("Content-Length", "Set-Cookie", "Location")


@dataclass(frozen=True)
class Told:
    """The canary words of an answer but those of the address, a digest of all that a made-up address must answer the
    same, and how many statements it took."""

    words: frozenset[str]
    same: bytes
    statements: int


class Asked:
    """Remembers answers by viewer and address. Never for a test that changes something: those ask for themselves."""

    def __init__(self, stage: Stage[Planted], visitors: dict[str, Visitor]) -> None:
        self._stage, self._visitors = stage, visitors
        # Two answers are compared that may be minutes apart.
        self._moment = clock.now()
        self._told: dict[tuple[str, str], Told] = {}

    def told(self, who: str, address: str) -> Told:
        if (who, address) not in self._told:
            with clock.at(self._moment), statements(self._stage.database) as made:
                answer = self._visitors[who].get(address)
            words = frozenset(secrets_in(shown(self._stage.app, answer), address))
            self._told[who, address] = Told(words, _digest(answer, address), len(made))
        return self._told[who, address]


def _digest(answer: TestResponse, address: str) -> bytes:
    """All of an answer but the token; the words of the address itself, which may stand in it, are masked."""
    text = TOKEN.sub(r"\1", answer.data.decode(errors="replace"))
    for part in sorted(set(re.findall(r"[\w.-]{4,}", address)), key=len, reverse=True):
        text = _spelt(part).sub("*", text)
    text = _MADE_UP.sub("*", text)
    headers = {name: value for name, value in answer.headers if name not in APART}
    return hashlib.sha256(repr((answer.status_code, headers, text)).encode()).digest()


def _spelling(part: str) -> str:
    return re.escape(part).replace("\\-", "(?:-| |%20|[+])")


@cache
def _spelt(part: str) -> re.Pattern[str]:
    return re.compile(_spelling(part), re.IGNORECASE)


# The longest first, so that the end of one does not stay behind.
_MADE_UP = re.compile(
    "|".join(map(_spelling, sorted({str(each) for each in MADE_UP.values()}, key=len, reverse=True))), re.IGNORECASE
)
