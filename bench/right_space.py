"""How often the right space is proposed for a question: real questions, asked where many forums could take them.

Each department's written questions are a space of their own, beside one each for the quantum Stack Exchange and the
meta forum of History Stack Exchange. What came earlier is there, what came later is asked, without the form of
address that names the department. A question belongs where it really stood.
"""

import csv
import json
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import parse
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.frame import Row
from bench.places import Place, place, scratch, shared
from models.core.text import slugify
from models.people.person import Person
from models.policy.finding import spaces_to_write_in
from models.policy.viewer import Viewer, viewer_of
from models.search.proposing import likeness_of_spaces, proposed
from models.search.similar import similar
from models.transfer.intake import Intake
from models.transfer.parliament import import_questions, matter_of
from models.transfer.stackexchange import import_stackexchange

UK = "qa-uk-parliament-written"
SITES = {"quantum": "qa-stackexchange-quantum", "history-meta": "qa-stackexchange-history-meta"}
# What is there, and what is asked: months of written questions, shares of the questions of a site.
EVIDENCE, TEST = ("2024-07", "2024-08"), "2024-11"
THERE, ASKED = 0.8, 1.0
# Of the written questions every so manyeth is asked.
EVERY = 3


@dataclass(frozen=True)
class Question:
    """One question of the test, and the address of the space where it stood."""

    title: str
    text: str
    space: str


def rows() -> Iterator[Row]:
    """Of all, of the written questions, and of each site: first, among the first three, and nothing proposed."""
    folder = shared()
    if folder is None or not (folder / UK).is_dir():
        raise RuntimeError("the shared data sets are not there: set WITAN_SHARED")
    with place() as here:
        with Intake(here.parts.database) as intake:
            asked = [*_written(intake, folder / UK), *_sites(intake, folder)]
        here.index()
        with here.parts.database.reading() as session:
            viewer = viewer_of(session, session.scalars(select(Person.id).where(Person.username == "import")).one())
            yield Row("questions whose right space is known", len(asked), "questions")
            yield Row("spaces to choose from", len(spaces_to_write_in(session, viewer)), "spaces")
            for name, with_text in (("title typed", False), ("whole question", True)):
                yield from _measured(name, here, session, viewer, asked, with_text)


def _measured(
    name: str, here: Place, session: Session, viewer: Viewer, asked: list[Question], with_text: bool
) -> Iterator[Row]:
    writable = {row.slug for row in spaces_to_write_in(session, viewer)}
    first: dict[str, list[bool]] = defaultdict(list)
    three, told = [], []
    for one in asked:
        text = one.text if with_text else ""
        found = similar(session, here.parts.engine, viewer, one.title, text)
        best = list(likeness_of_spaces(found.looked, writable))
        first[one.space if one.space in SITES else "written questions"].append(best[:1] == [one.space])
        three.append(one.space in best[:3])
        told.append((proposed(session, found.looked, found.about, writable).space_slug, one.space))
    every = [each for those in first.values() for each in those]
    goal = ">= 0.8" if with_text else ""
    yield Row(f"{name}: right space first", statistics.mean(every), "share", goal)
    yield Row(f"{name}: right space in the first three", statistics.mean(three), "share")
    for group, those in first.items():
        yield Row(f"{name}: right space first, {group}", statistics.mean(those), "share")
    made = [found == right for found, right in told if found]
    yield Row(f"{name}: a space is proposed", len(made) / len(told), "share")
    yield Row(f"{name}: of those proposed, right", statistics.mean(made), "share")


def _written(intake: Intake, folder: Path) -> list[Question]:
    """Take the earlier months, each department as a space; the later month is asked."""
    by_space = defaultdict(list)
    for month in EVIDENCE:
        for line in _lines(folder, month):
            by_space[slugify(json.loads(line)["department"])].append(line)
    for space, lines in by_space.items():
        with scratch() as part:
            (part / "questions.jsonl").write_text("\n".join(lines))
            import_questions(intake, part, space)
    later = [json.loads(line) for line in _lines(folder, TEST)]
    # Some that wait for their answer have no title yet; nobody asks here without one.
    later = [each for each in later if each["title"]][::EVERY]
    asked = [Question(each["title"], matter_of(each["question"]), slugify(each["department"])) for each in later]
    return [each for each in asked if each.space in by_space]


def _lines(folder: Path, month: str) -> list[str]:
    return (folder / f"questions-{month}.jsonl").read_text().splitlines()


def _sites(intake: Intake, folder: Path) -> Iterator[Question]:
    """Take the earlier questions of each site with their answers; the later are asked."""
    for space, name in SITES.items():
        posts = _posts(folder / name)
        questions = [each["Id"] for each in posts if each["PostTypeId"] == "1"]
        early = set(questions[: int(len(questions) * THERE)])
        late = set(questions[int(len(questions) * THERE) : int(len(questions) * ASKED)])
        with scratch() as part:
            _write(part / "Posts.xml", [each for each in posts if early & {each["Id"], each.get("ParentId")}])
            import_stackexchange(intake, part, space)
        for each in posts:
            if each["Id"] in late:
                yield Question(each["Title"], re.sub(r"<[^>]+>", " ", each["Body"]), space)


def _posts(folder: Path) -> list[dict[str, Any]]:
    if (folder / "Posts.xml").is_file():
        return [dict(row.attrib) for row in parse(folder / "Posts.xml").getroot()]
    with (folder / "Posts.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [{name: value for name, value in row.items() if value} for row in csv.DictReader(lines)]


def _write(file: Path, posts: list[dict[str, Any]]) -> None:
    said = (" ".join(f"{name}={quoteattr(value)}" for name, value in each.items()) for each in posts)
    file.write_text("<posts>" + "\n".join(f"<row {each} />" for each in said) + "</posts>", encoding="utf-8")
