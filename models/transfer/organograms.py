"""Takes organograms (CSV of senior posts) into the directory: people with their posts in their departments.

Posts without a name are no people. Who reports to whom is kept in the origin for later.
"""

import re
from collections.abc import Callable
from pathlib import Path

from models.core.errors import Invalid
from models.people.person import Person
from models.transfer.intake import Author, Intake, plain_name
from models.transfer.reading import table

NAMELESS = {"", "nd", "n d", "na", "n a", "not disclosed", "unknown", "name withheld", "tbc", "tba", "none", "xx"}
NOBODY_THERE = ("vacan", "eliminated", "post deleted", "unfilled", "to be appointed", "to be confirmed")
KEPT = {
    "Post Unique Reference": "post",
    "Grade (or equivalent)": "grade",
    "Job/Team Function": "function",
    "Unit": "unit",
    "Reports to Senior Post": "reports_to",
    "Professional/Occupational Group": "profession",
}


def import_people(intake: Intake, source: Path, expected: Callable[[int], object] = lambda n: None) -> None:
    """Take a file, or every CSV file of a folder. Raises Invalid when there is none."""
    files = sorted(source.glob("*.csv")) if source.is_dir() else [source]
    if not files or not all(file.is_file() for file in files):
        raise Invalid(f"There are no organograms at {source}.", "file")
    expected(len(files))
    for file in files:
        rows = list(table(file))
        if rows and "Name" not in rows[0][1]:
            intake.report.leave_out("the file holds posts without names", file.name)
        else:
            for line, row in rows:
                _post(intake, row, f"{file.name} line {line}")
        intake.step(1)


def _post(intake: Intake, row: dict[str, str], where: str) -> None:
    name = _plain_person(row.get("Name", ""))
    organisation = row.get("Organisation") or row.get("Parent Department") or ""
    if plain_name(name) in NAMELESS:
        intake.report.leave_out("the name is not disclosed", where)
    elif plain_name(name).startswith(NOBODY_THERE) or "vacan" in name.lower():
        intake.report.leave_out("nobody holds the post", where)
    elif len(name) < 3 or re.search(r"\d", name) or not organisation:
        intake.report.leave_out("the name or the organisation cannot be read", f"{where}: {name[:40]}")
    else:
        _person(intake, name, organisation, row)
    intake.took(0)


def _person(intake: Intake, name: str, organisation: str, row: dict[str, str]) -> None:
    above = row.get("Parent Department", "")
    parent = intake.department(above) if above and plain_name(above) != plain_name(organisation) else None
    department = intake.department(organisation, parent)
    origin_id = f"organogram:{plain_name(organisation)}:{plain_name(name)}"[:200]
    post = {word: row[column] for column, word in KEPT.items() if row.get(column)}
    title = row.get("Job Title", "")
    title = "" if plain_name(title) in NAMELESS else title[:200]
    known = intake.people.get(origin_id)
    if known is None:
        intake.author(origin_id, name, job_title=title, department_id=department.id, origin={"posts": [post]})
    else:
        _further_post(intake, known, post)


def _further_post(intake: Intake, known: Author, post: dict[str, str]) -> None:
    person = intake.session.get_one(Person, known.id)
    posts = (person.origin or {}).get("posts", [])
    if post in posts:
        intake.report.unchanged["people"] += 1
    else:
        person.origin = {"posts": [*posts, post]}
        intake.report.note("further posts were added to people who hold several")


def _plain_person(name: str) -> str:
    return " ".join(name.strip(" \"'.,").split())
