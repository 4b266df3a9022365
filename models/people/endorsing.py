"""Endorsing: colleagues confirm a skill that somebody says they have, take it back, and can be asked to.

An endorsement belongs to the skill of that person and goes with it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, bindparam, delete, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, Moment
from models.core.db import one, rows
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.people.department import Department
from models.people.person import Person, filed_under
from models.people.skill import PersonSkill, Skill, held_skill

ASKED_A_DAY = 10
PAGE = 50


class Endorsement(Base):
    """One colleague and one skill of one person."""

    __tablename__ = "endorsements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "skill_id"],
            ["person_skills.person_id", "person_skills.skill_id"],
            ondelete="CASCADE",
            name="fk_endorsements_person_skill",
        ),
        Index("ix_endorsements_by_id", "by_id"),
    )

    person_id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class EndorsementRequest(Base):
    """A person asked a colleague to endorse a skill; a second time asks nothing new."""

    __tablename__ = "endorsement_requests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "skill_id"],
            ["person_skills.person_id", "person_skills.skill_id"],
            ondelete="CASCADE",
            name="fk_endorsement_requests_person_skill",
        ),
        Index("ix_endorsement_requests_person_id_at", "person_id", "at"),
    )

    person_id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(primary_key=True)
    of_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


def endorse(session: Session, by: Actor, person_id: int, skill_id: int) -> None:
    """Confirm that the person has the skill. Raises LookupError for a skill they do not name, Refused for oneself."""
    held_skill(session, person_id, skill_id)
    if by.id == person_id:
        raise Refused(_("You cannot endorse yourself. Ask a colleague who has seen you do it."))
    if session.get(Endorsement, (person_id, skill_id, by.id)) is None:
        session.add(Endorsement(person_id=person_id, skill_id=skill_id, by_id=by.id, at=clock.now()))
        session.flush()
        record(session, by, "endorsed", "skill", skill_id, person=person_id)


def withdraw(session: Session, person_id: int, skill_id: int, by_id: int) -> bool:
    """Take an endorsement back, or off one's own profile; False when there was none."""
    mine = (Endorsement.person_id == person_id, Endorsement.skill_id == skill_id, Endorsement.by_id == by_id)
    done: Any = session.execute(delete(Endorsement).where(*mine))
    return bool(done.rowcount)


ASKED_TODAY = select(func.count()).where(
    EndorsementRequest.person_id == bindparam("person_id"),
    EndorsementRequest.at > bindparam("since", type_=Moment),
)


def ask_to_endorse(session: Session, person: Person, skill_id: int, of: Person) -> None:
    """Ask a named colleague. Raises LookupError for a skill one does not name, and Refused with the reason."""
    held_skill(session, person.id, skill_id)
    if of.id == person.id or of.is_guest or of.disabled_at is not None:
        raise Refused(_("Choose a colleague other than yourself"))
    if session.get(Endorsement, (person.id, skill_id, of.id)) is not None:
        raise Refused(_("%(name)s has endorsed this already.", name=of.name))
    if session.get(EndorsementRequest, (person.id, skill_id, of.id)) is not None:
        raise Refused(_("You have asked %(name)s already.", name=of.name))
    if one(session, ASKED_TODAY, person_id=person.id, since=clock.now() - timedelta(days=1))[0] >= ASKED_A_DAY:
        raise Refused(
            ngettext(
                "You can ask %(num)s colleague a day. Nobody was asked this time. Try again tomorrow.",
                "You can ask %(num)s colleagues a day. Nobody was asked this time. Try again tomorrow.",
                ASKED_A_DAY,
            )
        )
    session.add(EndorsementRequest(person_id=person.id, skill_id=skill_id, of_id=of.id, at=clock.now()))
    session.flush()
    record(session, person, "asked-to-endorse", "person", person.id, person=of.id)


def remove_skill(session: Session, person: Person, skill_id: int) -> int:
    """Take a skill off one's profile; returns how many endorsements went with it. Raises LookupError."""
    held = held_skill(session, person.id, skill_id)
    gone = count_endorsements(session, person.id, skill_id)
    for table in (Endorsement, EndorsementRequest):
        session.execute(delete(table).where(table.person_id == person.id, table.skill_id == skill_id))
    session.delete(held)
    person.touch(session)
    session.flush()
    return gone


HOW_MANY = select(func.count()).where(
    Endorsement.person_id == bindparam("person_id"), Endorsement.skill_id == bindparam("skill_id")
)


def count_endorsements(session: Session, person_id: int, skill_id: int) -> int:
    return int(one(session, HOW_MANY, person_id=person_id, skill_id=skill_id)[0])


ENDORSERS = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Endorsement.at,
        Department.name.label("department_name"),
    )
    .join(Endorsement, Endorsement.by_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(
        Endorsement.person_id == bindparam("person_id"),
        Endorsement.skill_id == bindparam("skill_id"),
        tuple_(Person.filed_as, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")),
    )
    .order_by(Person.filed_as, Person.id)
    .limit(bindparam("limit"))
)


def endorsers(
    session: Session, person_id: int, skill_id: int, after: tuple[str, int] = ("", 0), limit: int = PAGE
) -> list[Any]:
    """Rows (id, username, name, at, department_name) by name; for staff, who may know of each other."""
    values = {"person_id": person_id, "skill_id": skill_id, "after_name": filed_under(after[0]), "after_id": after[1]}
    return rows(session, ENDORSERS, **values, limit=limit)


HELD = (
    select(
        Skill.id,
        Skill.name,
        Skill.kind,
        Skill.description,
        Skill.levels,
        PersonSkill.level,
        select(func.count())
        .where(Endorsement.person_id == PersonSkill.person_id, Endorsement.skill_id == Skill.id)
        .scalar_subquery()
        .label("endorsements"),
        select(func.count())
        .where(
            Endorsement.person_id == PersonSkill.person_id,
            Endorsement.skill_id == Skill.id,
            Endorsement.by_id == bindparam("looker_id"),
        )
        .scalar_subquery()
        .label("mine"),
    )
    .join(PersonSkill, PersonSkill.skill_id == Skill.id)
    .where(PersonSkill.person_id == bindparam("person_id"))
)
ONE_HELD = HELD.where(Skill.id == bindparam("skill_id"))
ALL_HELD = HELD.order_by(Skill.name, Skill.id)


def skill_held(session: Session, person_id: int, skill_id: int, looker_id: int) -> Any:
    """The row of one skill of the person with its description, level, number of endorsements and `mine`, or None."""
    if skill_id >= 2**31:
        return None
    return one(session, ONE_HELD, person_id=person_id, skill_id=skill_id, looker_id=looker_id)


def skills_held(session: Session, person_id: int) -> list[Any]:
    """The same for all skills of the person, by name. For the person alone."""
    return rows(session, ALL_HELD, person_id=person_id, looker_id=person_id)
