"""The embedded search engine: Whoosh keeps the index, numpy scores it. What it must promise stands in `engine.py`.

This file ties the parts together: pending changes, the one writer, the snapshot that readers share, rebuilding.
Whoosh is imported in files of this folder named whoosh_*, nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from models.search import whoosh_store
from models.search.batch import Batch, exact, packs
from models.search.engine import Document, IndexDamagedError, Progress, Stats
from models.search.engine_base import Counted, SnapshotEngine
from models.search.pack import Pack
from models.search.snapshot import Snapshot
from models.search.whoosh_codec import PackedWriter
from models.search.whoosh_store import Store, delete_everywhere

WORDS_PER_SEGMENT: Final = 250_000  # of a rebuild; bounds its memory


class WhooshEngine(SnapshotEngine):
    """An `Engine` over one folder. Opening never fails: `needs_rebuild` says when the index is of no use."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__()
        self._root = Path(folder)
        self._root.mkdir(parents=True, exist_ok=True)
        self._store: Store | None = None
        self.refresh()

    # Writing

    def commit(self) -> int:
        """Write what was kept. Raises IndexBusyError, IndexDamagedError; the changes then wait for the next try."""
        with self._writing:
            changes = self._waiting()
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
            self._written(changes)
            return len(changes)

    def optimize(self) -> None:
        """Merge everything into one segment."""
        self._write(lambda writer: None, merge=True)

    def _write(self, work: Callable[[PackedWriter], None], merge: bool = False) -> None:
        with self._writing, whoosh_store.locked(self._root):
            known = self._latest()
            if self._store is None:
                raise IndexDamagedError(self._reason)
            try:
                self._store.write(work, merge, known)
            except IndexDamagedError as error:
                # What is open goes on answering, and says from now on that it has to be built anew.
                self._reason = str(error)
                raise
            self.refresh()

    def _latest(self) -> Snapshot:
        """The generation that a writer sees; called while it holds the lock, so nobody else can write."""
        self.refresh()
        if self._snapshot is None or self.needs_rebuild:
            raise IndexDamagedError(self._reason)
        return self._snapshot

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who writes for a while; others raise IndexBusyError."""
        with self._writing, whoosh_store.locked(self._root):
            yield

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build beside the current index, then swap. Commits wait (those of other processes raise IndexBusyError)."""
        with self._writing, whoosh_store.locked(self._root):
            self.refresh()
            first = self._snapshot.generation + 1 if self._snapshot else 0
            store = whoosh_store.begin(self._root, first)
            try:
                counted = Counted(documents, progress)
                for pack in packs(counted, WORDS_PER_SEGMENT):
                    store.write(partial(_add_all, pack), merge=False)
                store.write(lambda writer: None, merge=True)
                whoosh_store.swap(self._root, store, first)
            except BaseException:
                whoosh_store.abandon(self._root, store)
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
        sound = self._reason == store.outdated
        if same and known is not None and store.latest() == known.generation and sound:
            return
        try:
            self._open(store, known if same and sound else None)
        except IndexDamagedError:
            newer = whoosh_store.current(self._root)
            if newer.folder == store.folder:
                raise
            self._open(newer)  # another process has rebuilt the index and removed what was being opened

    def _open(self, store: Store, known: Snapshot | None = None) -> None:
        self._snapshot = store.snapshot(known)
        self._store = store
        self._reason = store.outdated

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
            store = whoosh_store.current(self._root)
            snapshot = store.snapshot()
        except IndexDamagedError as error:
            self._reason = str(error)
            return [self._reason]
        if store.outdated:
            return [store.outdated]
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
