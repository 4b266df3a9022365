"""What a person muted, as a condition that streams share. Who mutes, and what that means, stands in `following`."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import as_words, rows, words
from models.entries.following import MUTE, Follow
from models.entries.linking import Mention
from models.entries.tagging import Tagging
from models.people.department import Department
from models.people.person import Person

_ONE: Any = literal_column("1")
_NO: Any = literal_column("0")


@dataclass
class Muted:
    """Ids of what a person muted; `department` has those below a muted one, too."""

    entry: list[int] = field(default_factory=list)
    space: list[int] = field(default_factory=list)
    tag: list[int] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    department: list[int] = field(default_factory=list)


_unit, _below = Department.__table__.alias("unit"), Department.__table__.alias("below")
_muted_things = {
    "entry": Follow.entry_id,
    "space": Follow.space_id,
    "tag": Follow.tag_id,
    "person": Follow.followed_id,
}
_mine = (Follow.person_id == bindparam("person_id", type_=Integer), Follow.level == literal_column(f"'{MUTE}'"))
MUTED = union_all(
    select(
        case(*((column.is_not(None), literal_column(f"'{what}'")) for what, column in _muted_things.items())),
        cast(func.coalesce(*_muted_things.values()), BigId),
    ).where(*_mine, Follow.department_id.is_(None)),
    select(literal_column("'department'"), cast(_below.c.id, BigId))
    .select_from(Follow)
    .join(_unit, _unit.c.id == Follow.department_id)
    .join(_below, func.substr(_below.c.path, 1, func.length(_unit.c.path)) == _unit.c.path)
    .where(*_mine),
)


def muted_by(session: Session, person_id: int) -> Muted:
    """All that the person muted. Home asks for it together with what they follow."""
    found = Muted()
    for what, thing_id in rows(session, MUTED, person_id=person_id):
        getattr(found, what).append(thing_id)
    return found


def muted_values(muted: Muted | None, me: int) -> dict[str, Any]:
    """What to bind for `not_muted`."""
    muted = muted or Muted()
    ids = {f"muted_{name}": numbers for name, numbers in vars(muted).items()}
    return {
        **{name: as_words(numbers) for name, numbers in ids.items()},
        "has_mutes": int(any(ids.values())),
        "muted_by": me,
    }


def not_muted(table: Any) -> Any:
    """True for an entry that has nothing to do with what is muted, and for one that names or was written by whoever
    muted it. A case, so that those who muted nothing (nearly all) pay for one comparison a row."""
    me = bindparam("muted_by", type_=Integer)
    unmuted = and_(
        table.c.id.not_in(_ids("muted_entry")),
        # A post on no space has nothing to be found among.
        case((table.c.space_id.is_(None), _ONE), (table.c.space_id.in_(_ids("muted_space")), _NO), else_=_ONE) == _ONE,
        table.c.author_id.not_in(_ids("muted_person")),
        in_units(table, "muted_department").is_(None),
        _tagged(table).is_(None),
    )
    return (
        case(
            (bindparam("has_mutes", type_=Integer) == 0, _ONE),
            (table.c.author_id == me, _ONE),
            (unmuted, _ONE),
            else_=case((_names(table, me).is_not(None), _ONE), else_=_NO),
        )
        == _ONE
    )


def in_units(table: Any, parameter: str) -> Any:
    """1 when the author works in one of the departments bound to `parameter` (those below included), else NULL."""
    return (
        select(_ONE)
        .where(
            Person.id == table.c.author_id,
            Person.department_id.in_(select(cast(words(parameter).c.value, Integer))),
        )
        .limit(_ONE)
        .correlate(table)
        .scalar_subquery()
    )


def _ids(parameter: str) -> Any:
    return select(cast(words(parameter).c.value, BigId))


def _tagged(table: Any) -> Any:
    return (
        select(_ONE)
        .where(Tagging.entry_id == table.c.id, Tagging.tag_id.in_(select(cast(words("muted_tag").c.value, Integer))))
        .limit(_ONE)
        .correlate(table)
        .scalar_subquery()
    )


def _names(table: Any, me: Any) -> Any:
    return (
        select(_ONE)
        .where(Mention.entry_id == table.c.id, Mention.person_id == me)
        .limit(_ONE)
        .correlate(table)
        .scalar_subquery()
    )
