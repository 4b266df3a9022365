"""The directory: colleagues by a part of their name or title, department and place; one page at a time."""

from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import rows
from models.core.language import lazy_gettext as _l
from models.people.department import Department
from models.people.person import Person

PAGE = 50

_SAID = func.lower(Person.name + literal(" ") + Person.username + literal(" ") + Person.job_title)
_COLLEAGUES = (
    ~Person.is_guest,
    Person.disabled_at.is_(None),
    or_(bindparam("text") == literal(""), _SAID.like(bindparam("text"), escape="\\")),
    or_(
        bindparam("path") == literal(""),
        func.substr(Department.path, 1, func.length(bindparam("path"))) == bindparam("path"),
    ),
    or_(bindparam("place") == literal(""), Person.place == bindparam("place")),
)
COLLEAGUES = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.job_title,
        Person.place,
        Person.is_guest,
        Person.department_id,
        Department.name.label("department_name"),
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .where(*_COLLEAGUES, tuple_(Person.name, Person.id) > tuple_(bindparam("after_name"), bindparam("after_id")))
    .order_by(Person.name, Person.id)
    .limit(bindparam("limit"))
)
PLACES = (
    select(Person.place, func.count().label("n"))
    .where(Person.place != "", ~Person.is_guest, Person.disabled_at.is_(None))
    .group_by(Person.place)
    .order_by(func.count().desc(), Person.place)
    .limit(30)
)
HOW_MANY = (
    select(func.count())
    .select_from(Person)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(*_COLLEAGUES)
)


def find_people(
    session: Session,
    *,
    text: str = "",
    path: str = "",
    place: str = "",
    after: tuple[str, int] = ("", 0),
    limit: int = PAGE,
) -> list[Any]:
    """Rows of active colleagues (no guests) by name: id, username, name, job_title, place, department_id and _name.

    `path` is that of a department and covers all below it; `after` the (name, id) that the page before ended with.
    """
    values = {"text": pattern(text), "path": path, "place": place}
    return rows(session, COLLEAGUES, **values, after_name=after[0], after_id=after[1], limit=limit)


def count_colleagues(session: Session, *, text: str = "", path: str = "", place: str = "") -> int:
    """How many `find_people` would find without an end."""
    values = {"text": pattern(text), "path": path, "place": place}
    return int(session.connection().execute(HOW_MANY, values).scalar() or 0)


def places(session: Session) -> list[Any]:
    """Rows (place, n) of the 30 places where most colleagues work."""
    return rows(session, PLACES)


def pattern(text: str) -> str:
    """LIKE pattern for these words in order. SQLite folds ASCII alone, so any other letter matches any one letter."""
    words = text.lower().replace("\\", "").replace("%", "\\%").replace("_", "\\_").split()
    pattern = "%".join(words)
    return f"%{''.join(each if each.isascii() else '_' for each in pattern)}%" if words else ""


automatic(
    Automatic(
        name="places-of-people",
        title=_l("Places in the directory"),
        does=_l("Lists the 30 commonest places to filter by. People themselves stand by name."),
        inputs=(_l("The place that people wrote on their profile."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off."),
        address="/people",
    )
)
