"""The list of what a person follows, as they may see it now: what they may no longer read has no line there."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from models.core.db import among, rows
from models.entries.entry import LIVE, Entry
from models.entries.following import IS_FOLLOW, Follow, followed_tags
from models.entries.meeting import exists_for
from models.entries.rows import LIST_COLUMNS, list_rows
from models.people.department import Department
from models.people.person import Person
from models.policy.finding import space_names
from models.policy.viewer import Viewer

MOST = 500


@dataclass
class Followed:
    """Rows by kind: people (id, username, name, is_guest), departments (id, name), spaces (id, name, slug), names of
    topics, and list rows of entries with `subtree`."""

    people: list[Any] = field(default_factory=list)
    departments: list[Any] = field(default_factory=list)
    spaces: list[Any] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    entries: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())


_mine = (Follow.person_id == bindparam("person_id"), IS_FOLLOW)
_most: Any = literal_column(str(MOST))
PEOPLE = (
    select(Person.id, Person.username, Person.name, Person.is_guest, Person.department_id, Person.disabled_at)
    .join(Follow, Follow.followed_id == Person.id)
    .where(*_mine, Person.disabled_at.is_(None))
    .order_by(Person.name, Person.id)
    .limit(_most)
)
DEPARTMENTS = (
    select(Department.id, Department.name)
    .join(Follow, Follow.department_id == Department.id)
    .where(*_mine)
    .order_by(Department.name)
    .limit(_most)
)
SPACES = select(Follow.space_id).where(*_mine, Follow.space_id.is_not(None)).limit(_most)
ENTRIES = (
    list_rows(*LIST_COLUMNS, Follow.subtree)
    .join(Follow, Follow.entry_id == Entry.id)
    .where(*_mine, LIVE, among(Entry.audience, "keys"))
    .order_by(Follow.created_at.desc(), Entry.id.desc())
    .limit(_most)
)


def followed_by(session: Session, viewer: Viewer) -> Followed:
    """All that the viewer follows and that still exists for them."""
    people = rows(session, PEOPLE, person_id=viewer.id)
    spaces = space_names(session, viewer, [row.space_id for row in rows(session, SPACES, person_id=viewer.id)])
    return Followed(
        people=[row for row in people if not (row.is_guest or viewer.is_guest) or exists_for(session, viewer, row)],
        departments=[] if viewer.is_guest else rows(session, DEPARTMENTS, person_id=viewer.id),
        spaces=sorted(spaces.values(), key=lambda row: row.name),
        topics=followed_tags(session, viewer),
        entries=rows(session, ENTRIES, person_id=viewer.id, keys=viewer.keys_json),
    )
