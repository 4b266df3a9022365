"""Importers: entries written a second, with the worker indexing beside them in a process of its own, as in real use.

Each importer takes made data of a realistic size, and real data where the shared data sets are there.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from bench import made, serving
from bench.frame import Row
from bench.places import ROOT, Place, place, scratch, shared, writing
from models.core import clock
from models.core.outbox import OutboxJob
from models.entries.kinds import all_kinds
from models.people.person import Person, add_person
from models.transfer.entries_file import import_entries
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from models.transfer.parliament import import_questions
from models.transfer.posts import import_posts
from models.transfer.stackexchange import import_stackexchange

GOAL = ">= 300"
# So many seconds after the last entry, search knows it.
BEHIND = "<= 10"
PATIENCE = 300
REAL_QUESTIONS = 2000

Take = Callable[[Intake, Path], object]

TAKE: dict[str, Take] = {
    "handbook": lambda intake, at: import_handbook(intake, Handbook(at, "handbook", "Department")),
    "stackexchange": lambda intake, at: import_stackexchange(intake, at, "forum"),
    "questions": lambda intake, at: import_questions(intake, at, "questions"),
    "posts": lambda intake, at: import_posts(intake, at),
    "entries": lambda intake, at: import_entries(intake, at),
}
REAL = {
    "handbook": ("18F handbook", "handbook-18f-tts"),
    "stackexchange": ("quantum Stack Exchange", "qa-stackexchange-quantum"),
    "posts": ("public servants' posts", "microblog-public-servants/posts.jsonl"),
}


@dataclass
class Taken:
    """What one import did."""

    entries: int
    seconds: float
    cpu: float
    jobs_left: int
    behind: float
    documents: int


def rows() -> Iterator[Row]:
    """Rows of every importer."""
    with scratch() as folder:
        sources = made.everything(folder)
        yield from beside(sources["entries"])
        for name, source in sources.items():
            yield from importer(f"import {name}, made data", TAKE[name], source)
        if data := shared():
            for name, (title, where) in REAL.items():
                yield from importer(f"import {name}, {title}", TAKE[name], data / where)
            some = first_lines(data / "qa-uk-parliament-written", folder / "some.jsonl")
            yield from importer("import questions, 2,000 of Parliament", TAKE["questions"], some)


def beside(source: Path) -> Iterator[Row]:
    """How long somebody's save waits while an import runs in another process."""
    with place() as here:
        with writing(here) as session:
            person = add_person(session, "somebody", "Somebody")
        words = serving.flask("import", "entries", str(source), "--no-index")
        process = subprocess.Popen(words, cwd=ROOT, env=serving.environment(here.folder), stdout=subprocess.DEVNULL)
        waits = []
        while process.poll() is None:
            begun = time.monotonic()
            with writing(here) as session:
                session.execute(update(Person).where(Person.id == person.id).values(changed_at=clock.now()))
            waits.append(time.monotonic() - begun)
            time.sleep(0.02)
    yield Row("while an import runs, another's save waits at most", max(waits), "s", "<= 2")


def importer(name: str, take: Take, source: Path) -> Iterator[Row]:
    """Rows of one import into an empty Witan."""
    with place() as here, working(here):
        found = measured(here, take, source)
    yield Row(f"{name}: {found.entries:,} entries written", found.entries / found.seconds, "a second", GOAL)
    yield Row(f"{name}: entries by CPU time of the importer", found.entries / found.cpu, "a CPU second")
    yield Row(f"{name}: index jobs left at the end", found.jobs_left, "jobs")
    yield Row(f"{name}: index has caught up after", found.behind, "s", BEHIND)
    yield Row(f"{name}: indexed", found.documents / (found.seconds + found.behind), "a second")


def measured(here: Place, take: Take, source: Path) -> Taken:
    begun, cpu = time.monotonic(), time.process_time()
    intake = Intake(here.parts.database, here.parts.blobs)
    with intake:
        take(intake, source)
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu
    left, begun = jobs(here), time.monotonic()
    while jobs(here):
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("the index does not catch up")
        time.sleep(0.05)
    kinds = {kind.name for kind in all_kinds()}
    entries = sum(number for what, number in intake.report.taken.items() if what in kinds)
    return Taken(entries, seconds, cpu, left, time.monotonic() - begun, entries + intake.report.taken["people"])


def jobs(here: Place) -> int:
    """Index jobs that wait or are being done."""
    with here.parts.database.reading() as session:
        return session.scalar(select(func.count()).where(OutboxJob.task == "index")) or 0


@contextmanager
def working(here: Place) -> Iterator[None]:
    """`flask worker` beside us, ready to take jobs."""
    env = serving.environment(here.folder)
    process = subprocess.Popen(serving.flask("worker"), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout or ():
            if line.startswith("The worker takes jobs"):
                break
        yield
    finally:
        process.terminate()
        process.communicate(timeout=serving.PATIENCE)


def first_lines(folder: Path, into: Path) -> Path:
    """The first 2,000 questions of a folder in one file."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines(True)]
    into.write_text("".join(lines[:REAL_QUESTIONS]), "utf-8")
    return into
