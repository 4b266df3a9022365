"""The database: engine, transactions and the few SQL forms that both databases share. No tables and no rules."""

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    bindparam,
    cast,
    column,
    create_engine,
    event,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, object_session
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.functions import FunctionElement

from models.core.compiled import Compilations

log = logging.getLogger(__name__)

BUSY_MILLISECONDS = 20_000


class Database:
    """One engine and its two ways in: `reading()` never blocks writers, `writing()` takes the write lock at once."""

    def __init__(self, url: str, pool_size: int = 64) -> None:
        self.url = url
        self.sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, pool_size) if self.sqlite else _postgres_engine(url, pool_size)
        self.engine.update_execution_options(compiled_cache=Compilations())
        self._writing_engine = self.engine.execution_options(witan_writes=True)

    def reading_session(self) -> Session:
        """A session whose transaction begins plain. The caller closes it."""
        return Session(self.engine, expire_on_commit=False, autoflush=False)

    def writing_session(self) -> Session:
        """A session whose transaction begins as the one writer (SQLite). The caller commits and closes it."""
        return Session(self._writing_engine, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.reading_session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One unit of work: commits at the end, rolls back on any error, then runs what waits for the commit."""
        with self.writing_session() as session:
            yield session
            commit(session)

    def close(self) -> None:
        self.engine.dispose()


def commit(session: Session) -> None:
    """Commit, then call what was registered with `after_commit`; a failing one hurts neither data nor the others."""
    session.commit()
    for call in session.info.pop("after_commit", []):
        try:
            call()
        except Exception:
            log.exception("What was to run after the commit failed")


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Have `call` run once the transaction is safely stored, and never when it is rolled back."""
    session.info.setdefault("after_commit", []).append(call)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("after_commit", None)


def session_of(thing: object) -> Session:
    """The session that a mapped object lives in. Raises LookupError when it is in none."""
    session = object_session(thing)
    if session is None:
        raise LookupError(f"{thing!r} is not part of a transaction")
    return session


def rows(session: Session, statement: Any, **values: Any) -> list[Any]:
    """All rows of a reading statement, without the work that the unit of work would add."""
    return list(_connection(session).execute(statement, values).all())


def one(session: Session, statement: Any, **values: Any) -> Any:
    """The first row of a reading statement, or None."""
    return _connection(session).execute(statement, values).first()


def write(session: Session, statement: Any, values: dict[str, Any]) -> None:
    """Run a writing statement, for rows that nobody needs as objects: the unit of work takes four times as long."""
    _connection(session).execute(statement, values)


def _connection(session: Session) -> Connection:
    # Kept for the transaction: asking the session for it anew costs as much as a small statement.
    kept: Connection | None = session.info.get("connection")
    if kept is None or kept.closed or not kept.in_transaction():
        kept = session.info["connection"] = session.connection()
    return kept


def _sqlite_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=8,
        # The connection that was used last holds the pages that are asked for next.
        pool_use_lifo=True,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )
    event.listen(engine, "connect", _set_pragmas)
    turns = _Turns()
    event.listen(engine, "begin", turns.begin)
    # A session gives its connection back as soon as it has committed or rolled back, not before.
    event.listen(engine, "checkin", turns.end)
    event.listen(engine, "invalidate", turns.end)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # No memory map: it counted the whole database as memory of the process and gained nothing but for rare readers.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "cache_size = -4096",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


class _Turns:
    """Lets the writers of this process wait in a queue: SQLite wakes them by chance, and with fifty of them somebody
    would wait for longer than it has patience."""

    HELD = "witan_turn"

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        # A deferred BEGIN that later writes fails with "database is locked" under load: writers take the lock first.
        if not connection.get_execution_options().get("witan_writes"):
            connection.exec_driver_sql("BEGIN")
            return
        # Whoever waits in vain goes on to SQLite's own lock, and hears from it that the database is locked.
        if not connection.info.get(self.HELD):
            connection.info[self.HELD] = self._turn.acquire(timeout=BUSY_MILLISECONDS / 1000)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, _connection: object, record: Any, *_why: object) -> None:
        if record.info.pop(self.HELD, False):
            self._turn.release()


def _postgres_engine(url: str, pool_size: int) -> Engine:
    return create_engine(url, pool_size=min(pool_size, 20), max_overflow=10, pool_pre_ping=True)


class listed(FunctionElement[Any]):  # noqa: N801 - reads as a function in statements
    """`listed(bindparam("keys"))`: a JSON array of words as a table of one column, one SQL text for any length."""

    name = "listed"
    inherit_cache = True
    type = String()


@compiles(listed, "sqlite")
def _listed_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(listed, "postgresql")
def _listed_postgres(element: Any, compiler: Any, **kw: Any) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS jsonb))"


def words(parameter: str) -> Any:
    """The table of words bound as JSON text to `parameter`; its column is `value`."""
    value: Any = column("value", String)
    return listed(bindparam(parameter, type_=String)).table_valued(value, name=parameter)


def among(expression: ColumnElement[Any] | InstrumentedAttribute[Any], parameter: str) -> ColumnElement[bool]:
    """`expression IN (the words of parameter)`, where the parameter is one JSON text (`as_words`)."""
    value: Any = words(parameter).c.value
    if not isinstance(expression.type, String):
        value = cast(value, expression.type)
    return expression.in_(select(value))


def as_words(values: Iterable[object]) -> str:
    """JSON text of a list of words, to bind to `words` or `among`."""
    return json.dumps([str(value) for value in values])
