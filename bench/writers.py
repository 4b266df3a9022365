"""Fifty people write one page at the same moment, over HTTP, each through the form: nothing acknowledged may be lost.

Nine of ten edits go to the writer's own section, every tenth to a line that all want: there the form asks, and the
writer keeps both texts. Beside it, what comparing, merging and "who wrote what" take on texts of 256 KiB.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import serving
from bench.crowd import prose
from bench.frame import Row
from bench.places import Place, place, writing
from bench.serving import Server
from bench.timing import once
from models.core.db import Database
from models.entries.blaming import passages
from models.entries.comparing import compare
from models.entries.merging import merge
from models.entries.revision import Revision
from models.people.person import Person, add_person
from models.spaces.joining import add_member, found_space
from models.wiki.page import Page, write_page

WRITERS, TURNS = 50, 20
SHARED_EVERY = 10
MOST_TRIES = 40
SIZE = 262_144
VERSIONS, VERSION_SIZE = 1000, 20_000
SECRET = {"WITAN_SECRET_KEY": "for benchmarks alone", "WITAN_WORKER": "no"}
FIELD = re.compile(r'<input[^>]*name="(based_on|csrf_token|title|tags_before)"[^>]*value="([^"]*)"')
BODY = re.compile(r'<textarea[^>]*name="body"[^>]*>\r?\n?(.*?)</textarea>', re.DOTALL)


def rows() -> Iterator[Row]:
    yield from _crowded()
    yield from _texts()
    yield from _blame()


@dataclass
class Writer:
    """One person with a connection and the words that were acknowledged."""

    number: int
    cookie: str
    server: Server
    page_id: int
    acknowledged: list[str] = field(default_factory=list)
    asked: int = 0
    own: int = 0

    def work(self) -> None:
        connection = self.server.connect()
        for turn in range(TURNS):
            shared = turn % SHARED_EVERY == SHARED_EVERY - 1
            self._write(connection, f"w{self.number}t{turn}.", shared)
        connection.close()

    def _write(self, connection: http.client.HTTPConnection, word: str, shared: bool) -> None:
        """Open the form, change it, send it; where the form asks, keep both and send it again."""
        form = self._form(self._ask(connection, "GET")[1])
        lines = form["body"].split("\n")
        at = lines.index("## Shared" if shared else f"## Section {self.number}") + 2
        lines[at] = f"{lines[at]} {word}" if shared else f"Now it says {word}"
        form["body"] = "\n".join(lines)
        self.own += not shared
        for attempt in range(MOST_TRIES):
            status, page = self._ask(connection, "POST", form)
            if status == 303:
                self.acknowledged.append(word)
                return
            if status != 409:
                raise RuntimeError(f"an edit was answered {status}")
            self.asked += not shared and not attempt
            # Whoever was too late twice waits, each for another time and longer each time: fifty who press at once are
            # never in time, and who waits before every try sends what is old again.
            if attempt % 2:
                time.sleep(random.random() * min(3, 0.1 * 2 ** (attempt // 2)))
            form = self._form(page) | {f"place-{number}": "both" for number in range(1, 60)}
        raise RuntimeError("an edit was not taken in the end")

    def _form(self, page: str) -> dict[str, str]:
        form = {name: unescape(text) for name, text in FIELD.findall(page)}
        found = BODY.search(page)
        return form | {"body": unescape(found[1]).replace("\r\n", "\n") if found else ""}

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        body = urlencode(form).encode() if form else None
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, f"/pages/{self.page_id}/edit", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _crowded() -> Iterator[Row]:
    with place() as here:
        with writing(here) as session:
            people, page = _prepare(session)
        cookies = [here.caller(person).cookie for person in people]
        with serving.witan(here.folder, **SECRET) as server:
            writers = [Writer(number, cookie, server, page.id) for number, cookie in enumerate(cookies)]
            before = server.cpu_seconds()
            seconds = _together(writers)
            cpu = server.cpu_seconds() - before
        lost, gaps, edits = _checked(here, page.id, writers)
    own, asked = sum(each.own for each in writers), sum(each.asked for each in writers)
    yield Row(f"{WRITERS} writers, one page, {WRITERS * TURNS} edits over HTTP", seconds, "s", "<= 60")
    yield Row("the server's CPU for each of them: the form and the save", cpu * 1000 / (WRITERS * TURNS), "ms")
    yield Row("edits that were acknowledged", edits, "edits", f">= {WRITERS * TURNS}")
    yield Row("acknowledged edits that are in no version", lost, "edits", "<= 0")
    yield Row("gaps in the numbers of the versions", gaps, "gaps", "<= 0")
    yield Row("edits to sections of one's own, put together without asking", (own - asked) / own, "share", ">= 0.9")


def _prepare(session: Session) -> tuple[list[Person], Page]:
    chance = random.Random(1)
    owner = add_person(session, "owner", "Olive Owner", email="owner@bench.example")
    space = found_space(session, owner, "one-page", "One page", openness="open")
    people = [
        add_person(session, f"writer{number}", f"Writer {number}", email=f"writer{number}@bench.example")
        for number in range(WRITERS)
    ]
    for person in people:
        add_member(session, space, person, "contributor", owner)
    parts = [f"## Section {number}\n\n{prose(chance, 80)}" for number in range(WRITERS)]
    page = write_page(session, owner, space, "One page", "\n\n".join(["## Shared\n\nAll say:", *parts]))
    return people, page


def _together(writers: list[Writer]) -> float:
    """Seconds until all are done. Raises what a writer raised."""
    failed: list[Exception] = []

    def run(writer: Writer) -> None:
        try:
            writer.work()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in writers]
    begun = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if failed:
        raise failed[0]
    return time.monotonic() - begun


def _checked(here: Place, page_id: int, writers: list[Writer]) -> tuple[int, int, int]:
    """How many acknowledged edits are in no version, gaps in the numbers, and how many were acknowledged."""
    with here.parts.database.reading() as session:
        kept = session.scalars(select(Revision).where(Revision.entry_id == page_id).order_by(Revision.number)).all()
    everything = {word for each in kept for word in each.body.split()}
    newest = kept[-1].body.split()
    acknowledged = [word for each in writers for word in each.acknowledged]
    lost = [word for word in acknowledged if word not in everything]
    # The last words of each section and all words of the shared line must stand in the newest text.
    for each in writers:
        shared = [word for turn, word in enumerate(each.acknowledged) if turn % SHARED_EVERY == SHARED_EVERY - 1]
        own = [word for word in each.acknowledged if word not in shared]
        lost += [word for word in [own[-1], *shared] if word not in newest]
    numbers = [each.number for each in kept]
    gaps = len(set(range(1, numbers[-1] + 1)) - set(numbers))
    return len(set(lost)), gaps, len(acknowledged)


def _texts() -> Iterator[Row]:
    """Two versions of 256 KiB: compared, and merged with a third."""
    chance = random.Random(2)
    lines = [prose(chance, 120) for _ in range(SIZE // 150)]
    base = "\n\n".join(lines)[:SIZE]

    def some(step: int) -> str:
        return "\n\n".join(f"{line} And more." if not number % step else line for number, line in enumerate(lines))

    shuffled, words = chance.sample(lines, len(lines)), " ".join(lines)
    shapes = {
        "a few edits": (base, some(97)),
        "every third paragraph edited": (base, some(3)),
        "in another order": (base, "\n\n".join(shuffled)),
        "all different": (base, "\n\n".join(line[::-1] for line in lines)),
        "one long line, a few words differ": (words, words.replace(" the ", " that ", 20)),
    }
    for name, (old, new) in shapes.items():
        taken = min(once(lambda old=old, new=new: compare(old, new)) for _ in range(3))
        yield Row(f"compare two texts of 256 KiB, {name}", taken, "ms", "<= 100")
    taken = min(once(lambda: merge(base, some(97), some(89))) for _ in range(3))
    yield Row("merge two edits of a text of 256 KiB", taken, "ms", "<= 100")


def _blame() -> Iterator[Row]:
    with place() as here:
        with writing(here) as session:
            page = _worn(session)
        yield Row(
            f"who wrote what: {VERSIONS} versions of 20 KB", _passages_ms(here.parts.database, page.id), "ms", "<= 1000"
        )


def _worn(session: Session) -> Page:
    chance = random.Random(3)
    owner = add_person(session, "owner", "Olive Owner", email="owner@bench.example")
    space = found_space(session, owner, "one-page", "One page", openness="open")
    lines = [prose(chance, 60) for _ in range(VERSION_SIZE // 90)]
    page = write_page(session, owner, space, "Worn", "\n\n".join(lines))
    for number in range(2, VERSIONS + 1):
        at = chance.randrange(len(lines))
        lines[at : at + 1] = (
            [prose(chance, 60)] if chance.random() < 0.8 else [lines[at], prose(chance, 30)][: number % 3]
        )
        body = "\n\n".join(lines)
        session.add(
            Revision(
                entry_id=page.id, number=number, title="Worn", body=body, editor_id=owner.id, created_at=page.created_at
            )
        )
    session.flush()
    return page


def _passages_ms(database: Database, page_id: int) -> float:
    with database.reading() as session:
        page = session.get_one(Page, page_id)
        return min(once(lambda: passages(session, page)) for _ in range(3))
