"""Two departments become one: people, units, spaces, posts and what only its people could read go to the other.

Whatever refers to a department does so by a foreign key or by a word such as `department:12`. Both are found in the
tables themselves, so that a new part needs no line here.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String, Table, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.base import Base
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.people.department import Department, DepartmentMerger
from models.people.person import Person
from models.people.post import Post
from models.spaces.space import Space

# Columns that say who may read or answers for something as a word.
WORDS = ("audience", "owner")
CHUNK = 300


def merge_department(session: Session, old: Department, into: Department, by: Actor | None) -> None:
    """Close `old` and give all that it had to `into`; its address leads on. Raises Invalid (`into`).

    Entries that only people of `old` could read can then be read by all people of `into`.
    """
    if old.id == into.id:
        raise Invalid(_("Choose another department"), "into")
    if into.closed_at is not None:
        raise Invalid(_("Choose a department that is in use"), "into")
    if session.get(DepartmentMerger, old.id) is not None:
        raise Invalid(_("%(name)s is part of another department already. Merge that one.", name=old.name), "into")
    people, entries, spaces = _concerned(session, old)
    _move_units(session, old, into)
    session.flush()
    # Others see of its people where they work: the directory reads them again.
    session.execute(update(Person).where(Person.department_id == old.id).values(changed_at=clock.now()))
    for table, column in _references():
        _refer(session, table, column, old.id, into.id)
    for column in _worded():
        words = update(column.table).where(column == f"department:{old.id}").values({column: f"department:{into.id}"})
        session.execute(words)
    old.closed_at = old.closed_at or clock.now()
    now = clock.now()
    session.add(
        DepartmentMerger(department_id=old.id, into_id=into.id, merged_at=now, merged_by_id=by.id if by else None)
    )
    session.flush()
    session.expire_all()
    _index(session, old.id, [f"person:{each}" for each in people] + [f"entry:{each}" for each in entries])
    for space_id in spaces:
        outbox.promise(session, "index", f"space:{space_id}")
    record(session, by, "merged-department", "department", old.id, into=into.id)


def weigh_merger(session: Session, old: Department) -> dict[str, int]:
    """How much goes along: people, units, spaces, posts, and entries that only people of the department may read."""
    path = Department.path.startswith(old.path, autoescape=True)
    counted = {
        "people": select(func.count()).where(Person.department_id == old.id, Person.disabled_at.is_(None)),
        "units": select(func.count()).where(path, Department.id != old.id),
        "spaces": select(func.count()).where(Space.department_id == old.id),
        "posts": select(func.count()).where(Post.department_id == old.id, Post.ended_at.is_(None)),
        "entries": select(func.count()).where(Entry.audience == f"department:{old.id}"),
    }
    return {word: session.scalar(statement) or 0 for word, statement in counted.items()}


def _concerned(session: Session, old: Department) -> tuple[list[int], list[int], list[int]]:
    """Ids of the people, entries and spaces that search has to hear of."""
    people = session.scalars(select(Person.id).where(Person.department_id == old.id)).all()
    entries = session.scalars(select(Entry.id).where(Entry.audience == f"department:{old.id}")).all()
    spaces = session.scalars(select(Space.id).where(Space.department_id == old.id)).all()
    return list(people), list(entries), list(spaces)


def _move_units(session: Session, old: Department, into: Department) -> None:
    if old.id in into.ids_above:
        above = session.get(Department, old.parent_id) if old.parent_id else None
        into.move(above)
        session.flush()
    for unit in session.scalars(select(Department).where(Department.parent_id == old.id, Department.id != into.id)):
        unit.move(into)


def _references() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that refers to a department, but the tree and the mergers themselves."""
    for table in Base.metadata.sorted_tables:
        if table.name not in (Department.__tablename__, DepartmentMerger.__tablename__):
            for column in table.columns:
                if any(key.column.table.name == Department.__tablename__ for key in column.foreign_keys):
                    yield table, column
    mergers: Any = DepartmentMerger.__table__
    yield mergers, mergers.c.into_id


def _refer(session: Session, table: Table, column: Column[Any], old: int, into: int) -> None:
    for others in _unique_with(table, column):
        # Whoever followed both follows one: a row that would stand there twice goes.
        twin = table.alias()
        same = [twin.c[other.name] == other for other in others]
        there = select(twin.c[column.name]).where(twin.c[column.name] == into, *same).exists()
        session.execute(delete(table).where(column == old, there))
    session.execute(update(table).where(column == old).values({column: into}))


def _unique_with(table: Table, column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """For each set of columns that is unique and holds this one: the others."""
    sets: list[list[Column[Any]]] = [list(table.primary_key.columns)]
    sets += [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    sets += [[table.c[part.name] for part in each.columns] for each in table.indexes if each.unique]
    for each in sets:
        if column in each:
            yield [other for other in each if other is not column]


def _worded() -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in WORDS and isinstance(column.type, String):
                yield column


def _index(session: Session, department_id: int, subjects: list[str]) -> None:
    for start in range(0, len(subjects), CHUNK):
        some = subjects[start : start + CHUNK]
        outbox.promise(session, "index", f"department:{department_id}", subjects=some)
