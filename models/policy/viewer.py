"""The viewer: who looks or acts, and the keyring that says what they may read. Made anew for each request.

Keys are never kept from one request to the next, so that a right taken away is gone at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, String, bindparam, cast, literal_column, select, type_coerce, union_all
from sqlalchemy.orm import Session
from sqlalchemy.types import Integer

from models.core import clock
from models.core.base import from_microseconds
from models.core.db import as_words, rows, words
from models.people.department import Department, path_ids
from models.people.person import Person, initials
from models.policy.unnamed import Unnamed
from models.spaces.membership import ROLES, Membership, SpaceShare
from models.spaces.silence import Silence

EVERYONE = "everyone"
CURATING = ("curator", "owner")
SILENCED = "silenced"


@dataclass(frozen=True)
class Viewer:
    """A person as seen by rights. `keys` are the audiences they may read, `roles` their role by space id."""

    id: int
    username: str
    name: str
    department_id: int | None = None
    department_ids: tuple[int, ...] = ()
    is_guest: bool = False
    is_admin: bool = False
    is_moderator: bool = False
    roles: dict[int, str] = field(default_factory=dict)
    locale: str = ""
    login_id: int | None = None
    joined_at: datetime | None = None
    token: str = ""
    # Questions, and remarks on them, that the person wrote without showing their name.
    unnamed: frozenset[int] = frozenset()
    # What other parts asked for along with the roles (`ride_along`): rows (number, words) by mark.
    riding: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    # Until when the person cannot write in a space, by its id. Empty for nearly everybody.
    silenced: dict[int, datetime] = field(default_factory=dict)

    # What Flask-Login asks of a user; kept here so that models need no Flask.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token

    @property
    def initials(self) -> str:
        return initials(self.name)

    @cached_property
    def keys(self) -> frozenset[str]:
        own = {f"person:{self.id}"} | {f"space:{space_id}" for space_id in self.roles}
        own |= {f"curators:{space_id}" for space_id, role in self.roles.items() if role in CURATING}
        if self.is_guest:
            return frozenset(own)
        return frozenset(own | {EVERYONE} | {f"department:{each}" for each in self.department_ids})

    @cached_property
    def keys_json(self) -> str:
        """The keyring as one bound parameter."""
        return as_words(sorted(self.keys))

    @cached_property
    def wide_json(self) -> str:
        """The audiences that bound how far back a stream must look (see `entries.streams`)."""
        return as_words([EVERYONE]) if EVERYONE in self.keys else self.keys_json

    def role_in(self, space_id: int | None) -> str | None:
        return self.roles.get(space_id) if space_id is not None else None

    def has_role(self, space_id: int | None, least: str) -> bool:
        """True when the role in the space is `least` or more."""
        role = self.role_in(space_id)
        return role is not None and ROLES.index(role) >= ROLES.index(least)


# Nobody: holds no key, may do nothing. For doors that are open before anyone has signed in.
NOBODY = Viewer(id=0, username="", name="", is_guest=True)

_SHARED = cast(words("departments").c.value, Integer)
_parts: list[Any] = [
    select(Membership.space_id, Membership.role).where(Membership.person_id == bindparam("person_id")),
    select(SpaceShare.space_id, literal_column("'reader'")).where(SpaceShare.department_id.in_(select(_SHARED))),
    select(Unnamed.entry_id, literal_column("'unnamed'")).where(Unnamed.person_id == bindparam("person_id")),
    select(
        Silence.space_id, literal_column("'silenced '") + cast(type_coerce(Silence.until, BigInteger), String)
    ).where(Silence.person_id == bindparam("person_id")),
]
_marks: set[str] = {SILENCED}
ROLES_OF: Any = union_all(*_parts)


def ride_along(mark: str, part: Any) -> None:
    """Have a select of (number, words) run with the roles of whoever looks, bound to `person_id`: what every page shows
    then costs no statement of its own. The words begin with the mark and a space."""
    global ROLES_OF
    _marks.add(mark)
    _parts.append(part)
    ROLES_OF = union_all(*_parts)


def viewer_from(session: Session, row: Any, token: str = "") -> Viewer:
    """The viewer of a row of PERSON_ROW."""
    departments = path_ids(row.path)
    shared_with = () if row.is_guest else departments
    roles: dict[int, str] = {}
    unnamed = set()
    riding: dict[str, list[tuple[int, str]]] = {}
    for space_id, role in rows(session, ROLES_OF, person_id=row.id, departments=as_words(shared_with)):
        if role == "unnamed":
            unnamed.add(space_id)
        elif (mark := role.partition(" ")[0]) in _marks:
            riding.setdefault(mark, []).append((space_id, role[len(mark) + 1 :]))
        elif ROLES.index(role) >= ROLES.index(roles.get(space_id, "reader")):
            roles[space_id] = role
    return Viewer(
        id=row.id,
        username=row.username,
        name=row.name,
        department_id=row.department_id,
        department_ids=departments,
        is_guest=row.is_guest,
        is_admin=row.is_admin,
        is_moderator=row.is_moderator,
        roles=roles,
        locale=row.locale,
        login_id=getattr(row, "login_id", None),
        joined_at=row.joined_at,
        token=token,
        unnamed=frozenset(unnamed),
        riding=riding,
        silenced=_silences(riding.pop(SILENCED, ())),
    )


def _silences(found: Iterable[tuple[int, str]]) -> dict[int, datetime]:
    """Those that hold: a silence ends by itself."""
    until = {space_id: from_microseconds(int(moment)) for space_id, moment in found}
    return {space_id: moment for space_id, moment in until.items() if moment > clock.now()}


PERSON_ROW = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.department_id,
        Person.is_guest,
        Person.is_admin,
        Person.is_moderator,
        Person.locale,
        Person.created_at.label("joined_at"),
        Department.path,
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Person.id == bindparam("person_id"), Person.disabled_at.is_(None))
)


def viewer_of(session: Session, person: Person | int) -> Viewer:
    """The viewer of an active person. A disabled one sees and may do nothing (`NOBODY`)."""
    person_id = person if isinstance(person, int) else person.id
    found = rows(session, PERSON_ROW, person_id=person_id)
    return viewer_from(session, found[0]) if found else NOBODY
