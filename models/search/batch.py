"""Documents on their way into a segment: their words become codes at C speed, the rest happens for all at once."""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Final

import numpy as np

from models.search import analysis
from models.search.engine import Document
from models.search.pack import FACTS, TEXT_FIELDS, Pack
from models.search.packing import Array, Inverted, invert

MAX_VALUE_BYTES: Final = 120  # of a tag, an id and every other exact value
SHORTEST_SUGGESTION: Final = 3
LONGEST_SUGGESTION: Final = 24


class Batch:
    """Collects documents, then gives one pack. Each id may be added once."""

    def __init__(self) -> None:
        self.size = 0
        self.words = 0
        number = count().__next__
        # A word of its own in each language; the numbers run through all.
        self._codes = {
            language: defaultdict[str, int](number) for language in (analysis.ENGLISH, *analysis.MORE_LANGUAGES)
        }
        self._text = {name: (array("I"), array("I")) for name in TEXT_FIELDS}
        self._exact: dict[str, tuple[list[bytes], array[int]]] = {
            name: ([], array("I"))
            for name in ("id", "audience", "kind", "department", "space", "tag", "author", "status", "language")
        }
        self._facts: list[tuple[int, int, int, int]] = []

    def add(self, document: Document) -> None:
        """Take one document."""
        code = self._codes[analysis.written_in(document.language)].__getitem__
        for name, text in (("title", document.title), ("tags", " ".join(document.tags)), ("body", document.body)):
            codes, sizes = self._text[name]
            found = analysis.words(text)[: analysis.MAX_WORDS]
            codes.extend(map(code, found))
            sizes.append(len(found))
            self.words += len(found)
        for name, (values, numbers) in self._exact.items():
            for value in values_of(document, name):
                if raw := exact(value):
                    values.append(raw)
                    numbers.append(self.size)
        self._facts.append((document.created, document.changed, document.stamp, order_of(document.id)))
        self.size += 1

    def pack(self) -> Pack:
        """Everything that was added, turned around."""
        stems, offered, counted = self._words()
        lists: dict[str, Inverted] = {}
        facts = dict(zip(FACTS[:4], np.array(self._facts, np.int64).reshape(-1, 4).T, strict=True))
        for name in TEXT_FIELDS:
            codes, documents, positions = self._stream(name)
            lists[name] = invert(stems, codes, documents, positions)
            lengths = np.bincount(documents, weights=counted[codes], minlength=self.size)
            facts[f"{name}_length"] = lengths.astype(np.uint32)
        for name, (values, numbers) in self._exact.items():
            lists[name] = invert(values, np.arange(len(values)), np.array(numbers, np.uint32))
        lists["word"] = self._surfaces(offered)
        return Pack(self.size, lists, facts)

    def _words(self) -> tuple[list[bytes], list[str], Array]:
        """By code: what the index holds for a word, the word as it is offered, and whether it counts as one."""
        size = sum(map(len, self._codes.values()))
        stems, offered, counted = [b""] * size, [""] * size, np.ones(size, bool)
        for language, codes in self._codes.items():
            folded = [analysis.fold(word) for word in codes]
            said = analysis.stop_words(language)
            for code, word, stem in zip(codes.values(), folded, analysis.terms(folded, language), strict=True):
                stems[code] = stem.encode("utf-8", "replace")
                offered[code] = analysis.without_elision(word, language)
                counted[code] = word not in said
        return stems, offered, counted

    def _stream(self, name: str) -> tuple[Array, Array, Array]:
        """Codes, documents and positions of every word of a field."""
        codes, sizes = (np.frombuffer(part, np.uint32) if part else np.zeros(0, np.uint32) for part in self._text[name])
        documents = np.repeat(np.arange(self.size, dtype=np.uint32), sizes)
        began = np.cumsum(sizes, dtype=np.int64) - sizes
        return codes, documents, np.arange(len(codes)) - np.repeat(began, sizes)

    def _surfaces(self, words: list[str]) -> Inverted:
        """Words as people write them, for suggestions."""
        offered = np.array([may_be_suggested(word) for word in words], bool)
        streams = [self._stream(name)[:2] for name in TEXT_FIELDS]
        codes, documents = (np.concatenate(parts) for parts in zip(*streams, strict=True))
        keep = offered[codes]
        order = np.argsort(documents[keep], kind="stable")
        return invert([word.encode("utf-8", "replace") for word in words], codes[keep][order], documents[keep][order])


def may_be_suggested(word: str) -> bool:
    """Whether a folded word is offered to people who type."""
    right_size = len(word) >= SHORTEST_SUGGESTION and len(word.encode("utf-8", "replace")) <= LONGEST_SUGGESTION
    return right_size and word.isalpha() and word not in analysis.STOP_WORDS


def values_of(document: Document, name: str) -> tuple[str, ...]:
    """What stands in an exact field of a document: its check counts beside its status."""
    if name == "tag":
        return document.tags
    return (document.status, document.review) if name == "status" else (getattr(document, name),)


def exact(value: str) -> bytes:
    """An exact value as the index holds it."""
    return analysis.cut(value, MAX_VALUE_BYTES).rstrip(b"\0")


def order_of(id: str) -> int:
    """A fixed number for each id, which breaks ties without looking at any other document."""
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def packs(documents: Iterable[Document], words: int) -> Iterable[Pack]:
    """Packs of about so many words each, so that a rebuild needs little memory."""
    batch = Batch()
    for document in documents:
        batch.add(document)
        if batch.words >= words:
            yield batch.pack()
            batch = Batch()
    if batch.size:
        yield batch.pack()
