"""Positions of pages among those with the same parent: numbers with gaps, so that a move touches one row."""

from typing import Any

from sqlalchemy import BigInteger, Integer, bindparam, func, literal_column, select, update
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import one
from models.entries.entry import Entry

GAP = 1024
# Larger numbers would pass what both databases hold in a whole number of four bytes.
LAST = 2**31 - 1 - GAP

_pages = Entry.__table__
# Repeated word for word in the indexes of the tree.
IS_PAGE = _pages.c.kind == literal_column("'page'")
IS_TOP = (_pages.c.space_id == bindparam("space_id", type_=Integer), IS_PAGE, _pages.c.parent_id.is_(None))
IS_BELOW = (_pages.c.parent_id == bindparam("parent_id", type_=BigId), IS_PAGE, _pages.c.parent_id.is_not(None))


def _under(parent_id: int | None) -> tuple[Any, ...]:
    return IS_TOP if parent_id is None else IS_BELOW


def _last(conditions: tuple[Any, ...]) -> Any:
    found = select(_pages.c.position).where(*conditions)
    return found.order_by(_pages.c.position.desc(), _pages.c.id.desc()).limit(literal_column("1"))


LAST_TOP, LAST_BELOW = _last(IS_TOP), _last(IS_BELOW)


def next_position(session: Session, space_id: int, parent_id: int | None) -> int:
    """The position behind the last page below `parent_id` (None: at the top)."""
    statement = LAST_TOP if parent_id is None else LAST_BELOW
    values = {"space_id": space_id} if parent_id is None else {"parent_id": parent_id}
    last = one(session, statement, **values)
    if last is None:
        return GAP
    if last.position > LAST:
        spread(session, space_id, parent_id)
        return int(one(session, statement, **values).position) + GAP
    return int(last.position) + GAP


def position_between(
    session: Session, space_id: int, parent_id: int | None, page_id: int, before: int | None, after: int | None
) -> int:
    """A free position for the page right before or right after a sibling; with neither, behind the last one.

    Raises LookupError when the sibling does not stand there.
    """
    beside = before or after
    if beside is None:
        return next_position(session, space_id, parent_id)
    for _try in range(2):
        low, high = _gap(session, space_id, parent_id, page_id, beside, before is not None)
        if high - low > 1 and low > -LAST:
            return (low + high) // 2
        spread(session, space_id, parent_id)
    raise LookupError("the siblings could not be spread")


def _gap(
    session: Session, space_id: int, parent_id: int | None, page_id: int, beside: int, before: bool
) -> tuple[int, int]:
    """The positions that enclose the wanted place, both taken."""
    where = (*_under(parent_id), _pages.c.id != page_id)
    values = {"space_id": space_id} if parent_id is None else {"parent_id": parent_id}
    there = session.execute(select(_pages.c.position).where(*where, _pages.c.id == beside), values).scalar()
    if there is None:
        raise LookupError(beside)
    position, number = _pages.c.position, _pages.c.id
    if before:
        earlier = (position < there) | ((position == there) & (number < beside))
        found = session.execute(
            select(position).where(*where, earlier).order_by(position.desc(), number.desc()).limit(1), values
        ).scalar()
        return (there - 2 * GAP if found is None else found), there
    later = (position > there) | ((position == there) & (number > beside))
    found = session.execute(select(position).where(*where, later).order_by(position, number).limit(1), values).scalar()
    return there, (there + 2 * GAP if found is None else found)


def spread(session: Session, space_id: int, parent_id: int | None) -> None:
    """Number all siblings anew with gaps, in one statement."""
    under = (
        (_pages.c.space_id == space_id, _pages.c.parent_id.is_(None))
        if parent_id is None
        else (_pages.c.parent_id == parent_id,)
    )
    order = func.row_number().over(order_by=(_pages.c.position, _pages.c.id))
    numbered = select(_pages.c.id, (order * GAP).cast(BigInteger).label("place")).where(IS_PAGE, *under).subquery()
    session.execute(
        update(_pages).values(position=numbered.c.place).where(_pages.c.id == numbered.c.id)  # type: ignore[arg-type]
    )
