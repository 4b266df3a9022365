"""The form for a short post: where it goes, who reads it there, a file, a poll; and what came back from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from blueprints.kit.guards import check
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import department_names
from blueprints.kit.services import services
from models.core import clock
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.files.receiving import MEGABYTE
from models.microblog.micropost import LINK_COUNTS, POST_LIMIT
from models.microblog.poll import Asked, check_poll
from models.policy.finding import visible_space
from models.spaces.space import Space

Choice = tuple[str, str]
FIELDS = ("text", "to", "readers", "alt", "options", "ends", "many", "secret", "results")


@dataclass(frozen=True)
class Place:
    """Where a post can go. `readers` says who reads it there when nobody narrows it."""

    value: str
    label: str
    readers: str
    closed: bool = False


@dataclass
class Composer:
    """What the template needs: places, narrower readers to choose from, what was typed, what is wrong by field."""

    places: list[Place]
    narrower: list[Choice] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    origin: str = ""
    polls: bool = True
    limit: int = POST_LIMIT
    link_counts: int = LINK_COUNTS

    @property
    def most(self) -> int:
        """Bytes of the largest file."""
        return services().settings.largest_file * MEGABYTE

    @property
    def soonest(self) -> str:
        return str(today())

    @property
    def usual_end(self) -> str:
        return str(today() + timedelta(days=7))

    @property
    def chosen(self) -> Place | None:
        """The place that is chosen when the form is drawn."""
        wanted = self.typed.get("to", "")
        return next((place for place in self.places if place.value == wanted), self.places[0] if self.places else None)


def composer(spaces: Iterable[Any], *, only_spaces: bool = False, **more: Any) -> Composer:
    """The form for the viewer; `spaces` are rows with slug, name and openness where they may post."""
    places = [] if viewer().is_guest or only_spaces else [_everywhere()]
    places += [_place(row) for row in spaces]
    return Composer(places, narrower=[] if viewer().is_guest else _narrower(viewer().department_ids), **more)


def _everywhere() -> Place:
    return Place("everyone", _("No space"), _("Everyone in government"))


def _place(row: Any) -> Place:
    closed = row.openness != "open"
    readers = _("Members of %(space)s", space=row.name) if closed else _("Everyone in government")
    return Place(f"space:{row.slug}", row.name, readers, closed)


def _narrower(departments: Iterable[int]) -> list[Choice]:
    found = list(departments)
    names = department_names() if found else {}
    mine = _("My department")
    return [
        (f"department:{each}", _("Only %(department)s", department=names.get(each, mine))) for each in reversed(found)
    ]


def blamed(error: Invalid) -> dict[str, Any]:
    """What the form gets of what was typed, and of what is wrong with it."""
    name = {"body": "text", "audience": "to"}.get(error.field or "", error.field or "text")
    return {"typed": {each: request.form.get(each, "") for each in FIELDS}, "wrong": {name: str(error)}}


def readers_chosen(to: str, readers: str = "") -> tuple[Space | None, str | None]:
    """Space and audience of a choice made in the form. Raises Invalid, and Forbidden where the viewer may not post."""
    scope, _colon, which = to.partition(":")
    if scope == "space" and (space := visible_space(db(), viewer(), which)) is not None:
        check("post.create", space)
        if readers and space.is_closed:
            message = _("Members of %(space)s read what stands there. Choose that, or post in no space.")
            raise Invalid(message % {"space": space.name}, "to")
        return space, _own_department(readers) if readers else None
    if to == "everyone":
        check("post.create", None)
        return None, _own_department(readers) if readers else None
    if scope == "department":
        return None, _own_department(to)
    raise Invalid(_("Choose who can read this"), "to")


def _own_department(choice: str) -> str:
    scope, _colon, which = choice.partition(":")
    if scope == "department" and which in map(str, viewer().department_ids) and not viewer().is_guest:
        return choice
    raise Invalid(_("Choose who can read this"), "to")


def poll_sent() -> Asked | None:
    """The poll in the form, if somebody began one. Raises Invalid."""
    options = request.form.get("options", "")
    if not options.strip():
        return None
    return check_poll(
        options.splitlines(),
        end_of_day(request.form.get("ends", "")),
        many=request.form.get("many") == "1",
        secret=request.form.get("secret") == "1",
        results=request.form.get("results", ""),
    )


def end_of_day(text: str) -> datetime | None:
    """The last second of a day where the site is, None for what is no day. Raises Invalid for days out of reach."""
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").date()
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(services().settings.time_zone))
    except (ValueError, OverflowError):
        return None


def today() -> Any:
    return clock.now().astimezone(ZoneInfo(services().settings.time_zone)).date()
