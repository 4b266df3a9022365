"""Reading the tree of departments: what stands above and below one, and how many people work where."""

from typing import Any

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.people.department import Department, DepartmentMerger, path_ids
from models.people.person import Person
from models.people.post import Post

_staff = (
    select(func.count())
    .select_from(Person)
    .where(Person.department_id == Department.id, Person.disabled_at.is_(None), ~Person.is_guest)
    .scalar_subquery()
)
BELOW = (
    select(
        Department.id,
        Department.name,
        Department.abbreviation,
        Department.parent_id,
        Department.path,
        Department.closed_at,
        _staff.label("staff"),
    )
    .where(func.substr(Department.path, 1, func.length(bindparam("path"))) == bindparam("path"))
    .where(Department.id.not_in(select(DepartmentMerger.department_id)))
    .order_by(Department.name, Department.id)
)
_charted = (
    select(Post.id)
    .where(Post.department_id == Department.id, Post.ended_at.is_(None))
    .limit(literal_column("1"))
    .scalar_subquery()
)
ON_PATH = (
    select(Department.id, Department.name, Department.abbreviation, Department.path, _charted.label("charted"))
    .where(among(Department.id, "departments"))
    .order_by(func.length(Department.path))
)


def way_to(session: Session, path: str | None) -> list[Any]:
    """Rows (id, name, abbreviation, path, charted) of the departments on a path such as `/1/5/12/`, from the top down.

    `charted` is none where there is no organisation chart.
    """
    ids = path_ids(path)
    return rows(session, ON_PATH, departments=as_words(ids)) if ids else []


def tree(session: Session, path: str = "/") -> list[dict[str, Any]]:
    """The departments at and below a path as nested nodes by name; without a path all.

    A node: id, name, abbreviation, closed_at, staff (people of its own), total (with all below) and children.
    """
    found = rows(session, BELOW, path=path)
    nodes: dict[int, dict[str, Any]] = {row.id: {**row._mapping, "total": row.staff, "children": []} for row in found}
    top: list[dict[str, Any]] = []
    for node in nodes.values():
        above = nodes.get(node["parent_id"])
        (above["children"] if above else top).append(node)
    # The deepest first, so that each total is complete before it is added to the one above.
    for node in sorted(nodes.values(), key=lambda each: -len(path_ids(each["path"]))):
        above = nodes.get(node["parent_id"])
        if above:
            above["total"] += node["total"]
    return top
