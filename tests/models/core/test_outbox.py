"""What is promised is done at least once, and never before it is stored."""

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.core import clock, outbox
from models.core.db import Database
from models.core.outbox import Job, OutboxJob, Worker


@pytest.fixture
def store(tmp_path: Path, world_file: Path) -> Iterator[Database]:
    shutil.copy(world_file, tmp_path / "witan.db")
    made = Database(f"sqlite:///{tmp_path / 'witan.db'}", pool_size=4)
    yield made
    made.close()


def _promise(store: Database, *subjects: str) -> None:
    with store.writing() as session:
        for subject in subjects:
            outbox.promise(session, "try", subject)


def _left(store: Database) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(OutboxJob.subject).where(OutboxJob.task == "try").order_by(OutboxJob.id)))


def test_jobs_are_handed_over_in_order_and_forgotten_when_done(store: Database) -> None:
    _promise(store, "a", "b")
    seen: list[str] = []
    Worker(store, {"try": lambda jobs: seen.extend(job.subject for job in jobs)}).drain()
    assert seen == ["a", "b"]
    assert _left(store) == []


def test_a_promise_that_is_rolled_back_was_never_made(store: Database) -> None:
    with store.writing_session() as session:
        outbox.promise(session, "try", "a")
        session.rollback()
    assert _left(store) == []


def test_one_bad_job_does_not_hold_up_the_others_and_is_tried_again_later(store: Database) -> None:
    _promise(store, "a", "bad", "c")
    seen: list[str] = []

    def work(jobs: list[Job]) -> None:
        if any(job.subject == "bad" for job in jobs):
            raise RuntimeError("no")
        seen.extend(job.subject for job in jobs)

    worker = Worker(store, {"try": work})
    worker.drain()
    assert (seen, _left(store)) == (["a", "c"], ["bad"])
    with clock.at(clock.now() + timedelta(hours=2)):
        assert worker.run_once()


def test_a_job_whose_worker_died_is_taken_by_another_after_the_lease(store: Database) -> None:
    _promise(store, "a")
    seen: list[str] = []
    Worker(store, {"try": lambda jobs: None})._take("try")
    other = Worker(store, {"try": lambda jobs: seen.extend(job.subject for job in jobs)})
    other.drain()
    assert seen == []
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        other.drain()
    assert seen == ["a"]


def test_a_promise_for_later_waits(store: Database) -> None:
    with store.writing() as session:
        outbox.promise(session, "try", "a", run_at=clock.now() + timedelta(hours=1))
    worker = Worker(store, {"try": lambda jobs: None})
    worker.drain()
    assert _left(store) == ["a"]
    with clock.at(clock.now() + timedelta(hours=2)):
        worker.drain()
    assert _left(store) == []


def test_a_running_worker_hears_of_a_promise_at_once_and_stops_cleanly(store: Database) -> None:
    done = threading.Event()
    worker = Worker(store, {"try": lambda jobs: done.set()})
    worker.start()
    _promise(store, "a")
    assert done.wait(10)
    worker.stop()


def test_an_idle_worker_looks_after_what_no_job_tells_of_and_outlives_its_faults(store: Database) -> None:
    looked, seen = threading.Event(), threading.Event()

    def fail() -> None:
        looked.set()
        raise OSError("the disk is full")

    worker = Worker(store, {"try": lambda jobs: seen.set()}, look_after=fail)
    worker.start()
    try:
        assert looked.wait(20)
        _promise(store, "a")
        assert seen.wait(20)
    finally:
        worker.stop()
