"""How many colleagues fit each further choice in the directory: departments, places, languages, skills, professions.

To count takes longer than all the rest of the page, and the counts are the same for all staff. So they are kept for as
long as nothing about anybody changed, which each request asks the database anew: whatever changes what others see of a
person changes `Person.changed_at`.
"""

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from sqlalchemy import String, bindparam, cast, func, literal_column, select, true, union_all
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, one, rows
from models.core.language import lazy_gettext as _l
from models.people.department import Department, merged_into, path_ids
from models.people.directory import AMONG, FIT, Wanted
from models.people.person import Person
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.skill import PersonSkill, Skill
from models.people.words import HELD, LANGUAGE, OPEN_SKILL, STAMP, Words, words_of

# Values of one choice that are offered, and units of the department that is chosen.
MOST = 40
UNITS = 12

_n: Any = func.count().label("n")
_cut: Any = literal_column(str(MOST))


def _counted(facet: str, value: Any, text: Any, source: Any, *conditions: Any) -> Any:
    """The most frequent values of a choice: rows (facet, value, text, n)."""
    named: Any = literal_column(f"'{facet}'").label("facet")
    counted = select(named, cast(value, String).label("value"), text.label("text"), _n).select_from(source)
    return counted.where(*conditions).group_by(value, text).order_by(_n.desc(), text).limit(_cut).subquery(facet)


_empty: Any = literal_column("''")
_total: Any = literal_column("'total'")


def _choices(*conditions: Any) -> Any:
    """Rows (facet, value, text, n) of everybody who fits: how many in all, in each unit, and by each choice."""
    fit = (
        select(Person.id, Person.department_id, Person.place)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(*FIT, *conditions)
        .cte("fit")
    )
    spoken = fit.join(Profile, Profile.person_id == fit.c.id).join(LANGUAGE, true())
    skilled = fit.join(PersonSkill, PersonSkill.person_id == fit.c.id).join(Skill, Skill.id == PersonSkill.skill_id)
    posted = fit.join(Holding, Holding.person_id == fit.c.id).join(Post, Post.id == Holding.post_id)
    parts = (
        _counted("place", fit.c.place, fit.c.place, fit, fit.c.place != _empty),
        _counted("language", LANGUAGE.c.value, LANGUAGE.c.value, spoken),
        _counted("skill", Skill.id, Skill.name, skilled, OPEN_SKILL),
        _counted("profession", Post.profession, Post.profession, posted, *HELD, Post.profession != _empty),
    )
    # By number first: a path is long to sort by.
    in_units = select(fit.c.department_id, _n).group_by(fit.c.department_id).subquery("in_units")
    units = select(
        literal_column("'unit'").label("facet"), Department.path.label("value"), _empty.label("text"), in_units.c.n
    ).join(in_units, in_units.c.department_id == Department.id)
    everybody = select(_total.label("facet"), _empty.label("value"), _empty.label("text"), _n).select_from(fit)
    return union_all(everybody, units, *(select(part) for part in parts))


CHOICES, CHOICES_AMONG = _choices(), _choices(AMONG)


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
    made, below = Narrowing(), dict[int, int]()
    depth = len(path_ids(wanted.path))
    for row in _counts(session, wanted, words):
        if row.facet == "total":
            made.total = row.n
        elif row.facet == "unit":
            for unit in path_ids(row.value)[depth : depth + 1]:
                below[unit] = below.get(unit, 0) + row.n
        else:
            made.choices.setdefault(row.facet, []).append(Choice(row.value, row.text, row.n))
    top = sorted(below, key=lambda unit: (-below[unit], unit))[:UNITS]
    if wanted_names := [*path_ids(wanted.path), *top]:
        names = {row.id: row.name for row in rows(session, NAMES, departments=as_words(wanted_names))}
        made.way = [Choice(str(unit), names[unit], None) for unit in path_ids(wanted.path)]
        made.units = [Choice(str(unit), names[unit], below[unit]) for unit in top]
    return made


MOST_KEPT = 200
_kept: dict[tuple[object, ...], list[Any]] = {}
_turn = Lock()


def _counts(session: Session, wanted: Wanted, words: Words | None) -> list[Any]:
    """The rows of CHOICES, counted anew when anything changed since they were kept."""
    if wanted.text and words is None:
        words = words_of(session)
    stamp = words.stamp[1:] if words else one(session, STAMP)
    key = session.get_bind().engine.url, *stamp, clock.now().date(), wanted
    found = _kept.get(key)
    if found is None:
        found = _counted_anew(session, wanted, words)
        with _turn:
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.pop(next(iter(_kept)))
    return found


def _counted_anew(session: Session, wanted: Wanted, words: Words | None) -> list[Any]:
    if words is None or not wanted.text:
        return rows(session, CHOICES, **wanted.values())
    found = words.holding(wanted.text, by_name=wanted.by_name)
    if len(found) == len(words.people):
        return _counts(session, replace(wanted, text=""), words)
    return rows(session, CHOICES_AMONG, **wanted.values(), people=as_words(found)) if found else []


PATH = select(Department.path).where(Department.id == bindparam("department_id"))


def path_of(session: Session, department_id: int) -> str:
    """The path of a department, or of the one that it became part of; nothing for none."""
    found = one(session, PATH, department_id=merged_into(session, department_id) or department_id)
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
