"""Keys by which curators' words are found in a query: folded words, and runs of them. No tables here."""

from collections.abc import Sequence
from typing import Final

from models.search import analysis
from models.search.query import parse_whole

LONGEST_RUN: Final = 5  # words
MOST: Final = 12  # words of a query that are looked at


def phrase_key(text: str) -> str:
    """A word or phrase without case, accents and signs."""
    return " ".join(analysis.fold(word) for word in analysis.words(text))


def runs(words: Sequence[str]) -> list[str]:
    """Every word and every run of a few words, as keys."""
    words = words[:MOST]
    return [
        " ".join(words[at : at + size]) for size in range(1, LONGEST_RUN + 1) for at in range(len(words) - size + 1)
    ]


def query_key(text: str) -> str:
    """What a whole query is about, whatever the order and the forms of its words."""
    return " ".join(sorted(parse_whole(text)))
