"""How many colleagues fit each further choice in the directory: departments, places, languages, skills, professions."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, one, rows
from models.core.language import lazy_gettext as _l
from models.people.department import Department, DepartmentMerger, merged_into, path_ids
from models.people.directory import Wanted, fitting
from models.people.known import OPEN_SKILL, words_of
from models.people.skill import PersonSkill, Skill
from models.people.words import Said, Words

# Values of one choice that are offered, and units of the department that is chosen.
MOST = 40
UNITS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: what stands in addresses, what people read, and how many fit; None where that is not counted."""

    value: str
    label: str
    count: int | None


@dataclass
class Narrowing:
    """How many fit in all, the choices by facet, the way to the chosen department and the units below it."""

    total: int = 0
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    way: list[Choice] = field(default_factory=list)
    units: list[Choice] = field(default_factory=list)


NAMES = select(Department.id, Department.name).where(among(Department.id, "departments"))


def narrowing(session: Session, wanted: Wanted, words: Words | None = None) -> Narrowing:
    """What the directory offers beside the people who fit; `words` where they were read already."""
    words = words or words_of(session)
    fit, way = fitting(wanted, words), path_ids(wanted.path)
    choices, people_in = words.kept(("choices", fit), lambda: _counted([words.people[each] for each in fit]))
    below = Counter[int]()
    for path, number in people_in.items():
        below.update(dict.fromkeys(path_ids(path)[len(way) : len(way) + 1], number))
    top = sorted(below, key=lambda unit: (-below[unit], unit))[:UNITS]
    names: dict[int, str] = {}
    if way or top:
        names = {row.id: row.name for row in rows(session, NAMES, departments=as_words([*way, *top]))}
    return Narrowing(
        len(fit),
        choices,
        [Choice(str(unit), names[unit], None) for unit in way],
        [Choice(str(unit), names[unit], below[unit]) for unit in top],
    )


def _counted(people: list[Said]) -> tuple[dict[str, list[Choice]], Counter[str]]:
    """How many of these people are of each choice, the most frequent first, and how many in each department."""
    counts = Counter(chain.from_iterable(said.choices for said in people))
    labels: dict[tuple[str, str], str] = {}
    for said in people:
        labels.update(said.choices)
    found: dict[str, list[Choice]] = {}
    for facet, value in sorted(counts, key=lambda each: (-counts[each], labels[each])):
        choices = found.setdefault(facet, [])
        if len(choices) < MOST:
            choices.append(Choice(value, labels[facet, value], counts[facet, value]))
    return found, Counter(said.path for said in people)


PATH = (
    select(Department.path, DepartmentMerger.department_id.label("merged"))
    .outerjoin(DepartmentMerger, DepartmentMerger.department_id == Department.id)
    .where(Department.id == bindparam("department_id"))
)


def path_of(session: Session, department_id: int) -> str:
    """The path of a department, or of the one that it became part of; nothing for none."""
    found = one(session, PATH, department_id=department_id)
    if found is not None and found.merged and (into := merged_into(session, department_id)):
        found = one(session, PATH, department_id=into)
    return found.path if found else ""


SKILL = select(Skill.name).where(
    Skill.id == bindparam("skill"),
    select(PersonSkill.skill_id).where(PersonSkill.skill_id == Skill.id, OPEN_SKILL).exists(),
)


def skill_name(session: Session, skill_id: int) -> str:
    """What a skill is called, where somebody shows it to all staff."""
    found = one(session, SKILL, skill=skill_id)
    return found.name if found else ""


automatic(
    Automatic(
        name="directory-filters",
        title=_l("The filters of the directory"),
        does=_l(
            "Offers up to %(most)s choices of each kind to narrow the directory, those with most people first.",
            most=MOST,
        ),
        inputs=(_l("How many of the people whom you may find have each choice, and show it to all staff."),),
        never=(_l("What you or others chose before."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. The directory is narrowed only when you choose."),
        address="/people",
    )
)
