"""Saving an edit and an answer as a person does, on disk: form, revision, outbox, commit. And how soon it is found."""

import os
import statistics
import threading
import time
from collections.abc import Iterator

from sqlalchemy import delete

from bench.crowd import Crowd, gather
from bench.frame import Row
from bench.places import Caller, Place, place, writing
from bench.reading import ENTRIES, write_topic, write_wiki
from bench.timing import statements
from models.entries.limits import Tally
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.search.engine import Query
from models.spaces.space import Space
from models.wiki.page import Page, write_page

ROUNDS, SAVES = 6, 15
WARM_UP = 10
SEARCHES = 12
LOOK_EVERY = 0.01
PATIENCE = 30
A_SECOND, SECONDS = 20, 15
# So many people save at the same time.
WRITERS = 4


def rows() -> Iterator[Row]:
    """Rows of the save and of the time until it is found."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, ENTRIES)
            page = write_wiki(session, crowd)
            topic = write_topic(session, crowd)
            body, version = page.body, page.version
        here.index()
        me = here.caller(crowd.people[5], f"/s/space-0/wiki/{page.slug}")
        editor = Editor(me, page, body, version)
        yield from _saves(here, editor)
        yield from _replies(here, me, topic.id)
        yield from _found(here, editor, crowd)
        yield from _found_in_a_rush(here, editor, crowd)


class Editor:
    """Somebody who saves the same page again and again, each time with another text."""

    def __init__(self, me: Caller, page: Page, body: str, version: int) -> None:
        self.me, self.page, self.body, self.version = me, page, body, version

    def save(self, word: str) -> tuple[float, float]:
        """CPU and wall milliseconds of saving the text with one more word and one more link."""
        form = {
            "title": self.page.title,
            "body": f"{self.body}\n\n{word} [[Chapter {self.version % 6}]]",
            "tags": "topic-1, topic-2",
            "summary": "Say more",
            "based_on": str(self.version),
        }
        sent = self.me.prepare(f"/pages/{self.page.id}/edit", form)
        wall, cpu = time.perf_counter(), time.process_time()
        answer = self.me.call(sent)
        taken = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        if answer.status != 303:
            raise RuntimeError(f"the edit was not saved: {answer.status}")
        self.version += 1
        return taken


def _saves(here: Place, editor: Editor) -> Iterator[Row]:
    for number in range(WARM_UP):
        editor.save(f"warm{number}")
    with statements(here.parts.database) as seen:
        editor.save("counted")
    rounds = [[editor.save(f"saved{number}") for number in range(SAVES)] for _ in range(ROUNDS)]
    taken = min(rounds, key=lambda each: statistics.median(cpu for cpu, _ in each))
    yield Row("save an edit of a 5 KB page: CPU", statistics.median(cpu for cpu, _ in taken), "ms", "<= 8")
    yield Row("save an edit of a 5 KB page: until answered", statistics.median(wall for _, wall in taken), "ms")
    yield Row("save an edit of a 5 KB page: SQL statements", len(seen), "statements")
    yield Row("one fsync in this folder", _fsync_ms(here), "ms")


def _replies(here: Place, me: Caller, topic_id: int) -> Iterator[Row]:
    """Answers to a question with 20 posts and more. What counts them is emptied, or a limit would be met."""

    def say(word: str) -> float:
        with writing(here) as session:
            session.execute(delete(Tally))
        sent = me.prepare(f"/topics/{topic_id}/answer", {"body": f"The form of {word} has three parts. " * 5})
        cpu = time.process_time()
        answer = me.call(sent)
        taken = (time.process_time() - cpu) * 1000
        if answer.status != 303:
            raise RuntimeError(f"the answer was not saved: {answer.status}")
        return taken

    for number in range(WARM_UP):
        say(f"warm{number}")
    with statements(here.parts.database) as seen:
        say("counted")
    rounds = [[say(f"round{turn} number{number}") for number in range(SAVES)] for turn in range(ROUNDS)]
    yield Row("answer a question: CPU", min(map(statistics.median, rounds)), "ms", "<= 8")
    # Without the one that empties what counts.
    yield Row("answer a question: SQL statements", len(seen) - 1, "statements")


def _found(here: Place, editor: Editor, crowd: Crowd) -> Iterator[Row]:
    parts = here.parts
    parts.worker.start()
    with parts.database.reading() as session:
        keys = viewer_of(session, crowd.typical.id).keys
    waits = []
    for number in range(SEARCHES):
        word = f"quagga{'abcdefghijklmnop'[number]}"
        editor.save(word)
        begun = time.monotonic()
        while not parts.engine.search(Query(word), keys).total:
            if time.monotonic() - begun > PATIENCE:
                raise RuntimeError("the edit was not found")
            time.sleep(LOOK_EVERY)
        waits.append(time.monotonic() - begun)
    yield Row("saved text is found, worker running: median", statistics.median(waits), "s")
    yield Row(f"saved text is found, worker running: slowest of {SEARCHES}", max(waits), "s", "<= 2")


def _found_in_a_rush(here: Place, editor: Editor, crowd: Crowd) -> Iterator[Row]:
    """Twenty saves a second for a while, the worker running beside them: how long after its save each text is found."""
    with here.parts.database.reading() as session:
        keys = viewer_of(session, crowd.typical.id).keys
    saved: dict[str, float] = {}
    failed: list[Exception] = []
    editors = _editors(here, editor, crowd)
    writers = [threading.Thread(target=_rush, args=(editors, first, saved, failed)) for first in range(WRITERS)]
    for writer in writers:
        writer.start()
    waits: list[float] = []
    seen: set[str] = set()
    while any(each.is_alive() for each in writers) or len(seen) < len(saved):
        time.sleep(LOOK_EVERY)
        for word, at in list(saved.items()):
            if word not in seen and here.parts.engine.search(Query(word), keys).total:
                seen.add(word)
                waits.append(time.monotonic() - at)
            elif word not in seen and time.monotonic() - at > PATIENCE:
                raise RuntimeError("a saved text was not found")
    if failed:
        raise failed[0]
    took = max(saved.values()) - min(saved.values())
    name = f"saved text is found under {A_SECOND} saves a second"
    yield Row(f"{name}: saves a second that were reached", (len(saved) - 1) / took, "saves", f">= {A_SECOND * 0.95}")
    yield Row(f"{name}: median", statistics.median(waits), "s")
    yield Row(f"{name}: 95th percentile", statistics.quantiles(waits, n=20)[-1], "s", "<= 2")
    yield Row(f"{name}: slowest of {len(waits)}", max(waits), "s", "<= 2")


def _editors(here: Place, like: Editor, crowd: Crowd) -> list[Editor]:
    """As many pages as are saved in a second, each of the same size, indexed before it begins."""
    with writing(here) as session:
        writer, space = session.get_one(Person, crowd.people[5].id), session.get_one(Space, like.page.space_id)
        pages = [write_page(session, writer, space, f"Rush {number}", like.body) for number in range(A_SECOND)]
    here.index()
    return [Editor(like.me, page, like.body, 1) for page in pages]


def _rush(editors: list[Editor], first: int, saved: dict[str, float], failed: list[Exception]) -> None:
    """Save every fourth page in turn and in an even beat, each time with one more word."""
    begun = time.monotonic()
    try:
        for number in range(first, A_SECOND * SECONDS, WRITERS):
            time.sleep(max(0.0, begun + number / A_SECOND - time.monotonic()))
            editor = editors[number % A_SECOND]
            word = "gnuwort" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
            editor.save(word)
            saved[word] = time.monotonic()
            editor.body = f"{editor.body}\n\n{word}"
    except Exception as error:
        failed.append(error)


def _fsync_ms(here: Place) -> float:
    taken = []
    with (here.folder / "fsync").open("wb") as file:
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
