"""Which engine serves: the one that the settings name, or the one that was chosen last while everything ran.

The choice is a row in PostgreSQL, so that all processes see it; with SQLite there is the embedded engine alone.
"""

import logging
import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.exc import OperationalError, ProgrammingError

from models.core.db import Database
from models.search.engine import (
    Asking,
    Document,
    Elsewhere,
    Engine,
    Hit,
    IndexBusyError,
    Progress,
    Query,
    Result,
    Stats,
)
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine

log = logging.getLogger(__name__)

Name = Literal["embedded", "postgres"]
AT_FIRST: Final[Name] = "embedded"
LEFT_FOR: Final = 60.0  # seconds after which nobody reads any more from an engine that was left
NOBODY: Final = frozenset[str]()

CREATE: Final = """
CREATE SCHEMA IF NOT EXISTS witan_search;
CREATE TABLE IF NOT EXISTS witan_search.choice (one boolean PRIMARY KEY DEFAULT true CHECK (one), engine text NOT NULL)
"""
CHOOSE: Final = """
INSERT INTO witan_search.choice (engine) VALUES (%(engine)s) ON CONFLICT (one) DO UPDATE SET engine = excluded.engine
"""


def open_engine(name: str, folder: Path, address: str) -> Engine:
    """The engine for a setting: `embedded`, `postgres` or `chosen`; the index lies in the folder or the database."""
    if name == "chosen" and address.startswith("postgresql"):
        return ChosenEngine(folder, address)
    return PostgresEngine(address) if name == "postgres" else WhooshEngine(folder)


def engine_name(engine: Engine) -> str:
    """What an engine is called in settings and commands."""
    if isinstance(engine, ChosenEngine):
        return engine.name
    return "postgres" if isinstance(engine, PostgresEngine) else "embedded"


class ChosenEngine:
    """An `Engine` that hands everything to the one that is chosen, and follows when another is chosen."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self._address = folder, address
        self._database = Database(address, pool_size=2)
        self._following = threading.Lock()
        self._asked_for_table = False
        self._left: list[tuple[threading.Timer, Engine]] = []
        self.name: Name = AT_FIRST
        with suppress(OperationalError):
            self.name = self.chosen()
        self._engine = self.other(self.name)

    def chosen(self) -> Name:
        """What was chosen last. Where the choice was lost while this runs, what serves goes on serving."""
        with self._database.engine.connect() as connection:
            if not self._asked_for_table:
                found = connection.exec_driver_sql("SELECT to_regclass('witan_search.choice') IS NOT NULL").scalar()
                self._asked_for_table = bool(found)
            if not self._asked_for_table:
                return self.name
            try:
                name = connection.exec_driver_sql("SELECT engine FROM witan_search.choice").scalar()
            except ProgrammingError:
                self._asked_for_table = False
                return self.name
        return "postgres" if name == "postgres" else "embedded"

    def choose(self, name: Name) -> None:
        """Have all processes go on with this engine."""
        with self._database.engine.begin() as connection:
            connection.exec_driver_sql(CREATE)
            connection.exec_driver_sql(CHOOSE, {"engine": name})

    def other(self, name: Name) -> Engine:
        """An engine by its name, opened anew."""
        return PostgresEngine(self._address) if name == "postgres" else WhooshEngine(self._folder)

    def _follow(self, wait: bool) -> bool:
        """Go over to the chosen engine; True when it is another one now. Readers do not wait for one that does it."""
        if not self._following.acquire(blocking=wait):
            return False
        try:
            name = self.chosen()
            if name == self.name:
                return False
            left, self._engine, self.name = self._engine, self.other(name), name
            timer = threading.Timer(LEFT_FOR, left.close)
            timer.daemon = True
            timer.start()
            self._left.append((timer, left))
            log.warning("Searches are answered by the engine %s from now on", name)
            return True
        finally:
            self._following.release()

    def _still(self, engine: Engine) -> None:
        """Make sure that what was written went to the engine that serves; else it has to be written again."""
        self._follow(wait=True)
        if self._engine is not engine:
            raise IndexBusyError("another engine was chosen meanwhile")

    @property
    def needs_rebuild(self) -> bool:
        return self._engine.needs_rebuild

    def upsert(self, documents: Iterable[Document]) -> None:
        self._engine.upsert(documents)

    def delete(self, ids: Iterable[str]) -> None:
        self._engine.delete(ids)

    def commit(self) -> int:
        engine = self._engine
        number = engine.commit()
        self._still(engine)
        return number

    def refresh(self) -> bool:
        moved = self._follow(wait=False)
        return self._engine.refresh() or moved

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        engine = self._engine
        number = engine.rebuild(documents, progress)
        if not self._asked_for_table and self.name != AT_FIRST:
            self.choose(self.name)  # what was chosen went with the index
        self._still(engine)
        return number

    def locked(self) -> AbstractContextManager[None]:
        return self._engine.locked()

    def optimize(self) -> None:
        self._engine.optimize()

    def stats(self) -> Stats:
        return self._engine.stats()

    def verify(self) -> list[str]:
        return self._engine.verify()

    def close(self) -> None:
        for timer, left in self._left:
            timer.cancel()
            left.close()
        self._engine.close()
        self._database.close()

    def search(self, query: Query, keyring: frozenset[str], without_spaces: frozenset[str] = NOBODY) -> Result:
        return self._engine.search(query, keyring, without_spaces)

    def suggest(
        self, prefix: str, keyring: frozenset[str], limit: int = 8, without_spaces: frozenset[str] = NOBODY
    ) -> list[str]:
        return self._engine.suggest(prefix, keyring, limit, without_spaces)

    def related(
        self,
        id: str,
        keyring: frozenset[str],
        limit: int = 5,
        without_spaces: frozenset[str] = NOBODY,
        elsewhere: Elsewhere | None = None,
    ) -> list[Hit]:
        return self._engine.related(id, keyring, limit, without_spaces, elsewhere)

    def similar(
        self, asking: Asking, keyring: frozenset[str], limit: int = 5, without_spaces: frozenset[str] = NOBODY
    ) -> list[Hit]:
        return self._engine.similar(asking, keyring, limit, without_spaces)

    def terms(self, id: str) -> dict[str, float]:
        return self._engine.terms(id)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        return self._engine.rarity(stems)

    def ids(self) -> dict[str, int]:
        return self._engine.ids()
