"""Reads a list of staff (CSV) as spreadsheets write them: finds the row of headers and knows columns by many names.

Windows-1252, semicolons, a title above the headers and headers over two rows with merged cells are understood.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from models.core.errors import Invalid
from models.transfer.intake import plain_name
from models.transfer.reading import text_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("id", "staff number", "staff no", "staff id", "employee number", "employee id", "person id",
            "payroll number"),
    "name": ("name", "full name", "display name", "employee name", "staff name"),
    "first": ("first name", "given name", "forename", "first", "name first", "name first name", "name forename"),
    "last": ("last name", "surname", "family name", "last", "name last", "name last name", "name surname"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "work email", "contact e mail",
              "contact email"),
    "username": ("username", "user name", "login"),
    "job_title": ("job title", "title", "position", "role", "post title", "job"),
    "department": ("department", "organisation", "organization", "ministry", "department name", "body"),
    "unit": ("unit", "team", "directorate", "division", "branch"),
    "place": ("place", "location", "office", "site", "city", "base", "place of work", "work location"),
    "grade": ("grade", "grade or equivalent", "pay grade", "band"),
    "profession": ("profession", "occupational group", "professional occupational group"),
    "manager": ("manager", "line manager", "reports to", "manager id", "manager email", "line manager id",
                "line manager email", "managers id", "managers email"),
    "left": ("leaving date", "left on", "last day", "end date", "leaver date"),
}  # fmt: skip
KNOWN = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
HEADER_WITHIN = 15
Row = dict[str, str]


@dataclass
class StaffList:
    """Rows by the columns that were known, with the line where each ends; `unknown` are headers that were not."""

    columns: set[str]
    rows: list[tuple[int, Row]]
    unknown: list[str]


def read_staff(file: Path) -> StaffList:
    """Raises Invalid (`file`) when no row of headers names people, or the table cannot be read."""
    text = text_of(file).replace("\0", "")
    # Line ends are kept: a cell may hold several lines.
    lines = text.splitlines(keepends=True)
    try:
        reader = csv.reader(lines, delimiter=_delimiter(lines))
        table = [(reader.line_num, [" ".join(cell.split()) for cell in row]) for row in reader]
    except csv.Error as error:
        raise Invalid(f"{file.name} cannot be read as a table: {error}.", "file") from error
    start, headers = _headers([row for _line, row in table[:HEADER_WITHIN]])
    columns = {column for column in headers if column}
    if not columns & {"name", "last"}:
        raise Invalid(f"{file.name} has no column that is called Name (or First name and Surname).", "file")
    if not columns & {"key", "email"}:
        said = "has no column by which people are known again, such as Staff number or Email"
        raise Invalid(f"{file.name} {said}.", "file")
    rows = [(line, _row(headers, row)) for line, row in table[start + 1 :] if any(row)]
    unknown = [cell for cell, column in zip(table[start][1], headers, strict=False) if cell and not column]
    return StaffList(columns, rows, unknown)


def _delimiter(lines: list[str]) -> str:
    first = "".join(lines[:HEADER_WITHIN])
    return max(",;\t", key=first.count)


def _headers(rows: list[list[str]]) -> tuple[int, list[str]]:
    """(number of the row that ends the headers, column or '' for each cell): the row in which most is known."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, row in enumerate(rows):
        above = _spread(rows[number - 1]) if number else []
        found = []
        for place, cell in enumerate(row):
            over = above[place] if place < len(above) else ""
            column = KNOWN.get(plain_name(cell)) or KNOWN.get(plain_name(f"{over} {cell}")) or ""
            # A cell merged over both rows leaves the lower one empty.
            column = column or ("" if cell else KNOWN.get(plain_name(over), ""))
            found.append("" if column in found else column)
        score = sum(1 for column in found if column)
        if score > best[0]:
            best = (score, number, found)
    return best[1], best[2]


def _spread(row: list[str]) -> list[str]:
    """A row of merged cells: each empty one repeats what stands left of it."""
    spread: list[str] = []
    for cell in row:
        spread.append(cell or (spread[-1] if spread else ""))
    return spread


def _row(headers: list[str], cells: list[str]) -> Row:
    row = {column: cell for column, cell in zip(headers, cells, strict=False) if column}
    if not row.get("name"):
        row["name"] = " ".join(filter(None, (row.get("first", ""), row.get("last", ""))))
    return row
