"""One application for very many requests: a visitor is a cookie, and what a request changed is put back at once.

For tests that knock at every door as everybody; other tests take the fixtures of conftest.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Generic, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from app import create_app
from blueprints.kit.limits import limiter
from models.core import migrating
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.settings import Settings
from models.people.login import start_login
from tests.cookies import COOKIE, signed_cookie, signed_token, signer
from tests.sparing import COMPILED_TEMPLATES, spare, without_waiting

SECRET = "for tests alone"
Made = TypeVar("Made")


class Visitor:
    """Sends requests as one person, each as the first of a fresh browser window: no answer changes the cookie."""

    def __init__(self, app: Flask, login: str | None) -> None:
        self.cookie, self.token = signed_cookie(app, login), signed_token(app)
        self.client: FlaskClient = app.test_client(use_cookies=False)

    def ask(self, method: str, address: str, data: Any = None, **kw: Any) -> TestResponse:
        """One request; a POST carries a valid token unless `data` is no dict."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}", **kw.pop("headers", {})}
        if method == "POST" and (data is None or isinstance(data, dict)):
            data = {"csrf_token": self.token, **(data or {})}
        return self.client.open(address, method=method, data=data, headers=headers, buffered=True, **kw)

    def get(self, address: str, **kw: Any) -> TestResponse:
        return self.ask("GET", address, **kw)

    def post(self, address: str, data: Any = None, **kw: Any) -> TestResponse:
        return self.ask("POST", address, data, **kw)


class Stage(Generic[Made]):
    """The application over a world that `build(session, blobs)` wrote."""

    def __init__(self, build: Callable[[Session, Blobs], Made], **settings: Any) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="witan-stage-"))
        self.settings = Settings(data=self.folder, secret_key=SECRET, threads=8, **settings)
        database = spare(Database(self.settings.database))
        migrating.upgrade(database)
        with database.writing() as session:
            self.world = build(session, Blobs(self.settings.files_folder))
            session.flush()
            session.expunge_all()
        database.close()
        self.app = create_app(self.settings)
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
        parts = self.app.extensions["witan"]
        self.database, self.worker, self.engine = parts.database, parts.worker, parts.engine
        spare(self.database)
        self.worker.drain()
        self._kept: sqlite3.Connection | None = None

    def visitor(self, person_id: int | None) -> Visitor:
        """A signed-in browser of the person; of nobody with None."""
        if person_id is None:
            return Visitor(self.app, None)
        with self.database.writing() as session:
            login = start_login(session, _Who(person_id), "Test")  # type: ignore[arg-type]  # the id is all it asks
        return Visitor(self.app, login)

    def keep(self) -> None:
        """Remember everything as it stands, for `put_back`."""
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.folder / "witan.db")) as source:
            source.backup(self._kept)

    def put_back(self) -> None:
        """Undo what was changed since `keep`, tries that are counted too."""
        assert self._kept is not None, "keep() first"
        with closing(sqlite3.connect(self.folder / "witan.db")) as target:
            without_waiting(target)
            self._kept.backup(target)
        limiter.reset()

    def close(self) -> None:
        self.engine.close()
        self.database.close()
        shutil.rmtree(self.folder)


class _Who:
    def __init__(self, id: int) -> None:
        self.id = id


def cookie_words(app: Flask, answer: TestResponse) -> str:
    """What an answer keeps in the cookie, readable: flashed messages stand there, packed and signed."""
    found = [parse_cookie(each.partition(";")[0]).get(COOKIE) for each in answer.headers.getlist("Set-Cookie")]
    return " ".join(repr(signer(app).loads(each)) for each in found if each)
