"""The interface that every search engine keeps: documents, queries, results. No engine and no kind of entry lives here.

An engine knows documents, never entries. Rights come with each call as a keyring (audience keys); an empty keyring
means nothing, ever. All times are integer microseconds since 1970 in UTC.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, runtime_checkable

from models.core.findable import Findable
from models.search.query import Parsed, parse

Progress = Callable[[int], None]
Sort = Literal["relevance", "newest"]

DAY: Final = 24 * 3600 * 1_000_000
PAST_WEEK: Final = "past-week"
PAST_MONTH: Final = "past-month"
PAST_YEAR: Final = "past-year"
OLDER: Final = "older"
DATE_BUCKETS: Final = {PAST_WEEK: 7 * DAY, PAST_MONTH: 30 * DAY, PAST_YEAR: 365 * DAY}

FACETS: Final = ("kind", "department", "space", "tag", "author", "status", "language", "date")


class SearchError(Exception):
    """Something is wrong with the index; the database still holds everything."""


class IndexDamagedError(SearchError):
    """The index cannot be read or was made by another version: rebuild it."""


class IndexBusyError(SearchError):
    """Another writer holds the index. Nothing was written; what was handed over is kept for the next commit."""


# One findable thing; `stamp` says which version is indexed, and `ids()` gives it back for comparison.
Document = Findable


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks: values of one filter are alternatives, filters narrow each other.

    `after` (inclusive) and `before` (exclusive) bound the time of the last change. Without text the newest are listed.
    `asked` is what the text says, once names in it have become ids; an engine reads it by `parsed()`.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    asked: Parsed | None = None

    def parsed(self) -> Parsed:
        """What the text says."""
        return self.asked if self.asked is not None else parse(self.text)

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The chosen values by facet, without facets that narrow nothing."""
        chosen = {
            "kind": self.kinds,
            "department": self.departments,
            "space": self.spaces,
            "tag": self.tags,
            "author": self.authors,
            "status": self.statuses,
            "language": self.languages,
        }
        return {name: tuple(values) for name, values in chosen.items() if values}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that somebody is writing at the moment `at`; like it are documents of these kinds, but one id.

    `least`: what a document shares with it of all that its words are worth; None for all that is `Hit.alike`.
    `aside` are folded words that say nothing of its matter: they count for the order, but what is alike holds others.
    `typed`: its words are read as they are probably meant.
    """

    title: str
    text: str
    at: int
    kinds: tuple[str, ...]
    but: str = ""
    least: float | None = None
    aside: frozenset[str] = frozenset()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where related documents are looked for: these kinds, outside some departments and a space ('' for any).

    Only what is close enough to be looked at for somebody who did not ask is given.
    """

    kinds: tuple[str, ...]
    departments: tuple[str, ...] = ()
    space: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `matched` names the fields that hold words of the query: 'title', 'tags', 'text'.

    `shared` are the stems that a related document has in common, the weightiest first. `part` is how much of what the
    words of a question are worth a similar document holds, 1 for all of it; `alike`: enough to be shown unasked.
    """

    id: str
    score: float
    matched: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    part: float = 0.0
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The answer. `total` counts all that the reader may see; `catching_up`: the index has to be built anew."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    suggestion: str | None = None
    generation: int = 0
    catching_up: bool = False


@dataclass(frozen=True, slots=True)
class Stats:
    """The size of the index, for people who run it."""

    documents: int
    deleted: int
    segments: int
    bytes: int
    generation: int
    pending: int
    needs_rebuild: bool
    reason: str


@runtime_checkable
class Engine(Protocol):
    """One writer (the worker), many reader threads. A search that has begun keeps the generation it began with."""

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, damaged or of another version; `stats().reason` says why."""
        ...

    def upsert(self, documents: Iterable[Document]) -> None:
        """Keep these for the next commit; a document replaces the one with the same id."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Keep these deletions for the next commit; unknown ids are fine."""
        ...

    def commit(self) -> int:
        """Write what was kept and show it to readers; returns the number of changes. Raises IndexBusyError."""
        ...

    def refresh(self) -> bool:
        """Show what another process has committed; True when there was something new."""
        ...

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build a new index beside the old one, which goes on answering, then swap; returns the number of documents."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Be the only one who writes for a while; whoever commits meanwhile gets IndexBusyError."""
        ...

    def optimize(self) -> None:
        """Merge everything into one segment (at night)."""
        ...

    def stats(self) -> Stats:
        """Count documents, segments and bytes."""
        ...

    def verify(self) -> list[str]:
        """Read the whole index and say in plain words what is wrong; an empty list is good news."""
        ...

    def close(self) -> None:
        """Let go of files. What was not committed is lost."""
        ...

    def search(self, query: Query, keyring: frozenset[str], without_spaces: frozenset[str] = frozenset()) -> Result:
        """Find what the keyring may read outside the given spaces. Never raises because of the text."""
        ...

    def suggest(
        self, prefix: str, keyring: frozenset[str], limit: int = 8, without_spaces: frozenset[str] = frozenset()
    ) -> list[str]:
        """Complete the last word of a text; each completion has at least one hit that the keyring may read."""
        ...

    def related(
        self,
        id: str,
        keyring: frozenset[str],
        limit: int = 5,
        without_spaces: frozenset[str] = frozenset(),
        elsewhere: Elsewhere | None = None,
    ) -> list[Hit]:
        """Documents about the same, best first; nothing when the keyring may not read the document itself."""
        ...

    def similar(
        self, asking: Asking, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """Documents that are like a question being written, best first; nothing that shares only a few common words."""
        ...

    def terms(self, id: str) -> dict[str, float]:
        """The stems that characterise one document, weightiest first (by statistics of open documents)."""
        ...

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """How rare each stem is among what everyone may read: near 0 for what all hold, 1 for what hardly one does."""
        ...

    def ids(self) -> dict[str, int]:
        """Every indexed id with its stamp, to be compared with the database."""
        ...


def date_range(bucket: str, now: int) -> tuple[int | None, int | None]:
    """The `after` and `before` that a date bucket stands for. Week, month and year include each other."""
    if bucket == OLDER:
        return None, now - DATE_BUCKETS[PAST_YEAR]
    return now - DATE_BUCKETS[bucket], None
