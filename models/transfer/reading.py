"""Reads what sources are written in: JSON Lines, CSV, moments in time. No database here."""

import csv
import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from models.transfer.report import Report

FORMS = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%B %d, %Y")
LONGEST_LINE = 4_000_000


def text_of(file: Path) -> str:
    """The text of a file; bytes that are no UTF-8 are read as Windows-1252, as old spreadsheets write them, and as
    UTF-16 ("Unicode text") where they say so themselves."""
    content = file.read_bytes()
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def json_lines(file: Path, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of every line that is a JSON object; the others are reported with their number."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            if len(line) > LONGEST_LINE:
                report.leave_out("the line is too long", f"line {number}")
                continue
            try:
                found = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                report.leave_out("the line is not JSON", f"line {number}: {str(error)[:100]}")
                continue
            if isinstance(found, dict):
                yield number, found
            else:
                report.leave_out("the line is not a JSON object", f"line {number}")


def table(file: Path, delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row by column name) of a CSV or TSV file; missing cells are empty, stray ones are dropped."""
    lines = text_of(file).replace("\0", "").splitlines()
    if delimiter == "\t":
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        for row in rows:
            values = [" ".join(value.split()) for value in row]
            yield rows.line_num, dict(zip(header, values + [""] * len(header), strict=False))
    except csv.Error:
        return


def moment(value: Any) -> datetime | None:
    """An aware datetime from what front matter and exports hold: dates, ISO texts, seconds since 1970; else None."""
    found: datetime | None = None
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _from_seconds(value)
    elif isinstance(value, str) and value.strip():
        found = _parsed(value.strip())
    if found is None or not 1900 <= found.year <= 2200:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _from_seconds(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
