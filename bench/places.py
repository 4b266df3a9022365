"""Where a benchmark works: an application over a temporary data folder, and raw WSGI calls as a signed-in person."""

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import create_environ

from app import create_app
from blueprints.kit.services import Services
from models.core import migrating
from models.core.settings import Settings
from models.people.credential import set_password
from models.people.person import Person

PASSWORD = "correct horse battery"
ROOT = Path(__file__).resolve().parents[1]


def shared() -> Path | None:
    """The folder of large real data sets, when there is one: $WITAN_SHARED, else beside the project."""
    folder = Path(os.environ.get("WITAN_SHARED") or ROOT.parent / "shared") / "data"
    return folder if folder.is_dir() else None


@dataclass
class Answer:
    """What a WSGI call gave."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Place:
    """An application with its parts; nothing of it is left when the benchmark ends."""

    folder: Path
    app: Flask
    parts: Services = field(init=False)

    def __post_init__(self) -> None:
        self.parts = self.app.extensions["witan"]

    def caller(self, person: Person, page: str = "/help") -> "Caller":
        """Sign the person in; the page is one that they may see."""
        with self.parts.database.writing() as session:
            set_password(session, session.get_one(Person, person.id), PASSWORD)
        client = self.app.test_client()
        token = _token(client.get("/sign-in").text)
        sent = {"username": person.username, "password": PASSWORD, "csrf_token": token}
        answer = client.post("/sign-in", data=sent)
        if answer.status_code != 303:
            raise RuntimeError(f"{person.username} could not sign in: {answer.status_code}")
        csrf = _token(client.get(page).text)
        cookie = client.get_cookie("witan")
        return Caller(self.app, f"witan={cookie.value}" if cookie else "", csrf)

    def index(self) -> None:
        """Bring the search index up to the database."""
        self.parts.indexer.rebuild()


@dataclass
class Caller:
    """Calls a WSGI application with environments that are made before the clock runs."""

    app: Flask
    cookie: str = ""
    csrf: str = ""

    def prepare(self, path: str, form: dict[str, str] | None = None, **headers: str) -> dict[str, Any]:
        """The environment of a request; with a form it is a POST."""
        made = create_environ(path, "http://127.0.0.1:8000/", method="POST" if form else "GET")
        made |= {"HTTP_COOKIE": self.cookie, "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_USER_AGENT": "bench", **headers}
        if form:
            body = urlencode({**form, "csrf_token": self.csrf}).encode()
            made |= {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
            made["bench.body"] = body
        return made

    def call(self, environ: dict[str, Any]) -> Answer:
        """Send the request and read the whole answer."""
        seen: list[Any] = []
        sent = {**environ, "wsgi.input": BytesIO(environ.get("bench.body", b""))}
        chunks = self.app(sent, lambda status, headers, *_: seen.extend((status, headers)))  # type: ignore[arg-type]
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return Answer(int(seen[0][:3]), dict(seen[1]), body)

    def get(self, path: str) -> Answer:
        """The answer at an address, which must be a success: a benchmark of error pages would look good."""
        answer = self.call(self.prepare(path))
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return answer


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"', page)
    return (found[1] or found[2]) if found else ""


def bare(body: bytes, headers: dict[str, str]) -> Caller:
    """A Flask application with one route, which returns these very bytes."""
    app = Flask("bare")

    @app.get("/bare")
    def bare_route() -> tuple[bytes, dict[str, str]]:
        return body, headers

    return Caller(app)


@contextmanager
def place(**settings: Any) -> Iterator[Place]:
    """An application with empty tables in a folder that goes away."""
    with scratch() as folder:
        app = create_app(Settings(data=folder, secret_key="for benchmarks alone", threads=8, **settings))
        logging.disable(logging.WARNING)
        made = Place(folder, app)
        migrating.upgrade(made.parts.database)
        try:
            yield made
        finally:
            made.parts.worker.stop()
            made.parts.engine.close()
            made.parts.database.close()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes away."""
    folder = Path(tempfile.mkdtemp(prefix="witan-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(place: Place) -> Iterator[Session]:
    """A transaction that is kept."""
    with place.parts.database.writing() as session:
        yield session
