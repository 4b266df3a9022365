"""How people turn into search documents: what is on their profile for all staff, nothing else."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.base import to_microseconds
from models.core.db import among, as_words, rows
from models.core.findable import Findable, Source, findable
from models.people.department import Department
from models.people.person import Person
from models.people.profile import Profile
from models.people.section import EVERYONE
from models.people.skill import PersonSkill, Skill
from models.people.statement import said_openly

# Lines by person that all staff may read and that other parts know of.
More = Callable[[Session, list[int]], dict[int, list[str]]]
_more: list[More] = []


def also_found_by(more: More) -> More:
    """Have people found by further lines, too; whoever changes them promises the person to the index."""
    _more.append(more)
    return more


DOCUMENTS = (
    select(
        Person.id,
        Person.name,
        Person.username,
        Person.job_title,
        Person.place,
        Person.department_id,
        Person.created_at,
        Person.changed_at,
        Profile.about,
        Profile.languages,
        Profile.experience,
        Profile.portfolio,
        Profile.pattern,
        Department.name.label("department_name"),
        Department.abbreviation,
    )
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(Person.id, "people"), Person.disabled_at.is_(None), ~Person.is_guest)
)


SKILLS = (
    select(PersonSkill.person_id, Skill.name)
    .join(Skill, Skill.id == PersonSkill.skill_id)
    .where(among(PersonSkill.person_id, "people"), PersonSkill.audience == EVERYONE)
    .order_by(Skill.name)
)


def documents(session: Session, ids: list[int]) -> list[Findable]:
    """Documents of the active colleagues among `ids`; guests are found by nobody."""
    lines: dict[int, list[str]] = {}
    for row in rows(session, SKILLS, people=as_words(ids)):
        lines.setdefault(row.person_id, []).append(row.name)
    for row in said_openly(session, ids):
        lines.setdefault(row.person_id, []).append(row.text)
    for more in _more:
        for person_id, each in more(session, ids).items():
            lines.setdefault(person_id, []).extend(each)
    return [_document(row, lines.get(row.id, [])) for row in rows(session, DOCUMENTS, people=as_words(ids))]


def _document(row: Any, more: list[str]) -> Findable:
    lines = [row.job_title, row.department_name, row.abbreviation, row.place, row.about, *(row.languages or ())]
    lines += [*more, row.experience, row.portfolio, row.pattern]
    return Findable(
        id=f"person:{row.id}",
        kind="person",
        title=row.name,
        body="\n".join([row.username.replace(".", " "), *filter(None, lines)]),
        tags=(),
        audience="everyone",
        department=str(row.department_id or ""),
        space="",
        author="",
        language="",
        status="",
        created=to_microseconds(row.created_at),
        changed=to_microseconds(row.changed_at),
        stamp=_stamp(row.changed_at),
    )


def _stamp(changed_at: Any) -> int:
    return zlib.crc32(str(to_microseconds(changed_at)).encode())


STAMPS = select(Person.id, Person.changed_at).where(Person.disabled_at.is_(None), ~Person.is_guest).order_by(Person.id)


def stamps(session: Session) -> Iterator[tuple[int, int]]:
    """(number, stamp) of every active colleague."""
    for row in session.connection().execute(STAMPS):
        yield row.id, _stamp(row.changed_at)


def in_space(session: Session, space_id: int) -> list[int]:
    return []


findable(Source("person", documents, stamps, in_space))
