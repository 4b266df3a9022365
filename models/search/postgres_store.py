"""Where the index lies in PostgreSQL: a schema for each build, and one row that names the current one.

A build holds the documents' vectors under GIN, the columns that rights and facets need as packs (one a commit, merged
now and then), the numbers that are gone, and how many documents of each audience hold a word. Numbers only grow within
a build, so what was read stays right.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from models.core.db import Database
from models.search import analysis
from models.search.engine import IndexBusyError, IndexDamagedError
from models.search.pack import Pack, packed, unpacked
from models.search.packing import Array
from models.search.postgres_rows import Row

FORMAT: Final = 1
VERSION: Final = f"{analysis.VERSION}.{FORMAT}"
PREFIX: Final = "witan_search_"
LOCK: Final = 0x5769_7461  # of the one writer, among PostgreSQL's advisory locks
_BUILD: Final = re.compile(rf"{PREFIX}[0-9a-f]{{12}}")

STATE: Final = """
CREATE SCHEMA IF NOT EXISTS witan_search;
CREATE TABLE IF NOT EXISTS witan_search.state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    build text NOT NULL, version text NOT NULL, generation bigint NOT NULL
)
"""
TABLES: Final = """
CREATE TABLE documents (
    number integer NOT NULL, part smallint NOT NULL, audience text NOT NULL,
    title tsvector NOT NULL, tags tsvector NOT NULL, body tsvector NOT NULL, words tsvector NOT NULL
);
CREATE TABLE segments (first integer PRIMARY KEY, size integer NOT NULL, columns bytea NOT NULL);
CREATE TABLE gone (number integer PRIMARY KEY, generation bigint NOT NULL);
CREATE TABLE counts (audience text COLLATE "C" NOT NULL, word text COLLATE "C" NOT NULL, documents integer NOT NULL);
CREATE TABLE common (stem text COLLATE "C" PRIMARY KEY, upto integer NOT NULL, postings bytea NOT NULL)
"""
# Made once the rows are there, which takes a fraction of adding them one by one.
INDEXES: Final = """
ALTER TABLE documents ADD PRIMARY KEY (number, part);
CREATE INDEX ON documents USING gin (title) WITH (fastupdate = off);
CREATE INDEX ON documents USING gin (tags) WITH (fastupdate = off);
CREATE INDEX ON documents USING gin (body) WITH (fastupdate = off);
CREATE INDEX ON documents USING gin (words) WITH (fastupdate = off);
ALTER TABLE counts ADD PRIMARY KEY (audience, word);
ANALYZE documents
"""
SETTINGS: Final = (
    "SELECT set_config('search_path', %(build)s, %(once)s), set_config('jit', 'off', %(once)s),"
    " set_config('max_parallel_workers_per_gather', '0', %(once)s)"
)
COPY: Final = "COPY documents (number, part, audience, title, tags, body, words) FROM STDIN"
# Words as they are written, by audience; stems, marked by a colon, for what everyone may read alone. What a document
# held before and holds still is not touched.
TALLY: Final = """
INSERT INTO counts AS c (audience, word, documents)
SELECT audience, word, sum(sign) FROM (
    SELECT DISTINCT d.audience, w.lexeme AS word, d.number, u.sign
    FROM unnest(CAST(%(numbers)s AS integer[]), CAST(%(signs)s AS integer[])) u (number, sign)
    JOIN documents d ON d.number = u.number, unnest(d.words) w
    UNION ALL
    SELECT DISTINCT d.audience, ':' || w.lexeme, d.number, u.sign
    FROM unnest(CAST(%(numbers)s AS integer[]), CAST(%(signs)s AS integer[])) u (number, sign)
    JOIN documents d ON d.number = u.number, unnest(strip(d.title) || strip(d.tags) || strip(d.body)) w
    WHERE d.audience = 'everyone'
) used GROUP BY audience, word HAVING sum(sign) <> 0 ORDER BY audience, word
ON CONFLICT (audience, word) DO UPDATE SET documents = c.documents + excluded.documents
"""
TALLY_ALL: Final = """
INSERT INTO counts (audience, word, documents)
SELECT d.audience, w.lexeme, count(DISTINCT d.number) FROM documents d, unnest(d.words) w GROUP BY 1, 2
UNION ALL
SELECT d.audience, ':' || w.lexeme, count(DISTINCT d.number)
FROM documents d, unnest(strip(d.title) || strip(d.tags) || strip(d.body)) w WHERE d.audience = 'everyone' GROUP BY 1, 2
"""
# Stems that stand in many bodies: whoever asks for one first need not have all these texts looked through. Numbers only
# grow, so a list stays right up to the last number that there was.
LISTS: Final = """
INSERT INTO common
SELECT w.lexeme, (SELECT coalesce(max(number) + 1, 0) FROM documents),
    string_agg(int4send(d.number) || int2send(CAST(cardinality(w.positions) AS smallint)), '')
