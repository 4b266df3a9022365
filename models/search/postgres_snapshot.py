"""One generation of the index in PostgreSQL: columns in memory, postings fetched by GIN when they are asked for.

Numbers of documents only grow within a build, so postings that were fetched once are brought up by reading what is
newer. Rights, filters, facets and ranking are the same as in the embedded engine: the same arrays, the same code.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from models.core.db import Database
from models.search import analysis
from models.search.pack import TEXT_FIELDS
from models.search.packing import Array
from models.search.postgres_rows import plain, quoted
from models.search.postgres_store import reading
from models.search.snapshot import EVERYONE, Reader, Segment, Snapshot

MAX_BYTES: Final = 48 << 20  # of postings that a process keeps
MOST_NEW: Final = 3_000  # numbers that are looked through one by one rather than by GIN
MOST_RECOUNTED: Final = 64

# PostgreSQL tells no frequency, but with equal weights its rank is the sum of 1/i² over the occurrences, by 1.6449.
_RANK_OF: Final = (np.cumsum(1.0 / np.arange(1, 257) ** 2) / 1.64493406685).astype(np.float32)

_COLUMNS: Final = """
SELECT a.at, {of}, string_agg(int4send(d.number) || float4send(ts_rank('{{1,1,1,1}}', d.{field}, a.query)), '')
FROM {asked} JOIN {documents} d ON {holds}d.{field} @@ a.query
GROUP BY a.at
"""
_ASKED: Final = "unnest(CAST(%(stems)s AS tsquery[])) WITH ORDINALITY a (query, at)"
# From which number on each stem is asked for in the body; -1 where its list is complete.
_SINCE: Final = (
    "unnest(CAST(%(stems)s AS tsquery[]), CAST(%(since)s AS integer[])) WITH ORDINALITY a (query, since, at)"
)
_FROM: Final = "a.since >= 0 AND d.number >= a.since AND "
_NEWER: Final = "(SELECT * FROM documents WHERE number >= %(since)s OFFSET 0)"


def _for_each_field(documents: str, since: bool) -> str:
    parts = []
    for at, name in enumerate(TEXT_FIELDS):
        asked, holds = (_SINCE, _FROM) if since and name == "body" else (_ASKED, "")
        parts.append(_COLUMNS.format(of=at, field=name, documents=documents, asked=asked, holds=holds))
    return " UNION ALL ".join(parts)


POSTINGS: Final = _for_each_field("documents", since=True)
NEWER: Final = _for_each_field(_NEWER, since=False)
COMMON: Final = "SELECT stem, upto, postings FROM common WHERE stem = ANY (CAST(%(stems)s AS text[]))"
PHRASE: Final = {
    name: f"SELECT string_agg(int4send(number), '') FROM documents WHERE {name} @@ CAST(%(query)s AS tsquery)"  # noqa: S608 - a field
    for name in (*TEXT_FIELDS, "words")
}
# OFFSET 0: rows are fetched by their numbers first. Else each row of GIN's would be looked for in all of the array.
_SOME: Final = "(SELECT * FROM documents WHERE number = ANY (CAST(CAST(%(numbers)s AS text) AS integer[])) OFFSET 0) d"
CHECKED: Final = {name: statement.replace("documents", _SOME) for name, statement in PHRASE.items()}
USES: Final = " UNION ALL ".join(
    f"SELECT '{name}', w.lexeme, CAST(sum(cardinality(w.positions)) AS integer)"  # noqa: S608 - names of fields
    f" FROM documents d, unnest(d.{name}) w WHERE d.number = %(number)s GROUP BY w.lexeme"
    for name in TEXT_FIELDS
)
WORDS_FROM: Final = """
SELECT word, CAST(sum(documents) AS integer) FROM counts
WHERE audience = ANY (CAST(%(keys)s AS text[])) AND word >= %(low)s AND word < %(high)s AND documents > 0
GROUP BY word ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
WORDS_AMONG: Final = """
SELECT word, CAST(sum(documents) AS integer) FROM counts
WHERE audience = ANY (CAST(%(keys)s AS text[])) AND word = ANY (CAST(%(words)s AS text[])) AND documents > 0
GROUP BY word
"""
Postings = tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Kept:
    """Postings of one stem in each text field, complete up to a number in the fields that are named."""

    upto: int
    fields: dict[str, Postings]
    complete: Collection[str] = TEXT_FIELDS

    @property
    def bytes(self) -> int:
        return 200 + sum(ids.nbytes + counts.nbytes for ids, counts in self.fields.values())


