"""Inverted lists as flat numpy arrays: making them from words, merging them, finding a term. Knows no files.

One field of one segment is one `Inverted`: its sorted terms, and for all terms one after another the documents, how
often, and where. Flat arrays are read in place from the mapped file and counted, masked and merged without loops.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MERGE_STEP = 200_000  # occurrences that are merged at a time, which bounds memory
LOOKED_UP = 30  # a document is looked up one by one in a list that is so many times as long, else both are marked


@dataclass(frozen=True, slots=True)
class Inverted:
    """The lists of one field. `starts` cuts `ids` (and `counts`) by term, `places` cuts `positions` by term."""

    terms: Array  # sorted bytes of one width
    starts: Array  # one more than terms
    ids: Array  # document numbers, ascending within a term
    counts: Array | None = None  # occurrences; fields without text have none
    places: Array | None = None  # one more than terms
    positions: Array | None = None  # word numbers, ascending within a document

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        width = self.terms.dtype.itemsize
        if len(term) > width or not len(self.terms):
            return -1
        # A key of another width would make numpy copy all terms.
        at = int(self.terms.searchsorted(np.array(term, self.terms.dtype)))
        return at if at < len(self.terms) and self.terms[at] == term else -1

    def within(self, prefix: bytes) -> tuple[int, int]:
        """The range of terms that begin with a prefix."""
        if len(prefix) > self.terms.dtype.itemsize:
            return 0, 0
        low = np.array(prefix, self.terms.dtype)
        high = np.array(prefix.ljust(self.terms.dtype.itemsize, b"\xff"), self.terms.dtype)
        return int(np.searchsorted(self.terms, low)), int(np.searchsorted(self.terms, high, side="right"))

    def documents(self, number: int) -> Array:
        """The documents of one term."""
        return self.ids[self.starts[number] : self.starts[number + 1]]

    def frequencies(self, number: int) -> Array:
        """How often each document of one term holds it."""
        if self.counts is None:
            raise ValueError("this field counts no occurrences")
        return self.counts[self.starts[number] : self.starts[number + 1]]

    def occurrences(self, number: int, among: Array) -> tuple[Array, Array]:
        """The occurrences of one term in some documents that hold it: documents and word numbers, in order.

        Counts are added up for all documents of the term; positions are read of the wanted ones alone.
        """
        if self.places is None or self.positions is None:
            raise ValueError("this field keeps no positions")
        at = held_by(among, self.documents(number))[1]
        frequencies = self.frequencies(number)
        times = frequencies[at].astype(np.int64)
        began = np.cumsum(frequencies, dtype=np.int64)[at] - times
        reads = np.repeat(began - (np.cumsum(times) - times), times) + np.arange(int(times.sum()))
        return np.repeat(among, times), self.positions[int(self.places[number]) + reads]


def held_by(few: Array, many: Array) -> tuple[Array, Array]:
    """What two ascending lists of documents share, as places in the one and in the other."""
    if not len(few) or not len(many):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if len(few) * LOOKED_UP > len(many):
        size = int(max(few[-1], many[-1])) + 1
        wanted, held = np.zeros(size, bool), np.zeros(size, bool)
        wanted[few], held[many] = True, True
        return np.flatnonzero(held[few]), np.flatnonzero(wanted[many])
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    both = np.flatnonzero(many[at] == few)
    return both, at[both]


def invert(names: Sequence[bytes], codes: Array, documents: Array, positions: Array | None = None) -> Inverted:
    """Turn a stream of words around. Word i is `names[codes[i]]` in `documents[i]`, which never fall.

    Two codes may have the same name (words with one stem). With positions, occurrences are kept and counted.
    """
    used, dense = np.unique(codes, return_inverse=True)
    terms, term_of = np.unique(np.array([names[code] for code in used], dtype=np.bytes_), return_inverse=True)
    return _group(terms, term_of[dense], documents, positions)


def _group(terms: Array, term_of: Array, documents: Array, positions: Array | None) -> Inverted:
    order = np.argsort(term_of, kind="stable")
    term, document = term_of[order], documents[order]
    new = np.ones(len(order), bool)
    new[1:] = (term[1:] != term[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    starts = _cuts(np.bincount(term[first], minlength=len(terms)))
    ids = document[first].astype(np.uint32)
    if positions is None:
        return Inverted(terms, starts, ids)
    counts = np.diff(np.append(first, len(order))).astype(np.uint16)
    places = _cuts(np.bincount(term, minlength=len(terms)))
    return Inverted(terms, starts, ids, counts, places, positions[order].astype(np.uint16))


def _cuts(sizes: Array) -> Array:
    cuts = np.zeros(len(sizes) + 1, np.uint32)
    np.cumsum(sizes, out=cuts[1:])
    return cuts


def merge(parts: Sequence[tuple[Inverted, Array]]) -> Inverted:
    """One `Inverted` out of several. Each comes with the new number of each old document, -1 when it is gone."""
    widest = max(part.terms.dtype.itemsize for part, _ in parts)
    every = np.concatenate([part.terms.astype(f"S{widest}") for part, _ in parts])
    terms, number_of = np.unique(every, return_inverse=True)
    numbers = np.split(number_of, np.cumsum([len(part.terms) for part, _ in parts])[:-1])
    work = np.zeros(len(terms), np.int64)
    for (part, _), number in zip(parts, numbers, strict=True):
        work[number] += np.diff(part.starts if part.places is None else part.places)
    pieces = [_merge_range(parts, numbers, low, high) for low, high in _ranges(work)]
    return _join(terms, pieces, parts[0][0].counts is not None)


def _ranges(work: Array) -> list[tuple[int, int]]:
    """Cut the terms so that each range holds about MERGE_STEP occurrences."""
    step_of = np.cumsum(work) // MERGE_STEP
    edges = [0, *(np.flatnonzero(np.diff(step_of)) + 1).tolist(), len(work)]
    return [(low, high) for low, high in pairwise(edges) if high > low]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Postings of a range of terms, on their way into the merged lists."""

    sizes: Array  # documents of each term
    uses: Array  # occurrences of each term
    ids: Array
    counts: Array
    positions: Array


