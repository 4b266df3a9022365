"""Departments: the tree of organisations, kept with a path so that one read answers who stands above whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.core import clock
from models.core.base import Base, key, name
from models.core.db import rows, session_of
from models.core.text import slugify


class Department(Base):
    """One node: ministry, agency, directorate or team. `path` is `/1/5/12/`: the ids from the top down to itself."""

    __tablename__ = "departments"
    __table_args__ = (Index("ix_departments_parent_id_name", "parent_id", "name"), Index("ix_departments_path", "path"))

    id: Mapped[key]
    name: Mapped[name]
    slug: Mapped[str] = mapped_column(String(130), unique=True)
    abbreviation: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    path: Mapped[str] = mapped_column(String(400), default="/")
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    origin_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    origin: Mapped[dict[str, Any] | None]

    parent: Mapped["Department | None"] = relationship(remote_side="Department.id", lazy="raise")

    @property
    def ids_above(self) -> tuple[int, ...]:
        """Its own id and those of every department above it, from the top down."""
        return path_ids(self.path)

    def move(self, parent: "Department | None") -> None:
        """Put it, with all below it, under `parent` (None: to the top). Raises ValueError for a move into itself."""
        if parent is not None and self.id in parent.ids_above:
            raise ValueError("A department cannot stand below itself.")
        session = session_of(self)
        old, new = self.path, f"{parent.path if parent else '/'}{self.id}/"
        below = session.scalars(select(Department).where(Department.path.startswith(old, autoescape=True)))
        for each in below:
            each.path = new + each.path[len(old) :]
        self.parent_id = parent.id if parent else None


class DepartmentMerger(Base):
    """A department that became part of another: its address leads on to that one."""

    __tablename__ = "department_mergers"

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


def merged_into(session: Session, department_id: int) -> int | None:
    """The id of the department that this one became part of, also by several steps; None when it is its own."""
    seen = {department_id}
    here = department_id
    while (into := session.scalar(MERGED_INTO, {"department_id": here})) is not None and into not in seen:
        seen.add(into)
        here = into
    return here if here != department_id else None


MERGED_INTO = select(DepartmentMerger.into_id).where(DepartmentMerger.department_id == bindparam("department_id"))


def path_ids(path: str | None) -> tuple[int, ...]:
    """The ids in a path such as `/1/5/12/`."""
    return tuple(int(part) for part in (path or "").split("/") if part)


def found_department(session: Session, name: str, parent: Department | None = None, **values: Any) -> Department:
    """Add a department below `parent`; its address is made from the name."""
    made = Department(name=name.strip(), slug=_free_slug(session, name), created_at=clock.now(), **values)
    made.parent_id = parent.id if parent else None
    session.add(made)
    session.flush()
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    return made


def _free_slug(session: Session, name: str) -> str:
    base = slugify(name)
    slug, number = base, 1
    while session.scalar(select(Department.id).where(Department.slug == slug)):
        number += 1
        slug = f"{base[:120]}-{number}"
    return slug


ALL_DEPARTMENTS = select(
    Department.id,
    Department.name,
    Department.slug,
    Department.abbreviation,
    Department.parent_id,
    Department.path,
    Department.closed_at,
).order_by(Department.name, Department.id)


def all_departments(session: Session) -> list[Any]:
    """Every department as a row (id, name, slug, abbreviation, parent_id, path, closed_at), by name."""
    return rows(session, ALL_DEPARTMENTS)