FROM documents d, unnest(d.body) w
WHERE w.lexeme IN (
    SELECT substr(word, 2) FROM counts WHERE audience = 'everyone' AND starts_with(word, ':') AND documents >= 500
)
GROUP BY w.lexeme
"""
# From the build that is left: `kept` says which documents, and their new numbers.
TAKE_OVER: Final = (
    """
INSERT INTO documents SELECT kept.number, d.part, d.audience, d.title, d.tags, d.body, d.words
FROM {build}.documents d JOIN kept ON kept.was = d.number ORDER BY 1, 2
""",
    "INSERT INTO counts SELECT audience, word, documents FROM {build}.counts WHERE documents > 0",
)


@dataclass(frozen=True, slots=True)
class Current:
    """What the one row says."""

    build: str
    generation: int
    outdated: str = ""  # why it should be built anew, though it can be read


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of consecutive documents."""

    first: int
    pack: Pack


def current(connection: Connection) -> Current:
    """The current build. Raises IndexDamagedError when there is none of this format.

    One whose words were analysed otherwise goes on answering until it is rebuilt.
    """
    try:
        row = connection.exec_driver_sql("SELECT build, version, generation FROM witan_search.state").first()
    except ProgrammingError as error:
        raise IndexDamagedError("there is no index yet") from error
    if row is None:
        raise IndexDamagedError("there is no index yet")
    outdated = "" if row.version == VERSION else f"the index has version {row.version}, this program writes {VERSION}"
    if outdated and row.version.partition(".")[2] != str(FORMAT):
        raise IndexDamagedError(outdated)
    if not _BUILD.fullmatch(row.build):
        raise IndexDamagedError("the current build has no name that makes sense")
    return Current(row.build, row.generation, outdated)


def enter(connection: Connection, build: str) -> None:
    """Let names of tables in this transaction mean those of a build."""
    connection.exec_driver_sql(SETTINGS, {"build": build, "once": True})


def parts(connection: Connection, build: str, known: dict[str, Pack]) -> Iterator[tuple[str, Part]]:
    """The columns of all documents by name, in order; those that are known are not read again."""
    listed = connection.exec_driver_sql("SELECT first, size FROM segments ORDER BY first").all()
    following = 0
    for first, size in listed:
        if first != following:
            raise IndexDamagedError(f"documents from number {following} are missing")
        name = part_name(build, first, size)
        pack = known.get(name) or _read(connection, name, first)
        if pack.size != size:
            raise IndexDamagedError(f"{name} holds {pack.size} documents, not {size}")
        yield name, Part(first, pack)
        following += size


def part_name(build: str, first: int, size: int) -> str:
    """What columns are called: numbers only grow within a build, so the same name means the same columns."""
    return f"{build}:{first}:{size}"


def _read(connection: Connection, name: str, first: int) -> Pack:
    raw = connection.exec_driver_sql("SELECT columns FROM segments WHERE first = %(first)s", {"first": first}).scalar()
    return unpacked(bytes(raw or b""), name)


def gone(connection: Connection, since: int) -> Array:
    """Numbers that went in later generations."""
    found = connection.exec_driver_sql(
        "SELECT string_agg(int4send(number), '') FROM gone WHERE generation > %(since)s", {"since": since}
    ).scalar()
    return np.frombuffer(found or b"", ">i4").astype(np.int64)


def has_lists(connection: Connection) -> bool:
    """Whether a build holds lists of common stems; the first ones did not."""
    return bool(connection.exec_driver_sql("SELECT to_regclass('common') IS NOT NULL").scalar())


