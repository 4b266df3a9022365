"""What administrators do with accounts and departments: list, change, rename, move, close. Never content."""

from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.db import rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.people.department import Department, DepartmentMerger
from models.people.directory import pattern
from models.people.person import Person, check_email, check_name, filed_under
from models.people.source import BINDING, FieldSource

PAGE = 50
WHICH = ("active", "guests", "offices", "disabled", "objecting")

_SAID = func.lower(Person.name + literal(" ") + Person.username + literal(" ") + func.coalesce(Person.email, ""))
# Says that the department is wrong in which a list puts them.
_objects = (
    select(literal(1))
    .where(
        FieldSource.person_id == Person.id, FieldSource.field == literal(BINDING), FieldSource.refused_at.is_not(None)
    )
    .exists()
)
ACCOUNTS = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.email,
        Person.is_guest,
        Person.is_admin,
        Person.is_moderator,
        Person.disabled_at,
        Department.name.label("department_name"),
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .where(
        or_(
            bindparam("text") == literal(""),
            _SAID.like(bindparam("text"), escape="\\"),
        ),
        or_(
            (bindparam("which") == literal("active")) & Person.disabled_at.is_(None),
            (bindparam("which") == literal("guests")) & Person.is_guest & Person.disabled_at.is_(None),
            (bindparam("which") == literal("offices"))
            & or_(Person.is_admin, Person.is_moderator)
            & Person.disabled_at.is_(None),
            (bindparam("which") == literal("disabled")) & Person.disabled_at.is_not(None),
            (bindparam("which") == literal("objecting")) & _objects & Person.disabled_at.is_(None),
        ),
        tuple_(Person.filed_as, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")),
    )
    .order_by(Person.filed_as, Person.id)
    .limit(bindparam("limit"))
)


def accounts(
    session: Session, which: str = "active", text: str = "", after: tuple[str, int] = ("", 0), limit: int = PAGE
) -> list[Any]:
    """Rows of accounts by name; `which` is one of WHICH, `after` the (name, id) that the page before ended with."""
    return rows(
        session,
        ACCOUNTS,
        which=which,
        text=pattern(text),
        after_name=filed_under(after[0]),
        after_id=after[1],
        limit=limit,
    )


def change_account(
    session: Session,
    person: Person,
    by: Actor,
    *,
    name: str,
    email: str,
    department_id: int | None,
    is_admin: bool,
    is_moderator: bool,
) -> None:
    """Set what an administrator may set. Raises Invalid (`name`, `email`, `is_admin`) and Refused (last one)."""
    if person.is_guest and (is_admin or is_moderator):
        raise Invalid(_("A guest cannot be an administrator or a moderator"), "is_admin")
    if person.is_admin and not is_admin:
        check_admin_remains(session)
    person.name, person.email = check_name(name), check_email(session, email, person)
    person.department_id, person.is_admin, person.is_moderator = department_id, is_admin, is_moderator
    person.touch(session)
    record(session, by, "changed-account", "person", person.id, admin=is_admin, moderator=is_moderator)


def check_admin_remains(session: Session) -> None:
    """Raises Refused when there is only one administrator."""
    found = select(func.count()).select_from(Person).where(Person.is_admin, Person.disabled_at.is_(None))
    if (session.scalar(found) or 0) < 2:
        raise Refused(_("There must be an administrator. Make somebody else one first."))


def change_department(
    session: Session,
    department: Department,
    by: Actor,
    *,
    name: str,
    abbreviation: str,
    description: str,
    parent: Department | None,
) -> None:
    """Rename and move a department. Raises Invalid (`name`, `parent`)."""
    before = department.name, department.abbreviation
    department.name = check_department_name(name)
    department.abbreviation = clean(abbreviation).strip()[:40]
    department.description = clean(description).strip()
    if (parent.id if parent else None) != department.parent_id:
        if parent is not None and department.id in parent.ids_above:
            raise Invalid(_("A department cannot stand below itself"), "parent")
        department.move(parent)
    if (department.name, department.abbreviation) != before:
        _index_people_of(session, department)
    record(session, by, "changed-department", "department", department.id)


def check_department_name(name: str) -> str:
    name = clean(name).strip()
    if not 1 <= len(name) <= 200:
        raise Invalid(_("Enter a name of 1 to 200 characters"), "name")
    return name


def close_department(session: Session, department: Department, by: Actor) -> None:
    """Offer the department no more; who and what belongs to it stays."""
    department.closed_at = clock.now()
    record(session, by, "closed-department", "department", department.id)


def reopen_department(session: Session, department: Department, by: Actor) -> None:
    """Offer the department again. What became part of another by a merger stays there; the address is its own again."""
    department.closed_at = None
    if (merger := session.get(DepartmentMerger, department.id)) is not None:
        session.delete(merger)
    record(session, by, "reopened-department", "department", department.id)


def _index_people_of(session: Session, department: Department) -> None:
    # The department's name is among the words that find a person.
    ids = session.scalars(select(Person.id).where(Person.department_id == department.id)).all()
    if ids:
        subjects = [f"person:{each}" for each in ids]
        outbox.promise(session, "index", f"department:{department.id}", subjects=subjects)


STATUS = select(
    select(func.count())
    .select_from(Person)
    .where(Person.disabled_at.is_(None), ~Person.is_guest)
    .scalar_subquery()
    .label("colleagues"),
    select(func.count())
    .select_from(Person)
    .where(Person.disabled_at.is_(None), Person.is_guest)
    .scalar_subquery()
    .label("guests"),
    select(func.count()).select_from(Department).scalar_subquery().label("departments"),
)


def count_accounts(session: Session) -> Any:
    """Row: colleagues, guests, departments."""
    return rows(session, STATUS)[0]
