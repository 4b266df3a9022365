"""One generation of the index as a reader sees it: its documents, masks of rights and filters, open statistics.

A snapshot never changes; a search that began with one ends with it. What is worked out late is the same whoever does
it first, so threads need no lock. Statistics come from what everyone may read, nothing else.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from models.search import weights
from models.search.whoosh_batch import exact
from models.search.whoosh_pack import TEXT_FIELDS, Pack
from models.search.whoosh_packing import Array, Inverted

EVERYONE: Final = "everyone"
MAX_MASKS: Final = 64


@dataclass(frozen=True, slots=True)
class Segment:
    """One open segment: its pack, the number of its first document in the snapshot, and which documents live."""

    name: str
    pack: Pack
    base: int
    live: Array


@dataclass(frozen=True, slots=True)
class FacetTable:
    """Every (document, value) pair of one facet, for counting with bincount."""

    names: list[str]
    documents: Array
    values: Array


class Snapshot:
    """Segments put together. Document numbers run through all of them."""

    def __init__(self, segments: Iterable[Segment], generation: int) -> None:
        self.segments = tuple(segments)
        self.generation = generation
        self.size = sum(segment.pack.size for segment in self.segments)
        self.live = self._together(lambda segment: segment.live, bool)
        self._masks: OrderedDict[tuple[frozenset[str], frozenset[str]], Array] = OrderedDict()
        self._facets: dict[str, FacetTable] = {}

    def fact(self, name: str) -> Array:
        """One number of every document, such as 'changed' or 'body_length'."""
        return self._together(lambda segment: segment.pack.facts[name], np.int64)

    def _together(self, part: Callable[[Segment], Array], kind: type) -> Array:
        if not self.segments:
            return np.zeros(0, kind)
        return np.concatenate([part(segment) for segment in self.segments])

    @cached_property
    def changed(self) -> Array:
        """When each document changed last."""
        return self.fact("changed")

    @cached_property
    def order(self) -> Array:
        """What breaks ties."""
        return self.fact("order")

    @cached_property
    def open(self) -> Array:
        """The documents that everyone may read."""
        return self.where("audience", (EVERYONE,)) & self.live

    @cached_property
    def open_count(self) -> int:
        """How many documents everyone may read."""
        return int(self.open.sum())

    @cached_property
    def length_norms(self) -> dict[str, Array]:
        """The divisor of a word's frequency in BM25F, for each text field and document."""
        return {name: self._norm(name, weights.FIELD_LENGTH_NORM[name]) for name in TEXT_FIELDS}

    @cached_property
    def title_norm(self) -> Array:
        """The same for the title's own BM25."""
        return self._norm("title", weights.TITLE_ALONE_LENGTH_NORM)

    def _norm(self, name: str, b: float) -> Array:
        lengths = self.fact(f"{name}_length")
        total = int(lengths[self.open].sum())
        average = total / self.open_count if total else weights.DEFAULT_AVERAGE_LENGTH[name]
        norm: Array = 1 - b + b * lengths / average
        return norm

    @cached_property
    def factor(self) -> Array:
        """What recency and status make of a score; the newest open document is the present."""
        newest = int(self.changed[self.open].max()) if self.open_count else 0
        age = np.maximum(newest - self.changed, 0)
        factor: Array = (1 + weights.RECENCY_SHARE * np.exp(-age / weights.RECENCY_SCALE)) * self.standing
        return factor

    @cached_property
    def standing(self) -> Array:
        """What the status of each document makes of a score."""
        factor: Array = np.ones(self.size)
        for status, by in weights.STATUS_FACTOR.items():
            factor[self.where("status", (status,))] *= by
        return factor

    def idf(self, documents: Array) -> float:
        """How telling a word is, by the open documents among those that hold it."""
        frequency = int(self.open[documents].sum()) or weights.UNSEEN_DOCUMENT_FREQUENCY
        return float(np.log(1 + (max(self.open_count, frequency) - frequency + 0.5) / (frequency + 0.5)))

    def postings(self, name: str, term: bytes) -> tuple[Array, Array]:
        """Documents that hold a term in a text field, and how often."""
        found = [
            (lists.documents(number) + np.uint32(segment.base), lists.frequencies(number))
            for segment, lists, number in self._find(name, term)
        ]
        if not found:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint16)
        return np.concatenate([ids for ids, _ in found]), np.concatenate([counts for _, counts in found])

    def where(self, name: str, values: Iterable[str]) -> Array:
        """A new mask of the documents with any of the values in an exact field; no values, no documents."""
        mask = np.zeros(self.size, bool)
        for value in values:
            for segment, lists, number in self._find(name, exact(value)):
                mask[lists.documents(number) + segment.base] = True
        return mask

    def _find(self, name: str, term: bytes) -> list[tuple[Segment, Inverted, int]]:
        numbered = ((segment, segment.pack.fields[name]) for segment in self.segments)
        found = ((segment, lists, lists.find(term)) for segment, lists in numbered)
        return [one for one in found if one[2] >= 0]

    def visible(self, keyring: frozenset[str], without_spaces: frozenset[str]) -> Array:
        """The documents that a keyring may read outside some spaces. Shared: never write to it."""
        key = (keyring, without_spaces)
        mask = self._masks.get(key)
        if mask is None:
            mask = self.where("audience", keyring) & self.live
            if without_spaces:
                mask &= ~self.where("space", without_spaces)
            self._masks[key] = mask
            while len(self._masks) > MAX_MASKS:
                self._masks.popitem(last=False)
        return mask

    def facet(self, name: str) -> FacetTable:
        """All values of an exact field."""
        table = self._facets.get(name)
        if table is None:
            table = self._facets[name] = self._facet(name)
        return table

    def _facet(self, name: str) -> FacetTable:
        if not self.segments:
            return FacetTable([], np.zeros(0, np.int64), np.zeros(0, np.int64))
        lists = [(segment.base, segment.pack.fields[name]) for segment in self.segments]
        names, number = np.unique(np.concatenate([one.terms for _, one in lists]), return_inverse=True)
        sizes = np.concatenate([np.diff(one.starts) for _, one in lists])
        documents = np.concatenate([one.ids.astype(np.int64) + base for base, one in lists])
        return FacetTable([raw.decode() for raw in names.tolist()], documents, np.repeat(number, sizes))

    def find_document(self, id: str) -> int:
        """The number of a living document, or -1."""
        for segment, lists, number in self._find("id", exact(id)):
            for document in lists.documents(number).tolist():
                if segment.live[document]:
                    return int(segment.base + document)
        return -1

    def id_of(self, document: int) -> str:
        """The id of a document."""
        return str(self._ids[document].decode())

    @cached_property
    def _ids(self) -> Array:
        return self._together(lambda segment: segment.pack.ids, np.bytes_)

    def stamps(self) -> dict[str, int]:
        """Every living id with its stamp."""
        ids = [raw.decode() for raw in self._ids[self.live].tolist()]
        return dict(zip(ids, self.fact("stamp")[self.live].tolist(), strict=True))
