"""Who belongs to a space and as what: memberships, departments it is shared with, and requests to join."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, bindparam, func, literal, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, key, word
from models.core.db import among, as_words, one, rows
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.text import UnitId
from models.people.department import Department
from models.people.person import Person, filed_under
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

    Raises Refused for a guest in an open space (a guest sees only what a closed space shows its members) or in an
    office, and when the last owner would lose the office.
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    if person.is_guest and role in ("curator", "owner"):
        raise Refused(_("A guest can be a reader or a contributor."))
    if person.is_guest and not space.is_closed:
        text = _("Guests can only be added to closed spaces, because they cannot read what is open to all staff.")
        raise Refused(text)
    found = membership(session, space, person.id)
    if found is None:
        found = Membership(space_id=space.id, person_id=person.id, joined_at=clock.now(), added_by_id=by_id)
        session.add(found)
    elif found.role == "owner" and role != "owner":
        check_owner_remains(session, space)
    found.role = role
    return found


NAMEABLE = select(Person.username, Person.id).where(
    among(Person.username, "usernames"),
    or_(
        Person.is_guest.is_(False),
        Person.id.in_(select(Membership.person_id).where(Membership.space_id == bindparam("space_id"))),
    ),
)


def known_usernames(session: Session, usernames: list[str], space_id: int | None) -> dict[str, int]:
    """Which of the usernames, in any case, can be named in a space, with their ids: colleagues and its own guests.

    A guest of another space is as unknown there as somebody who was made up.
    """
    wanted = sorted({username.lower() for username in usernames})
    found = rows(session, NAMEABLE, usernames=as_words(wanted), space_id=space_id) if wanted else []
    return {row.username: row.id for row in found}


UNITS = select(Department.slug, Department.id).where(among(Department.slug, "slugs"), Department.closed_at.is_(None))


def known_names(session: Session, names: list[str], space_id: int | None) -> dict[str, int]:
    """Whom and what a text in a space can name: people by username (see `known_usernames`), and units by their address,
    as UnitId. Where both have the name, the person is meant."""
    found: dict[str, int] = dict(known_usernames(session, names, space_id))
    slugs = {name.lower() for name in names} - found.keys()
    if slugs:
        found.update((row.slug, UnitId(row.id)) for row in rows(session, UNITS, slugs=as_words(slugs)))
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
    .where(
        Membership.space_id == bindparam("space_id"),
        Person.disabled_at.is_(None),
        or_(bindparam("role") == literal(""), Membership.role == bindparam("role")),
        or_(bindparam("text") == literal(""), func.lower(Person.name).like(bindparam("text"))),
        tuple_(Person.filed_as, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")),
    )
    .order_by(Person.filed_as, Person.id)
    .limit(bindparam("limit"))
)


def members(
    session: Session,
    space_id: int,
    *,
    role: str = "",
    text: str = "",
    after: tuple[str, int] = ("", 0),
    limit: int = 100,
) -> list[Any]:
    """Rows of the members by name: person_id, role, joined_at, username, name, job_title, is_guest, department_name.

    With a role or a part of the name only those; `after` is the (name, id) that the page before ended with.
    """
    return rows(
        session,
        MEMBERS,
        space_id=space_id,
        role=role,
        text=f"%{text.lower().replace('%', '').replace('_', ' ')}%" if text else "",
        after_name=filed_under(after[0]),
        after_id=after[1],
        limit=limit,
    )


COUNTS = (
    select(Membership.role, func.count().label("n"))
    .join(Person, Person.id == Membership.person_id)
    .where(Membership.space_id == bindparam("space_id"), Person.disabled_at.is_(None))
    .group_by(Membership.role)
)


def count_members(session: Session, space_id: int) -> dict[str, int]:
    """How many belong to the space by role; roles that nobody has are left out."""
    return {row.role: row.n for row in rows(session, COUNTS, space_id=space_id)}


SHARES = (
    select(SpaceShare.department_id, Department.name, SpaceShare.created_at)
    .join(Department, Department.id == SpaceShare.department_id)
    .where(SpaceShare.space_id == bindparam("space_id"))
    .order_by(Department.name)
)


def shares(session: Session, space_id: int) -> list[Any]:
    """Rows (department_id, name, created_at) of the departments that a space is shared with."""
    return rows(session, SHARES, space_id=space_id)


REQUESTS = (
    select(
        JoinRequest.id,
        JoinRequest.space_id,
        JoinRequest.message,
        JoinRequest.created_at,
        Person.id.label("person_id"),
        Person.username,
        Person.name,
        Person.job_title,
        Department.name.label("department_name"),
        Space.name.label("space_name"),
        Space.slug.label("space_slug"),
    )
    .join(Person, Person.id == JoinRequest.person_id)
    .join(Space, Space.id == JoinRequest.space_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(JoinRequest.space_id, "spaces"), JoinRequest.decided_at.is_(None), Person.disabled_at.is_(None))
    .order_by(JoinRequest.created_at, JoinRequest.id)
    .limit(100)
)


def open_requests(session: Session, space_ids: Iterable[int]) -> list[Any]:
    """Rows of the requests to join these spaces that nobody has answered, the oldest first."""
    return rows(session, REQUESTS, spaces=as_words(space_ids))


MY_REQUEST = select(JoinRequest.id, JoinRequest.created_at).where(
    JoinRequest.space_id == bindparam("space_id"),
    JoinRequest.person_id == bindparam("person_id"),
    JoinRequest.decided_at.is_(None),
)


def waiting_request(session: Session, space_id: int, person_id: int) -> Any:
    """The person's own request that waits for an answer, as a row (id, created_at), or None."""
    return one(session, MY_REQUEST, space_id=space_id, person_id=person_id)


IN_COMMON = (
    select(Space.id, Space.name, Space.slug, Space.openness, Membership.role)
    .join(Membership, Membership.space_id == Space.id)
    .where(Membership.person_id == bindparam("person_id"), among(Space.id, "spaces"), Space.archived_at.is_(None))
    .order_by(Space.name, Space.id)
    .limit(50)
)


def spaces_among(session: Session, person_id: int, space_ids: Iterable[int]) -> list[Any]:
    """Rows (id, name, slug, openness, role) of those of the spaces that the person belongs to."""
    return rows(session, IN_COMMON, person_id=person_id, spaces=as_words(space_ids))
