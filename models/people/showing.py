"""What a person's page shows of the person, and to whom: the sections that are for the looker, and nothing else.

All doors but this one read the columns, which hold what all staff may read.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, String, bindparam, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.people.absence import Absence
from models.people.department import Department, path_ids
from models.people.endorsing import Endorsement
from models.people.known import HELD
from models.people.person import Person
from models.people.post import Holding, Post
from models.people.section import SECTIONS, Looker, Looks, sections_shown
from models.people.skill import PersonSkill, Skill
from models.people.statement import ASK, SEEK, TOLD, Statement

# Who one can look as, at one's own profile.
VIEWPOINTS = ("unit", "department", "other", "guest")


class AwayUntil(NamedTuple):
    """Until when, that day included, and the deputy; without one its number is 0."""

    day: date
    id: int
    name: str
    word: str


@dataclass
class Shown:
    """The person as one looker sees them: `said` by column, rows of what belongs to the sections, names of these."""

    sections: set[str]
    said: dict[str, Any]
    way: list[Any] = field(default_factory=list)
    skills: list[Any] = field(default_factory=list)
    ask: list[Any] = field(default_factory=list)
    seek: list[Any] = field(default_factory=list)
    posts: list[Any] = field(default_factory=list)
    away: Any = None
    photo: str | None = None

    def __getattr__(self, name: str) -> Any:
        """A column of Person or Profile, empty when it is not for the looker."""
        try:
            return self.__dict__["said"][name]
        except KeyError:
            raise AttributeError(name) from None


def _part(name: str, *columns: Any) -> Any:
    """One part of AROUND: the others begin with the same columns."""
    labels = ("id", "name", "word", "number", "mine", "day")[: len(columns)]
    named = [each.label(to) for each, to in zip(columns, labels, strict=True)]
    return select(literal_column(f"'{name}'").label("part"), *named)


_nothing: Any = literal_column("''")
_none: Any = literal_column("0")
_deputy = aliased(Person)
_today: Any = bindparam("today", type_=Date)
_theirs = (Endorsement.person_id == PersonSkill.person_id, Endorsement.skill_id == PersonSkill.skill_id)
_endorsements = select(func.count()).where(*_theirs).scalar_subquery()
_mine = select(func.count()).where(*_theirs, Endorsement.by_id == bindparam("looker_id")).scalar_subquery()
AROUND = union_all(
    _part("unit", Department.id, Department.name, _nothing, func.length(Department.path), _none, _nothing).where(
        among(Department.id, "departments")
    ),
    _part("skill", Skill.id, Skill.name, PersonSkill.level, _endorsements, _mine, _nothing)
    .join(PersonSkill, PersonSkill.skill_id == Skill.id)
    .where(PersonSkill.person_id == bindparam("person_id")),
    *(
        _part(kind, Statement.id, Statement.text, _nothing, _none, _none, cast(Statement.until, String)).where(
            Statement.person_id == bindparam("person_id"),
            Statement.kind == literal_column(f"'{kind}'"),
            Statement.until >= _today,
        )
        for kind in TOLD
    ),
    _part("post", Post.id, Post.title, Post.unit, Department.id, _none, Department.name)
    .join(Holding, Holding.post_id == Post.id)
    .join(Department, Department.id == Post.department_id)
    .where(Holding.person_id == bindparam("person_id"), *HELD),
    _part(
        "away",
        func.coalesce(_deputy.id, _none),
        func.coalesce(_deputy.name, _nothing),
        func.coalesce(_deputy.username, _nothing),
        _none,
        _none,
        cast(Absence.until, String),
    )
    .select_from(Absence)
    .outerjoin(_deputy, (_deputy.id == Absence.deputy_id) & _deputy.disabled_at.is_(None))
    .where(Absence.person_id == bindparam("person_id"), Absence.starts_on <= _today, Absence.until >= _today),
)


def shown_profile(session: Session, row: Any, looker: Looks) -> Shown:
    """What the looker sees of the person whose `profile_row` this is. One statement."""
    seen = sections_shown(row.audiences, row.id, row.path, looker)
    shown = Shown(seen, _said(row, seen), photo=row.photo if "photo" in seen else None)
    values = {"person_id": row.id, "looker_id": looker.id, "departments": as_words(path_ids(row.path))}
    parts: dict[str, list[Any]] = {}
    for each in rows(session, AROUND, **values, today=clock.now().date()):
        parts.setdefault(each.part, []).append(each)
    if "unit" in seen:
        shown.way = sorted(parts.get("unit", ()), key=lambda each: each.number)
    if "skills" in seen:
        shown.skills = sorted(parts.get("skill", ()), key=lambda each: (-each.number, each.name.casefold()))
    if "statements" in seen:
        shown.ask, shown.seek = (sorted(parts.get(kind, ()), key=lambda each: each.id) for kind in (ASK, SEEK))
    # Charts are for colleagues; who shows their role to fewer shows their posts to fewer here.
    if "role" in seen and not looker.is_guest:
        shown.posts = sorted(parts.get("post", ()), key=lambda each: (each.name.casefold(), each.id))
    # Absence is for colleagues: guests of one space know nothing of somebody's other work.
    if not looker.is_guest or looker.id == row.id:
        shown.away = _away(next(iter(parts.get("away", ())), None))
    return shown


def _away(row: Any) -> Any:
    return row and AwayUntil(date.fromisoformat(row.day), row.id, row.name, row.word)


def _said(row: Any, seen: set[str]) -> dict[str, Any]:
    kept = row.kept_back or {}
    said: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        for column in section.fields:
            empty: Any = [] if column == "languages" else ""
            said[column] = (kept.get(column) or getattr(row, column) or empty) if name in seen else empty
    said["email"] = row.email if "contact" in seen else None
    return said


def viewpoint(name: str, path: str | None) -> Looker:
    """Somebody who looks from there: a colleague of the unit, of the department, of another one, or a guest."""
    own = path_ids(path)
    return {
        "unit": Looker(department_ids=own),
        "department": Looker(department_ids=own[:1]),
        "other": Looker(),
    }.get(name, Looker(is_guest=True))


automatic(
    Automatic(
        name="skills-of-a-person",
        title=_l("Skills on a profile"),
        does=_l("Shows the skills of one person that most colleagues endorse first. People are not compared."),
        inputs=(_l("How many colleagues endorse each of the skills."),),
        never=(_l("Who looked at the profile."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. You can take endorsements off your own skills."),
        address="/people",
    )
)
