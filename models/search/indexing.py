"""Keeps the index equal to the database: takes the outbox's `index` jobs, verifies at start, rebuilds when needed."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.core import outbox
from models.core.db import Database
from models.core.findable import Source, sources
from models.core.outbox import Job
from models.search.engine import Document, Engine
from models.spaces.space import Space

log = logging.getLogger(__name__)

CHUNK = 500
# Above this share of differences a rebuild costs less than catching up one by one.
REBUILD_SHARE = 0.5


@dataclass(frozen=True)
class Difference:
    """What `verify` found: ids that the index lacks or holds in an old form, and ids that it should not hold."""

    stale: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.stale or self.extra)


class Indexer:
    """Feeds one engine from one database."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self.database = database
        self.engine = engine
        self._rebuilding = threading.Lock()

    def handle(self, jobs: list[Job]) -> None:
        """The outbox's handler: a job's subject is `entry:12`, `person:9` or `space:44` (all that belongs to it)."""
        if self.engine.needs_rebuild:
            self.rebuild()
        wanted: dict[str, set[int]] = {}
        spaces = []
        for job in jobs:
            for subject in job.payload.get("subjects") or (job.subject,):
                source, _, number = subject.partition(":")
                if source == "space":
                    spaces.append(int(number))
                else:
                    wanted.setdefault(source, set()).add(int(number))
        with self.database.reading() as session:
            for name, source in sources().items():
                numbers = wanted.get(name, set()) | {n for space in spaces for n in source.in_space(session, space)}
                self._bring_up(session, source, sorted(numbers))
        self.engine.commit()
        if spaces:
            self._release(spaces)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build the index anew from the database; searches go on with the old one. Returns the number of documents."""
        with self._rebuilding, self.database.reading() as session:
            return self.engine.rebuild(_documents(session), progress)

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
        if self.engine.needs_rebuild:
            log.warning("The search index is built anew: %s", self.engine.stats().reason)
            self.rebuild()
            return
        found = self.difference()
        if not found:
            return
        indexed = max(1, self.engine.stats().documents)
        if len(found.stale) + len(found.extra) > REBUILD_SHARE * indexed:
            log.warning("The search index differs in %s documents and is built anew", len(found.stale))
            self.rebuild()
        else:
            log.info("The search index catches up with %s documents", len(found.stale) + len(found.extra))
            self._promise_all([*found.stale, *found.extra])

    def _promise_all(self, subjects: list[str]) -> None:
        with self.database.writing() as session:
            for start in range(0, len(subjects), CHUNK):
                chunk = subjects[start : start + CHUNK]
                outbox.promise(session, "index", chunk[0], subjects=chunk)

    def _bring_up(self, session: Session, source: Source, numbers: list[int]) -> None:
        for start in range(0, len(numbers), CHUNK):
            chunk = numbers[start : start + CHUNK]
            found = source.documents(session, chunk)
            self.engine.upsert(found)
            here = {document.id for document in found}
            self.engine.delete(f"{source.name}:{number}" for number in chunk if f"{source.name}:{number}" not in here)

    def _release(self, spaces: list[int]) -> None:
        # The index knows the narrower audience now: search may show these spaces again to those who may read them.
        with self.database.writing() as session:
            for space_id in spaces:
                space = session.get(Space, space_id)
                if space is not None:
                    space.search_held_at = None


def _documents(session: Session) -> Iterator[Document]:
    for source in sources().values():
        numbers = [number for number, _stamp in source.stamps(session)]
        for start in range(0, len(numbers), CHUNK):
            yield from source.documents(session, numbers[start : start + CHUNK])
