"""Who can answer: real questions whose answerers are known, published baselines, what each part adds, and the cost.

Written questions of July and August 2024 are the evidence, those of November the test; of the quantum Stack Exchange
the first four fifths and the last. Plain vote: the 100 best questions of BM25, one vote each. Baselines: candidate and
document model of Balog, Azzopardi and de Rijke (2006), Jelinek-Mercer with λ 0.5.
"""

import json
import re
import shutil
import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.balog import Models
from bench.crowd import gather, sentences
from bench.frame import Row
from bench.places import Place, place, scratch, shared, writing
from bench.timing import once
from models.core import clock
from models.entries.entry import Entry
from models.expertise import closeness, finding, together
from models.expertise.closeness import close_to
from models.expertise.evidence import KINDS, Deed, deeds_on
from models.expertise.finding import find_experts, rank
from models.expertise.weights import LEAST_SHARED, LOOKED_AT
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer, viewer_of
from models.search.engine import Asking
from models.search.wording import matter_in
from models.transfer.intake import Intake
from models.transfer.parliament import import_questions
from models.transfer.stackexchange import import_stackexchange

UK, QUANTUM = "qa-uk-parliament-written", "qa-stackexchange-quantum"
EVIDENCE, TEST = ("2024-07", "2024-08"), "2024-11"
ROWED = re.compile(r'<row Id="(\d+)" PostTypeId="(\d)"(?:.*? ParentId="(\d+)")?')
# What is left out, one at a time, to see what it adds: module, name and the value that takes it away.
PARTS: dict[str, list[tuple[ModuleType, str, Any]]] = {
    "phrases of the department": [(closeness, "PHRASES_FOR_UNITS", 0.0)],
    "all that was found of a person, taken together": [(together, "FIT_POWER", 0.0)],
    "the department": [(finding, "UNIT_POWER", 0.0)],
    "further matters (only the best one counts)": [(finding, "falling", lambda pieces: pieces[0].worth)],
    "taking anything off further matters": [(finding, "falling", lambda pieces: sum(each.worth for each in pieces))],
    "what people did": [(finding, "WEIGHT", defaultdict(lambda: 1.0))],
    "age": [(finding, "faded", lambda age: 1.0)],
    "closeness (a plain vote of what was found)": [
        (closeness, "STEEPNESS", 0.0),
        (closeness, "STEEPNESS_FOR_UNITS", 0.0),
    ],
}


@dataclass
class Case:
    """One question of the test: who is right, and all that was found for it, so that parts can be left out."""

    text: str
    people: set[str]
    unit: str
    scores: dict[int, float]
    openings: dict[int, str]
    deeds: list[Deed]


@dataclass
class World:
    """Names of people (as imported) and departments by id."""

    people: dict[int, str]
    units: dict[int | None, str]


def rows() -> Iterator[Row]:
    """Quality on both collections."""
    folder = shared()
    if folder is None or not (folder / UK).is_dir():
        raise RuntimeError("the written questions are not there: set WITAN_SHARED")
    yield from _written_questions(folder / UK)
    yield from _quantum(folder / QUANTUM)


