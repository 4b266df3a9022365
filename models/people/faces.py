"""Photos beside names in lists: whose small picture the looker may see, for a whole list in one statement."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.people.department import Department
from models.people.person import Person
from models.people.photo import Photo
from models.people.profile import Profile
from models.people.section import Looks, choice_of, shown_to

# So much of the digest stands in addresses: another photo has another address.
VERSION = 12

# A guest's photo shows on their own page alone: lists cannot say who shares a space with them.
FACES = (
    select(Photo.person_id, Photo.digest, Person.username, Profile.audiences, Department.path)
    .join(Person, Person.id == Photo.person_id)
    .outerjoin(Profile, Profile.person_id == Photo.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(Photo.person_id, "people"), ~Person.is_guest)
)


def faces(session: Session, looker: Looks, people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """By id of those whose photo is for the looker: (username, which photo it is)."""
    ids = sorted(set(people))
    found: list[Any] = rows(session, FACES, people=as_words(ids)) if ids else []
    return {
        row.person_id: (row.username, row.digest[:VERSION])
        for row in found
        if shown_to(choice_of(row.audiences, "photo"), row.person_id, row.path, looker)
    }
