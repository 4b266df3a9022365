"""From parsed clauses to a score for each document: BM25F plus a share of the title's own BM25, and phrases.

Nothing here knows rights: the caller masks. The weights stand in `weights.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.search import analysis, weights
from models.search.pack import TEXT_FIELDS
from models.search.packing import Array, held_by
from models.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Ranking:
    """`scores` of every document before recency and status; documents of each stem; where each field matched.

    Where only some documents were asked about, all of this is told of those alone.
    """

    scores: Array
    found: dict[str, Array]
    fields: dict[str, Array]


def terms_asked(
    snapshot: Snapshot, stems: Iterable[str], elsewhere: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """What an index holds for each stem, at hand from now on.

    `elsewhere` says what stands for a stem in other languages: a document has one language, so each holds one of them.
    """
    asked = {stem: snapshot.terms_there(stem, *elsewhere.get(stem, ())) for stem in stems}
    snapshot.fetch([term for terms in asked.values() for term in terms])
    return asked


def rank(
    snapshot: Snapshot, stems: Mapping[str, float], asked: Mapping[str, list[str]], among: Array | None = None
) -> Ranking:
    """Score documents for stems, each with the number of times that it was asked for: all, or some by number."""
    scores = np.zeros(snapshot.size)
    fields = {name: np.zeros(snapshot.size, bool) for name in TEXT_FIELDS}
    found = {}
    alone = title_alone(len(stems))
    for stem, times in stems.items():
        found[stem] = _add(snapshot, asked[stem], times, alone, scores, fields, among)
    return Ranking(scores, found, fields)


def title_alone(words: int) -> float:
    """The share of the title's own BM25 for a query of so many different words."""
    return weights.TITLE_ALONE * min(1.0, weights.TITLE_ALONE_UP_TO / max(1, words))


def _add(
    snapshot: Snapshot,
    terms: Sequence[str],
    times: float,
    alone: float,
    scores: Array,
    fields: dict[str, Array],
    among: Array | None,
) -> Array:
    """Add one word to the scores; returns the documents that hold it. Costs what its postings cost, not the corpus."""
    found, parts = [], []
    for name in TEXT_FIELDS:
        ids, counts = snapshot.postings_of_any(name, terms)
        if among is not None:
            at = held_by(among, ids)[1]
            ids, counts = ids[at], counts[at]
        if not len(ids):
            continue
        found.append(ids)
        parts.append(weights.FIELD_BOOST[name] * counts / snapshot.length_norms[name][ids])
        fields[name][ids] = True
        if name == "title":
            norm = weights.K1 * snapshot.title_norm[ids]
            idf = snapshot.idf_of_any(("title",), terms)
            scores[ids] += times * alone * idf * counts * (weights.K1 + 1) / (counts + norm)
    if not found:
        return np.zeros(0, np.uint32)
    documents, weight = _together(snapshot.size, found, parts)
    idf = snapshot.idf_of_any(TEXT_FIELDS, terms)
    scores[documents] += times * idf * weight * (weights.K1 + 1) / (weights.K1 + weight)
    return documents


def _together(size: int, found: list[Array], parts: list[Array]) -> tuple[Array, Array]:
    """Documents of several fields with the sum of their parts."""
    if len(found) == 1:
        return found[0], parts[0]
    holds, sums = np.zeros(size, bool), np.zeros(size)
    for ids, part in zip(found, parts, strict=True):
        holds[ids] = True
        sums[ids] += part
    documents = np.flatnonzero(holds)
    return documents, sums[documents]


def best(snapshot: Snapshot, mask: Array, key: Array, limit: int) -> Array:
    """The numbers of the best documents in a mask: by key, then by the latest change, then by a fixed order."""
    chosen = np.flatnonzero(mask)
    return best_of(snapshot, chosen, key[chosen], limit)


def best_of(snapshot: Snapshot, chosen: Array, worth: Array, limit: int) -> Array:
    """The same of documents by number, each with its worth."""
    if 0 < limit < len(chosen):
        enough = worth >= np.partition(worth, -limit)[-limit]
        chosen, worth = chosen[enough], worth[enough]
    order = np.lexsort((snapshot.order[chosen], -snapshot.changed[chosen], -worth))
    return chosen[order][:limit]


def key_terms(snapshot: Snapshot, document: int) -> dict[str, float]:
    """The stems of one document with their weight, the weightiest first."""
    return {stem: term.weight for stem, term in weighed_terms(snapshot, document).items()}


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """What a stem of a document weighs there, and how telling it is anywhere."""

    weight: float
    idf: float


def weighed_terms(snapshot: Snapshot, document: int) -> dict[str, KeyTerm]:
    """The same, each with how telling it is."""
    counts: dict[bytes, float] = {}
    for name, term, times in snapshot.uses(document):
        if not analysis.is_stop_stem(term.decode()):
            norm = float(snapshot.length_norms[name][document])
            counts[term] = counts.get(term, 0.0) + weights.FIELD_BOOST[name] * times / norm
    frequent = sorted(counts, key=lambda term: (-counts[term], term))[: weights.KEY_TERM_CANDIDATES]
    idf = snapshot.idf_of(frequent)
    weighed = {
        term.decode(): KeyTerm(idf[term] * counts[term] * (weights.K1 + 1) / (weights.K1 + counts[term]), idf[term])
        for term in frequent
    }
    return dict(sorted(weighed.items(), key=lambda item: (-item[1].weight, item[0])))