def rows_large() -> Iterator[Row]:
    """The cost over 100,000 entries; building the index takes minutes."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, 100_000, 900)
            session.commit()
        here.index()
        asked = [f"Who knows: {sentences()[number]} {sentences()[number + 1]}" for number in range(0, 120, 2)]
        with here.parts.database.reading() as session:
            viewer = viewer_of(session, crowd.typical.id)
            calls = [partial(find_experts, session, here.parts.engine, viewer, text) for text in asked]
            times = [statistics.median(once(call) for _ in range(3)) for call in calls]
    yield Row("experts for a question, 100,000 entries: CPU", statistics.median(times), "ms", "<= 40")
    yield Row("experts for a question, 100,000 entries: 95th percentile", statistics.quantiles(times, n=20)[-1], "ms")


def _written_questions(folder: Path) -> Iterator[Row]:
    asked = [json.loads(line) for line in (folder / f"questions-{TEST}.jsonl").read_text().splitlines()]
    asked = [each for each in asked if each["answered_by"]]
    with place() as here, scratch() as evidence:
        for month in EVIDENCE:
            shutil.copy(folder / f"questions-{month}.jsonl", evidence)
        with Intake(here.parts.database) as intake:
            import_questions(intake, evidence, "written-questions")
        with _looking(here) as (session, viewer, world):
            cases = [
                _case(here, session, viewer, each["question"], {f"member:{each['answered_by']}"}, each["department"])
                for each in asked
            ]
            models = Models(evidence_of(session), world.people)
        yield Row("written questions of the test", len(cases), "questions")
        yield from _judged("written questions", cases, world, 3, ">= 0.94", ">= 0.95")
        for name, best in models.rankings([case.text for case in cases]).items():
            right = statistics.mean(bool(set(found[:3]) & case.people) for found, case in zip(best, cases, strict=True))
            yield Row(f"written questions: {name}, right person in the first three", right, "share")
        for part, changes in PARTS.items():
            with _changed(changes):
                yield from _judged(f"written questions without {part}", cases, world, 3)


def _quantum(folder: Path) -> Iterator[Row]:
    posts = (folder / "Posts.xml").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    read = {line: found for line in posts if (found := ROWED.search(line))}
    questions = [found[1] for found in read.values() if found[2] == "1"]
    early = set(questions[: len(questions) * 4 // 5])
    with place() as here, scratch() as evidence:
        for file in folder.glob("*.xml"):
            shutil.copy(file, evidence)
        kept = [line for line in posts if line not in read or early & {read[line][1], read[line][3]}]
        (evidence / "Posts.xml").unlink()
        (evidence / "Posts.xml").write_text("".join(kept), encoding="utf-8")
        (evidence / "Comments.xml").unlink()
        with Intake(here.parts.database) as intake:
            import_stackexchange(intake, evidence, "quantum")
        with _looking(here) as (session, viewer, world):
            cases = [_case(here, session, viewer, text, who, "") for text, who in _late(read, early)]
            models = Models(evidence_of(session), world.people)
        yield Row("quantum: questions of the test with an answer", len(cases), "questions")
        yield from _judged("quantum", cases, world, 5)
        for name, best in models.rankings([case.text for case in cases]).items():
            right = statistics.mean(bool(set(found[:5]) & case.people) for found, case in zip(best, cases, strict=True))
            yield Row(f"quantum: {name}, an answerer in the first five", right, "share")


def _late(read: dict[str, Any], early: set[str]) -> list[tuple[str, set[str]]]:
    """Texts of the later questions with who answered them."""
    answerers: dict[str, set[str]] = defaultdict(set)
    for line, found in read.items():
        if found[2] == "2" and (owner := re.search(r'OwnerUserId="(\d+)"', line)):
            answerers[found[3]].add(f"stackexchange:quantum:user:{owner[1]}")
    late = [(line, found[1]) for line, found in read.items() if found[2] == "1" and found[1] not in early]
    return [(_text(line), answerers[number]) for line, number in late if answerers[number]]


def _text(line: str) -> str:
    title, body = (re.search(rf' {name}="([^"]*)"', line) for name in ("Title", "Body"))
    words = f"{title[1] if title else ''} {body[1] if body else ''}"
    return re.sub(r"<[^>]+>", " ", words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"'))


@contextmanager
def _looking(here: Place) -> Iterator[tuple[Session, Viewer, World]]:
    here.index()
    with here.parts.database.reading() as session:
        viewer = viewer_of(session, session.scalars(select(Person.id).where(Person.username == "import")).one())
        people = {row.id: row.origin_id for row in session.execute(select(Person.id, Person.origin_id))}
        units: dict[int | None, str] = dict(session.execute(select(Department.id, Department.name)).tuples().all())
        yield session, viewer, World(people, units)


def _case(here: Place, session: Session, viewer: Viewer, text: str, people: set[str], unit: str) -> Case:
    hits = here.parts.engine.similar(Asking("", matter_in(text), 0, KINDS, least=LEAST_SHARED), viewer.keys, LOOKED_AT)
    scores = {int(hit.id.partition(":")[2]): hit.score for hit in hits}
    found = session.execute(select(Entry.id, Entry.title, Entry.excerpt).where(Entry.id.in_(scores)))
    openings = {row.id: f"{row.title} {row.excerpt}" for row in found}
    return Case(text, people, unit, scores, openings, deeds_on(session, viewer, list(scores)))


def _judged(
    name: str, cases: list[Case], world: World, first: int, goal: str = "", goal_of_units: str = ""
) -> Iterator[Row]:
    people, firsts, units = [], [], []
    now = clock.now()
    for case in cases:
        ranking = rank(close_to(case.text, case.scores, case.openings), case.deeds, now)
        best = [world.people[each.person_id] for each in ranking.people[:first]]
        people.append(bool(case.people.intersection(best)))
        firsts.append(bool(case.people.intersection(best[:1])))
        named = max(ranking.units, key=lambda unit: ranking.units[unit], default=None)
        units.append(world.units.get(named, "") == case.unit)
    said = {3: "right person in the first three", 5: "an answerer in the first five"}[first]
    yield Row(f"{name}: {said}", statistics.mean(people), "share", goal)
    yield Row(f"{name}: right person first", statistics.mean(firsts), "share")
    if cases[0].unit:
        yield Row(f"{name}: right department first", statistics.mean(units), "share", goal_of_units)


def evidence_of(session: Session) -> list[tuple[str, int]]:
    """(text of a question with one of its answers, who gave it)."""
    question = Entry.__table__.alias("question")
    answers = Entry.__table__.alias("answers")
    found = session.execute(
        select(question.c.title, question.c.text, answers.c.text.label("said"), answers.c.author_id)
        .select_from(answers.join(question, question.c.id == answers.c.root_id))
        .where(answers.c.kind == "answer")
    )
    return [(f"{row.title} {row.text} {row.said}", row.author_id) for row in found]


@contextmanager
def _changed(changes: list[tuple[ModuleType, str, Any]]) -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name, _value in changes]
    try:
        for module, name, value in changes:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)
