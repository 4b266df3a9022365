"""Transactions: nothing acknowledged is lost, nobody is locked out, what waits for the commit runs after it."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.core.db import Database, after_commit, as_words, commit
from models.entries.entry import Entry
from tests.naming import load

WRITERS, EACH = 8, 25


@pytest.fixture
def store(tmp_path: Path, world_file: Path) -> Iterator[Database]:
    shutil.copy(world_file, tmp_path / "witan.db")
    made = Database(f"sqlite:///{tmp_path / 'witan.db'}", pool_size=WRITERS)
    yield made
    made.close()


def test_many_writers_at_once_lose_nothing(store: Database) -> None:
    with store.reading() as session:
        page_id = load(session).start.id
    errors: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(EACH):
                with store.writing() as session:
                    before = session.get_one(Entry, page_id).reply_count
                    session.execute(update(Entry).where(Entry.id == page_id).values(reply_count=before + 1))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with store.reading() as session:
        assert session.get_one(Entry, page_id).reply_count == WRITERS * EACH


def test_the_pragmas_that_keep_what_was_acknowledged(store: Database) -> None:
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_waits_for_the_commit_runs_after_it_and_one_failure_hurts_nobody(store: Database) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise RuntimeError("no")

    with store.writing_session() as session:
        session.connection()
        after_commit(session, lambda: seen.append("a"))
        after_commit(session, fail)
        after_commit(session, lambda: seen.append("b"))
        assert seen == []
        commit(session)
    assert seen == ["a", "b"]


def test_what_waits_for_the_commit_is_forgotten_with_a_rollback(store: Database) -> None:
    seen: list[str] = []
    with store.writing_session() as session:
        session.connection()
        after_commit(session, lambda: seen.append("a"))
        session.rollback()
        commit(session)
    assert seen == []


def test_an_error_in_a_unit_of_work_rolls_all_of_it_back(store: Database) -> None:
    def fail(session: Session) -> None:
        session.execute(update(Entry).values(title="gone"))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError), store.writing() as session:
        fail(session)
    with store.reading() as session:
        assert load(session).start.title == "Start here"


def test_words_are_one_json_text() -> None:
    assert as_words(["a", 1]) == '["a", "1"]'
