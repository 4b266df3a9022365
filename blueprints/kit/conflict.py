"""Saving in editors: what to say when it was put together with others' changes, and what to show when it cannot be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, request

from blueprints.kit.request import db
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.comparing import Comparison, Line, compare
from models.entries.deciding import decide, headings_left, prepared, undecided
from models.entries.entry import Entry
from models.entries.revision import revision
from models.entries.saving import Conflict, Saved

WHOLE = 10**9


@dataclass(frozen=True)
class Choice:
    """A place that both changed: the lines of each side, with the words that differ marked, and what was chosen."""

    number: int
    theirs: list[Line]
    mine: list[Line]
    chosen: str


@dataclass(frozen=True)
class Deciding:
    """What the editor shows above the prepared text: who saved in between, the places to decide, both whole texts."""

    number: int
    name: str
    username: str
    at: datetime
    summary: str
    choices: list[Choice]
    title: str
    theirs: str
    mine: str
    comparison: Comparison


def decided(text: str) -> str:
    """The text of the form, with the places decided for which the form has a choice."""
    if not headings_left(text):
        return text
    return decide(text, {place.number: request.form.get(f"place-{place.number}", "") for place in undecided(text)})


def put_back(form: Any, conflict: Conflict, entry: Entry) -> Deciding:
    """Fill the form with the prepared merge on top of what stands now; returns what to show above it."""
    mine, their_title = form.body.data, ""
    last = revision(db(), entry, entry.version)
    form.body.data = prepared(conflict.merge, last.name)
    form.based_on.data = str(entry.version)
    if "title" in form:
        their_title = entry.title if conflict.title is None else ""
        form.title.data = conflict.title or form.title.data
    if "tags" in form and conflict.tags is not None:
        form.tags.data = ", ".join(conflict.tags)
    return deciding(entry, form.body.data, mine, their_title)


def still_open(form: Any, entry: Entry) -> Deciding | None:
    """The same for a prepared text that came back with places left to decide."""
    text = form.body.data or ""
    return deciding(entry, text, request.form.get("mine", "")) if headings_left(text) else None


def deciding(entry: Entry, text: str, mine: str, title: str = "") -> Deciding:
    """`entry` as it stands in the database, `text` with the places, `mine` the whole text that was to be saved."""
    last = revision(db(), entry, entry.version)
    return Deciding(
        number=entry.version,
        name=last.name,
        username=last.username,
        at=last.created_at,
        summary=last.summary,
        choices=[_choice(place.number, place.theirs, place.mine) for place in undecided(text)],
        title=title,
        theirs=entry.body,
        mine=mine,
        comparison=compare(entry.body, mine),
    )


def _choice(number: int, theirs: str, mine: str) -> Choice:
    lines = [line for block in compare(theirs, mine, WHOLE).blocks for line in block.lines]
    return Choice(
        number,
        [line for line in lines if line.kind != "add"],
        [line for line in lines if line.kind != "del"],
        request.form.get(f"place-{number}", ""),
    )


def say_saved(saved: Saved, entry: Entry, unchanged: Callable[[], str]) -> None:
    """The message after a save."""
    if not saved.changed:
        flash(unchanged())
    elif saved.merged_from:
        message: Any = {
            "text": _merged_words(saved.merged_with),
            "link": f"/e/{entry.id}/compare?from={saved.merged_from}&to={saved.merged_to}",
            "link_label": _("See that change"),
        }
        flash(message, "success")
    elif getattr(entry, "released", None):
        note: Any = {
            "text": _("Your changes are saved. Readers go on seeing the released text until a newer one is released."),
            "link": f"/pages/{entry.id}/working",
            "link_label": _("See the working text"),
        }
        flash(note, "success")
    else:
        flash(_("Your changes are saved."), "success")


def _merged_words(names: tuple[str, ...]) -> str:
    if not names:
        return _("Your changes are saved, together with what you saved in another window meanwhile.")
    if len(names) == 1:
        return _("Your changes are saved, together with what %(name)s changed meanwhile.", name=names[0])
    return ngettext(
        "Your changes are saved, together with what %(name)s and %(num)s other changed meanwhile.",
        "Your changes are saved, together with what %(name)s and %(num)s others changed meanwhile.",
        len(names) - 1,
        name=names[0],
    )


def version_from(text: str | None) -> int:
    """WTForms filter: the version that an edit began from; what cannot be read is no version that ever stood."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
