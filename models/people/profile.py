"""Profile: what a person says of themselves. Every word in it was written or confirmed by the person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    String,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base
from models.core.db import one
from models.core.text import clean, render_short
from models.people.department import Department
from models.people.person import Person, check_name
from models.people.photo import Photo
from models.people.section import SECTIONS, check_choices, is_open, key_of
from models.people.skill import PersonSkill
from models.people.statement import Statement

ABOUT_LIMIT = 2000
LIMITS = {
    "job_title": 200,
    "place": 100,
    "phone": 60,
    "pattern": 200,
    "about": ABOUT_LIMIT,
    "experience": ABOUT_LIMIT,
    "portfolio": ABOUT_LIMIT,
}
MARKDOWN = ("about", "experience", "portfolio")
ON_PERSON = ("job_title", "place")
MOST_LANGUAGES = 20


class Profile(Base):
    """The person's own words. One row a person, made on first use.

    The columns hold what all staff may read; what is for fewer stands in `kept_back`, by the name of its column.
    """

    __tablename__ = "profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    experience: Mapped[str] = mapped_column(Text, default="", server_default="")
    experience_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    portfolio: Mapped[str] = mapped_column(Text, default="", server_default="")
    portfolio_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    pattern: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # Whom each section is for, where the person chose something else than the default (see `section`).
    audiences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    kept_back: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    # Until when the person does not want to be reminded of what is missing.
    quiet_until: Mapped[datetime | None]


def profile_of(session: Session, person: Person) -> Profile:
    """The person's profile, made empty when there is none."""
    found = session.get(Profile, person.id)
    if found is None:
        empty = {name: "" for name in _columns() if name not in (*ON_PERSON, "languages")}
        found = Profile(person_id=person.id, languages=[], audiences={}, kept_back={}, **empty)
        session.add(found)
    return found


def said_by(person: Person, profile: Profile) -> dict[str, Any]:
    """Everything that the person says of themselves, by column, whomever it is for. For the person alone."""
    columns = {name: getattr(person if name in ON_PERSON else profile, name) for name in _columns()}
    return columns | (profile.kept_back or {})


def describe(session: Session, person: Person, **values: Any) -> None:
    """Set what the person says of themselves: name, languages (a list of words) and the names in LIMITS.

    Whom each section is for stays as it is.
    """
    set_words(session, person, **values)
    person.touch(session)


def set_words(session: Session, person: Person, **values: Any) -> None:
    """As `describe`, for importers, which promise many people to the index at once."""
    profile = profile_of(session, person)
    if "name" in values:
        person.name = check_name(values.pop("name"))
    said = said_by(person, profile) | {name: _checked(name, value) for name, value in values.items()}
    said |= {f"{name}_html": render_short(said[name]).html for name in MARKDOWN if name in values}
    _keep(person, profile, said)


def choose_audiences(session: Session, person: Person, chosen: Mapping[str, str]) -> None:
    """Set whom sections are for; every door shows it so from then on. Raises Invalid (`for_<section>`)."""
    profile = profile_of(session, person)
    said = said_by(person, profile)
    profile.audiences = {**(profile.audiences or {}), **check_choices(chosen)}
    _keep(person, profile, said)
    for section, held in (("skills", PersonSkill), ("statements", Statement)):
        key = key_of(profile.audiences, section, person)
        session.execute(update(held).where(held.person_id == person.id).values(audience=key))
    person.touch(session)


def _keep(person: Person, profile: Profile, said: Mapping[str, Any]) -> None:
    """What all staff may read goes into the columns, the rest is kept back."""
    kept: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        shown = is_open(profile.audiences, name)
        for field in section.fields:
            empty: Any = [] if field == "languages" else ""
            setattr(person if field in ON_PERSON else profile, field, said[field] if shown else empty)
            if not shown and said[field]:
                kept[field] = said[field]
    profile.kept_back = kept


def _columns() -> list[str]:
    return [field for section in SECTIONS.values() for field in section.fields]


def _checked(name: str, value: Any) -> Any:
    if name == "languages":
        words = [clean(word).strip()[:40] for word in value]
        return [word for word in words if word][:MOST_LANGUAGES]
    return clean(value).strip()[: LIMITS[name]]


# Topics that the person accepted. Named, not imported: `expertise` stands far above this module.
_accepted = table("person_topics", column("person_id"), column("topic", String), column("word"))
_topics = (
    select(func.aggregate_strings(_accepted.c.topic, " "))
    .where(_accepted.c.person_id == Person.id, _accepted.c.word == literal_column("'accepted'"))
    .scalar_subquery()
)
PROFILE = (
    select(
        _topics.label("topics"),
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
        Profile.about,
        Profile.about_html,
        Profile.phone,
        Profile.languages,
        Profile.experience,
        Profile.experience_html,
        Profile.portfolio,
        Profile.portfolio_html,
        Profile.pattern,
        Profile.audiences,
        Profile.kept_back,
        Profile.quiet_until,
        Photo.digest.label("photo"),
    )
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .outerjoin(Photo, Photo.person_id == Person.id)
    .where(Person.username == bindparam("username"))
)


def profile_row(session: Session, username: str) -> Any:
    """Everything that a person's page shows of the person themselves, or None; see `showing` for whom."""
    return one(session, PROFILE, username=username)
