"""Photos beside names in lists: whose small picture the looker may see. Where it is cut and kept is `photo`.

A list that reads people anyway takes FACE along (`with_face`), so that photos cost it no statement; `faces` asks for a
list of people whom something else named.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.people.department import Department
from models.people.person import Person
from models.people.photo import Photo
from models.people.profile import Profile
from models.people.section import SECTIONS, Looks, shown_to

# So much of the digest stands in addresses: another photo has another address.
VERSION = 12

FACE = (
    Photo.digest.label("photo"),
    Profile.audiences["photo"].as_string().label("for_whom"),
    Department.path.label("unit_path"),
)


def with_face(statement: Any) -> Any:
    """A select of persons that joins departments already, with what FACE reads."""
    found = statement.add_columns(*FACE).outerjoin(Photo, Photo.person_id == Person.id)
    return found.outerjoin(Profile, Profile.person_id == Person.id)


def face_of(row: Any, looker: Looks) -> str:
    """Which photo of the person of this row (id, username and FACE) shows to the looker; nothing for none."""
    choice = row.for_whom or SECTIONS["photo"].default
    if row.photo is None or not shown_to(choice, row.id, row.unit_path, looker):
        return ""
    return str(row.photo[:VERSION])


# A guest's photo shows on their own page alone: lists cannot say who shares a space with them.
FACES = (
    select(Person.id, Person.username, *FACE)
    .join(Photo, Photo.person_id == Person.id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(Person.id, "people"), ~Person.is_guest)
)


def faces(session: Session, looker: Looks, people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """By id of those whose photo is for the looker: (username, which photo it is). One statement."""
    ids = sorted(set(people))
    found: list[Any] = rows(session, FACES, people=as_words(ids)) if ids else []
    return {row.id: (row.username, face) for row in found if (face := face_of(row, looker))}