def _merge_range(parts: Sequence[tuple[Inverted, Array]], numbers: Sequence[Array], low: int, high: int) -> _Piece:
    slices = [_slice(part, moved, number, low, high) for (part, moved), number in zip(parts, numbers, strict=True)]
    term, ids, counts, positions = (np.concatenate(columns) for columns in zip(*slices, strict=True))
    order = np.argsort(term, kind="stable")
    began = np.cumsum(counts) - counts
    term, ids, counts, began = term[order], ids[order], counts[order], began[order]
    gather = np.repeat(began - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    sizes = np.bincount(term, minlength=high - low)
    uses = np.bincount(term, weights=counts, minlength=high - low).astype(np.int64)
    kept = positions[gather] if len(positions) else positions
    return _Piece(sizes, uses, ids.astype(np.uint32), counts.astype(np.uint16), kept)


def _slice(part: Inverted, moved: Array, number: Array, low: int, high: int) -> tuple[Array, Array, Array, Array]:
    """Terms, documents, counts and positions that one part holds of a range of the merged terms."""
    first, last = np.searchsorted(number, (low, high))
    begin, end = part.starts[first], part.starts[last]
    term = np.repeat(number[first:last] - low, np.diff(part.starts[first : last + 1]))
    ids = moved[part.ids[begin:end]]
    keep = ids >= 0
    if part.counts is None or part.places is None or part.positions is None:
        return term[keep], ids[keep], np.zeros(int(keep.sum()), np.int64), np.zeros(0, np.uint16)
    counts = part.counts[begin:end].astype(np.int64)
    positions = part.positions[part.places[first] : part.places[last]]
    return term[keep], ids[keep], counts[keep], positions[np.repeat(keep, counts)]


def _join(terms: Array, pieces: Sequence[_Piece], counted: bool) -> Inverted:
    if not pieces:
        empty = np.zeros(0, np.uint32)
        rest = (empty.astype(np.uint16), _cuts(empty), empty.astype(np.uint16)) if counted else ()
        return Inverted(terms, _cuts(empty), empty, *rest)
    sizes = np.concatenate([piece.sizes for piece in pieces])
    alive = sizes > 0
    ids = np.concatenate([piece.ids for piece in pieces])
    if not counted:
        return Inverted(terms[alive], _cuts(sizes[alive]), ids)
    uses = np.concatenate([piece.uses for piece in pieces])
    return Inverted(
        terms[alive],
        _cuts(sizes[alive]),
        ids,
        np.concatenate([piece.counts for piece in pieces]),
        _cuts(uses[alive]),
        np.concatenate([piece.positions for piece in pieces]),
    )
