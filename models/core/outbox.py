"""Work promised in the same transaction as the change that needs it, and the worker that keeps the promise.

A job is done at least once, so its handler must be able to run twice. What a job means is its handler's matter.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, Text, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, big_key, word
from models.core.db import Database, after_commit, rows, write

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BATCH = 50
ATTEMPTS = 12
SHORT_WAIT = timedelta(seconds=2)
WAIT_FOR_ROOM = timedelta(minutes=1)
IDLE_SECONDS = 1.0
# An idle worker looks after what no job tells of, less often where that failed.
LOOK_EVERY, LOOK_AFTER_FAILURE = 10.0, 120.0

_promised = threading.Event()


class OutboxJob(Base):
    """One promise: `task` names the handler, `subject` the thing, `payload` whatever else the handler needs."""

    __tablename__ = "outbox_jobs"
    __table_args__ = (Index("ix_outbox_jobs_task_due", "task", "run_at", "id"),)

    id: Mapped[big_key]
    task: Mapped[word]
    subject: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


_JOBS: Any = OutboxJob.__table__
NEW_JOB = insert(_JOBS).inline()


@dataclass(frozen=True, slots=True)
class Job:
    """What a handler gets to see of an outbox row."""

    id: int
    task: str
    subject: str
    payload: dict[str, Any]
    created_at: datetime
    attempts: int


Handler = Callable[[list[Job]], None]


class NotNow(Exception):
    """Raised by a handler that cannot work just now, through no fault of its jobs: they wait, and no attempt counts."""


class NoRoom(NotNow):
    """Raised while the disk is full: what it says stands beside the jobs, so that those who run Witan see it."""


def promise(session: Session, task: str, subject: str, /, *, run_at: datetime | None = None, **payload: Any) -> None:
    """Promise a job as part of the running transaction; the worker hears of it after the commit."""
    now = clock.now()
    values = {"task": task, "subject": subject, "payload": payload, "created_at": now, "run_at": run_at or now}
    write(session, NEW_JOB, values)
    if "outbox_woken" not in session.info:
        session.info["outbox_woken"] = True
        after_commit(session, lambda: _wake(session))


def _wake(session: Session) -> None:
    session.info.pop("outbox_woken", None)
    _promised.set()


def due(task: str, limit: int) -> Any:
    """The oldest jobs of one task whose time has come; rows that another worker holds are passed over."""
    return (
        select(
            OutboxJob.id, OutboxJob.task, OutboxJob.subject, OutboxJob.payload, OutboxJob.created_at, OutboxJob.attempts
        )
        .where(OutboxJob.task == task, OutboxJob.run_at <= clock.now(), OutboxJob.attempts < ATTEMPTS)
        .order_by(OutboxJob.run_at, OutboxJob.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


class Worker:
    """Takes jobs with a lease, hands them to their handlers in batches, and forgets them when they are done.

    `look_after` is called now and then while there is nothing to do.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        batch: int = BATCH,
        look_after: Callable[[], None] = lambda: None,
    ) -> None:
        self.database = database
        self.handlers = handlers
        self.batch = batch
        self.look_after = look_after
        self._next_look = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run in a thread of this process until `stop`."""
        self._thread = threading.Thread(target=self.run, name="witan-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        _promised.set()
        if self._thread:
            self._thread.join(timeout=20)

    def run(self) -> None:
        """Work until `stop`, sleeping while there is nothing to do."""
        while not self._stop.is_set():
            _promised.clear()
            try:
                busy = self.run_once()
            except Exception:
                log.exception("The worker could not take jobs; it tries again")
                busy = False
                self._stop.wait(IDLE_SECONDS)
            if not busy:
                self._look()
                _promised.wait(IDLE_SECONDS)

    def _look(self) -> None:
        if time.monotonic() < self._next_look:
            return
        try:
            self.look_after()
            self._next_look = time.monotonic() + LOOK_EVERY
        except Exception:
            log.exception("The worker could not look after what is no job; it tries again")
            self._next_look = time.monotonic() + LOOK_AFTER_FAILURE

    def run_once(self) -> bool:
        """One batch of every task. True when anything was done."""
        return any([self._work(task) for task in self.handlers])

    def drain(self) -> None:
        """Work until nothing is due: for tests, the command line and importers."""
        while self.run_once():
            pass

    def _work(self, task: str) -> bool:
        jobs = self._take(task)
        if not jobs:
            return False
        if not self._done(task, jobs) and len(jobs) > 1:
            # One bad job must not hold up the others that were taken with it.
            for job in jobs:
                self._done(task, [job])
        return True

    def _take(self, task: str) -> list[Job]:
        if not self._anything_due(task):
            return []
        with self.database.writing() as session:
            jobs = [Job(*row) for row in session.execute(due(task, self.batch))]
            if jobs:
                session.execute(
                    update(OutboxJob)
                    .where(OutboxJob.id.in_([job.id for job in jobs]))
                    .values(run_at=clock.now() + LEASE, attempts=OutboxJob.attempts + 1)
                )
        return jobs

    def _anything_due(self, task: str) -> bool:
        # Looked at without the write lock, so that an idle worker never stands in a writer's way.
        waiting = select(OutboxJob.id).where(
            OutboxJob.task == task, OutboxJob.run_at <= clock.now(), OutboxJob.attempts < ATTEMPTS
        )
        with self.database.reading() as session:
            return bool(rows(session, waiting.limit(1)))

    def _done(self, task: str, jobs: list[Job]) -> bool:
        ids = [job.id for job in jobs]
        try:
            self.handlers[task](jobs)
        except NoRoom as reason:
            log.exception("Jobs for %s wait for room on the disk", task)
            self._wait(ids, WAIT_FOR_ROOM, error=str(reason))
            return True
        except NotNow as reason:
            log.info("Jobs for %s wait: %s", task, reason)
            self._wait(ids, SHORT_WAIT)
            return True
        except Exception:
            log.exception("Job %s failed for %s", task, [job.subject for job in jobs][:5])
            self._postpone(jobs, traceback.format_exc(limit=-3))
            return False
        with self.database.writing() as session:
            session.execute(delete(OutboxJob).where(OutboxJob.id.in_(ids)))
        return True

    def _wait(self, ids: list[int], wait: timedelta, **values: str) -> None:
        with self.database.writing() as session:
            session.execute(
                update(OutboxJob)
                .where(OutboxJob.id.in_(ids))
                .values(run_at=clock.now() + wait, attempts=OutboxJob.attempts - 1, **values)
            )

    def _postpone(self, jobs: list[Job], error: str) -> None:
        wait = timedelta(seconds=min(3600, 2 ** max(job.attempts for job in jobs)))
        with self.database.writing() as session:
            session.execute(
                update(OutboxJob)
                .where(OutboxJob.id.in_([job.id for job in jobs]))
                .values(run_at=clock.now() + wait, error=error)
            )


_WAITING = select(OutboxJob.task, func.count(), func.min(OutboxJob.created_at), func.count(OutboxJob.error)).group_by(
    OutboxJob.task
)


def waiting(session: Session) -> list[tuple[str, int, datetime, int]]:
    """For the status page: task, jobs waiting, the oldest promise, jobs that failed at least once."""
    return [tuple(row) for row in rows(session, _WAITING)]
