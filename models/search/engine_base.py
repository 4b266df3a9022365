"""What both engines share: changes that wait for a commit, and every question, answered from one snapshot.

An engine says how a snapshot is written and found again. Whoever asks keeps the snapshot that the question began with.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from models.core import clock
from models.search.answering import search, similar
from models.search.engine import Asking, Document, Elsewhere, Hit, Progress, Query, Result
from models.search.offering import complete
from models.search.ranking import key_terms
from models.search.sharing import rarity, related
from models.search.snapshot import Snapshot

PROGRESS_EVERY: Final = 500


class SnapshotEngine:
    """Questions and pending changes of an engine; `_snapshot` and `_reason` belong to the engine that extends this."""

    def __init__(self) -> None:
        self._writing = threading.RLock()
        self._handing_over = threading.Lock()
        self._pending: dict[str, Document | None] = {}
        self._snapshot: Snapshot | None = None
        self._reason = ""

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, damaged or of another version."""
        return bool(self._reason)

    # Changes that wait

    def upsert(self, documents: Iterable[Document]) -> None:
        """Keep these for the next commit."""
        with self._handing_over:
            self._pending.update((document.id, document) for document in documents)

    def delete(self, ids: Iterable[str]) -> None:
        """Keep these deletions for the next commit."""
        with self._handing_over:
            self._pending.update((id, None) for id in ids)

    def _waiting(self) -> dict[str, Document | None]:
        with self._handing_over:
            return dict(self._pending)

    def _written(self, changes: dict[str, Document | None]) -> None:
        """Forget what a commit wrote, but for what was changed again meanwhile."""
        with self._handing_over:
            for id, document in changes.items():
                if self._pending.get(id, ...) is document:
                    del self._pending[id]

    # Questions

    def search(self, query: Query, keyring: frozenset[str], without_spaces: frozenset[str] = frozenset()) -> Result:
        """Find what the keyring may read."""
        snapshot = self._snapshot
        if snapshot is None:
            return Result(facets={name: {} for name in query.facets}, catching_up=True)
        now = int(clock.now().timestamp() * 1_000_000)
        result = search(snapshot, query, snapshot.reader(keyring, without_spaces), now)
        return replace(result, catching_up=True) if self._reason else result

    def suggest(
        self, prefix: str, keyring: frozenset[str], limit: int = 8, without_spaces: frozenset[str] = frozenset()
    ) -> list[str]:
        """Complete the last word of a text."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        return complete(snapshot, prefix, snapshot.reader(keyring, without_spaces), limit)

    def related(
        self,
        id: str,
        keyring: frozenset[str],
        limit: int = 5,
        without_spaces: frozenset[str] = frozenset(),
        elsewhere: Elsewhere | None = None,
    ) -> list[Hit]:
        """Documents about the same."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        visible = snapshot.reader(keyring, without_spaces).mask
        document = snapshot.find_document(id)
        if document < 0 or not visible[document]:
            return []
        return related(snapshot, document, visible, limit, elsewhere)

    def similar(
        self, asking: Asking, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """Documents that are like a question being written."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        return similar(snapshot, asking, snapshot.reader(keyring, without_spaces), limit)

    def terms(self, id: str) -> dict[str, float]:
        """The stems that characterise one document; rights are the caller's matter."""
        snapshot = self._snapshot
        document = snapshot.find_document(id) if snapshot else -1
        return key_terms(snapshot, document) if snapshot and document >= 0 else {}

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """How rare each stem is among what everyone may read."""
        return rarity(self._snapshot, stems) if self._snapshot else {}

    def ids(self) -> dict[str, int]:
        """Every indexed id with its stamp."""
        return self._snapshot.stamps() if self._snapshot else {}


class Counted:
    """Documents on their way into a rebuild: counted, and each id only once."""

    def __init__(self, documents: Iterable[Document], progress: Progress | None) -> None:
        self._documents, self._progress = documents, progress
        self._seen: set[str] = set()

    @property
    def number(self) -> int:
        """How many there were."""
        return len(self._seen)

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            if document.id in self._seen:
                continue
            self._seen.add(document.id)
            yield document
            if self._progress and self.number % PROGRESS_EVERY == 0:
                self._progress(self.number)
