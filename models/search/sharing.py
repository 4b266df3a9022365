"""What is about the same as a document: over one snapshot, by the words that both share. Rights come as a mask."""

import math

import numpy as np

from models.search import weights
from models.search.engine import Elsewhere, Hit
from models.search.pack import TEXT_FIELDS
from models.search.packing import Array
from models.search.ranking import best, key_terms
from models.search.snapshot import Snapshot
from models.search.telling import is_telling


def related(
    snapshot: Snapshot, document: int, visible: Array, limit: int, elsewhere: Elsewhere | None = None
) -> list[Hit]:
    """What is about the same as a document that the reader may see.

    Its weightiest words are the query. What holds many of them comes before what is full of one.
    """
    terms = {stem: weight for stem, weight in key_terms(snapshot, document).items() if is_telling(stem)}
    wanted = dict(list(terms.items())[: weights.RELATED_TERMS])
    scores, shares, worth = _shared_worth(snapshot, wanted)
    key = scores * shares * snapshot.standing
    mask = (key > 0) & visible
    mask[document] = False
    if elsewhere is not None:
        mask &= _elsewhere(snapshot, elsewhere) & (shares >= weights.RELATED_LEAST_SHARED)
        mask &= _held(snapshot, worth) >= min(weights.RELATED_LEAST_WORDS, len(worth))
    length = math.sqrt(sum(weight * weight for weight in wanted.values()))
    found = best(snapshot, mask, key, max(0, limit)).tolist()
    return [_hit(snapshot, other, float(key[other]), _shared(worth, other), wanted, length) for other in found]


def _hit(
    snapshot: Snapshot, document: int, score: float, stems: tuple[str, ...], wanted: dict[str, float], length: float
) -> Hit:
    weighed = tuple(wanted[stem] / length for stem in stems)
    return Hit(snapshot.id_of(document), score, shared=stems, weights=weighed)


def _elsewhere(snapshot: Snapshot, elsewhere: Elsewhere) -> Array:
    left_out = snapshot.where("department", elsewhere.departments)
    if elsewhere.space:
        left_out |= snapshot.where("space", (elsewhere.space,))
    return snapshot.where("kind", elsewhere.kinds) & ~left_out


def _held(snapshot: Snapshot, worth: dict[str, tuple[Array, Array]]) -> Array:
    """How many of the stems each document holds."""
    held = np.zeros(snapshot.size, np.int64)
    for documents, _ in worth.values():
        held[documents] += 1
    return held


def _shared(worth: dict[str, tuple[Array, Array]], document: int) -> tuple[str, ...]:
    """The stems that a document shares, in the order of the terms."""
    shared = []
    for stem, (documents, given) in worth.items():
        at = int(np.searchsorted(documents, document))
        if at < len(documents) and documents[at] == document and given[at] > 0:
            shared.append(stem)
    return tuple(shared)


def _shared_worth(snapshot: Snapshot, terms: dict[str, float]) -> tuple[Array, Array, dict[str, tuple[Array, Array]]]:
    """How much documents share of weighted stems: a score, a share of all weight, and what each stem gave to whom.

    A stem counts by its weight and by how rare it is, and the more a document is about it, the more; up to a limit.
    """
    snapshot.fetch(terms)
    scores, shares = np.zeros(snapshot.size), np.zeros(snapshot.size)
    # What a single document holds is worth 1, so that scores mean the same in a small collection and a large one.
    rarest = snapshot.idf(np.zeros(0, np.int64))
    worth, whole = {}, 0.0
    for stem, weight in terms.items():
        frequency = _frequency(snapshot, stem.encode("utf-8", "replace"))
        documents = np.flatnonzero(frequency)
        telling = weight * max(0.0, snapshot.idf(documents) / rarest - weights.RELATED_COMMON)
        about = frequency[documents] / (weights.K1 + frequency[documents])
        scores[documents] += telling * about
        shares[documents] += telling * np.minimum(1, weights.RELATED_ENOUGH * about)
        worth[stem] = documents, telling * about
        whole += telling
    return scores / (whole or 1.0), shares / (whole or 1.0), worth


def _frequency(snapshot: Snapshot, term: bytes) -> Array:
    """How often each document holds a term, by the boost and the length of its fields."""
    frequency = np.zeros(snapshot.size)
    for name in TEXT_FIELDS:
        ids, counts = snapshot.postings(name, term)
        frequency[ids] += weights.FIELD_BOOST[name] * counts / snapshot.length_norms[name][ids]
    return frequency
