"""Who may read an audience now, as a list of people: the keyring seen from the other side. For asking and counting."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, false, func, literal, or_, select
from sqlalchemy.orm import Session

from models.core.db import rows
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import CURATING
from models.spaces.membership import ROLES, Membership, SpaceShare, known_usernames


def may_read(audience: str) -> ColumnElement[bool]:
    """A condition on Person, outer joined with Department: an active account that holds this key now."""
    scope, _colon, number = audience.partition(":")
    return and_(Person.disabled_at.is_(None), _holds(scope, int(number) if number.isdigit() else 0))


def _holds(scope: str, number: int) -> ColumnElement[bool]:
    colleague = Person.is_guest.is_(False)
    if scope == "everyone":
        return colleague
    if scope == "person":
        return Person.id == number
    if scope == "department":
        return and_(colleague, below(number))
    if scope == "space":
        return or_(member_of(number), and_(colleague, _shared_with(number)))
    if scope == "curators":
        return member_of(number, CURATING)
    return false()


def below(department_id: int) -> ColumnElement[bool]:
    """The person's department is this one or lies below it."""
    return Department.path.like(f"%/{department_id}/%")


def member_of(space_id: int, roles: Sequence[str] = ROLES) -> ColumnElement[bool]:
    """The person belongs to the space, in one of the roles."""
    mine = select(Membership.person_id).where(Membership.space_id == space_id, Membership.person_id == Person.id)
    return (mine if roles == ROLES else mine.where(Membership.role.in_(roles))).exists()


def _shared_with(space_id: int) -> ColumnElement[bool]:
    path = literal("%/") + cast(SpaceShare.department_id, String) + literal("/%")
    return select(SpaceShare.space_id).where(SpaceShare.space_id == space_id, Department.path.like(path)).exists()


def people_where(*conditions: ColumnElement[bool]) -> Any:
    """Ids of the people that fit, with the departments that `may_read` and `below` look at joined."""
    return select(Person.id).outerjoin(Department, Department.id == Person.department_id).where(*conditions)


def count_where(*conditions: ColumnElement[bool]) -> Any:
    """How many fit."""
    joined = select(func.count()).select_from(Person).outerjoin(Department, Department.id == Person.department_id)
    return joined.where(*conditions)


def nameable(session: Session, username: str, space_id: int | None) -> Person | None:
    """The active account with this username, if it may be named in the space: a colleague, or a guest of it."""
    wanted = username.strip().lower()
    found = known_usernames(session, [wanted], space_id).get(wanted) if wanted else None
    person = session.get(Person, found) if found is not None else None
    return person if person is not None and person.disabled_at is None else None


# Enough to see that a name is not one person's alone, however many guests of other spaces are called so as well.
NAMESAKES = 20
CALLED = (
    select(Person.username)
    # SQLite folds ASCII alone.
    .where(
        or_(func.lower(Person.name) == bindparam("folded"), Person.name == bindparam("name")),
        Person.disabled_at.is_(None),
    )
    .order_by(Person.is_guest, Person.id)
    .limit(NAMESAKES)
)


def meant(session: Session, said: str, space_id: int | None) -> Person | None:
    """Whom somebody means who types a username, with or without @, or a name that only one has who may be named."""
    said = " ".join(said.strip().removeprefix("@").split())
    found = nameable(session, said, space_id)
    if found is not None or " " not in said:
        return found
    usernames = [row.username for row in rows(session, CALLED, name=said, folded=said.lower())]
    people = [person for each in usernames if (person := nameable(session, each, space_id)) is not None]
    return people[0] if len(people) == 1 else None


def widens(before: str, after: str) -> bool:
    """True when somebody may read the audience `after` who could not read `before`, as far as the keys tell."""
    if before in ("everyone", after):
        return False
    scope, _colon, number = after.partition(":")
    return scope != "person" and not (scope == "curators" and before == f"space:{number}")
