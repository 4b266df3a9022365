"""Who answers for a page and until when it holds: the columns, the two values they stand for, and their SQL forms.

The verbs are in owning (who), checking (until when) and status (official, draft, outdated).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, case, cast, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.core import clock
from models.core.base import Base, BigId
from models.people.department import Department
from models.people.person import Person
from models.spaces.membership import Membership
from models.spaces.space import Space

# Roles that can answer for a page together.
OWNING_ROLES = ("curator", "owner")
EVERY_MONTHS = (3, 6, 12, 24)
USUAL_MONTHS = 12
AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a page: one person, all with a role in the space, a department, or (none set) nobody by name."""

    person_id: int | None = None
    role: str | None = None
    department_id: int | None = None

    def __str__(self) -> str:
        """As forms and acts write it: `person:12`, `role:curator`, `department:5`, or nothing."""
        if self.person_id:
            return f"person:{self.person_id}"
        if self.role:
            return f"role:{self.role}"
        return f"department:{self.department_id}" if self.department_id else ""

    @classmethod
    def parse(cls, text: str) -> "Owner":
        """Raises ValueError for anything that `str` would not write."""
        kind, _colon, value = text.partition(":")
        if not text:
            return cls()
        if kind == "role" and value in OWNING_ROLES:
            return cls(role=value)
        if kind in ("person", "department") and value.isascii() and value.isdigit() and 0 < len(value) < 10:
            return cls(person_id=int(value)) if kind == "person" else cls(department_id=int(value))
        raise ValueError(text)


class Cared:
    """Columns of a page. `review_on` is the day of the next check, `review_months` how long each check holds."""

    owner_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    owner_role: Mapped[str | None] = mapped_column(String(20))
    owner_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    # Set when somebody was made the owner by another and has not said yet that they know.
    owner_told_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    review_on: Mapped[date | None] = mapped_column(Date)
    review_months: Mapped[int | None] = mapped_column()
    checked_at: Mapped[datetime | None] = mapped_column()
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    status_at: Mapped[datetime | None] = mapped_column()
    status_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    replaced_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"))

    @property
    def owner(self) -> Owner:
        return Owner(self.owner_person_id, self.owner_role, self.owner_department_id)


class PageDefaults(Base):
    """What new pages of a space begin with. `owner` is AUTHOR or what `Owner` writes."""

    __tablename__ = "page_defaults"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), default=AUTHOR)
    review_months: Mapped[int | None]


def defaults_of(session: Session, space_id: int) -> tuple[str, int | None]:
    """(owner, months) that new pages of the space begin with."""
    found = session.get(PageDefaults, space_id)
    return (found.owner, found.review_months) if found else (AUTHOR, USUAL_MONTHS)


def first_care(session: Session, space_id: int, author_id: int) -> dict[str, Any]:
    """Values of the columns that a new page begins with."""
    kept, months = defaults_of(session, space_id)
    owner = Owner(person_id=author_id) if kept == AUTHOR else Owner.parse(kept)
    return {
        "owner_person_id": owner.person_id,
        "owner_role": owner.role,
        "owner_department_id": owner.department_id,
        "review_months": months,
        "review_on": months_after(clock.now().date(), months) if months else None,
    }


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def state_of(review_on: date | None, checked_at: datetime | None) -> str:
    """How search and lists mark it: `overdue`, `checked`, or nothing."""
    if review_on is not None and review_on < clock.now().date():
        return "overdue"
    return "checked" if review_on is not None and checked_at is not None else ""


OwnerPerson = aliased(Person, name="owner_person", flat=True)
OwnerUnit = aliased(Department, name="owner_unit", flat=True)


def gone(openness: Any = Space.openness, space_id: Any = Space.id) -> Any:
    """1 where the owner is a person who can no longer do it: the account is closed, or they may not read the page."""
    member = select(Membership.person_id).where(Membership.space_id == space_id, Membership.person_id == OwnerPerson.id)
    return case(
        (OwnerPerson.id.is_(None), 0),
        (OwnerPerson.disabled_at.is_not(None), 1),
        (openness == "open", cast(OwnerPerson.is_guest, Integer)),
        (member.correlate_except(Membership).exists(), 0),
        else_=1,
    )


def owner_columns() -> tuple[Any, ...]:
    """What `kit.owners` needs to name an owner, for statements that join OwnerPerson and OwnerUnit."""
    return (
        OwnerPerson.name.label("owner_name"),
        OwnerPerson.username.label("owner_username"),
        OwnerUnit.id.label("owner_unit_id"),
        OwnerUnit.name.label("owner_unit"),
        gone().label("owner_gone"),
    )
