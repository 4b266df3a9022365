"""Profile: what a person says of themselves. Every word in it was written or confirmed by the person."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base
from models.core.db import one
from models.core.text import clean, render_short
from models.people.department import Department
from models.people.person import Person, check_name

ABOUT_LIMIT = 2000


class Profile(Base):
    """The person's own words. One row a person, made on first use."""

    __tablename__ = "profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)


def profile_of(session: Session, person: Person) -> Profile:
    """The person's profile, made empty when there is none."""
    found = session.get(Profile, person.id)
    if found is None:
        found = Profile(person_id=person.id, about="", about_html="", phone="", languages=[])
        session.add(found)
    return found


def describe(session: Session, person: Person, **values: Any) -> None:
    """Set what the person says of themselves: name, job_title, place, about, phone, languages (a list of words)."""
    profile = profile_of(session, person)
    if "name" in values:
        person.name = check_name(values["name"])
    person.job_title = _kept(values.get("job_title", person.job_title), 200)
    person.place = _kept(values.get("place", person.place), 100)
    profile.phone = _kept(values.get("phone", profile.phone), 60)
    languages = [_kept(word, 40) for word in values.get("languages", profile.languages)]
    profile.languages = [word for word in languages if word][:20]
    profile.about = _kept(values.get("about", profile.about), ABOUT_LIMIT)
    profile.about_html = render_short(profile.about).html
    person.touch(session)


def _kept(text: str, most: int) -> str:
    return clean(text).strip()[:most]


PROFILE = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.email,
        Person.job_title,
        Person.place,
        Person.is_guest,
        Person.is_moderator,
        Person.is_admin,
        Person.disabled_at,
        Person.shows_presence,
        Person.shows_receipts,
        Person.created_at,
        Person.department_id,
        Department.path,
        Profile.about_html,
        Profile.phone,
        Profile.languages,
    )
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Person.username == bindparam("username"))
)


def profile_row(session: Session, username: str) -> Any:
    """Everything that a person's page shows of the person themselves, or None."""
    return one(session, PROFILE, username=username)
