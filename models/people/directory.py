"""The directory: colleagues by words, department and what is open to all staff on their profiles; one page at a time.

It reads the columns of profiles, which hold what all staff may read (`section`). How many fit each further choice comes
with the people in one statement; what somebody was found by is asked for those alone who are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.db import among, as_words, listed, rows
from models.people.absence import Absence
from models.people.department import Department
from models.people.person import Person
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.section import EVERYONE
from models.people.skill import PersonSkill, Skill, SkillName
from models.people.statement import ASK, Statement

PAGE = 50

_text: Any = bindparam("text", type_=String)
_asked = _text != literal("")
_deep = bindparam("deep", type_=String) == literal("1")
_today: Any = bindparam("today", type_=Date)


def _like(expression: Any) -> Any:
    return func.lower(expression).like(_text, escape="\\")


LANGUAGE: Any = listed(Profile.languages).table_valued(column("value", String), name="language")
OPEN_SKILL = PersonSkill.audience == literal(EVERYONE)
_says = (Statement.kind == literal(ASK), Statement.audience == literal(EVERYONE), Statement.until >= _today)
HELD = (Holding.until.is_(None), Post.ended_at.is_(None))

# What a text can be found in, beside the name: (word, text that is shown, person).
_skill_named = select(SkillName.skill_id).where(_like(SkillName.folded))
_IN_SKILLS = (
    select(literal("skill").label("by"), Skill.name.label("text"), PersonSkill.person_id)
    .join(Skill, Skill.id == PersonSkill.skill_id)
    .where(OPEN_SKILL, or_(_like(Skill.name), Skill.id.in_(_skill_named)))
)
_IN_LANGUAGES = (
    select(literal("language").label("by"), LANGUAGE.c.value.label("text"), Profile.person_id)
    .join(LANGUAGE, true())
    .where(_like(LANGUAGE.c.value))
)
_IN_ABOUT = select(literal("about").label("by"), literal("").label("text"), Profile.person_id).where(
    _like(Profile.about + literal(" ") + Profile.experience + literal(" ") + Profile.portfolio)
)
_IN_STATEMENTS = select(literal("ask").label("by"), Statement.text.label("text"), Statement.person_id).where(
    *_says, _like(Statement.text)
)
_IN_POSTS = (
    select(literal("post").label("by"), Post.title.label("text"), Holding.person_id)
    .join(Post, Post.id == Holding.post_id)
    .where(*HELD, _like(Post.title + literal(" ") + Post.unit))
)
_PLACES_OF_TEXT = (_IN_SKILLS, _IN_LANGUAGES, _IN_ABOUT, _IN_STATEMENTS, _IN_POSTS)
_found = union_all(*_PLACES_OF_TEXT).subquery("found")
_SAID = Person.name + literal(" ") + Person.username + literal(" ") + Person.job_title + literal(" ") + Person.place

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
    or_(~_asked, _like(_SAID), and_(_asked, _deep, Person.id.in_(select(_found.c.person_id)))),
    or_(_path == literal(""), func.substr(Department.path, 1, func.length(_path)) == _path),
    _chosen("place", Person.place == bindparam("place")),
    _chosen("language", Person.id.in_(_knows_language)),
    _chosen("skill", Person.id.in_(_has_skill)),
    _chosen("profession", Person.id.in_(_is_of)),
    _chosen("available", Person.id.not_in(_gone)),
)
_deputy = aliased(Person)
COLLEAGUES = (
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
    .where(*FIT, tuple_(Person.name, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")))
    .order_by(Person.name, Person.id)
    .limit(bindparam("limit"))
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

    def values(self) -> dict[str, Any]:
        """As the statements of the directory bind them."""
        return {
            "text": pattern(self.text),
            "path": self.path,
            "place": self.place,
            "language": self.language,
            "skill": str(self.skill or ""),
            "profession": self.profession,
            "available": "1" if self.available else "",
            "deep": "" if self.by_name else "1",
            "today": clock.now().date(),
        }


def find_people(session: Session, wanted: Wanted, *, after: tuple[str, int] = ("", 0), limit: int = PAGE) -> list[Any]:
    """Rows of active colleagues (no guests) by name: id, username, name, job_title, place, department_id and _name,
    away_until with deputy_name and _username. `after` is the (name, id) that the page before ended with."""
    return rows(session, COLLEAGUES, **wanted.values(), after_name=after[0], after_id=after[1], limit=limit)


FOUND_BY = select(_found.c.by, _found.c.text, _found.c.person_id).where(among(_found.c.person_id, "people"))


def found_by(session: Session, text: str, ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """For each person what the text was found in, beside the name, the job title and the place: (`skill`, `language`,
    `about`, `ask` or `post`, the words there)."""
    found: dict[int, list[tuple[str, str]]] = {}
    if pattern(text):
        values = Wanted(text).values()
        given = {"text": values["text"], "today": values["today"]}
        for row in rows(session, FOUND_BY, people=as_words(ids), **given):
            found.setdefault(row.person_id, []).append((row.by, row.text))
    return found


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