def rows_there(connection: Connection) -> int:
    """How many documents have rows."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM documents WHERE part = 0").scalar() or 0)


def copy(connection: Connection, found: Iterable[Row]) -> None:
    """Store rows of documents."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(COPY) as into:
        for row in found:
            into.write_row(row)


def put_columns(connection: Connection, first: int, pack: Pack) -> None:
    """Store the columns of consecutive documents, in place of what was there of them."""
    last = first + pack.size
    connection.exec_driver_sql(
        "DELETE FROM segments WHERE first >= %(first)s AND first < %(last)s", {"first": first, "last": last}
    )
    connection.exec_driver_sql(
        "INSERT INTO segments (first, size, columns) VALUES (%(first)s, %(size)s, %(columns)s)",
        {"first": first, "size": pack.size, "columns": packed(pack)},
    )


def tally(connection: Connection, gone: list[int], new: list[int]) -> None:
    """Count the words of new documents, and no more those of the ones that are gone."""
    if gone or new:
        signs = [-1] * len(gone) + [1] * len(new)
        connection.exec_driver_sql(TALLY, {"numbers": gone + new, "signs": signs})


def let_go(connection: Connection, numbers: list[int], generation: int) -> None:
    """Say that these documents are gone from a generation on."""
    connection.exec_driver_sql(
        "INSERT INTO gone SELECT number, %(generation)s FROM unnest(CAST(%(numbers)s AS integer[])) number"
        " ON CONFLICT DO NOTHING",
        {"numbers": numbers, "generation": generation},
    )


def show(connection: Connection, build: str, generation: int) -> None:
    """Make a build and its generation the current one, with the end of this transaction."""
    connection.exec_driver_sql(
        "INSERT INTO witan_search.state (build, version, generation) VALUES (%(build)s, %(version)s, %(generation)s)"
        " ON CONFLICT (one) DO UPDATE SET build = excluded.build, version = excluded.version,"
        " generation = excluded.generation",
        {"build": build, "version": VERSION, "generation": generation},
    )


@contextmanager
def locked(database: Database) -> Iterator[Connection]:
    """Be the one writer for one transaction, which the caller commits. Raises IndexBusyError.

    The lock ends with the transaction, however that ends: a process that dies lets go.
    """
    with database.engine.connect() as connection:
        if not connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%(lock)s)", {"lock": LOCK}).scalar():
            raise IndexBusyError("another process is writing to the search index")
        yield connection


@contextmanager
def reading(database: Database, build: str = "") -> Iterator[Connection]:
    """A connection for single statements, each its own transaction; names of tables mean those of the build."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Set once for each connection: it costs as much as a short statement.
        if build and connection.info.get("build") != build:
            connection.exec_driver_sql(SETTINGS, {"build": build, "once": False})
            connection.info["build"] = build
        yield connection


def begin(connection: Connection) -> str:
    """Make the tables of a new build."""
    build = f"{PREFIX}{secrets.token_hex(6)}"
    connection.exec_driver_sql(STATE)
    connection.exec_driver_sql(f"CREATE SCHEMA {build}")
    enter(connection, build)
    connection.exec_driver_sql(TABLES)
    return build


def take_over(connection: Connection, build: str) -> None:
    """Fill the tables of a new build from another, without what is gone there."""
    for statement in TAKE_OVER:
        connection.exec_driver_sql(statement.format(build=build))


def remove_others(connection: Connection) -> None:
    """Drop all builds but the current one. What somebody still reads is left for the next time."""
    build = current(connection).build
    found = (
        connection.exec_driver_sql(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE %(like)s AND nspname <> %(build)s",
            {"like": PREFIX.replace("_", r"\_") + "%", "build": build},
        )
        .scalars()
        .all()
    )
    connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
    for old in [name for name in found if _BUILD.fullmatch(name)]:
        with suppress(OperationalError), connection.begin_nested():
            connection.exec_driver_sql(f"DROP SCHEMA {old} CASCADE")
    connection.commit()


def size_of(connection: Connection, build: str) -> int:
    """Bytes on disk of a build."""
    total = connection.exec_driver_sql(
        "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %(build)s AND c.relkind = 'r'",
        {"build": build},
    ).scalar()
    return int(total or 0)
