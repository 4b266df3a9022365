"""What test processes do once instead of for each test: compile statements and addresses, collect garbage; and what
they never do: wait for disks, hash slowly.

None of it is what any test looks at: a test of the cache of statements, of durability or of the cost of passwords
makes its own.
"""

import gc
import sqlite3
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect
from werkzeug.routing import Rule

from models.core.compiled import Compilations
from models.core.db import Database
from models.people import credential

_compiled: dict[str, tuple[Dialect, Compilations]] = {}
_builders: dict[Any, Any] = {}


def spare(database: Database) -> Database:
    """Lets the database use the statements that were compiled for others of its kind, and not wait for the disk.

    To compile the statements of a page takes ten times as long as the page."""
    writing: Engine = database._writing_engine
    if database.sqlite:
        event.listen(database.engine, "connect", without_waiting)
        database.engine.dispose()
    if database.engine.name not in _compiled:
        # A dialect learns with the first connection what it talks to.
        database.engine.connect().close()
        _compiled[database.engine.name] = database.engine.dialect, Compilations()
    dialect, compilations = _compiled[database.engine.name]
    for engine in (database.engine, writing):
        engine.dialect = dialect
        engine.update_execution_options(compiled_cache=compilations)
    database.engine.pool._dialect = dialect
    return database


def without_waiting(connection: sqlite3.Connection, _record: object = None) -> None:
    """Nothing in a test must outlive a power cut."""
    connection.execute("PRAGMA synchronous = OFF")


def hash_quickly() -> None:
    """Passwords of tests are no secrets; to check one took longer than most pages."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    credential.HASHER._parameters = quick._parameters
    credential._NOBODY = quick.hash("nobody's")


def compile_addresses_once() -> None:
    """Each application compiles a function for each of its 450 addresses, from the text of the address alone."""
    compile_builder = Rule._compile_builder

    def kept(self: Rule, append_unknown: bool = True) -> Any:
        if self.defaults:
            return compile_builder(self, append_unknown)
        key = self.rule, tuple(self._trace), append_unknown
        if key not in _builders:
            _builders[key] = compile_builder(self, append_unknown)
        return _builders[key]

    Rule._compile_builder = kept  # type: ignore[method-assign]  # Werkzeug has no other place for it


def collect_rarely() -> None:
    """What the collection of tests left stays for good, and each application is a heap of its own that soon goes.

    With the usual thresholds a third of the time that an application takes went into looking through all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
