"""The directory: colleagues by words, department and what is open to all staff on their profiles; one page at a time.

Who fits is told from what all staff may know of everybody (`known`), the rows are read anew. What words find is in
`words`, how many fit each further choice in `narrowing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, String, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.db import among, as_words, rows
from models.people.absence import Absence
from models.people.department import Department
from models.people.faces import with_face
from models.people.known import OPEN_SKILL, words_of
from models.people.person import Person, filed_under
from models.people.skill import PersonSkill, Skill
from models.people.words import Words

PAGE = 50

_today: Any = bindparam("today", type_=Date)
ABSENT = (Absence.person_id == Person.id) & (Absence.starts_on <= _today) & (Absence.until >= _today)
_deputy = aliased(Person)
_COLLEAGUES = with_face(
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.job_title,
        Person.place,
        Person.is_guest,
        Person.department_id,
        Department.name.label("department_name"),
        Absence.until.label("away_until"),
        _deputy.name.label("deputy_name"),
        _deputy.username.label("deputy_username"),
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .outerjoin(Absence, ABSENT)
    .outerjoin(_deputy, (_deputy.id == Absence.deputy_id) & _deputy.disabled_at.is_(None))
    .where(~Person.is_guest, Person.disabled_at.is_(None))
    .limit(bindparam("limit"))
)
# Those who fit are read by their numbers: added to nothing, a name is no way through the index of names.
_named = Person.filed_as + literal("")
COLLEAGUES = _COLLEAGUES.where(
    among(Person.id, "people"),
    tuple_(_named, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")),
).order_by(_named, Person.id)
_path: Any = bindparam("path", type_=String)
COLLEAGUES_BELOW = _COLLEAGUES.where(func.substr(Department.path, 1, func.length(_path)) == _path).order_by(
    Person.filed_as, Person.id
)


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for; what is empty does not narrow.

    `path` is a department's and covers all below it, `skill` a skill's number; `available` leaves out those who are
    away today; with `by_name` the text is looked for in names, usernames, job titles and places alone.
    """

    text: str = ""
    path: str = ""
    place: str = ""
    language: str = ""
    skill: int = 0
    profession: str = ""
    available: bool = False
    by_name: bool = False

    @property
    def choices(self) -> set[tuple[str, str]]:
        """What is chosen of `Said.choices`."""
        chosen = {
            "place": self.place,
            "language": self.language,
            "skill": str(self.skill or ""),
            "profession": self.profession,
        }
        return {each for each in chosen.items() if each[1]}


def fitting(wanted: Wanted, words: Words) -> tuple[int, ...]:
    """The numbers of active colleagues (no guests) who fit, in the order of the directory."""
    return words.kept(wanted, lambda: tuple(_fitting(wanted, words)))


def _fitting(wanted: Wanted, words: Words) -> Iterable[int]:
    said, chosen = words.people, wanted.choices
    found: Iterable[int] = words.holding(wanted.text, by_name=wanted.by_name) if wanted.text else words.order
    if chosen:
        found = [each for each in found if chosen <= said[each].choices.keys()]
    if wanted.path:
        found = [each for each in found if said[each].path.startswith(wanted.path)]
    return [each for each in found if said[each].here] if wanted.available else found


def find_people(
    session: Session, wanted: Wanted, *, after: tuple[str, int] = ("", 0), limit: int = PAGE, words: Words | None = None
) -> list[Any]:
    """Rows of active colleagues (no guests) by name: id, username, name, job_title, place, department_id and _name,
    away_until with deputy_name and _username. `after` is the (name, id) that the page before ended with; `words` are
    those of `words_of`, where they were read already."""
    found = fitting(wanted, words or words_of(session))
    # They stand in the order of the directory. Where nobody is who ended the page before, the names tell.
    start = found.index(after[1]) + 1 if after[1] in found else 0
    if start or after == ("", 0):
        found = found[start : start + limit]
    values = {"today": clock.now().date(), "after_name": filed_under(after[0]), "after_id": after[1], "limit": limit}
    return rows(session, COLLEAGUES, **values, people=as_words(found)) if found else []


def people_below(session: Session, path: str, limit: int) -> list[Any]:
    """The first of a department and all below it, as rows of `find_people`."""
    return rows(session, COLLEAGUES_BELOW, path=path, today=clock.now().date(), limit=limit)


SKILLS = (
    select(PersonSkill.person_id, Skill.name)
    .join(Skill, Skill.id == PersonSkill.skill_id)
    .where(among(PersonSkill.person_id, "people"), OPEN_SKILL)
    .order_by(PersonSkill.person_id, Skill.name)
)


def open_skills(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the skills that people show to all staff."""
    found: dict[int, list[str]] = {}
    for row in rows(session, SKILLS, people=as_words(ids)):
        found.setdefault(row.person_id, []).append(row.name)
    return found


def pattern(text: str) -> str:
    """LIKE pattern for these words in order. SQLite folds ASCII alone, so any other letter matches any one letter."""
    words = text.lower().replace("\\", "").replace("%", "\\%").replace("_", "\\_").split()
    pattern = "%".join(words)
    return f"%{''.join(each if each.isascii() else '_' for each in pattern)}%" if words else ""
