"""Takes lists of government organisations into the tree of departments, joining what is there by name."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from models.core import clock
from models.core.errors import Invalid
from models.people.department import Department, found_department
from models.transfer.intake import Intake, plain_name
from models.transfer.reading import json_lines, moment, table

REGISTER_COLUMNS = ("government-organisation", "name", "end-date")
KIND = "departments"


@dataclass
class _Organisation:
    key: str
    name: str
    abbreviation: str = ""
    parents: list[str] = field(default_factory=list)
    closed_at: datetime | None = None
    origin: dict[str, Any] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        said = json.dumps([self.name, self.abbreviation, self.parents, str(self.closed_at), self.origin], default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def import_organisations(intake: Intake, source: Path, expected: Callable[[int], object] = lambda n: None) -> None:
    """Take GOV.UK's organisations (JSON Lines) and registers (TSV); a folder is searched for both. Raises Invalid."""
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    if not source.exists() or not files:
        raise Invalid(f"There are no organisations at {source}.", "file")
    found: dict[str, _Organisation] = {}
    # Those with parents first: the registers only add what is missing.
    for file in sorted(files, key=lambda file: file.suffix != ".jsonl"):
        if file.suffix == ".jsonl":
            _read_govuk(intake, file, found)
        elif file.suffix == ".tsv" and _is_register(file):
            _read_register(intake, file, found)
        elif file.suffix in (".tsv", ".csv"):
            intake.report.leave_out("the file names no organisations with parents or dates", file.name)
    expected(len(found))
    _Taking(intake, found).run()


def _read_govuk(intake: Intake, file: Path, found: dict[str, _Organisation]) -> None:
    for line, row in json_lines(file, intake.report):
        details = row.get("details") if isinstance(row.get("details"), dict) else {}
        name, key = str(row.get("title") or "").strip(), str(row.get("id") or "").rsplit("/", 1)[-1]
        if not name or not key or not isinstance(details, dict):
            intake.report.leave_out("it lacks an id or a title", f"{file.name} line {line}")
            continue
        parents = [str(each.get("id", "")).rsplit("/", 1)[-1] for each in row.get("parent_organisations") or []]
        closed = details.get("govuk_status") == "closed"
        # When it closed is often not said: then it is the last time that its record changed.
        closed_at = moment(details.get("closed_at")) or moment(row.get("updated_at")) or clock.now()
        kept = {"type": row.get("format"), "status": details.get("govuk_status"), "address": row.get("web_url")}
        if len(parents) > 1:
            kept["other_parents"] = parents[1:]
        found[key] = _Organisation(
            key, name[:200], str(details.get("abbreviation") or "")[:40], parents, closed_at if closed else None,
            {word: value for word, value in kept.items() if value},
        )  # fmt: skip


def _is_register(file: Path) -> bool:
    with file.open(encoding="utf-8", errors="replace") as lines:
        return set(REGISTER_COLUMNS) <= set(lines.readline().strip().split("\t"))


def _read_register(intake: Intake, file: Path, found: dict[str, _Organisation]) -> None:
    names = {plain_name(each.name) for each in found.values()}
    for line, row in table(file, "\t"):
        name, key = row.get("name", ""), row.get("government-organisation", "")
        if not name or not key:
            intake.report.leave_out("it lacks an id or a name", f"{file.name} line {line}")
        elif plain_name(name) not in names:
            names.add(plain_name(name))
            address = {"address": row["website"]} if row.get("website") else {}
            found[key] = _Organisation(key, name[:200], closed_at=moment(row.get("end-date")), origin=address)


class _Taking:
    def __init__(self, intake: Intake, found: dict[str, _Organisation]) -> None:
        self.intake = intake
        self.found = found
        self.made: dict[str, Department] = {}
        self.by_origin = intake.by_origin

    def run(self) -> None:
        for key in self.found:
            self._take(key, ())

    def _take(self, key: str, below: tuple[str, ...]) -> Department | None:
        """The department of an organisation, after the one above it; `below` are those that wait for it."""
        each = self.found.get(key)
        if each is None or key in self.made:
            return self.made.get(key)
        parent = None
        if each.parents and each.parents[0] in (*below, key):
            self.intake.report.leave_out("its parent stands below itself, so it stands at the top", each.name)
        elif each.parents:
            parent = self._take(each.parents[0], (*below, key))
        self.made[key] = made = self._write(each, parent)
        self.intake.took()
        return made

    def _write(self, each: _Organisation, parent: Department | None) -> Department:
        origin_id = f"organisation:{each.key}"
        found = self.by_origin.get(origin_id) or self.intake.departments.get(plain_name(each.name))
        kept = {**each.origin, "stamp": each.stamp}
        if found is not None and self._merged(found, each, origin_id):
            self.intake.report.unchanged[KIND] += 1
            return found
        if found is None or (found.origin_id or origin_id) != origin_id:
            found = found_department(
                self.intake.session, each.name, parent, abbreviation=each.abbreviation, origin_id=origin_id,
                origin=kept, closed_at=each.closed_at,
            )  # fmt: skip
            self.intake.report.taken[KIND] += 1
        elif (found.origin or {}).get("stamp") == each.stamp:
            self.intake.report.unchanged[KIND] += 1
            return found
        else:
            found.name, found.abbreviation = each.name, each.abbreviation or found.abbreviation
            found.closed_at, found.origin_id, found.origin = each.closed_at, origin_id, kept
            if parent is not None and parent.id != found.parent_id and found.id not in parent.ids_above:
                found.move(parent)
            self.intake.report.changed[KIND] += 1
        self.intake.remember(found)
        return found

    def _merged(self, found: Department, each: _Organisation, origin_id: str) -> bool:
        """Whether the department that was found only took over the organisation: they were merged here."""
        if origin_id in self.by_origin:
            return found.origin_id != origin_id
        return plain_name(found.name) != plain_name(each.name)
