"""The embedded search engine: Whoosh keeps the index, numpy scores it. What it must promise stands in `engine.py`.

This file ties the parts together: pending changes, the one writer, the snapshot that readers share, rebuilding.
Whoosh is imported in files of this folder named whoosh_*, nowhere else.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from models.core import clock
from models.search import whoosh_answers, whoosh_store
from models.search.engine import Asking, Document, Hit, IndexDamagedError, Progress, Query, Result, Stats
from models.search.whoosh_batch import Batch, exact, packs
from models.search.whoosh_codec import PackedWriter
from models.search.whoosh_pack import Pack
from models.search.whoosh_ranking import key_terms
from models.search.whoosh_snapshot import Snapshot
from models.search.whoosh_store import Store, delete_everywhere
from models.search.whoosh_words import complete

WORDS_PER_SEGMENT: Final = 250_000  # of a rebuild; bounds its memory
PROGRESS_EVERY: Final = 500


class WhooshEngine:
    """An `Engine` over one folder. Opening never fails: `needs_rebuild` says when the index is of no use."""

    def __init__(self, folder: str | Path) -> None:
        self._root = Path(folder)
        self._root.mkdir(parents=True, exist_ok=True)
        self._writing = threading.RLock()
        self._handing_over = threading.Lock()
        self._pending: dict[str, Document | None] = {}
        self._store: Store | None = None
        self._snapshot: Snapshot | None = None
        self._reason = ""
        self.refresh()

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, damaged or of another version."""
        return bool(self._reason)

    # Writing

    def upsert(self, documents: Iterable[Document]) -> None:
        """Keep these for the next commit."""
        with self._handing_over:
            self._pending.update((document.id, document) for document in documents)

    def delete(self, ids: Iterable[str]) -> None:
        """Keep these deletions for the next commit."""
        with self._handing_over:
            self._pending.update((id, None) for id in ids)

    def commit(self) -> int:
        """Write what was kept. Raises IndexBusyError, IndexDamagedError; the changes then wait for the next try."""
        with self._writing:
            with self._handing_over:
                changes = dict(self._pending)
            if not changes:
                return 0
            batch = Batch()
            for document in changes.values():
                if document is not None:
                    batch.add(document)
            ids = [exact(id) for id in changes]

            def work(writer: PackedWriter) -> None:
                delete_everywhere(writer, self._latest(), ids)
                if batch.size:
                    _add_all(batch.pack(), writer)

            self._write(work)
            with self._handing_over:
                for id, document in changes.items():
                    if self._pending.get(id, ...) is document:
                        del self._pending[id]
            return len(changes)

    def optimize(self) -> None:
        """Merge everything into one segment."""
        self._write(lambda writer: None, merge=True)

    def _write(self, work: Callable[[PackedWriter], None], merge: bool = False) -> None:
        with self._writing, whoosh_store.locked(self._root):
            known = self._latest()
            if self._store is None:
                raise IndexDamagedError(self._reason)
            self._store.write(work, merge, known)
            self.refresh()

    def _latest(self) -> Snapshot:
        """The generation that a writer sees; called while it holds the lock, so nobody else can write."""
        self.refresh()
        if self._snapshot is None or self.needs_rebuild:
            raise IndexDamagedError(self._reason)
        return self._snapshot

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build beside the current index, then swap. Commits wait (those of other processes raise IndexBusyError)."""
        with self._writing, whoosh_store.locked(self._root):
            self.refresh()
            first = self._snapshot.generation + 1 if self._snapshot else 0
            store = whoosh_store.begin(self._root, first)
            try:
                counted = _Counted(documents, progress)
                for pack in packs(counted, WORDS_PER_SEGMENT):
                    store.write(partial(_add_all, pack), merge=False)
                store.write(lambda writer: None, merge=True)
                whoosh_store.swap(self._root, store, first)
            except BaseException:
                shutil.rmtree(store.folder, ignore_errors=True)
                raise
            self._open(store)
            return counted.number

    # Readers

    def refresh(self) -> bool:
        """Show the latest generation. A damaged one leaves the former in use and asks for a rebuild.

        Never waits: while this process writes there is nothing to look for, the writer itself shows what is new.
        """
        if not self._writing.acquire(blocking=False):
            return False
        try:
            before = self._snapshot
            try:
                self._load()
            except IndexDamagedError as error:
                self._reason = str(error)
            return self._snapshot is not before
        finally:
            self._writing.release()

    def _load(self) -> None:
        store, known = whoosh_store.current(self._root), self._snapshot
        same = self._store is not None and store.folder == self._store.folder
        if same and known is not None and store.latest() == known.generation and not self._reason:
            return
        try:
            self._open(store, known if same and not self._reason else None)
        except IndexDamagedError:
            newer = whoosh_store.current(self._root)
            if newer.folder == store.folder:
                raise
            self._open(newer)  # another process has rebuilt the index and removed what was being opened

    def _open(self, store: Store, known: Snapshot | None = None) -> None:
        self._snapshot = store.snapshot(known)
        self._store = store
        self._reason = ""

    def search(self, query: Query, keyring: frozenset[str], without_spaces: frozenset[str] = frozenset()) -> Result:
        """Find what the keyring may read."""
        snapshot = self._snapshot
        if snapshot is None:
            return Result(facets={name: {} for name in query.facets}, catching_up=True)
        visible = snapshot.visible(frozenset(keyring), frozenset(without_spaces))
        return whoosh_answers.search(snapshot, query, visible, _now())

    def suggest(
        self, prefix: str, keyring: frozenset[str], limit: int = 8, without_spaces: frozenset[str] = frozenset()
    ) -> list[str]:
        """Complete the last word of a text."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        return complete(snapshot, prefix, snapshot.visible(frozenset(keyring), frozenset(without_spaces)), limit)

    def related(
        self, id: str, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """Documents about the same."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        visible = snapshot.visible(frozenset(keyring), frozenset(without_spaces))
        document = snapshot.find_document(id)
        if document < 0 or not visible[document]:
            return []
        return whoosh_answers.related(snapshot, document, visible, limit)

    def similar(
        self, asking: Asking, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """Documents that are like a question being written."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        visible = snapshot.visible(frozenset(keyring), frozenset(without_spaces))
        return whoosh_answers.similar(snapshot, asking, visible, limit)

    def terms(self, id: str) -> dict[str, float]:
        """The stems that characterise one document; rights are the caller's matter."""
        snapshot = self._snapshot
        document = snapshot.find_document(id) if snapshot else -1
        return key_terms(snapshot, document) if snapshot and document >= 0 else {}

    def ids(self) -> dict[str, int]:
        """Every indexed id with its stamp."""
        return self._snapshot.stamps() if self._snapshot else {}

    # Care

    def stats(self) -> Stats:
        """Count documents, segments and bytes."""
        snapshot, store = self._snapshot, self._store
        live = int(snapshot.live.sum()) if snapshot else 0
        return Stats(
            documents=live,
            deleted=snapshot.size - live if snapshot else 0,
            segments=len(snapshot.segments) if snapshot else 0,
            bytes=store.bytes() if store else 0,
            generation=snapshot.generation if snapshot else 0,
            pending=len(self._pending),
            needs_rebuild=self.needs_rebuild,
            reason=self._reason,
        )

    def verify(self) -> list[str]:
        """Read everything again from disk and check it; a finding also sets `needs_rebuild`."""
        try:
            snapshot = whoosh_store.current(self._root).snapshot()
        except IndexDamagedError as error:
            self._reason = str(error)
            return [self._reason]
        ids = snapshot.stamps()
        if len(ids) != int(snapshot.live.sum()):
            self._reason = "some documents are indexed twice"
            return [self._reason]
        return []

    def close(self) -> None:
        """Let go of the files."""
        with self._writing:
            self._store = self._snapshot = None
            self._reason = "the index is closed"


def _add_all(pack: Pack, writer: PackedWriter) -> None:
    writer.add_pack(pack, np.ones(pack.size, bool))


class _Counted:
    """Documents on their way into a rebuild: counted, and each id only once."""

    def __init__(self, documents: Iterable[Document], progress: Progress | None) -> None:
        self._documents, self._progress = documents, progress
        self._seen: set[str] = set()

    @property
    def number(self) -> int:
        return len(self._seen)

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            if document.id in self._seen:
                continue
            self._seen.add(document.id)
            yield document
            if self._progress and self.number % PROGRESS_EVERY == 0:
                self._progress(self.number)


def _now() -> int:
    return int(clock.now().timestamp() * 1_000_000)
