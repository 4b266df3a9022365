"""Drafts in editors: what of a form is kept, the offer to go on with a draft, and who else has the editor open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.request import db, viewer
from models.core.errors import Outdated
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries import drafts
from models.entries.entry import Entry
from models.entries.presence import others_editing

# What of an editor's form makes a draft; the rest is made anew with each page.
FIELDS = (
    "title",
    "body",
    "tags",
    "tags_before",
    "summary",
    "minor",
    "silent",
    "parent",
    "language",
    "at",
    "mark",
    "answer",
    "space",
    "unnamed",
)


@dataclass(frozen=True)
class Offer:
    """A draft of this form: whether it stands in the form already, and whether the entry was saved since it began."""

    id: int
    number: int
    at: datetime
    used: bool
    overtaken: bool


def typed_fields() -> dict[str, str]:
    """The fields of the request that make a draft."""
    return {name: request.form[name] for name in FIELDS if name in request.form}


def known_number() -> int:
    """The number of the draft that the form knows of."""
    number: int = request.form.get("draft", 0, type=int)
    return number


def offer(form: Any, place: str, version: int = 0) -> Offer | None:
    """The viewer's draft for a fresh form, if there is one that differs from it. It is put into the form when the
    address asks for it."""
    found = drafts.draft_at(db(), viewer(), place)
    if found is None:
        return None
    used = request.args.get("draft") == "use"
    if used:
        fill(form, found)
    elif not _differs(form, found.fields):
        form.draft.data = str(found.number)
        return None
    return Offer(found.id, found.number, found.updated_at, used, bool(version) and found.based_on != version)


def draft_in(place: str) -> Any:
    """The viewer's draft of a form, or None."""
    return drafts.draft_at(db(), viewer(), place)


def fill(form: Any, found: Any) -> None:
    """Put a draft into a form, with the version that it began from."""
    for name, text in found.fields.items():
        if name in form:
            form[name].process_data(bool(text) if name in ("minor", "silent", "unnamed") else text)
    form.draft.data = str(found.number)
    if "based_on" in form:
        form.based_on.data = str(found.based_on)


def place_in(entry: Entry) -> str:
    """The form that was sent: that of one section of the entry, or that of all its text."""
    at = request.form.get("at", "")
    return drafts.place_of_section(entry, at) if at else drafts.place_of_edit(entry)


def keep_typed(form: Any, entry: Entry) -> None:
    """Keep the text of a form that could not be saved."""
    kept = drafts.keep(
        db(),
        viewer(),
        drafts.place_of_edit(entry),
        {name: _typed(form[name].data) for name in FIELDS if name in form and form[name].data is not None},
        entry_id=entry.id,
        based_on=form.based_on.data,
        number=known_number(),
        replace=True,
    )
    form.draft.data = str(kept.number)


def _typed(value: Any) -> str:
    return ("y" if value else "") if isinstance(value, bool) else str(value)


def newer_draft(error: Outdated, asks: bool, action: str, href: str) -> tuple[Response | str, int]:
    """The answer when another window kept something else meanwhile: nothing is overwritten, the person chooses."""
    if asks:
        return jsonify(error=str(error), number=error.current), 409
    fields = typed_fields() | {"based_on": request.form.get("based_on", "0")}
    page = render_template("entries/draft_newer.html", fields=fields, number=error.current, action=action, href=href)
    return page, 409


def _differs(form: Any, fields: dict[str, str]) -> bool:
    return any((form[name].data or "") != fields.get(name, "") for name in ("title", "body", "tags") if name in form)


def who_edits(entry: Entry) -> str:
    """A sentence on the others who are editing the entry now; empty when nobody is."""
    found = others_editing(db(), viewer(), entry)
    names = [_("%(name)s (guest)", name=row.name) if row.is_guest else row.name for row in found]
    if len(names) < 2:
        return _("%(name)s is editing this too.", name=names[0]) if names else ""
    if len(names) == 2:
        return _("%(name)s and %(other)s are editing this too.", name=names[0], other=names[1])
    return ngettext(
        "%(name)s and %(num)s other person are editing this too.",
        "%(name)s and %(num)s other people are editing this too.",
        len(names) - 1,
        name=names[0],
    )
