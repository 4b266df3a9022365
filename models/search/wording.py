"""What a question is about and what merely asks: "How long ... and what is being done about it" fits every matter.

Words of asking are no stop words of search: whoever searches for "Who's who" means them.
"""

import re
from collections.abc import Iterable
from typing import Final

from models.search import analysis

_ENGLISH: Final = (
    "who whose whom what which when where why how whether if do does did done doing be been being am can could will "
    "would shall should may might must there here any some about into than then so such they them their he his him she "
    "her we our us my me but not no does happen happens happening know knows anybody anyone "
    "somebody someone"
)
_FRENCH: Final = (
    "qui que quoi quel quelle quels quelles comment combien pourquoi quand où ou lequel laquelle est-ce fait faire "
    "faut peut peuvent doit doivent sont être était ont avoir il elle ils elles on y a-t-il sait savoir quelqu'un"
)
ASKING: Final = frozenset(analysis.fold(word) for word in f"{_ENGLISH} {_FRENCH}".split())
EMPTY: Final = ASKING | analysis.STOP_WORDS
_HOW: Final = re.compile(r"\bhow (?:long|many|much|often|far)\b", re.IGNORECASE)


def matter_in(text: str) -> str:
    """The text without the words that merely ask; the text itself when it has no others.

    What is written with a capital within a sentence stays: the month of May, and the WHO.
    """
    kept, begins = [], True
    for piece in _HOW.sub("how", text).split():
        if not _asks(piece, begins):
            kept.append(piece)
        begins = piece[-1] in ".?!:"
    left = " ".join(kept)
    return left if any(analysis.fold(word) not in EMPTY for word in analysis.words(left)) else text


def _asks(piece: str, begins: bool) -> bool:
    if not piece.islower() and not (begins and piece[:1].isupper() and not piece.isupper()):
        return False
    return all(analysis.fold(word) in ASKING for word in analysis.words(piece))


def says_something(words: Iterable[str]) -> bool:
    """False for a phrase of words that stand in any question."""
    return any(word not in EMPTY for word in words)