class Postbox:
    """Fetches postings of one build and keeps those that were used last. Shared by the snapshots of the build."""

    def __init__(self, database: Database, build: str, has_lists: bool) -> None:
        self.database = database
        self.build = build
        self._has_lists = has_lists
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """Rows of a statement over the tables of this build."""
        with reading(self.database, self.build) as connection:
            return list(connection.exec_driver_sql(statement, values).all())

    def kept(self, stems: Iterable[bytes], upto: int) -> dict[bytes, Kept]:
        """Postings of stems, complete up to a number of documents at least."""
        found: dict[bytes, Kept] = {}
        old: dict[bytes, Kept] = {}
        missing = []
        with self._lock:
            for stem in stems:
                kept = self._kept.get(stem)
                if kept is None or upto - kept.upto > MOST_NEW:
                    missing.append(stem)
                    continue
                self._kept.move_to_end(stem)
                (found if kept.upto >= upto else old)[stem] = kept
        if missing:
            listed = self._listed(missing)
            since = [listed[stem].upto if stem in listed else 0 for stem in missing]
            since = [number if number < upto else -1 for number in since]
            found |= self._fetch(POSTINGS, missing, upto, listed, since)
        if old:
            found |= self._fetch(NEWER, list(old), upto, old, min(kept.upto for kept in old.values()))
        return found

    def _listed(self, stems: list[bytes]) -> dict[bytes, Kept]:
        """What was listed of common stems when the build was made: their bodies. Titles and tags are read anew."""
        if not self._has_lists:
            return {}
        none = np.zeros(0, np.uint32), np.zeros(0, np.uint16)
        found = self.rows(COMMON, stems=[stem.decode() for stem in stems])
        return {
            stem.encode(): Kept(
                upto, {name: _listed(raw) if name == "body" else none for name in TEXT_FIELDS}, {"body"}
            )
            for stem, upto, raw in found
        }

    def _fetch(
        self, statement: str, stems: list[bytes], upto: int, old: dict[bytes, Kept], since: int | list[int]
    ) -> dict[bytes, Kept]:
        fields: list[dict[str, Postings]] = [{} for _ in stems]
        asked = [quoted(stem.decode()) for stem in stems]
        for at, of, raw in self.rows(statement, stems=asked, since=since):
            fields[at - 1][TEXT_FIELDS[of]] = _decoded(raw)
        fresh = {}
        for stem, found in zip(stems, fields, strict=True):
            before = old.get(stem)
            fresh[stem] = Kept(upto, {name: _joined(name, before, found, upto) for name in TEXT_FIELDS})
        self._keep(fresh)
        return fresh

    def _keep(self, fresh: dict[bytes, Kept]) -> None:
        with self._lock:
            for stem, kept in fresh.items():
                before = self._kept.pop(stem, None)
                self._bytes += kept.bytes - (before.bytes if before else 0)
                self._kept[stem] = kept
            while self._bytes > MAX_BYTES and self._kept:
                self._bytes -= self._kept.popitem(last=False)[1].bytes


def _listed(raw: bytes) -> Postings:
    """The same of a list of numbers and frequencies as they are."""
    pairs = np.frombuffer(raw, [("number", ">i4"), ("times", ">i2")])
    each, where = np.unique(pairs["number"].astype(np.uint32), return_inverse=True)
    return each, np.bincount(where, weights=pairs["times"], minlength=len(each)).astype(np.uint16)


def _decoded(raw: bytes) -> Postings:
    """Numbers and frequencies, by number; the rows of a very long text are put together."""
    pairs = np.frombuffer(raw, [("number", ">i4"), ("rank", ">f4")])
    ids = pairs["number"].astype(np.uint32)
    # The nearest rank: half-way between two frequencies parts them.
    counts = np.searchsorted((_RANK_OF[1:] + _RANK_OF[:-1]) / 2, pairs["rank"].astype(np.float32)) + 1
    each, where = np.unique(ids, return_inverse=True)
    return each, np.bincount(where, weights=counts, minlength=len(each)).astype(np.uint16)


def _joined(name: str, before: Kept | None, found: dict[str, Postings], upto: int) -> Postings:
    """What was known and what is newer, without what was written after the snapshot."""
    ids, counts = found.get(name) or (np.zeros(0, np.uint32), np.zeros(0, np.uint16))
    if before is None or name not in before.complete:
        keep = ids < upto
        return ids[keep], counts[keep]
    keep = (ids < upto) & (ids >= before.upto)
    old_ids, old_counts = before.fields[name]
    return np.concatenate([old_ids, ids[keep]]), np.concatenate([old_counts, counts[keep]])


