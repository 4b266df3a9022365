"""One generation of the index as a reader sees it: its documents, masks of rights and filters, open statistics.

A snapshot never changes; a search that began with one ends with it. What is worked out late is the same whoever does
it first, so threads need no lock. Statistics come from what everyone may read, nothing else.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from models.search import analysis, weights
from models.search.batch import LONGEST_SUGGESTION, exact
from models.search.pack import TEXT_FIELDS, Pack
from models.search.packing import Array, Inverted
from models.search.phrases import documents_with

EVERYONE: Final = "everyone"
MAX_MASKS: Final = 64
MAX_RARITIES: Final = 5_000
MAX_COUNTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One open segment: its pack, the number of its first document in the snapshot, and which documents live."""

    name: str
    pack: Pack
    base: int
    live: Array


@dataclass(frozen=True, slots=True)
class FacetTable:
    """Every (document, value) pair of one facet, for counting with bincount.

    `only` is there where no document has two values: the value of each document, or the number of names for none.
    """

    names: list[str]
    documents: Array
    values: Array
    only: Array | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the keyring, the spaces that are left out, and the mask of what both leave. Never write to it."""

    keyring: frozenset[str]
    without_spaces: frozenset[str]
    mask: Array


class Snapshot:
    """Segments put together. Document numbers run through all of them."""

    def __init__(self, segments: Iterable[Segment], generation: int) -> None:
        self.segments = tuple(segments)
        self.generation = generation
        self.size = sum(segment.pack.size for segment in self.segments)
        self.live = self._together(lambda segment: segment.live, bool)
        self._masks: OrderedDict[tuple[frozenset[str], frozenset[str]], Array] = OrderedDict()
        self._facets: dict[str, FacetTable] = {}
        self._rarities: dict[tuple[str, ...], float] = {}
        self._open_counts: dict[bytes, int] = {}

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
        return self.idf_at(int(self.open[documents].sum()))

    def idf_at(self, open_documents: int) -> float:
        """The same for a word that so many open documents hold."""
        frequency = open_documents or weights.UNSEEN_DOCUMENT_FREQUENCY
        return float(np.log(1 + (max(self.open_count, frequency) - frequency + 0.5) / (frequency + 0.5)))

    def idf_of_any(self, fields: Sequence[str], terms: Sequence[str]) -> float:
        """How telling a word is that has these terms, by the open documents that hold one of them in one of the fields.

        Worked out once: nothing in a snapshot changes.
        """
        key = (*fields, *terms)
        known = self._rarities.get(key)
        if known is None:
            known = self._rarities[key] = self.idf_at(int((self.holding(terms, fields) & self.open).sum()))
            while len(self._rarities) > MAX_RARITIES:
                self._rarities.pop(next(iter(self._rarities)), None)
        return known

    def postings(self, name: str, term: bytes) -> tuple[Array, Array]:
        """Documents that hold a term in a text field, and how often."""
        found = [
            (lists.documents(number) + np.uint32(segment.base), lists.frequencies(number))
            for segment, lists, number in self._find(name, term)
        ]
        if not found:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint16)
        return np.concatenate([ids for ids, _ in found]), np.concatenate([counts for _, counts in found])

    def postings_of_any(self, name: str, terms: Iterable[str]) -> tuple[Array, Array]:
        """The same of several terms that mean one word."""
        each = [self.postings(name, term.encode("utf-8", "replace")) for term in terms]
        found = [(ids, counts) for ids, counts in each if len(ids)]
        if len(found) < 2:
            return found[0] if found else (np.zeros(0, np.uint32), np.zeros(0, np.uint16))
        ids, where = np.unique(np.concatenate([ids for ids, _ in found]), return_inverse=True)
        return ids, np.bincount(where, weights=np.concatenate([counts for _, counts in found])).astype(np.uint16)

    @cached_property
    def more_languages(self) -> tuple[str, ...]:
        """The languages of documents whose terms are not those of English."""
        codes = {
            analysis.written_in(value.decode()) for one in self.segments for value in one.pack.fields["language"].terms
        }
        return tuple(language for language in analysis.MORE_LANGUAGES if language in codes)

    def terms_there(self, *terms: str) -> list[str]:
        """Those of some terms that are of a language that there is."""
        return [term for term in terms if analysis.language_of(term) in (analysis.ENGLISH, *self.more_languages)]

    def forms(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """The terms that folded words have in each language that there is."""
        return [tuple(analysis.terms(words, language)) for language in (analysis.ENGLISH, *self.more_languages)]

    def fetch(self, stems: Iterable[str]) -> None:
        """Have the postings of these stems at hand. Nothing to do where they lie in memory."""

    def phrase(self, words: Sequence[str], fields: Sequence[str], among: Array) -> Array:
        """A mask of those among some documents that hold folded words one after another in one of the fields."""
        mask = np.zeros(self.size, bool)
        for stems in self.forms(words):
            terms = [stem.encode("utf-8", "replace") for stem in stems]
            for segment in self.segments:
                part = among[segment.base : segment.base + segment.pack.size]
                for name in fields:
                    mask[segment.base + documents_with(segment.pack, name, terms, part)] = True
        return mask

    def beginning(self, word: str, fields: Sequence[str]) -> Array:
        """A mask of the documents that hold a stem with this beginning: terms are in order, so theirs lie together."""
        mask = np.zeros(self.size, bool)
        for name in fields:
            mask |= self.where_begins(name, word)
        return mask

    def holding(self, terms: Iterable[str], fields: Sequence[str] = TEXT_FIELDS) -> Array:
        """A new mask of the documents that hold any of the terms in any of the fields."""
        mask = np.zeros(self.size, bool)
        for term in terms:
            for name in fields:
                mask[self.postings(name, term.encode("utf-8", "replace"))[0]] = True
        return mask

    def holding_word(self, word: str, fields: Sequence[str] = TEXT_FIELDS) -> Array:
        """The same for a folded word, whatever the language."""
        terms = [form for (form,) in self.forms([word])]
        self.fetch(terms)
        return self.holding(terms, fields)

    def uses(self, document: int) -> list[tuple[str, bytes, int]]:
        """Every stem of one document: the field, the stem, how often."""
        segment = next(one for one in reversed(self.segments) if one.base <= document)
        found: list[tuple[str, bytes, int]] = []
        for name in TEXT_FIELDS:
            lists = segment.pack.fields[name]
            places = np.flatnonzero(lists.ids == document - segment.base)
            numbers = np.searchsorted(lists.starts, places, side="right") - 1
            counts = np.ones(len(places), int) if lists.counts is None else lists.counts[places]
            found += [(name, *use) for use in zip(lists.terms[numbers].tolist(), counts.tolist(), strict=True)]
        return found

    def idf_of(self, terms: Iterable[bytes]) -> dict[bytes, float]:
        """How telling each stem is, by the open documents that hold it anywhere."""
        return {term: self.idf_at(count) for term, count in self.open_counts(terms).items()}

    def open_counts(self, terms: Iterable[bytes]) -> dict[bytes, int]:
        """How many open documents hold each stem anywhere."""
        return {term: self._open_holding(term) for term in terms}

    def _open_holding(self, term: bytes) -> int:
        """How many open documents hold a stem: what very many hold is asked for again and again, so it is kept."""
        count = self._open_counts.get(term)
        if count is None:
            lists = [ids for name in TEXT_FIELDS if len(ids := self.postings(name, term)[0])]
            # Counting the longest list costs what it is long; the others are looked up in it.
            longest = max(lists, key=len, default=np.zeros(0, np.uint32))
            others = [ids for ids in lists if ids is not longest]
            count = int(np.count_nonzero(self.open[longest]))
            if others:
                more = np.unique(np.concatenate(others))
                at = np.minimum(np.searchsorted(longest, more), len(longest) - 1)
                count += int(np.count_nonzero(self.open[more[longest[at] != more]]))
            if len(self._open_counts) >= MAX_COUNTS:
                self._open_counts.clear()
            self._open_counts[term] = count
        return count

    def words_from(self, prefix: bytes, reader: Reader, mask: Array, most: int) -> dict[bytes, int]:
        """Words that begin so and the number of documents of the mask that hold each; `most` is how many are wanted."""
        counts: dict[bytes, int] = {}
        for segment in self.segments:
            lists = segment.pack.fields["word"]
            low, high = lists.within(prefix)
            if low == high:
                continue
            begin, end = lists.starts[low], lists.starts[high]
            seen = mask[lists.ids[begin:end] + np.uint32(segment.base)].astype(np.int64)
            totals = np.add.reduceat(seen, (lists.starts[low:high] - begin).astype(np.int64))
            hit = np.flatnonzero(totals)
            for word, total in zip(lists.terms[low:high][hit].tolist(), totals[hit].tolist(), strict=True):
                counts[word] = counts.get(word, 0) + total
        return counts

    def words_among(self, words: Iterable[str], reader: Reader) -> dict[bytes, int]:
        """The same for given words under the reader's mask; those without a visible document are left out."""
        wanted = np.array([raw for word in words if len(raw := word.encode()) <= LONGEST_SUGGESTION], np.bytes_)
        counts: dict[bytes, int] = {}
        for segment in self.segments if len(wanted) else ():
            lists = segment.pack.fields["word"]
            if not len(lists.terms):
                continue
            at = np.searchsorted(lists.terms, wanted.astype(f"S{max(wanted.itemsize, lists.terms.itemsize)}"))
            at = np.minimum(at, len(lists.terms) - 1)
            for number in at[lists.terms[at] == wanted].tolist():
                total = int(reader.mask[lists.documents(number) + np.uint32(segment.base)].sum())
                if total:
                    word = bytes(lists.terms[number])
                    counts[word] = counts.get(word, 0) + total
        return counts

    def where(self, name: str, values: Iterable[str]) -> Array:
        """A new mask of the documents with any of the values in an exact field; no values, no documents."""
        mask = np.zeros(self.size, bool)
        for value in values:
            for segment, lists, number in self._find(name, exact(value)):
                mask[lists.documents(number) + segment.base] = True
        return mask

    def where_begins(self, name: str, beginning: str) -> Array:
        """A new mask of the documents with a term or value in a field that begins so."""
        mask = np.zeros(self.size, bool)
        for segment in self.segments:
            lists = segment.pack.fields[name]
            low, high = lists.within(beginning.encode("utf-8", "replace"))
            if low < high:
                mask[lists.ids[lists.starts[low] : lists.starts[high]] + np.uint32(segment.base)] = True
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

    def reader(self, keyring: Iterable[str], without_spaces: Iterable[str]) -> Reader:
        """Somebody with a keyring, who must not see some spaces."""
        keys, spaces = frozenset(keyring), frozenset(without_spaces)
        return Reader(keys, spaces, self.visible(keys, spaces))

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
        values = np.repeat(number, sizes)
        only = np.full(self.size, len(names), np.int32)
        only[documents] = values
        single = int((only < len(names)).sum()) == len(documents)
        return FacetTable([raw.decode() for raw in names.tolist()], documents, values, only if single else None)

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
