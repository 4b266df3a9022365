"""Our codec for Whoosh: segments are packs, which Whoosh's own readers can read too. No ranking, no rights.

Whoosh keeps the table of contents, generations, segments, deletions and the lock. Its default codec decodes postings
one by one through pickles; packs are read in place, and a commit, a merge and an open cost a small part.
"""

import os
from collections.abc import Iterator
from typing import Any, Final

from whoosh import fields, matching, reading, writing
from whoosh.analysis import IDAnalyzer
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import FileIndex

from models.search.analysis import MAX_WORDS
from models.search.engine import IndexDamagedError
from models.search.pack import EXACT_FIELDS, TEXT_FIELDS, Pack, merge_packs, read_pack, write_pack
from models.search.packing import Array

EXTENSION: Final = ".pack"


def schema() -> fields.Schema:
    """The fields as Whoosh knows them; text arrives analysed, so its own analysers only pass terms on."""
    text = {name: fields.TEXT(analyzer=IDAnalyzer(), phrase=False) for name in TEXT_FIELDS}
    plain = {name: fields.ID(unique=name == "id") for name in EXACT_FIELDS}
    return fields.Schema(**text, **plain)


def read_segment(storage: Any, segment: W3Segment) -> Pack:
    """Map one segment. Raises IndexDamagedError, FileNotFoundError."""
    pack = read_pack(os.path.join(storage.folder, segment.make_filename(EXTENSION)))
    if pack.size != segment.doc_count_all():
        raise IndexDamagedError(f"{segment.segment_id()} holds {pack.size} documents, not {segment.doc_count_all()}")
    return pack


class PackedCodec(base.Codec):
    """Reads and writes packs."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: W3Segment) -> "_NothingToWrite":
        return _NothingToWrite()

    def field_writer(self, storage: Any, segment: W3Segment) -> "_NothingToWrite":
        return _NothingToWrite()

    def terms_reader(self, storage: Any, segment: W3Segment) -> "PackedTerms":
        return PackedTerms(read_segment(storage, segment))

    def per_document_reader(self, storage: Any, segment: W3Segment) -> "PackedDocuments":
        return PackedDocuments(read_segment(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)


class _NothingToWrite:
    """A pack is written in one go by PackedWriter; Whoosh still wants to close its two writers."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class PackedWriter(writing.SegmentWriter):
    """Takes packs instead of documents. Holds Whoosh's lock from making to commit() or cancel()."""

    def __init__(self, index: FileIndex, timeout: float = 0.0) -> None:
        super().__init__(index, codec=PackedCodec(), compound=False, timeout=timeout)
        self._parts: list[tuple[Pack, Array]] = []

    def add_pack(self, pack: Pack, keep: Array) -> None:
        """Add the documents of a pack that the mask keeps, after those that are already there."""
        self._parts.append((pack, keep))
        self.docnum += int(keep.sum())
        self._added = self.docnum > 0

    def _flush_segment(self) -> None:
        parts = self._parts
        pack = parts[0][0] if len(parts) == 1 and parts[0][1].all() else merge_packs(parts)
        with open(os.path.join(self.storage.folder, self.newsegment.make_filename(EXTENSION)), "wb") as file:
            write_pack(file, pack)


class PackedTerms(base.TermsReader):
    """Terms and postings for Whoosh's own searcher, which serves as the oracle in tests."""

    def __init__(self, pack: Pack) -> None:
        self._fields = pack.fields

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._fields[term[0]].find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return list(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self._fields):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        lists = self._fields[fieldname]
        for term in lists.terms[lists.within(prefix)[0] :].tolist():
            yield fieldname, term

    def term_info(self, fieldname: str, text: bytes) -> reading.TermInfo:
        documents, weights = self._postings(fieldname, text)
        return reading.TermInfo(
            weight=sum(weights),
            df=len(documents),
            minlength=1,
            maxlength=MAX_WORDS,
            maxweight=max(weights),
            minid=documents[0],
            maxid=documents[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return sum(self._postings(fieldname, text)[1]) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text)[0]) if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> matching.ListMatcher:
        documents, weights = self._postings(fieldname, text)
        info = self.term_info(fieldname, text)
        return matching.ListMatcher(documents, weights, scorer=scorer, term=(fieldname, text), terminfo=info)

    def _postings(self, fieldname: str, text: bytes) -> tuple[list[int], list[float]]:
        lists = self._fields[fieldname]
        number = lists.find(text)
        if number < 0:
            raise reading.TermNotFound(f"{fieldname}:{text!r}")
        documents = lists.documents(number).tolist()
        if lists.counts is None:
            return documents, [1.0] * len(documents)
        return documents, lists.frequencies(number).astype(float).tolist()


class PackedDocuments(base.PerDocumentReader):
    """What Whoosh's own searcher asks about documents."""

    def __init__(self, pack: Pack, segment: W3Segment) -> None:
        self._pack, self._segment = pack, segment
        self._ids = pack.ids

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self._pack.size

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted_docs())

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {"id": self._ids[docnum].decode()}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._pack.facts.get(f"{fieldname}_length")
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        lengths = self._pack.facts.get(f"{fieldname}_length")
        return 0 if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._pack.facts[f"{fieldname}_length"].min())

    def max_field_length(self, fieldname: str) -> int:
        return int(self._pack.facts[f"{fieldname}_length"].max())