class PostgresSnapshot(Snapshot):
    """A snapshot whose words stay in the database."""

    def __init__(self, segments: Iterable[Segment], generation: int, postbox: Postbox) -> None:
        super().__init__(segments, generation)
        self.postbox = postbox

    def fetch(self, stems: Iterable[str]) -> None:
        """Fetch what is not there yet of these stems, all at once."""
        wanted = {stem.encode("utf-8", "replace") for stem in stems}
        if wanted:
            self.postbox.kept(wanted, self.size)

    def postings(self, name: str, term: bytes) -> Postings:
        """Documents that hold a stem in a text field, and how often."""
        ids, counts = self.postbox.kept([term], self.size)[term].fields[name]
        end = int(np.searchsorted(ids, self.size))
        return ids[:end], counts[:end]

    def phrase(self, words: Sequence[str], fields: Sequence[str], among: Array) -> Array:
        """A mask of those among some documents that hold folded words one after another in one of the fields.

        Only texts that hold all of the words are looked at: which ones do is known by the lists of documents.
        """
        mask = np.zeros(self.size, bool)
        rare = [place for place, word in enumerate(words) if word not in analysis.STOP_WORDS]
        for stems in self.forms(words):
            query = " <-> ".join(quoted(stem) for stem in stems)
            self.fetch([stems[place] for place in rare])
            for name in fields:
                if not rare:
                    mask |= self._matching(name, query)
                    continue
                candidates = among
                for place in rare:
                    candidates = candidates & self.holding([stems[place]], (name,))
                mask[self._checked(name, query, candidates)] = True
        return mask

    def _checked(self, name: str, query: str, candidates: Array) -> Array:
        """The numbers of those documents that a query matches."""
        numbers = np.flatnonzero(candidates)
        if not len(numbers):
            return numbers
        wanted = "{" + ",".join(map(str, numbers.tolist())) + "}"
        raw = self.postbox.rows(CHECKED[name], query=query, numbers=wanted)[0][0]
        return np.frombuffer(raw or b"", ">i4")

    def beginning(self, word: str, fields: Sequence[str]) -> Array:
        """A mask of the documents that hold a stem with this beginning in one of the fields."""
        mask = np.zeros(self.size, bool)
        for name in fields:
            mask |= self._matching(name, f"{quoted(word)}:*")
        return mask

    def _matching(self, name: str, query: str) -> Array:
        mask = np.zeros(self.size, bool)
        numbers = np.frombuffer(self.postbox.rows(PHRASE[name], query=query)[0][0] or b"", ">i4")
        mask[numbers[numbers < self.size]] = True
        return mask

    def uses(self, document: int) -> list[tuple[str, bytes, int]]:
        """Every stem of one document: the field, the stem, how often."""
        return [(name, stem.encode(), times) for name, stem, times in self.postbox.rows(USES, number=document)]

    def open_counts(self, terms: Iterable[bytes]) -> dict[bytes, int]:
        """How many open documents hold each stem anywhere."""
        wanted = list(terms)
        words = [":" + term.decode() for term in wanted]
        found = dict(map(tuple, self.postbox.rows(WORDS_AMONG, keys=[EVERYONE], words=words)))
        return {term: found.get(word, 0) for term, word in zip(wanted, words, strict=True)}

    def words_from(self, prefix: bytes, reader: Reader, mask: Array, most: int) -> dict[bytes, int]:
        """Words that begin so, the commonest. Where not all is looked at they are counted anew, unless many are wanted:
        then `words_among` says which of them have a hit.
        """
        low = prefix.decode("utf-8", "ignore").replace("\0", "")
        narrow = most <= MOST_RECOUNTED and (mask is not reader.mask or bool(reader.without_spaces))
        values = {"keys": _keys(reader), "low": low, "high": low + "\U0010ffff"}
        most = MOST_RECOUNTED if narrow else most
        found = {word.encode(): number for word, number in self.postbox.rows(WORDS_FROM, **values, most=most)}
        return self._recounted(found, mask) if narrow else found

    def words_among(self, words: Iterable[str], reader: Reader) -> dict[bytes, int]:
        """Given words and how many documents that the reader sees hold each."""
        rows = self.postbox.rows(WORDS_AMONG, keys=_keys(reader), words=[word for word in words if "\0" not in word])
        found = {word.encode(): number for word, number in rows}
        return self._recounted(found, reader.mask) if reader.without_spaces else found

    def _recounted(self, found: dict[bytes, int], mask: Array) -> dict[bytes, int]:
        commonest = sorted(found, key=lambda word: (-found[word], word))[:MOST_RECOUNTED]
        counts = {word: int((self._matching("words", quoted(word.decode())) & mask).sum()) for word in commonest}
        return {word: number for word, number in counts.items() if number}


def _keys(reader: Reader) -> list[str]:
    return sorted(plain(key) for key in reader.keyring)
