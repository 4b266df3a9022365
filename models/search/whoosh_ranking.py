"""From parsed clauses to a score for each document: BM25F plus a share of the title's own BM25, and phrases.

Nothing here knows rights: the caller masks. The weights stand in `weights.py`.
"""

from dataclasses import dataclass

import numpy as np

from models.search import analysis, weights
from models.search.query import Parsed
from models.search.whoosh_pack import TEXT_FIELDS, Pack
from models.search.whoosh_packing import Array, Inverted
from models.search.whoosh_snapshot import Snapshot

_PLACE_BITS = 17  # word numbers and the longest phrase fit
_LONGEST_PHRASE = 64


@dataclass(frozen=True, slots=True)
class Ranking:
    """`scores` of every document before recency and status; documents of each stem; where each field matched."""

    scores: Array
    found: dict[str, Array]
    fields: dict[str, Array]


def rank(snapshot: Snapshot, stems: dict[str, int]) -> Ranking:
    """Score all documents for stems, each with the number of times that it was asked for."""
    scores = np.zeros(snapshot.size)
    fields = {name: np.zeros(snapshot.size, bool) for name in TEXT_FIELDS}
    found = {}
    for stem, times in stems.items():
        found[stem] = _add(snapshot, stem.encode("utf-8", "replace"), times, scores, fields)
    return Ranking(scores, found, fields)


def _add(snapshot: Snapshot, term: bytes, times: float, scores: Array, fields: dict[str, Array]) -> Array:
    """Add one term to the scores; returns the documents that hold it."""
    frequency = np.zeros(snapshot.size)
    for name in TEXT_FIELDS:
        ids, counts = snapshot.postings(name, term)
        if len(ids):
            frequency[ids] += weights.FIELD_BOOST[name] * counts / snapshot.length_norms[name][ids]
            fields[name][ids] = True
            if name == "title":
                norm = weights.K1 * snapshot.title_norm[ids]
                scores[ids] += (
                    times * weights.TITLE_ALONE * snapshot.idf(ids) * counts * (weights.K1 + 1) / (counts + norm)
                )
    documents = np.flatnonzero(frequency)
    weight = frequency[documents]
    scores[documents] += times * snapshot.idf(documents) * weight * (weights.K1 + 1) / (weights.K1 + weight)
    return documents


def phrase(snapshot: Snapshot, stems: tuple[str, ...]) -> Array:
    """A mask of the documents that hold the stems one after another in their title or text."""
    terms = [stem.encode("utf-8", "replace") for stem in stems]
    mask = np.zeros(snapshot.size, bool)
    for segment in snapshot.segments:
        for name in ("title", "body"):
            mask[segment.base + _documents_with(segment.pack, segment.pack.fields[name], terms)] = True
    return mask


def _documents_with(pack: Pack, lists: Inverted, terms: list[bytes]) -> Array:
    numbers = [lists.find(term) for term in terms]
    if min(numbers) < 0:
        return np.zeros(0, np.int64)
    if len(numbers) == 1:
        return lists.documents(numbers[0])
    all_of_them = np.ones(pack.size, bool)
    for number in set(numbers):
        holds = np.zeros(pack.size, bool)
        holds[lists.documents(number)] = True
        all_of_them &= holds
    began: Array | None = None
    for place, number in enumerate(numbers):
        documents, positions = lists.occurrences(number)
        keep = all_of_them[documents]
        keys = (documents[keep].astype(np.int64) << _PLACE_BITS) + positions[keep] + (_LONGEST_PHRASE - place)
        began = keys if began is None else np.intersect1d(began, keys, assume_unique=True)
    return np.unique(began >> _PLACE_BITS) if began is not None else np.zeros(0, np.int64)


def candidates(snapshot: Snapshot, parsed: Parsed, ranking: Ranking) -> Array:
    """A mask of what a query matches: every phrase, or any word when there is no phrase."""
    if not parsed.phrases:
        return ranking.scores > 0
    mask = np.ones(snapshot.size, bool)
    for stems in parsed.phrases:
        mask &= phrase(snapshot, stems)
    return mask


def best(snapshot: Snapshot, mask: Array, key: Array, limit: int) -> Array:
    """The numbers of the best documents in a mask: by key, then by the latest change, then by a fixed order."""
    chosen = np.flatnonzero(mask)
    worth = key[chosen]
    if 0 < limit < len(chosen):
        enough = worth >= np.partition(worth, -limit)[-limit]
        chosen, worth = chosen[enough], worth[enough]
    order = np.lexsort((snapshot.order[chosen], -snapshot.changed[chosen], -worth))
    return chosen[order][:limit]


def key_terms(snapshot: Snapshot, document: int) -> dict[str, float]:
    """The stems of one document with their weight, the weightiest first."""
    segment = next(one for one in reversed(snapshot.segments) if one.base <= document)
    counts: dict[bytes, float] = {}
    for name in TEXT_FIELDS:
        lists = segment.pack.fields[name]
        places = np.flatnonzero(lists.ids == document - segment.base)
        numbers = np.searchsorted(lists.starts, places, side="right") - 1
        norm = float(snapshot.length_norms[name][document])
        for term, times in zip(lists.terms[numbers].tolist(), _counts(lists, places), strict=True):
            if analysis.is_stop_stem(term.decode()):
                continue
            counts[term] = counts.get(term, 0.0) + weights.FIELD_BOOST[name] * times / norm
    frequent = sorted(counts, key=lambda term: (-counts[term], term))[: weights.KEY_TERM_CANDIDATES]
    weighed = {
        term.decode(): snapshot.idf(_holding(snapshot, term)) * count * (weights.K1 + 1) / (weights.K1 + count)
        for term, count in ((term, counts[term]) for term in frequent)
    }
    return dict(sorted(weighed.items(), key=lambda item: (-item[1], item[0])))


def _counts(lists: Inverted, places: Array) -> list[int]:
    if lists.counts is None:
        return [1] * len(places)
    counts: list[int] = lists.counts[places].tolist()
    return counts


def _holding(snapshot: Snapshot, term: bytes) -> Array:
    found = [snapshot.postings(name, term)[0] for name in TEXT_FIELDS]
    return np.unique(np.concatenate(found))
