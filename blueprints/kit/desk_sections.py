"""The register of what the desk of a space can show. Each part adds its section; the desk knows none of them.

A part registers in a module that its `blueprint.py` imports:

    register(Section("overdue", 10, title=lambda: _("Reviews that are overdue"), gather=overdue))

`gather(space)` runs for somebody who may curate the space, reads through what they may see, and stays within two
statements. It gives MOST + 1 rows at most: from the last the desk knows that there are more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.spaces.space import Space

MOST = 20


@dataclass(frozen=True)
class Action:
    """One thing to do about a row: a link (`href`) or a button that posts `fields` to `post`."""

    label: str
    href: str = ""
    post: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What waits: its title, where it is read, one line that says why, and what can be done."""

    title: str
    href: str = ""
    why: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Found:
    """The rows of a section, and a link to where all of them stand."""

    rows: list[Row]
    more: Action | None = None


@dataclass(frozen=True)
class Section:
    """`order` says where it stands: what readers suffer from most comes first. `about` is one line under its title."""

    name: str
    order: int
    title: Callable[[], str]
    gather: Callable[[Space], Found]
    about: Callable[[], str] = lambda: ""


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Have the desk show it; a second one of the same name takes the place of the first."""
    _sections[section.name] = section
    return section


def sections() -> list[Section]:
    """All of them, in their order."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.name))
