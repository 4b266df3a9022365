"""How well all that was found of a person, taken together, fits the words of a question.

The candidate model of Balog, Azzopardi and de Rijke (2006), smoothed after Jelinek and Mercer, over the openings of
what was found for one reader. Words alone: what people did with a document is weighed elsewhere.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.expertise.weights import FIT_POWER, SMOOTHING
from models.search.wording import EMPTY


@dataclass(frozen=True)
class Spoken:
    """Of documents by number: how often each says which words of a question, and how many words it has in all."""

    times: Mapping[int, Mapping[str, int]]
    lengths: Mapping[int, int]


def spoken(asked: Iterable[str], documents: Mapping[int, Sequence[str]]) -> Spoken:
    """Words in lower case; those that stand in any question do not count."""
    of_question = frozenset(asked) - EMPTY
    return Spoken(
        {each: _counted([word for word in words if word in of_question]) for each, words in documents.items()},
        {each: len(words) - sum(map(EMPTY.__contains__, words)) for each, words in documents.items()},
    )


def _counted(words: Sequence[str]) -> Mapping[str, int]:
    # Mostly one or none, for which a Counter takes long.
    return Counter(words) if len(words) > 1 else dict.fromkeys(words, 1)


def fits(words: Spoken, found: Iterable[tuple[int, int]]) -> dict[int, float]:
    """By person, 1 for whoever fits best, from pairs of person and document."""
    documents: dict[int, set[int]] = defaultdict(set)
    for person, document in found:
        documents[person].add(document)
    in_all: Counter[str] = Counter()
    for times in words.times.values():
        in_all.update(times)
    length = sum(words.lengths.values())
    likely = {person: _likely(words, those, in_all, length) for person, those in documents.items()}
    best, asked = max(likely.values(), default=0.0), max(1, len(in_all))
    return {person: math.exp(FIT_POWER * (each - best) / math.sqrt(asked)) for person, each in likely.items()}


def _likely(words: Spoken, documents: Iterable[int], in_all: Mapping[str, int], length: int) -> float:
    """How much likelier than chance somebody with these documents says the words: the logarithm."""
    said: Counter[str] = Counter()
    for document in documents:
        said.update(words.times[document])
    own = sum(words.lengths[document] for document in documents)
    odds = (1 - SMOOTHING) / SMOOTHING * length / max(1, own)
    return sum(math.log1p(odds * times / in_all[word]) for word, times in said.items())
