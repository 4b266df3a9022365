"""What is about the same as a document: over one snapshot, by the words that both share. Rights come as a mask."""

import math
from collections.abc import Iterable, Mapping

import numpy as np

from models.search import weights
from models.search.engine import Elsewhere, Hit
from models.search.pack import TEXT_FIELDS
from models.search.packing import Array
from models.search.ranking import KeyTerm, best_of, weighed_terms
from models.search.snapshot import Snapshot
from models.search.telling import is_telling


def related(
    snapshot: Snapshot, document: int, visible: Array, limit: int, elsewhere: Elsewhere | None = None
) -> list[Hit]:
    """What is about the same as a document that the reader may see.

    Its weightiest words are the query. What holds many of them comes before what is full of one.
    """
    terms = {stem: term for stem, term in weighed_terms(snapshot, document).items() if is_telling(stem)}
    wanted = dict(list(terms.items())[: weights.RELATED_TERMS])
    asked = visible if elsewhere is None else visible & _elsewhere(snapshot, elsewhere)
    shared = _shared_worth(snapshot, wanted, asked)
    key = shared.scores * shared.shares * snapshot.standing
    key[document] = 0
    mask = key > 0
    if elsewhere is not None:
        mask &= shared.shares >= weights.RELATED_LEAST_SHARED
        mask &= shared.held >= min(weights.RELATED_LEAST_WORDS, len(wanted))
    near = np.flatnonzero(mask)
    found = best_of(snapshot, near, key[near], max(0, limit))
    stems = _stems(snapshot, {stem: shared.holding[stem] for stem in wanted if stem in shared.holding}, found)
    return [Hit(snapshot.id_of(other), float(key[other]), shared=stems[at]) for at, other in enumerate(found.tolist())]


def rarity(snapshot: Snapshot, stems: Iterable[str]) -> dict[str, float]:
    """How rare each stem is among what everyone may read: 1 for what at most one document holds.

    A few documents say little of that: they are taken for part of a larger collection that holds the word no more.
    """
    wanted = {stem.encode("utf-8", "replace"): stem for stem in stems}
    size = max(snapshot.open_count, weights.RARITY_LEAST_SIZE)
    return {
        wanted[term]: math.log((size + 1) / (max(1, count) + 0.5)) / math.log((size + 1) / 1.5)
        for term, count in snapshot.open_counts(wanted).items()
    }


def _elsewhere(snapshot: Snapshot, elsewhere: Elsewhere) -> Array:
    left_out = snapshot.where("department", elsewhere.departments)
    if elsewhere.space:
        left_out |= snapshot.where("space", (elsewhere.space,))
    return snapshot.where("kind", elsewhere.kinds) & ~left_out


def _stems(snapshot: Snapshot, holding: Mapping[str, Array], found: Array) -> list[tuple[str, ...]]:
    """The stems that each of some documents shares, in the order of the terms."""
    shared: list[list[str]] = [[] for _ in found]
    mask = np.zeros(snapshot.size, bool)
    for stem, documents in holding.items():
        mask[documents] = True
        for at in np.flatnonzero(mask[found]).tolist():
            shared[at].append(stem)
        mask[documents] = False
    return [tuple(stems) for stems in shared]


class _Shared:
    """What documents share of weighted stems: a score, a share of all weight, how many; and who holds each stem."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.scores, self.shares = np.zeros(snapshot.size), np.zeros(snapshot.size)
        self.held = np.zeros(snapshot.size, np.int32)
        self.holding: dict[str, Array] = {}
        self._frequency = np.zeros(snapshot.size)

    def add(self, stem: str, weight: float, asked: Array) -> None:
        """Count a stem for those of the documents that hold it, the more the more they are about it."""
        documents = self._documents(stem.encode("utf-8", "replace"), asked)
        about = self._frequency[documents]
        self._frequency[documents] = 0
        about /= weights.K1 + about
        self.scores[documents] += weight * about
        self.shares[documents] += weight * np.minimum(1, weights.RELATED_ENOUGH * about)
        self.held[documents] += 1
        self.holding[stem] = documents

    def _documents(self, term: bytes, asked: Array) -> Array:
        """Who holds a term; how often, by the boost and the length of each field, is left in `_frequency`."""
        found = []
        for name in TEXT_FIELDS:
            ids, counts = self.snapshot.postings(name, term)
            inside = np.flatnonzero(asked[ids])
            ids = ids[inside]
            found.append(ids[self._frequency[ids] == 0])
            self._frequency[ids] += weights.FIELD_BOOST[name] * counts[inside] / self.snapshot.length_norms[name][ids]
        return np.concatenate(found)

    def in_question(self, asked: Array) -> Array:
        """Of the documents that are asked about a mask of those that share most by now; while those are few, of all."""
        worth = self.scores * self.shares
        most = weights.RELATED_IN_QUESTION
        if np.count_nonzero(worth) < most:
            return asked
        best: Array = asked & (worth >= np.partition(worth, -most)[-most])
        return best


def _shared_worth(snapshot: Snapshot, terms: Mapping[str, KeyTerm], asked: Array) -> _Shared:
    """How much the documents that are asked about share of weighted stems.

    A stem counts by its weight and by how rare it is. What very many documents hold counts nothing and is not looked
    up; of the others the rarest say which documents come into question, the common ones are counted for these alone.
    """
    # What a single document holds is worth 1, so that scores mean the same in a small collection and a large one.
    rarest = snapshot.idf_at(0)
    telling = {
        stem: term.weight * (term.idf / rarest - weights.RELATED_COMMON)
        for stem, term in terms.items()
        if term.idf > rarest * weights.RELATED_COMMON
    }
    snapshot.fetch(telling)
    whole = sum(telling.values())
    commonness = {stem: 1 - terms[stem].idf / rarest for stem in telling}
    ordered = sorted(telling, key=commonness.__getitem__)
    rare, common = _parted(ordered, telling, weights.RELATED_RARE * whole)
    shared = _Shared(snapshot)
    for stem in rare:
        shared.add(stem, telling[stem] / whole, asked)
    asked = shared.in_question(asked)
    for stem in common:
        shared.add(stem, telling[stem] / whole, asked)
    return shared


def _parted(stems: list[str], weighs: Mapping[str, float], enough: float) -> tuple[list[str], list[str]]:
    """The first stems, which weigh enough together, and the rest."""
    weight = 0.0
    for at, stem in enumerate(stems):
        if weight >= enough:
            return stems[:at], stems[at:]
        weight += weighs[stem]
    return stems, []
