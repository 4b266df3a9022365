"""Who of those found is named at all: a hit by one common word says nothing of what a person knows. No ranking here."""

from collections.abc import Mapping, Sequence

from models.expertise.refusing import stems_of
from models.expertise.weights import FEW_WORDS, LISTED_OF_BEST, LISTED_SHARED, LISTED_SHARED_OF_FEW


def about(text: str, parts: Mapping[int, float]) -> frozenset[int]:
    """Of these documents, by the part of the question that each holds, those that are about it."""
    least = LISTED_SHARED_OF_FEW if len(stems_of(text)) <= FEW_WORDS else LISTED_SHARED
    return frozenset(each for each, part in parts.items() if part >= least)


def near_the_best(scores: Sequence[float]) -> list[bool]:
    """Of these scores: whether each is worth naming beside the best of them."""
    least = LISTED_OF_BEST * max(scores, default=0.0)
    return [score >= least for score in scores]
