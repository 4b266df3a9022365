"""The long-lived parts that a running application holds, and how a request reaches them."""

from dataclasses import dataclass, field
from typing import Protocol, cast

from flask import Flask, current_app

from models.core.blobs import Blobs
from models.core.db import Database
from models.core.outbox import Worker
from models.core.settings import Settings
from models.search.engine import Engine
from models.search.indexing import Indexer


class Background(Protocol):
    """Something that runs beside the requests of a serving process."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Services:
    """One of each for an application."""

    settings: Settings
    database: Database
    engine: Engine
    indexer: Indexer
    blobs: Blobs
    worker: Worker
    reader: Worker
    extras: dict[str, object] = field(default_factory=dict)
    background: list[Background] = field(default_factory=list)


def install(app: Flask, services: Services) -> None:
    app.extensions["witan"] = services


def services() -> Services:
    """The parts of the application that serves this request."""
    return cast(Services, current_app.extensions["witan"])
