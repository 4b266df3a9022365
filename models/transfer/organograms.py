"""Takes organograms (CSV of senior and junior posts) into the directory: posts, who holds them, who reports to whom.

Published organograms are dirty: references used twice, lines that lead nowhere or in a circle, names that are none.
Whatever can be understood is taken; the rest is reported with its line.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from models.core import clock
from models.core.errors import Invalid
from models.people.department import Department
from models.people.person import Person
from models.people.post import FUNCTION_LIMIT, Post, called_anew, circles, end_posts, hold, rank_of
from models.people.source import learn, source_called
from models.transfer.intake import Intake, plain_name
from models.transfer.reading import table

NAMELESS = {"", "nd", "n d", "na", "n a", "no name", "not disclosed", "unknown", "name withheld", "tbc", "tba", "none",
            "xx"}  # fmt: skip
NOBODY_THERE = ("vacan", "unfilled", "to be appointed", "to be confirmed")
ENDED = ("eliminated", "post eliminated", "post deleted", "deleted")
TOP = {"", "xx", "na", "n a", "none"}
DEAD_END = "the line leads to a post that is not in the file; the post stands at the top"
CIRCLE = "the posts report to each other in a circle; the line of the highest is cut"
Row = dict[str, str]


@dataclass
class _Body:
    """One organisation as a file describes it: rows with the place where each stands."""

    organisation: str
    parent: str
    senior: list[tuple[str, Row]] = field(default_factory=list)
    junior: list[tuple[str, Row]] = field(default_factory=list)


def import_organograms(intake: Intake, source: Path, expected: Callable[[int], object] = lambda n: None) -> None:
    """Take a file, or every CSV file of a folder. Raises Invalid when there is none."""
    files = sorted(source.glob("*.csv")) if source.is_dir() else [source]
    if not files or not all(file.is_file() for file in files):
        raise Invalid(f"There are no organograms at {source}.", "file")
    bodies = _bodies(intake, files)
    expected(sum(len(body.senior) + len(body.junior) for body in bodies))
    for body in bodies:
        _Taking(intake, body).run()


def _bodies(intake: Intake, files: Iterable[Path]) -> list[_Body]:
    found: dict[str, _Body] = {}
    for file in files:
        for line, row in table(file):
            organisation = row.get("Organisation") or row.get("Parent Department") or ""
            where = f"{file.name} line {line}"
            if not organisation:
                intake.report.leave_out("the row names no organisation", where)
                continue
            body = found.setdefault(
                plain_name(organisation), _Body(organisation, row.get("Parent Department", ""))
            )  # fmt: skip
            (body.senior if "Name" in row else body.junior).append((where, row))
    return list(found.values())


class _Taking:
    """Brings the posts of one body up to what its organogram says."""

    def __init__(self, intake: Intake, body: _Body) -> None:
        self.intake, self.body, self.report = intake, body, intake.report
        self.name = plain_name(body.organisation)
        self.department = self._department()
        self.source = source_called(intake.session, "organogram", self.department.name)
        found = intake.session.scalars(select(Post).where(Post.source_id == self.source.id))
        self.known = {post.origin_id: post for post in found}
        self.seen: dict[str, Post] = {}
        self.by_reference: dict[str, Post] = {}
        self.holders: dict[str, list[int]] = {}
        self.lines: list[tuple[Post, str, str]] = []
        self.titled: set[int] = set()
        self.changed: list[int] = []

    def _department(self) -> Department:
        above = self.body.parent
        parent = self.intake.department(above) if above and plain_name(above) != self.name else None
        return self.intake.department(self.body.organisation, parent)

    def run(self) -> None:
        for where, row in sorted(self.body.senior, key=lambda each: rank_of(each[1].get("Grade (or equivalent)", ""))):
            self._senior(where, row)
            self.intake.took()
        for _key, rows in groupby(sorted(self.body.junior, key=_alike), key=_alike):
            self._junior(list(rows))
        self.intake.session.flush()
        self._join_lines()
        for origin_id, person_ids in self.holders.items():
            left = hold(self.intake.session, self.seen[origin_id], person_ids)
            if left:
                self.report.note("people hold a post no longer", len(left))
        called_anew(self.intake.session, self.changed)
        gone = [post for origin_id, post in self.known.items() if origin_id not in self.seen and post.ended_at is None]
        if gone:
            end_posts(self.intake.session, [post.id for post in gone])
            self.report.note("posts are no longer in their organogram", len(gone))
        self.intake.took(0)

    def _senior(self, where: str, row: Row) -> None:
        name, reference = plain_person(row["Name"]), row.get("Post Unique Reference", "")
        said = plain_name(name)
        if said.startswith(ENDED):
            self.report.leave_out("the post was ended", where)
            return
        state = "withheld" if said in NAMELESS else "vacant" if _nobody(said) else ""
        if not state and _no_name(said, name, row):
            self.report.leave_out("the name cannot be read, so the post has none", f"{where}: {name[:40]}")
            state = "withheld"
        title = row.get("Job Title", "")
        title = "" if plain_name(title) in NAMELESS else title
        origin_id = self._origin(reference or f"{title}:{said}", title, where)
        post = self._post(
            origin_id,
            title=title or row.get("Unit", "") or self.department.name,
            unit=row.get("Unit", ""),
            grade=row.get("Grade (or equivalent)", ""),
            function=row.get("Job/Team Function", "").strip("'\" ")[:FUNCTION_LIMIT],
            profession=row.get("Professional/Occupational Group", ""),
            full_time=_number(row.get("FTE", "")),
            state=state,
        )
        self.by_reference.setdefault(reference.casefold(), post)
        self.lines.append((post, row.get("Reports to Senior Post", ""), where))
        holders = self.holders.setdefault(origin_id, [])
        if not state:
            holders.append(self._person(name, title))

    def _origin(self, reference: str, title: str, where: str) -> str:
        """A name for the post that is its own; the same reference with the same title is one post that is shared."""
        base = f"organogram:{self.name}:{reference}"[:190]
        origin_id, number = base, 1
        while (taken := self.seen.get(origin_id)) is not None:
            if title and taken.title == title[:200]:
                return origin_id
            number += 1
            origin_id = f"{base}#{number}"
        if number > 1:
            self.report.leave_out("another post has the same reference; both are taken", f"{where}: {reference}")
        return origin_id

    def _junior(self, rows: list[tuple[str, Row]]) -> None:
        where, row = rows[0]
        told = hashlib.sha256("\0".join(_alike(rows[0])).encode()).hexdigest()[:16]
        title = row.get("Generic Job Title", "") or row.get("Grade", "") or self.department.name
        post = self._post(
            f"organogram:{self.name}:junior:{told}"[:200],
            title=title,
            unit=row.get("Unit", ""),
            grade=row.get("Grade", ""),
            profession=row.get("Professional/Occupational Group", ""),
            full_time=sum(_number(each.get("Number of Posts in FTE", "")) for _where, each in rows),
            grouped=True,
            state="withheld",
        )
        self.lines.append((post, row.get("Reporting Senior Post", ""), where))
        self.intake.took(len(rows))

    def _post(self, origin_id: str, *, title: str, grade: str, unit: str, profession: str, **values: object) -> Post:
        kept = {"title": title[:200], "grade": grade[:40], "unit": unit[:200], "profession": profession[:100],
                "rank": rank_of(grade), "department_id": self.department.id, **values}  # fmt: skip
        post = self.seen.get(origin_id) or self.known.get(origin_id)
        if post is None:
            post = Post(origin_id=origin_id, source_id=self.source.id, created_at=clock.now(), **kept)
            self.intake.session.add(post)
            self.report.taken["posts"] += 1
        elif origin_id not in self.seen:
            changed = post.ended_at is not None or any(getattr(post, word) != value for word, value in kept.items())
            (self.report.changed if changed else self.report.unchanged)["posts"] += 1
            if changed:
                self.changed.append(post.id)
            for word, value in {**kept, "ended_at": None}.items():
                setattr(post, word, value)
        self.seen[origin_id] = post
        return post

    def _person(self, name: str, title: str) -> int:
        origin_id = f"organogram:{self.name}:{plain_name(name)}"[:200]
        new = origin_id not in self.intake.people
        author = self.intake.author(origin_id, name, department_id=self.department.id)
        # Whoever holds several posts is called by the highest, which comes first.
        if author.id not in self.titled:
            self.titled.add(author.id)
            person = self.intake.session.get_one(Person, author.id)
            said = {"name": name, "job_title": title, "department": self.department.name}
            changed = learn(self.intake.session, person, self.source, said, self.department)
            if changed and not new:
                person.touch(self.intake.session)
                self.report.changed["people"] += 1
        return author.id

    def _join_lines(self) -> None:
        """Who reports to whom, once all posts are known."""
        by_id = {post.id: post for post in self.seen.values()}
        places: dict[int, str] = {}
        reports: dict[int, int | None] = {}
        for post, reference, where in self.lines:
            above = self.by_reference.get(reference.casefold())
            if above is None and plain_name(reference) not in TOP:
                self.report.leave_out(DEAD_END, f"{where}: {reference}")
            reports.setdefault(post.id, above.id if above else None)
            places[post.id] = where
        for circle in circles(reports):
            self.report.leave_out(CIRCLE, ", ".join(places[each] for each in circle))
            reports[min(circle, key=lambda each: (by_id[each].rank, each))] = None
        for number, above_id in reports.items():
            by_id[number].reports_to_id = above_id


def _alike(each: tuple[str, Row]) -> tuple[str, ...]:
    row = each[1]
    return tuple(row.get(word, "") for word in (
        "Reporting Senior Post", "Unit", "Grade", "Generic Job Title", "Professional/Occupational Group",
    ))  # fmt: skip


def _no_name(said: str, name: str, row: Row) -> bool:
    """A cell that holds something else: too little, a number, or the name of the unit or of the job."""
    others = {plain_name(row.get(word, "")) for word in ("Unit", "Job Title", "Organisation")}
    return len(name) < 3 or bool(re.search(r"\d", name)) or said in others


def _nobody(said: str) -> bool:
    return said.startswith(NOBODY_THERE) or "vacan" in said


def _number(text: str) -> float:
    try:
        return max(0.0, min(float(text.replace(",", "")), 100_000.0))
    except ValueError:
        return 1.0


def plain_person(name: str) -> str:
    """A name as it is kept: without stray quotes and spaces."""
    return " ".join(name.strip(" \"'.,").split())
