"""Who of those found is named at all: a hit by one common word says nothing of what a person knows. No ranking here."""

from collections.abc import Mapping, Sequence
from typing import Final

from models.expertise.refusing import stems_of
from models.expertise.weights import FEW_WORDS, LISTED_OF_TEN, LISTED_SHARED, LISTED_SHARED_OF_FEW

# So many people are shown.
TOGETHER: Final = 10


def about(text: str, parts: Mapping[int, float]) -> frozenset[int]:
    """Of these documents, by the part of the question that each holds, those that are about it."""
    least = LISTED_SHARED_OF_FEW if len(stems_of(text)) <= FEW_WORDS else LISTED_SHARED
    return frozenset(each for each, part in parts.items() if part >= least)


def worth_naming(scores: Sequence[float]) -> list[bool]:
    """Of these scores: whether each is worth naming, by its share of what the best ten come to together.

    The best always is. What was found below the ten does not make anybody worse.
    """
    least = LISTED_OF_TEN * sum(sorted(scores, reverse=True)[:TOGETHER])
    return [score >= least for score in scores]
