"""Keeps the index equal to the database: takes the outbox's `index` jobs, verifies at start, rebuilds when needed.

Whatever is indexed is read from the database after the job was taken, so a job may run twice, late or out of order.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.core import outbox
from models.core.db import Database, among, as_words
from models.core.findable import Source, sources
from models.core.outbox import Job, NoRoom, NotNow, OutboxJob
from models.search.engine import Document, Engine, IndexBusyError, IndexDamagedError
from models.search.health import lacks_room, note_rebuilt
from models.spaces.space import Space

log = logging.getLogger(__name__)

TASK = "index"
CHUNK = 500
# Handed to the engine at most before a commit: what waits there is held in memory with its text.
COMMIT_AFTER = 2_000
# Above this share of differences a rebuild costs less than catching up one by one.
REBUILD_SHARE = 0.5

Held = dict[int, datetime]


@dataclass(frozen=True)
class Difference:
    """What `difference` found: ids that the index lacks or holds in an old form, and ids that it should not hold."""

    stale: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.stale or self.extra)

    def __len__(self) -> int:
        return len(self.stale) + len(self.extra)


class Indexer:
    """Feeds one engine from one database."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self.database = database
        self.engine = engine
        self._rebuilding = threading.Lock()

    def handle(self, jobs: list[Job]) -> None:
        """The outbox's handler: a job's subject is `entry:12`, `person:9` or `space:44` (all that belongs to it).

        Raises NotNow while another process writes to the index, and NoRoom while the disk is full.
        """
        try:
            self._bring_in(jobs)
        except Exception as error:
            if lacks_room(str(error)):
                raise NoRoom(str(error)) from error
            raise

    def _bring_in(self, jobs: list[Job]) -> None:
        damaged = self.engine.needs_rebuild
        try:
            if not damaged:
                self._index(jobs)
        except IndexBusyError as error:
            raise NotNow(str(error)) from error
        except IndexDamagedError:
            log.exception("The search index is damaged")
            damaged = True
        if damaged:
            self._build_anew()

    def look_after(self) -> None:
        """Build a missing or broken index anew also while nobody writes; nothing else shows the worker that it is."""
        self.engine.refresh()
        if not self.engine.needs_rebuild:
            return
        try:
            self._build_anew()
        except NotNow as reason:
            log.info("The search index is not built anew: %s", reason)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build the index anew from the database; searches go on with the old one. Returns the number of documents.

        What waited in the outbox before is done with it. Raises IndexBusyError while another process writes.
        """
        with self._rebuilding, self.database.reading() as session:
            # Looked up before the first document is read: whatever was promised by now is in what is read.
            covered = list(session.scalars(select(OutboxJob.id).where(OutboxJob.task == TASK)))
            held = _held(session)
            number = self.engine.rebuild(_documents(session), progress)
        self._forget(covered)
        self._release(held)
        with self.database.writing() as session:
            note_rebuilt(session, number)
        return number

    def fill(self, progress: Callable[[int], None] | None = None) -> int:
        """Build the index of an engine that does not serve yet: what waits in the outbox is not for it."""
        with self.database.reading() as session:
            return self.engine.rebuild(_documents(session), progress)

    def catch_up(self) -> int:
        """Write every difference from the database at once; returns how many there were."""
        found = self.difference()
        wanted, _spaces = _numbers([*found.stale, *found.extra])
        with self.database.reading() as session:
            for name, source in sources().items():
                self._bring_up(session, source, sorted(wanted.get(name, set())))
        self.engine.commit()
        return len(found)

    def difference(self) -> Difference:
        """Compare every stamp in the index with the database."""
        indexed = self.engine.ids()
        stale = []
        with self.database.reading() as session:
            for name, source in sources().items():
                for number, stamp in source.stamps(session):
                    if indexed.pop(f"{name}:{number}", None) != stamp:
                        stale.append(f"{name}:{number}")
        return Difference(stale, list(indexed))

    def verify_at_start(self) -> None:
        """Make sure that the index fits the database: rebuild a missing or broken one, catch up with a stale one."""
        try:
            self._verify()
        except IndexBusyError as error:
            log.warning("The search index is not checked: %s", error)

    def _verify(self) -> None:
        self.engine.refresh()
        if self.engine.needs_rebuild:
            log.warning("The search index is built anew: %s", self.engine.stats().reason)
            self.rebuild()
            return
        found = self.difference()
        if len(found) > REBUILD_SHARE * max(1, self.engine.stats().documents):
            log.warning("The search index differs in %s documents and is built anew", len(found))
            self.rebuild()
            return
        if found:
            log.info("The search index catches up with %s documents", len(found))
        with self.database.reading() as session:
            held = [f"space:{space_id}" for space_id in _held(session)]
        # A space that is still held may have lost the job that would release it.
        self._promise_all([*found.stale, *found.extra, *held])

    def _index(self, jobs: list[Job]) -> None:
        wanted, spaces = _subjects(jobs)
        with self.database.reading() as session:
            # Read before the entries: what is held later is for a later job to release.
            held = {space: since for space, since in _held(session).items() if space in spaces}
            for name, source in sources().items():
                of_spaces = {number for space in spaces for number in source.in_space(session, space)}
                self._bring_up(session, source, sorted(wanted.get(name, set()) | of_spaces))
        self.engine.commit()
        self._release(held)

    def _bring_up(self, session: Session, source: Source, numbers: list[int]) -> None:
        for start in range(0, len(numbers), CHUNK):
            chunk = numbers[start : start + CHUNK]
            found = source.documents(session, chunk)
            self.engine.upsert(found)
            here = {document.id for document in found}
            self.engine.delete(f"{source.name}:{number}" for number in chunk if f"{source.name}:{number}" not in here)
            if (start + CHUNK) % COMMIT_AFTER == 0:
                self.engine.commit()

    def _build_anew(self) -> None:
        log.warning("The search index is built anew: %s", self.engine.stats().reason)
        try:
            self.rebuild()
        except IndexBusyError as error:
            raise NotNow(str(error)) from error

    def _promise_all(self, subjects: list[str]) -> None:
        if not subjects:
            return
        with self.database.writing() as session:
            for start in range(0, len(subjects), CHUNK):
                chunk = subjects[start : start + CHUNK]
                outbox.promise(session, TASK, chunk[0], subjects=chunk)

    def _release(self, held: Held) -> None:
        # The index knows the narrower audience now: search may show these spaces again to those who may read them.
        # A space that was closed anew meanwhile has another moment here and waits for its own job.
        if not held:
            return
        with self.database.writing() as session:
            for space_id, since in held.items():
                session.execute(
                    update(Space).where(Space.id == space_id, Space.search_held_at == since).values(search_held_at=None)
                )

    def _forget(self, jobs: list[int]) -> None:
        for start in range(0, len(jobs), 10 * CHUNK):
            with self.database.writing() as session:
                chunk = as_words(jobs[start : start + 10 * CHUNK])
                session.execute(delete(OutboxJob).where(among(OutboxJob.id, "jobs")), {"jobs": chunk})


def _subjects(jobs: Iterable[Job]) -> tuple[dict[str, set[int]], set[int]]:
    """Numbers by source, and the spaces of which everything is wanted."""
    return _numbers(subject for job in jobs for subject in job.payload.get("subjects") or (job.subject,))


def _numbers(subjects: Iterable[str]) -> tuple[dict[str, set[int]], set[int]]:
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        source, _, number = subject.partition(":")
        wanted.setdefault(source, set()).add(int(number))
    return wanted, wanted.pop("space", set())


def _held(session: Session) -> Held:
    rows = session.execute(select(Space.id, Space.search_held_at).where(Space.search_held_at.is_not(None)))
    return {space_id: since for space_id, since in rows if since is not None}


def _documents(session: Session) -> Iterator[Document]:
    for source in sources().values():
        numbers = [number for number, _stamp in source.stamps(session)]
        for start in range(0, len(numbers), CHUNK):
            yield from source.documents(session, numbers[start : start + CHUNK])
