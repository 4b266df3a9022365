"""The engines that are compared, behind one form. Ours answer as in the product; others do it their way."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.search.documents import KEYRING
from bench.search.queries import Asked
from models.search.engine import Document, Engine, Query
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine

FACETS = ("kind", "department")
SHOWN = 10


class Compared(ABC):
    """Builds, answers and updates. `ask` gives the ids of the best hits."""

    @abstractmethod
    def build(self, documents: Iterable[Document]) -> None: ...

    def open(self) -> None:
        """Open what another process has built, where that takes a step of its own."""
        return

    @abstractmethod
    def ask(self, asked: Asked, facets: bool) -> list[str]: ...

    @abstractmethod
    def update(self, document: Document) -> None: ...

    @abstractmethod
    def bytes(self) -> int: ...

    def close(self) -> None:
        """Let go, where there is anything to let go of."""
        return


class Ours(Compared):
    """One of the product's engines. A typo is searched as the product does: the suggestion is taken."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def build(self, documents: Iterable[Document]) -> None:
        self.engine.rebuild(documents)

    def ask(self, asked: Asked, facets: bool) -> list[str]:
        if asked.mode == "prefix":
            return self.engine.suggest(asked.text, KEYRING)
        wanted = FACETS if facets else ()
        text = f'"{asked.text}"' if asked.mode == "phrase" else asked.text
        result = self.engine.search(Query(text, limit=SHOWN, facets=wanted), KEYRING)
        if asked.mode == "typo" and result.suggestion:
            result = self.engine.search(Query(result.suggestion, limit=SHOWN, facets=wanted), KEYRING)
        return [hit.id for hit in result.hits]

    def update(self, document: Document) -> None:
        self.engine.upsert([document])
        self.engine.commit()

    def bytes(self) -> int:
        return self.engine.stats().bytes

    def close(self) -> None:
        self.engine.close()


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def open_engine(name: str, where: str) -> Any:
    """An engine by its name in the tables; `where` is a folder, or a database's address."""
    if name == "embedded":
        return Ours(WhooshEngine(where))
    if name == "postgresql":
        return Ours(PostgresEngine(where))
    # Not everybody has them, and they should not be in memory where another engine is measured.
    from bench.search import others  # noqa: PLC0415

    return others.OTHERS[name](Path(where))
