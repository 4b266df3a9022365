"""Where details of people came from, field by field, and that a person uses their own words instead.

A source never writes over words that the person chose: what it says is kept beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import record
from models.core import clock
from models.core.base import Base, key, word
from models.core.base import name as line
from models.core.db import rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.people.department import Department
from models.people.person import Person
from models.people.profile import ON_PERSON, Profile, describe, said_by, set_words

# What a source may say of a person, with the most characters that are kept.
FIELDS = {"name": 200, "job_title": 200, "place": 100, "department": 200}
# Decides what the person can read: a source always has its way, and the person can object to an administrator.
BINDING = "department"


class Source(Base):
    """One list that is read again and again: the organogram of a body, or a list of people with a name."""

    __tablename__ = "sources"

    id: Mapped[key]
    kind: Mapped[word]
    name: Mapped[line]
    origin_id: Mapped[str] = mapped_column(String(200), unique=True)
    read_at: Mapped[datetime]


class SourcePerson(Base):
    """Whom a list means by one of its keys, such as a staff number. `gone_at`: since when it names the key no more."""

    __tablename__ = "source_people"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    gone_at: Mapped[datetime | None]


class FieldSource(Base):
    """What a source says of one field of one person. `refused_at`: the person uses their own words (of the department:
    says that it is wrong)."""

    __tablename__ = "field_sources"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[word] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    said: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]


def source_called(session: Session, kind: str, name: str) -> Source:
    """The source of this kind (`organogram`, `list`) and name, noted as read now."""
    origin_id = f"{kind}:{name}"[:200]
    found = session.scalar(select(Source).where(Source.origin_id == origin_id))
    if found is None:
        found = Source(kind=kind, name=name[:200], origin_id=origin_id, read_at=clock.now())
        session.add(found)
    found.read_at = clock.now()
    session.flush()
    return found


def learn(
    session: Session, person: Person, source: Source, values: Mapping[str, str], department: Department | None = None
) -> set[str]:
    """Take what a source says of a person (FIELDS; `department` with the department itself); the fields that changed.

    Words that the person chose stand: an earlier refusal, or anything that differs from what was said before.
    """
    known = {each.field: each for each in session.scalars(_of(person.id))}
    own = own_words(session, person)
    changed = set()
    for field, value in values.items():
        value = clean(value).strip()[: FIELDS[field]]
        before = known.get(field)
        if not value and before is None:
            continue
        if _has_its_way(own, field, value, before) and _set(session, person, field, value, department):
            changed.add(field)
        if before is None:
            before = FieldSource(person_id=person.id, field=field)
            session.add(before)
        if before.said != value and field == BINDING:
            before.refused_at = None
        before.source_id, before.said, before.said_at = source.id, value, clock.now()
    return changed


def _of(person_id: int) -> Any:
    return select(FieldSource).where(FieldSource.person_id == person_id)


def own_words(session: Session, person: Person) -> dict[str, str]:
    """What stands in each field now, whomever the person shows it to."""
    profile = session.get(Profile, person.id)
    said = said_by(person, profile) if profile else {field: getattr(person, field) for field in ON_PERSON}
    return {field: person.name if field == "name" else said[field] for field in FIELDS if field != BINDING}


def _has_its_way(own: Mapping[str, str], field: str, value: str, before: FieldSource | None) -> bool:
    if field == BINDING:
        return bool(value)
    if field == "name" and not value:
        return False
    now = own[field]
    if before is None:
        return not now or now == value
    return before.refused_at is None and now == before.said


def _set(session: Session, person: Person, field: str, value: str, department: Department | None) -> bool:
    """True when the person has another value now. Whom the person shows it to stays as it is."""
    if field == BINDING:
        if department is None or person.department_id == department.id:
            return False
        person.department_id = department.id
        return True
    if own_words(session, person)[field] == value:
        return False
    set_words(session, person, **{field: value})
    return True


def use_own(session: Session, person: Person, field: str, value: str) -> None:
    """Have the person's own words stand, whatever the source says from now on. Raises Invalid (`value`)."""
    found = _said(session, person, field)
    if field == BINDING:
        found.refused_at = clock.now()
        record(session, person, "objected", "person", person.id, field=field)
        return
    value = clean(value).strip()
    if len(value) > FIELDS[field]:
        raise Invalid(_("Use %(most)s characters or fewer", most=FIELDS[field]), "value")
    describe(session, person, **{field: value})
    found.refused_at = clock.now()
    record(session, person, "refused-source", "person", person.id, field=field)


def use_source(session: Session, person: Person, field: str) -> None:
    """Take what the source says, now and from now on; of the department: take the objection back."""
    found = _said(session, person, field)
    found.refused_at = None
    if field != BINDING and not (field == "name" and not found.said):
        describe(session, person, **{field: found.said})
    record(session, person, "took-source", "person", person.id, field=field)


def _said(session: Session, person: Person, field: str) -> FieldSource:
    """Raises LookupError where no source says anything of the field."""
    found = session.get(FieldSource, (person.id, field)) if field in FIELDS else None
    if found is None:
        raise LookupError(f"no source says anything of the {field} of {person!r}")
    return found


@dataclass(frozen=True, slots=True)
class Detail:
    """One field as its person sees it: what stands now, what the source says, and whose words they are."""

    field: str
    value: str
    said: str
    source_kind: str
    source_name: str
    said_at: datetime
    own: bool


SAID = (
    select(
        FieldSource.field,
        FieldSource.said,
        FieldSource.said_at,
        FieldSource.refused_at,
        Source.kind,
        Source.name.label("source_name"),
        Department.name.label("department"),
    )
    .join(Source, Source.id == FieldSource.source_id)
    .join(Person, Person.id == FieldSource.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(FieldSource.person_id == bindparam("person_id"))
)


def details(session: Session, person: Person) -> list[Detail]:
    """What sources say of a person, in the order of FIELDS. For the person alone."""
    found = {row.field: row for row in rows(session, SAID, person_id=person.id)}
    own = own_words(session, person) if found else {}
    return [_detail(found[field], own) for field in FIELDS if field in found]


def _detail(row: Any, own_words: Mapping[str, str]) -> Detail:
    value = own_words.get(row.field) or (row.department or "" if row.field == BINDING else "")
    own = row.refused_at is not None or (row.field != BINDING and value != row.said)
    return Detail(row.field, value, row.said, row.kind, row.source_name, row.said_at, own)
