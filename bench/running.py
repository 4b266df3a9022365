"""The real server over real content: how soon it answers, how much memory it takes, how soon Ctrl-C ends it.

The content is everything that `flask import all` knows of the shared data sets; without them, the demo.
"""

import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from bench import serving
from bench.frame import Row
from bench.places import ROOT, Place, scratch, shared
from blueprints.kit.addresses import entry_href
from models.core.settings import Settings
from models.entries.entry import LIVE
from models.entries.rows import list_rows
from models.people.person import Person

SECRET = "for benchmarks alone"
REQUESTS = 200
PAGES = (
    "/", "/search?q=travel+expenses", "/spaces", "/people", "/tags", "/posts", "/search?q=accessibility+statement",
    "/help", "/search?q=incident", "/bookmarks",
)  # fmt: skip


def rows() -> Iterator[Row]:
    """Rows of start, memory and end."""
    data = shared()
    with scratch() as folder:
        begun = time.monotonic()
        command(folder, "import", "all", str(data)) if data else command(folder, "demo")
        yield Row(f"{'import all' if data else 'demo'}, with the index", time.monotonic() - begun, "s")
        cookie, addresses, documents = prepared(folder)
        yield Row("documents in the index", documents, "documents")
        # The first start brings the tables and the index up to date; the second is what is measured.
        with serving.witan(folder, WITAN_SECRET_KEY=SECRET):
            pass
        yield from started(folder, cookie, addresses)


def started(folder: Path, cookie: str, addresses: list[str]) -> Iterator[Row]:
    begun = time.monotonic()
    with serving.witan(folder, WITAN_SECRET_KEY=SECRET) as server:
        yield Row("a second start answers after", time.monotonic() - begun, "s", "<= 3")
        yield Row("a second start: CPU of all processes until it answers", server.cpu_seconds(), "CPU s")
        yield Row("memory after the start (PSS of all processes)", server.memory()[0], "MB")
        missed = mixed(server, cookie, addresses)
        total, largest = server.memory()
        yield Row(f"memory after {REQUESTS} mixed requests (PSS of all processes)", total, "MB", "< 250")
        yield Row("memory of the serving process alone (RSS)", largest, "MB")
        yield Row("mixed requests that did not answer 200", missed, "requests", "<= 0")
        yield Row("gone after Ctrl-C", server.stop(), "s", "<= 5")


def command(folder: Path, *words: str) -> None:
    """Run a command of Witan on the folder; its report is not shown."""
    done = subprocess.run(
        serving.flask(*words), cwd=ROOT, env=serving.environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(words)} failed:\n{done.stderr[-2000:]}")


def prepared(folder: Path) -> tuple[str, list[str], int]:
    """The cookie of somebody who is signed in, addresses of entries that they may read, and the size of the index."""
    here = Place(folder, create_app(Settings(data=folder, secret_key=SECRET, threads=8)))
    with here.parts.database.reading() as session:
        person = session.scalars(select(Person).where(~Person.is_guest, Person.disabled_at.is_(None))).first()
        addresses = some_addresses(session)
    if person is None:
        raise RuntimeError("nobody is there")
    cookie, documents = here.caller(person).cookie, here.parts.engine.stats().documents
    here.parts.engine.close()
    here.parts.database.close()
    return cookie, addresses, documents


def some_addresses(session: Session) -> list[str]:
    """Addresses of pages and topics that everyone may read, from all over the place."""
    found = session.connection().execute(list_rows().where(LIVE).limit(20_000)).all()
    found = [row for row in found if row.audience == "everyone" and row.root_id is None]
    return [entry_href(row) for row in random.Random(1).sample(found, min(120, len(found)))]


def mixed(server: serving.Server, cookie: str, addresses: list[str]) -> int:
    """Ask for pages of all kinds in turns; how many did not answer 200."""
    asked = [address for pair in zip(addresses, PAGES * REQUESTS, strict=False) for address in pair] or list(PAGES)
    missed = 0
    for number in range(REQUESTS):
        connection = server.connect()
        connection.request("GET", asked[number % len(asked)], headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        missed += answer.status != 200
        connection.close()
    return missed
