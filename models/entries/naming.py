"""Who is told when a text names people and units, and who is not: asked before it is posted and when it was."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, not_, or_, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows, words
from models.core.language import gettext as _
from models.core.language import ngettext, number
from models.core.text import UnitId
from models.people.department import Department
from models.people.person import Person
from models.policy.readers import may_read, people_where
from models.policy.viewer import Viewer
from models.spaces.membership import Membership

# A unit of more people is told only when a curator of the space (a moderator, where there is no space) names it.
LARGE = 200
# Nobody tells more at once: what concerns them all is a post for everyone.
LARGEST = 3000


class Unit(NamedTuple):
    """A unit with its path and how many work in it or below."""

    id: int
    name: str
    path: str
    size: int


_below = Department.__table__.alias("below")
_size = (
    select(func.count())
    .select_from(Person)
    .join(_below, _below.c.id == Person.department_id)
    .where(
        Person.disabled_at.is_(None),
        func.substr(_below.c.path, 1, func.length(Department.path)) == Department.path,
    )
    .correlate(Department)
    .scalar_subquery()
)
BY_ID = select(Department.id, Department.name, Department.path, _size.label("size")).where(
    Department.id.in_(select(cast(words("units").c.value, Integer)))
)


def units_by_id(session: Session, ids: Iterable[int]) -> list[Unit]:
    """The units with these ids."""
    wanted = as_words(ids)
    return [Unit(*row) for row in rows(session, BY_ID, units=wanted)] if wanted != "[]" else []


def people_of(paths: Sequence[str]) -> Any:
    """A select of the ids of all who work in the units with these paths, or below."""
    inside = [Department.path.startswith(path, autoescape=True) for path in paths]
    return people_where(Person.disabled_at.is_(None), or_(*inside))


ROLE = select(Membership.role).where(
    Membership.person_id == bindparam("person_id"), Membership.space_id == bindparam("space_id")
)
IS_MODERATOR = select(Person.is_moderator).where(Person.id == bindparam("person_id"))


def too_large(session: Session, by_id: int | None, space_id: int | None, unit: Unit) -> bool:
    """True when the people of the unit are not told because of how many they are."""
    if unit.size <= LARGE:
        return False
    if unit.size > LARGEST or by_id is None:
        return True
    if space_id is None:
        return not session.scalar(IS_MODERATOR, {"person_id": by_id})
    return session.scalar(ROLE, {"person_id": by_id, "space_id": space_id}) not in ("curator", "owner")


def not_told(
    session: Session, viewer: Viewer, people: dict[str, int], audience: str, space_id: int | None
) -> list[str]:
    """Sentences about whoever is named and would not be told; nothing about people whom the viewer cannot know of."""
    persons = {each for each in people.values() if not isinstance(each, UnitId)} - {viewer.id}
    found = []
    names = _who_may_not_read(session, viewer, persons, audience)
    if names:
        listed = ", ".join(names)
        found.append(
            ngettext(
                "%(names)s may not read this and is not told.",
                "%(names)s may not read this and are not told.",
                len(names),
                names=listed,
            )
        )
    units = units_by_id(session, {int(each) for each in people.values() if isinstance(each, UnitId)})
    for unit in units:
        if too_large(session, viewer.id, space_id, unit):
            found.append(_size_words(unit, space_id))
        elif not session.scalar(people_of([unit.path]).where(may_read(audience)).limit(1)):
            found.append(_("Nobody in %(unit)s may read this, so nobody there is told.", unit=unit.name))
    return found


def _size_words(unit: Unit, space_id: int | None) -> str:
    values = {"unit": unit.name, "num": number(unit.size), "most": number(LARGE)}
    if unit.size > LARGEST:
        values["most"] = number(LARGEST)
        return _("%(unit)s has %(num)s people. Units of more than %(most)s are not told at once.", **values)
    if space_id is None:
        return _(
            "%(unit)s has %(num)s people. Only moderators can tell more than %(most)s at once, so they are not told.",
            **values,
        )
    return _(
        "%(unit)s has %(num)s people. Only curators can tell more than %(most)s at once, so they are not told.",
        **values,
    )


def _who_may_not_read(session: Session, viewer: Viewer, persons: set[int], audience: str) -> list[str]:
    if not persons:
        return []
    conditions = [among(Person.id, "people"), Person.disabled_at.is_(None), not_(may_read(audience))]
    if viewer.is_guest:
        # A guest knows of those alone who belong to a space of theirs.
        together = select(Membership.person_id).where(Membership.space_id.in_(list(viewer.roles)))
        conditions.append(Person.id.in_(together))
    statement = people_where(*conditions).with_only_columns(Person.name).order_by(Person.filed_as)
    return list(session.scalars(statement, {"people": as_words(persons)}))
