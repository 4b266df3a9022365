"""Sections of a profile and whom each is for: the choices, their defaults, and the one question that decides.

What all staff may read stands in the columns that lists, search, mails and exports read. What is for fewer is kept
apart (`Profile.kept_back`) and drawn by the person's page alone, so that no other door has to ask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import pgettext
from models.people.department import path_ids

# From the widest to the narrowest. Guests are those of a space that the person belongs to as well.
CHOICES = ("guests", "everyone", "department", "unit", "me")
OPEN = ("guests", "everyone")
EVERYONE = "everyone"


class Looks(Protocol):
    """Whoever looks at a profile: a viewer, or somebody made up for "view my profile as"."""

    @property
    def id(self) -> int: ...
    @property
    def is_guest(self) -> bool: ...
    @property
    def department_ids(self) -> tuple[int, ...]: ...


class Owner(Protocol):
    """Whose profile it is."""

    @property
    def id(self) -> int: ...
    @property
    def is_guest(self) -> bool: ...


@dataclass(frozen=True)
class Looker:
    """Somebody of a kind, who is nobody in particular."""

    id: int = -1
    is_guest: bool = False
    department_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """`fields` are the columns of Person and Profile that belong to it; `choices` whom it can be for."""

    label: Callable[[], str]
    fields: tuple[str, ...] = ()
    default: str = EVERYONE
    choices: tuple[str, ...] = CHOICES


SECTIONS: dict[str, Section] = {
    "about": Section(lambda: _("About me"), ("about", "about_html"), "guests"),
    "role": Section(lambda: _("Role"), ("job_title",), "guests"),
    # The department stands beside everything that its people write, so all staff know it.
    "unit": Section(lambda: _("Unit"), (), "guests", OPEN),
    "skills": Section(lambda: _("Skills")),
    "languages": Section(lambda: _("Languages"), ("languages",), "guests"),
    "experience": Section(lambda: _("Experience"), ("experience", "experience_html")),
    "portfolio": Section(lambda: _("Portfolio"), ("portfolio", "portfolio_html")),
    "contact": Section(lambda: _("Contact"), ("phone",)),
    "pattern": Section(lambda: _("Working pattern"), ("place", "pattern")),
    "statements": Section(lambda: pgettext("profile", "Offers and requests")),
    "photo": Section(lambda: _("Photo")),
}


def choice_of(audiences: Mapping[str, Any] | None, section: str) -> str:
    """Whom the section is for: what the person chose, else the default."""
    return str((audiences or {}).get(section, SECTIONS[section].default))


def is_open(audiences: Mapping[str, Any] | None, section: str) -> bool:
    """True when all staff may read the section."""
    return choice_of(audiences, section) in OPEN


def key_of(audiences: Mapping[str, Any] | None, section: str, person: Owner) -> str:
    """The audience key that rows of the section carry: `everyone`, or the person's own for what only the page shows."""
    return narrowest(EVERYONE if is_open(audiences, section) else f"person:{person.id}", person)


def narrowest(key: str, person: Owner) -> str:
    """The key, but of a guest their own: not all staff know that they exist."""
    return f"person:{person.id}" if person.is_guest else key


def shown_to(choice: str, person_id: int, path: str | None, looker: Looks) -> bool:
    """True when what is for `choice` shows to the looker; `path` is that of the person's department.

    Asked of whoever may know of the person at all (`entries.meeting.exists_for`).
    """
    if looker.id == person_id or choice == "guests":
        return True
    if looker.is_guest:
        return False
    own = path_ids(path)
    among = {"department": own[:1], "unit": own[-1:]}.get(choice, ())
    return choice == EVERYONE or any(each in looker.department_ids for each in among)


def sections_shown(audiences: Mapping[str, Any] | None, person_id: int, path: str | None, looker: Looks) -> set[str]:
    """Names of the sections that show to the looker."""
    return {name for name in SECTIONS if shown_to(choice_of(audiences, name), person_id, path, looker)}


def check_choices(chosen: Mapping[str, str]) -> dict[str, str]:
    """The choices as they are kept. Raises Invalid (`for_<section>`)."""
    for section, choice in chosen.items():
        if section not in SECTIONS or choice not in SECTIONS[section].choices:
            raise Invalid(_("Choose one of the options"), f"for_{section}")
    return dict(chosen)
