"""Takes vocabularies of skills: ESCO (JSON Lines) and the government's capability framework (CSV, with levels).

A skill that is known by its own name is the same skill: it gains names, a description and levels, and loses nothing.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.core.errors import Invalid
from models.core.text import clean
from models.people.skill import FREE, LEVELS, SKILL_LIMIT, Skill, SkillName, add_skill, called_anew, folded
from models.transfer.intake import Intake
from models.transfer.reading import json_lines, text_of

KINDS = ("skill", "knowledge")
LEVEL_COLUMNS = {"Awareness": "awareness", "Working": "working", "Practitioner": "practitioner", "Expert": "expert"}
COLUMN = "Skill Name"
TAKEN = "skills"


@dataclass
class Draft:
    """One skill to be."""

    origin_id: str
    name: str
    kind: str
    description: str
    names: list[str] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)


def import_skills(intake: Intake, source: Path, expected: Callable[[int], object] = lambda n: None) -> None:
    """Take a file, or the files called `skills` of a folder. Raises Invalid when there is none."""
    files = sorted(source.glob("skills.*")) if source.is_dir() else [source]
    files = [file for file in files if file.suffix in (".jsonl", ".csv")]
    if not files:
        raise Invalid(f"There are no skills at {source}.", "file")
    for file in files:
        drafts = list(_esco(intake, file) if file.suffix == ".jsonl" else _framework(intake, file))
        expected(len(drafts))
        taking = _Taking(intake)
        for draft in drafts:
            taking.take(draft)
        called_anew(intake.session, taking.called_anew)


def _esco(intake: Intake, file: Path) -> Iterator[Draft]:
    for line, row in json_lines(file, intake.report):
        name, uri = str(row.get("label") or ""), str(row.get("uri") or "")
        if not uri.startswith(("http://", "https://")) or not _fits(name):
            intake.report.leave_out("it lacks an address or a name that fits", f"{file.name} line {line}")
            continue
        kind, names = str(row.get("skillType") or ""), row.get("altLabel")
        yield Draft(
            f"esco:{uri.rsplit('/', 1)[-1]}",
            name,
            kind if kind in KINDS else KINDS[0],
            str(row.get("description") or ""),
            [str(each) for each in names] if isinstance(names, list) else [],
        )


def _framework(intake: Intake, file: Path) -> Iterator[Draft]:
    # Read with its line breaks: what a level means is a list.
    for line, row in enumerate(csv.DictReader(io.StringIO(text_of(file))), 2):
        name = " ".join((row.get(COLUMN) or "").split())
        if not _fits(name):
            intake.report.leave_out("it lacks a name that fits", f"{file.name} row {line}")
            continue
        levels = {word: row[column] for column, word in LEVEL_COLUMNS.items() if row.get(column)}
        yield Draft(f"gdad:{folded(name)}"[:200], name, KINDS[0], row.get("Skill Description") or "", [], levels)


def _fits(name: str) -> bool:
    return 1 <= len(" ".join(clean(name).split())) <= SKILL_LIMIT and any(each.isalnum() for each in name)


class _Taking:
    """What is known already, by where it came from and by its own name."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        found = intake.session.scalars(select(Skill)).all()
        self.by_origin = {each.origin_id: each for each in found if each.origin_id}
        self.by_name = {folded(each.name): each for each in found}
        rows: Iterable[Any] = intake.session.execute(select(SkillName.skill_id, SkillName.folded))
        self.names = {(row.skill_id, row.folded) for row in rows}
        self.called_anew: set[int] = set()

    def take(self, draft: Draft) -> None:
        name = " ".join(clean(draft.name).split())
        skill = self.by_origin.get(draft.origin_id) or self.by_name.get(folded(name))
        if skill is None:
            skill = add_skill(self.intake.session, name, draft.kind, origin_id=draft.origin_id)
            self.by_origin[draft.origin_id] = self.by_name[folded(name)] = skill
            self.names.add((skill.id, folded(name)))
            self._complete(skill, draft, name)
            self.intake.report.taken[TAKEN] += 1
        elif self._complete(skill, draft, name):
            self.intake.report.changed[TAKEN] += 1
        else:
            self.intake.report.unchanged[TAKEN] += 1
        self.intake.took()

    def _complete(self, skill: Skill, draft: Draft, name: str) -> bool:
        """Add what the source knows; True when anything is new."""
        before = skill.kind, skill.origin_id, skill.description, skill.levels, len(self.names)
        mine = skill.origin_id == draft.origin_id
        if skill.kind == FREE:
            skill.kind, skill.origin_id = draft.kind, skill.origin_id or draft.origin_id
        if draft.description and (mine or not skill.description):
            skill.description = clean(draft.description).strip()
        if draft.levels:
            skill.levels = {level: clean(draft.levels[level]).strip() for level in LEVELS if level in draft.levels}
        for each in [name, *draft.names]:
            self._name(skill, " ".join(clean(each).split())[:200])
        return before != (skill.kind, skill.origin_id, skill.description, skill.levels, len(self.names))

    def _name(self, skill: Skill, name: str) -> None:
        key = skill.id, folded(name)
        if key[1] and key not in self.names:
            self.names.add(key)
            self.intake.session.add(SkillName(skill_id=skill.id, folded=key[1], name=name))
            self.called_anew.add(skill.id)
