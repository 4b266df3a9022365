"""The directory: colleagues by words, department and what is open to all staff on their profiles; one page at a time.

It reads the columns of profiles, which hold what all staff may read (`section`). What words find is in `words`, how
many fit each further choice in `narrowing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.db import among, as_words, rows
from models.people.absence import Absence
from models.people.department import Department
from models.people.faces import with_face
from models.people.person import Person, filed_under
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.skill import PersonSkill, Skill
from models.people.words import HELD, LANGUAGE, OPEN_SKILL, Words, words_of

PAGE = 50

_today: Any = bindparam("today", type_=Date)
ABSENT = (Absence.person_id == Person.id) & (Absence.starts_on <= _today) & (Absence.until >= _today)


_other = aliased(Absence)
_gone = select(_other.person_id).where(_other.starts_on <= _today, _other.until >= _today)


def _chosen(parameter: str, condition: Any) -> Any:
    return or_(bindparam(parameter, type_=String) == literal(""), condition)


_knows_language = select(Profile.person_id).join(LANGUAGE, true()).where(LANGUAGE.c.value == bindparam("language"))
_has_skill = select(PersonSkill.person_id).where(
    OPEN_SKILL, PersonSkill.skill_id == cast(bindparam("skill", type_=String), Integer)
)
_is_of = (
    select(Holding.person_id)
    .join(Post, Post.id == Holding.post_id)
    .where(*HELD, Post.profession == bindparam("profession"))
)
_path: Any = bindparam("path", type_=String)
FIT = (
    ~Person.is_guest,
    Person.disabled_at.is_(None),
    or_(_path == literal(""), func.substr(Department.path, 1, func.length(_path)) == _path),
    _chosen("place", Person.place == bindparam("place")),
    _chosen("language", Person.id.in_(_knows_language)),
    _chosen("skill", Person.id.in_(_has_skill)),
    _chosen("profession", Person.id.in_(_is_of)),
    _chosen("available", Person.id.not_in(_gone)),
)
# Whom the words were found with.
AMONG = among(Person.id, "people")
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
    .where(*FIT)
    .limit(bindparam("limit"))
)
COLLEAGUES = _COLLEAGUES.where(
    tuple_(Person.filed_as, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id"))
).order_by(Person.filed_as, Person.id)
# Added to nothing, a name is no way through the index of names: those who were found are read by their numbers.
_named = Person.filed_as + literal("")
COLLEAGUES_AMONG = _COLLEAGUES.where(
    AMONG, tuple_(_named, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id"))
).order_by(_named, Person.id)


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

    def values(self) -> dict[str, Any]:
        """As the statements of the directory bind them."""
        return {
            "path": self.path,
            "place": self.place,
            "language": self.language,
            "skill": str(self.skill or ""),
            "profession": self.profession,
            "available": "1" if self.available else "",
            "today": clock.now().date(),
        }

    @property
    def by_words_alone(self) -> bool:
        """True when nothing but the text narrows."""
        return bool(self.text) and replace(self, text="", by_name=False) == Wanted()


def find_people(
    session: Session, wanted: Wanted, *, after: tuple[str, int] = ("", 0), limit: int = PAGE, words: Words | None = None
) -> list[Any]:
    """Rows of active colleagues (no guests) by name: id, username, name, job_title, place, department_id and _name,
    away_until with deputy_name and _username. `after` is the (name, id) that the page before ended with; `words` are
    those of `words_of`, where they were read already."""
    values = {**wanted.values(), "after_name": filed_under(after[0]), "after_id": after[1], "limit": limit}
    if not wanted.text:
        return rows(session, COLLEAGUES, **values)
    found = (words or words_of(session)).holding(wanted.text, by_name=wanted.by_name)
    if wanted.by_words_alone:
        # They stand in the order of the directory, so that the database need not look at all.
        start = found.index(after[1]) + 1 if after[1] in found else 0
        found = found[start : start + limit] if start or after == ("", 0) else found
    return rows(session, COLLEAGUES_AMONG, **values, people=as_words(found)) if found else []


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
