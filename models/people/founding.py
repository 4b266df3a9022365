"""The first administrator of a new instance, and passwords that a person can read out and type."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people.credential import set_password
from models.people.person import Person, add_person, person_named

FIRST = "admin"
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"


def found_administrator(session: Session) -> str | None:
    """Make the account `admin` when nobody has that office, and return its password, which is kept nowhere.

    None when there is an administrator, or when somebody else holds the name: an account is never taken over.
    """
    if session.scalar(select(Person.id).where(Person.is_admin).limit(1)) or person_named(session, FIRST):
        return None
    person = add_person(session, FIRST, "Administrator", is_admin=True)
    password = readable_password()
    set_password(session, person, password)
    return password


def readable_password() -> str:
    """Five groups such as `tabu-koni-mira-sefo-dulu`: 63 random bits that can be read over the telephone."""
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(10)]
    return "-".join(first + second for first, second in zip(syllables[::2], syllables[1::2], strict=True))
