"""What test processes do once instead of for each test: compile statements, addresses and templates, collect garbage;
and what they never do: wait for disks, hash slowly.

None of it is what any test looks at: a test of the cache of statements, of durability or of the cost of passwords
makes its own.
"""

import gc
import sqlite3
from types import CodeType
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect
from werkzeug.routing import Rule

from models.core.compiled import Compilations
from models.core.db import Database
from models.people import credential

_compiled: dict[str, tuple[Dialect, Compilations]] = {}
_rules: dict[Any, dict[str, Any]] = {}
# What compiling a rule writes into it, all of it the same for the same address.
WRITTEN = ("_parts", "_trace", "_converters", "arguments")


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
    """Each application takes each of its 480 addresses to pieces and compiles functions for it, from its text alone."""
    compile_ = Rule.compile

    def kept(self: Rule) -> None:
        if self.defaults or self.host or self.subdomain:
            return compile_(self)
        key = self.rule, self.merge_slashes, *self.map.converters.values()
        if key not in _rules:
            compile_(self)
            builders = {name: getattr(self, name).__func__ for name in ("_build", "_build_unknown")}
            _rules[key] = {name: getattr(self, name) for name in WRITTEN} | builders
        found = _rules[key]
        for name in WRITTEN:
            setattr(self, name, found[name])
        for name in ("_build", "_build_unknown"):
            setattr(self, name, found[name].__get__(self, None))
        return None

    patch.object(Rule, "compile", kept).start()


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all applications of a process; those of each language apart."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        return super().get_bucket(environment, f"{getattr(environment, 'locale', '')}/{name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


COMPILED_TEMPLATES = CompiledTemplates()


def collect_rarely() -> None:
    """What the collection of tests left stays for good, and each application is a heap of its own that soon goes.

    With the usual thresholds a third of the time that an application takes went into looking through all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
