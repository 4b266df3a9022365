"""Opportunities: work for a short time that somebody offers to colleagues. Who offers to take part is in `offering`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import BigId
from models.core.db import session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.core.text import clean
from models.entries import editing
from models.entries.drawing import find_more, redraw
from models.entries.entry import Entry
from models.entries.kinds import Kind, register
from models.opportunities.wanting import names_wanted, set_skills
from models.spaces.space import Space

PLACE_LIMIT = 100
MOST_WANTED = 100
MOST_HOURS = 60
# Deployments last longest; what goes on for longer is a post, not an opportunity.
LONGEST = timedelta(days=730)
LONGEST_OPEN = timedelta(days=366)
SORTS: dict[str, Callable[[], str]] = {
    "assignment": lambda: _("Short assignment"),
    "mentoring": lambda: _("Mentoring"),
    "shadowing": lambda: _("Job shadowing"),
    "help": lambda: _("Help for a few hours"),
    "deployment": lambda: _("Deployment to another team"),
}
OPEN, FILLED, CLOSED, LATE = "open", "filled", "closed", "late"


class Opportunity(Entry):
    """An opportunity of its author. `status` is open, filled or closed; past the last day for offers it is late.

    `closing` is what the owner said when they closed it: everybody who reads the opportunity reads that.
    """

    __tablename__ = "opportunities"
    __mapper_args__ = {"polymorphic_identity": "opportunity"}

    id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    sort: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(PLACE_LIMIT), default="")
    remote: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[int | None]
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    offers_until: Mapped[date] = mapped_column(Date)
    wanted: Mapped[int] = mapped_column(default=1)
    closing: Mapped[str] = mapped_column(Text, default="", server_default="")


def _found_by(session: Session, entry_id: int) -> str:
    """Search finds it by the skills that are wanted, and by the place."""
    made = session.get(Opportunity, entry_id)
    return "\n".join(filter(None, [made.place if made else "", *names_wanted(session, entry_id)]))


register(
    Kind(
        name="opportunity",
        cls=Opportunity,
        mark="opportunity",
        word=lambda: pgettext("kind", "Opportunity"),
        counted=lambda n: ngettext("%(num)s opportunity", "%(num)s opportunities", n),
        found_by=_found_by,
    )
)


@dataclass(frozen=True)
class Facts:
    """What is said of an opportunity besides its text. `hours` are a week; without `starts_on` it can begin any day."""

    sort: str
    offers_until: date | None
    place: str = ""
    remote: bool = False
    hours: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    wanted: int | None = 1
    skills: tuple[str, ...] = ()


def today() -> date:
    return clock.now().date()


def standing(status: str, offers_until: date) -> str:
    """How it stands today: open, filled, closed or late."""
    return LATE if status in (OPEN, LATE) and offers_until < today() else OPEN if status == LATE else status


def publish(
    session: Session,
    by: Actor,
    title: str,
    body: str,
    facts: Facts,
    *,
    space: Space | None = None,
    audience: str | None = None,
    tags: Sequence[str] = (),
) -> Opportunity:
    """Offer something to colleagues. Raises Invalid at the field that it is about."""
    values = _checked(facts)
    made = editing.create(
        session,
        Opportunity,
        by=by,
        title=title,
        body=body,
        space=space,
        audience=audience,
        tags=tags,
        status=OPEN,
        **values,
    )
    set_skills(session, made.id, facts.skills)
    find_more(made)
    session.flush()
    return made


def change(made: Opportunity, by: Actor, facts: Facts, *, taken: int, **text: Any) -> bool:
    """Save another text and other facts, as `editing.edit` does; True when anything changed. `taken` are accepted.

    With a later last day for offers it is open again by itself; with fewer wanted than are accepted it is refused.
    """
    session = session_of(made)
    values = _checked(facts, made)
    if values["wanted"] < taken:
        said = ngettext(
            "%(num)s person is accepted already. Enter that number or more.",
            "%(num)s people are accepted already. Enter that number or more.",
            taken,
        )
        raise Invalid(said, "wanted")
    before = {name: getattr(made, name) for name in values}
    for name, value in values.items():
        setattr(made, name, value)
    if made.status in (OPEN, FILLED, LATE):
        made.status = FILLED if taken >= made.wanted else OPEN
    reworded = editing.edit(made, by=by, **text)
    others = set_skills(session, made.id, facts.skills)
    if others or before != values:
        session.flush()
        outbox.promise(session, "index", f"entry:{made.id}")
        if not reworded:
            editing.note(session, by, "edited", made, minor=True)
    redraw(made)
    session.flush()
    return reworded or others or before != values


def _checked(facts: Facts, known: Opportunity | None = None) -> dict[str, Any]:
    if facts.sort not in SORTS:
        raise Invalid(_("Choose what kind of opportunity it is"), "sort")
    place = " ".join(clean(facts.place).split())
    if len(place) > PLACE_LIMIT:
        raise Invalid(_("The place must be %(most)s characters or fewer", most=PLACE_LIMIT), "place")
    if not place and not facts.remote:
        raise Invalid(_("Enter a place, or tick that it can be done from anywhere"), "place")
    if facts.hours is not None and not 1 <= facts.hours <= MOST_HOURS:
        raise Invalid(_("Enter a number of hours from 1 to %(most)s", most=MOST_HOURS), "hours")
    if facts.wanted is None or not 1 <= facts.wanted <= MOST_WANTED:
        raise Invalid(_("Enter a number of people from 1 to %(most)s", most=MOST_WANTED), "wanted")
    _check_days(facts, known)
    return {
        "sort": facts.sort,
        "place": place,
        "remote": facts.remote,
        "hours": facts.hours,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "offers_until": facts.offers_until,
        "wanted": facts.wanted,
    }


def _check_days(facts: Facts, known: Opportunity | None) -> None:
    """A day that has passed can stay as it was, but not be chosen."""
    _check_day("starts_on", facts.starts_on, known.starts_on if known else None, LONGEST)
    _check_day("ends_on", facts.ends_on, known.ends_on if known else None, LONGEST)
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise Invalid(_("The last day must be on or after the first day"), "ends_on")
    if facts.offers_until is None:
        raise Invalid(_("Enter the last day for offers"), "offers_until")
    _check_day("offers_until", facts.offers_until, known.offers_until if known else None, LONGEST_OPEN)
    if facts.ends_on and facts.offers_until > facts.ends_on:
        raise Invalid(_("The last day for offers must not be after the last day of the opportunity"), "offers_until")


def _check_day(field: str, day: date | None, before: date | None, longest: timedelta) -> None:
    if day is None or day == before:
        return
    if day < today():
        raise Invalid(_("Enter today or a later day"), field)
    if day > today() + longest:
        raise Invalid(
            _("Enter a day within a year") if longest == LONGEST_OPEN else _("Enter a day within two years"), field
        )
