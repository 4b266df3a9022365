"""Who belongs to a space and as what: memberships, departments it is shared with, and requests to join."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, key, word
from models.core.db import rows
from models.core.errors import Refused
from models.core.language import gettext as _
from models.people.department import Department
from models.people.person import Person
from models.spaces.space import Space

ROLES = ("reader", "contributor", "curator", "owner")


class Membership(Base):
    """One person in one space."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index("ix_memberships_person_id_space_id", "person_id", "space_id"),
        CheckConstraint("role IN ('reader', 'contributor', 'curator', 'owner')", name="role"),
    )

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[word]
    joined_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class SpaceShare(Base):
    """A department whose people may read a closed space without being listed one by one."""

    __tablename__ = "space_shares"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class JoinRequest(Base):
    """Somebody asks an owner to be let in."""

    __tablename__ = "join_requests"
    __table_args__ = (Index("ix_join_requests_space_id_decided_at", "space_id", "decided_at"),)

    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    granted: Mapped[bool | None]


def membership(session: Session, space: Space, person_id: int) -> Membership | None:
    return session.get(Membership, (space.id, person_id))


def set_role(session: Session, space: Space, person: Person, role: str, by_id: int | None = None) -> Membership:
    """Make the person a member with this role, or change the role.

    Raises Refused for a guest in an open space (a guest sees only what a closed space shows its members)
    and when the last owner would lose the office.
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    if person.is_guest and not space.is_closed:
        raise Refused(_("Guests can only be added to closed spaces, because they cannot read what is open to all staff."))
    found = membership(session, space, person.id)
    if found is None:
        found = Membership(space_id=space.id, person_id=person.id, joined_at=clock.now(), added_by_id=by_id)
        session.add(found)
    elif found.role == "owner" and role != "owner":
        check_owner_remains(session, space)
    found.role = role
    return found


def remove_member(session: Session, space: Space, person_id: int) -> None:
    """Take somebody out. Raises Refused when the space would have no owner."""
    found = membership(session, space, person_id)
    if found is None:
        return
    if found.role == "owner":
        check_owner_remains(session, space)
    session.delete(found)


def check_owner_remains(session: Session, space: Space) -> None:
    owners = session.scalar(
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.space_id == space.id, Membership.role == "owner", Person.disabled_at.is_(None))
    )
    if (owners or 0) < 2:
        raise Refused(_("A space needs an owner. Make somebody else an owner first."))


MEMBERS = (
    select(
        Membership.person_id,
        Membership.role,
        Membership.joined_at,
        Person.username,
        Person.name,
        Person.job_title,
        Person.is_guest,
        Department.name.label("department_name"),
    )
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Membership.space_id == bindparam("space_id"), Person.disabled_at.is_(None))
    .order_by(Person.name, Person.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def members(session: Session, space_id: int, limit: int = 200, offset: int = 0) -> list[Any]:
    """Rows of the members by name: person_id, role, joined_at, username, name, job_title, is_guest, department_name."""
    return rows(session, MEMBERS, space_id=space_id, limit=limit, offset=offset)
