"""How an opportunity is said in words: for lists and for its page."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from blueprints.kit.request import db
from blueprints.kit.rows import audience_words
from models.core.language import day as day_words
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries.kinds import status_word
from models.opportunities.opportunity import LATE, OPEN, SORTS, standing
from models.opportunities.wanting import skills_wanted

OFFER_WORDS = {
    "waiting": lambda: _("You offered to take part and wait for an answer"),
    "accepted": lambda: _("Your offer was accepted"),
    "declined": lambda: _("Your offer was declined"),
}


def place_words(row: Any) -> str:
    """Where it can be done."""
    if row.place and row.remote:
        return _("%(place)s or from anywhere", place=row.place)
    return str(row.place) or _("From anywhere")


def when_words(first: date | None, last: date | None) -> str:
    """From when until when; nothing when neither is known."""
    if first and last:
        return _("%(first)s to %(last)s", first=day_words(first), last=day_words(last))
    if first:
        return _("From %(first)s", first=day_words(first))
    return _("Until %(last)s", last=day_words(last)) if last else ""


def hours_words(hours: int | None) -> str:
    return ngettext("%(num)s hour a week", "%(num)s hours a week", hours) if hours else ""


def state_words(row: Any) -> tuple[str, str]:
    """How it stands today, as the word that colours it and as it is read."""
    now = standing(row.status, row.offers_until)
    colour = "outdated" if now == LATE else "closed" if now != OPEN else "open"
    return colour, pgettext("opportunity", "Open") if now == OPEN else status_word(now)


def views_of(found: list[Any]) -> list[SimpleNamespace]:
    """Rows of a list as the template draws them."""
    asked = skills_wanted(db(), [row.id for row in found]) if found else {}
    return [view_of(row, asked.get(row.id, [])) for row in found]


def view_of(row: Any, skills: list[Any]) -> SimpleNamespace:
    colour, state = state_words(row)
    return SimpleNamespace(
        row=row,
        id=row.id,
        href=f"/opportunities/{row.id}",
        sort=SORTS[row.sort](),
        place=place_words(row),
        hours=hours_words(row.hours),
        when=when_words(row.starts_on, row.ends_on),
        colour=colour,
        state=state,
        open=colour == "open",
        until=day_words(row.offers_until),
        skills=[each.name for each in skills],
        audience=audience_words(row.audience, row.space_name),
        shared=(),
        waiting=0,
        mine="",
    )
