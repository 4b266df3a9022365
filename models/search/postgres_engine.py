"""The search engine for installations beyond one process: an index in the same PostgreSQL database as everything.

GIN finds the candidates, the ranking is the one of the embedded engine (`postgres_snapshot.py`). Every process that
reaches the database reads and, one at a time, writes; nothing lies in a folder.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import Final, TypeVar

import numpy as np
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from models.core.db import Database
from models.search import postgres_store as store
from models.search.batch import Batch
from models.search.engine import (
    Asking,
    Document,
    Elsewhere,
    Hit,
    IndexBusyError,
    IndexDamagedError,
    Progress,
    Query,
    Result,
    Stats,
)
from models.search.engine_base import Counted, SnapshotEngine
from models.search.pack import Pack, merge_packs, without_text
from models.search.packing import Array
from models.search.postgres_rows import Vectors
from models.search.postgres_snapshot import Postbox, PostgresSnapshot
from models.search.snapshot import Segment

CHUNK: Final = 1_000
CONNECTIONS: Final = 6
MERGE_BELOW: Final = 4  # columns are put together with those before them, unless those are so many times as many
Answer = TypeVar("Answer")
NOBODY: Final = frozenset[str]()


class PostgresEngine(SnapshotEngine):
    """An `Engine` over the schemas `witan_search*` of a database. Opening never fails, see `needs_rebuild`."""

    def __init__(self, address: str) -> None:
        super().__init__()
        # Connections of its own: a request that holds one of the others must not wait for a second.
        self._database = Database(address, pool_size=CONNECTIONS)
        self._current: PostgresSnapshot | None = None
        self._build = ""
        try:
            self.refresh()
        except OperationalError as error:
            self._reason = f"the database cannot be reached: {error.orig}"

    # Writing

    def commit(self) -> int:
        """Write what was kept. Raises IndexBusyError, IndexDamagedError; the changes then wait for the next try."""
        with self._writing:
            changes = self._waiting()
            if not changes:
                return 0
            with store.locked(self._database) as connection:
                self._write(connection, self._latest(connection), changes)
            self._written(changes)
            return len(changes)

    def _write(self, connection: Connection, known: PostgresSnapshot, changes: dict[str, Document | None]) -> None:
        generation = known.generation + 1
        store.enter(connection, self._build)
        gone = [number for number in map(known.find_document, changes) if number >= 0]
        documents = [document for document in changes.values() if document is not None]
        vectors = Vectors()
        rows = (row for at, one in enumerate(documents, known.size) for row in vectors.rows(one, at))
        if documents:
            store.copy(connection, rows)
        store.tally(connection, gone, list(range(known.size, known.size + len(documents))))
        store.let_go(connection, gone, generation)
        segments = _with(known, _columns(documents), self._build) if documents else known.segments
        if documents:
            store.put_columns(connection, segments[-1].base, segments[-1].pack)
        store.show(connection, self._build, generation)
        connection.commit()
        self._go_on(known, segments, gone, generation)

    def _go_on(self, known: PostgresSnapshot, segments: Sequence[Segment], gone: list[int], generation: int) -> None:
        """Show what was just written, which nobody needs to read back."""
        live = np.ones(sum(segment.pack.size for segment in segments), bool)
        live[: known.size] = known.live
        live[gone] = False
        self._current = self._snapshot = PostgresSnapshot(_living(segments, live), generation, known.postbox)

    def _latest(self, connection: Connection) -> PostgresSnapshot:
        """The generation that a writer sees; called while it holds the lock, so nobody else can write."""
        self._look(connection)
        if self._current is None or self.needs_rebuild:
            raise IndexDamagedError(self._reason)
        return self._current

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who writes for a while; others raise IndexBusyError."""
        with self._writing, store.locked(self._database):
            yield

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build beside the current index, then swap. Commits wait (those of other processes raise IndexBusyError)."""
        counted = Counted(documents, progress)

        def fill(connection: Connection, build: str) -> None:
            packs: list[Pack] = []
            vectors, number = Vectors(), 0
            for chunk in _chunks(counted):
                packs.append(_columns(chunk))
                rows = (row for at, one in enumerate(chunk, number) for row in vectors.rows(one, at))
                store.copy(connection, rows)
                number += len(chunk)
            if packs:
                store.put_columns(connection, 0, merge_packs([(one, np.ones(one.size, bool)) for one in packs]))
            connection.exec_driver_sql(store.TALLY_ALL)

        self._build_anew(fill)
        return counted.number

    def optimize(self) -> None:
        """Number the living documents anew without the gaps, in a build of its own."""
        with self._writing:
            self.refresh()
            known = self._current
            if known is None or self.needs_rebuild:
                raise IndexDamagedError(self._reason)
            if len(known.segments) < 2 and known.live.all():
                return

            def fill(connection: Connection, build: str) -> None:
                latest = self._latest(connection)
                store.enter(connection, build)
                kept = np.flatnonzero(latest.live).tolist()
                connection.exec_driver_sql("CREATE TEMPORARY TABLE kept (was integer, number integer) ON COMMIT DROP")
                connection.exec_driver_sql(
                    "INSERT INTO kept SELECT was, at - 1 FROM unnest(CAST(%(kept)s AS integer[]))"
                    " WITH ORDINALITY u (was, at)",
                    {"kept": kept},
                )
                store.take_over(connection, self._build)
                if kept:
                    parts = [(segment.pack, segment.live) for segment in latest.segments]
                    store.put_columns(connection, 0, merge_packs(parts))

            self._build_anew(fill)

    def _build_anew(self, fill: Callable[[Connection, str], None]) -> None:
        with self._writing:
            with store.locked(self._database) as connection:
                with store.reading(self._database) as beside:
                    self._look(beside)
                generation = self._current.generation + 1 if self._current else 0
                build = store.begin(connection)
                fill(connection, build)
                connection.exec_driver_sql(store.LISTS)
                connection.exec_driver_sql(store.INDEXES)
                store.show(connection, build, generation)
                connection.commit()
            self._reload()
            with suppress(IndexBusyError), store.locked(self._database) as connection:
                store.remove_others(connection)

    # Readers

    def refresh(self) -> bool:
        """Show the latest generation. A damaged one leaves the former in use and asks for a rebuild.

        Whoever comes while another thread looks goes on with what is there.
        """
        if not self._writing.acquire(blocking=False):
            return False
        try:
            before = self._current
            with store.reading(self._database) as connection:
                self._look(connection)
            return self._current is not before
        finally:
            self._writing.release()

    def _look(self, connection: Connection) -> None:
        """Open what is new by what the one row says; what is wrong is kept as the reason for a rebuild."""
        try:
            found = store.current(connection)
            known = self._current if found.build == self._build and self._reason == found.outdated else None
            if known is None or known.generation != found.generation:
                self._reload()
        except IndexDamagedError as error:
            self._reason = str(error)

    def _reload(self) -> None:
        """Open the current generation. What belongs together is read at one moment."""
        try:
            with self._database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                found = store.current(connection)
                store.enter(connection, found.build)
                known = self._current if found.build == self._build and self._reason == found.outdated else None
                self._show(connection, found, known)
        except IndexDamagedError as error:
            self._reason = str(error)
        except ProgrammingError as error:
            self._reason = f"a table of the index is missing: {error.orig}"

    def _show(self, connection: Connection, found: store.Current, known: PostgresSnapshot | None) -> None:
        packs = {segment.name: segment.pack for segment in known.segments} if known else {}
        parts = list(store.parts(connection, found.build, packs))
        size = sum(part.pack.size for _, part in parts)
        if known is None and store.rows_there(connection) != size:
            raise IndexDamagedError("rows of documents are missing")
        live = np.ones(size, bool)
        if known is not None:
            live[: known.size] = known.live
        live[store.gone(connection, known.generation if known else -1)] = False
        segments = [Segment(name, part.pack, part.first, live) for name, part in parts]
        postbox = known.postbox if known else Postbox(self._database, found.build, store.has_lists(connection))
        self._current = self._snapshot = PostgresSnapshot(_living(segments, live), found.generation, postbox)
        self._build, self._reason = found.build, found.outdated

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """An answer; when the build was swapped and removed meanwhile, one from the new build.

        When there is none, nothing is found until it is built anew.
        """
        with suppress(ProgrammingError):
            return ask()
        self.refresh()
        try:
            return ask()
        except ProgrammingError as error:
            self._current = self._snapshot = None
            self._reason = self._reason or f"a table of the index is missing: {error.orig}"
            return ask()

    def search(self, query: Query, keyring: frozenset[str], without_spaces: frozenset[str] = NOBODY) -> Result:
        """Find what the keyring may read."""
        ask = super().search
        return self._asked(lambda: ask(query, keyring, without_spaces))

    def suggest(
        self, prefix: str, keyring: frozenset[str], limit: int = 8, without_spaces: frozenset[str] = NOBODY
    ) -> list[str]:
        """Complete the last word of a text."""
        ask = super().suggest
        return self._asked(lambda: ask(prefix, keyring, limit, without_spaces))

    def related(
        self,
        id: str,
        keyring: frozenset[str],
        limit: int = 5,
        without_spaces: frozenset[str] = NOBODY,
        elsewhere: Elsewhere | None = None,
    ) -> list[Hit]:
        """Documents about the same."""
        ask = super().related
        return self._asked(lambda: ask(id, keyring, limit, without_spaces, elsewhere))

    def similar(
        self, asking: Asking, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = NOBODY
    ) -> list[Hit]:
        """Documents that are like a question being written."""
        ask = super().similar
        return self._asked(lambda: ask(asking, keyring, limit, without_spaces))

    def terms(self, id: str) -> dict[str, float]:
        """The stems that characterise one document."""
        ask = super().terms
        return self._asked(lambda: ask(id))

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """How rare each stem is among what everyone may read."""
        ask, wanted = super().rarity, list(stems)
        return self._asked(lambda: ask(wanted))

    # Care

    def stats(self) -> Stats:
        """Count documents, segments and bytes."""
        snapshot = self._current
        live = int(snapshot.live.sum()) if snapshot else 0
        size = 0
        if snapshot:
            with store.reading(self._database) as connection:
                size = store.size_of(connection, self._build)
        return Stats(
            documents=live,
            deleted=snapshot.size - live if snapshot else 0,
            segments=len(snapshot.segments) if snapshot else 0,
            bytes=size,
            generation=snapshot.generation if snapshot else 0,
            pending=len(self._pending),
            needs_rebuild=self.needs_rebuild,
            reason=self._reason,
        )

    def verify(self) -> list[str]:
        """Read the columns again and count the rows; a finding also sets `needs_rebuild`."""
        try:
            beside = PostgresEngine(self._database.url)
            self._reason = beside._reason or ("" if not self._reason else self._reason)
            found, ids = beside._current, beside.ids()
            beside.close()
        except OperationalError as error:
            return [f"the database cannot be reached: {error.orig}"]
        if not self._reason and found is not None and len(ids) != int(found.live.sum()):
            self._reason = "some documents are indexed twice"
        return [self._reason] if self._reason else []

    def close(self) -> None:
        """Let go of the connections."""
        with self._writing:
            self._snapshot = self._current = None
            self._reason = "the index is closed"
            self._database.close()


def _columns(documents: list[Document]) -> Pack:
    batch = Batch()
    for document in documents:
        batch.add(document)
    return without_text(batch.pack())


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    found = iter(documents)
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _with(known: PostgresSnapshot, pack: Pack, build: str) -> list[Segment]:
    """The segments with one more; small ones are put together with those before them."""
    first, parts = known.size, [pack]
    for segment in reversed(known.segments):
        if segment.pack.size > MERGE_BELOW * sum(part.size for part in parts):
            break
        first, parts = segment.base, [segment.pack, *parts]
    whole = merge_packs([(part, np.ones(part.size, bool)) for part in parts]) if len(parts) > 1 else pack
    kept = [segment for segment in known.segments if segment.base < first]
    return [*kept, Segment(store.part_name(build, first, whole.size), whole, first, known.live)]


def _living(segments: Sequence[Segment], live: Array) -> list[Segment]:
    """Each segment with its share of what lives."""
    return [replace(one, live=live[one.base : one.base + one.pack.size]) for one in segments]
