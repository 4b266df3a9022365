"""Whether all who hold one audience surely hold another: for what must never be shown more widely than it was."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.core.db import one
from models.people.department import Department, path_ids

PATH = select(Department.path).where(Department.id == bindparam("department_id"))


def is_inside(session: Session, audience: str, ceiling: str) -> bool:
    """True when `audience` is no wider than `ceiling`. What cannot be told is taken as wider."""
    if ceiling in ("everyone", audience):
        return True
    scope, _colon, number = audience.partition(":")
    above, _colon, wanted = ceiling.partition(":")
    if scope == "curators" and above == "space":
        # Curators are members.
        return number == wanted
    if scope != "department" or above != "department":
        return False
    row = one(session, PATH, department_id=int(number))
    return row is not None and int(wanted) in path_ids(row.path)
