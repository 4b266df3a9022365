"""The list of notices, one line a matter, and how many are unread."""

import re
from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.kit.addresses import entry_href, person_href, space_href, tag_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.activity.matters import Who
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries.kinds import kind_named
from models.entries.streams import Position
from models.notices.counting import unread_count
from models.notices.reading import PAGE, Line, notices

NAMES_FIRST = re.compile(r"^(?:@[\w.-]+[,:]?\s+)+")
# Where what is no entry is dealt with, by the kind of the newest act's subject.
PLACES = {"change": "/change-requests/{id}", "decision": "/decisions/{id}", "case": "/reports",
          "skill": "/people/me/skills/{id}", "search": "/searches/{id}"}  # fmt: skip
# Where a matter of a whole space is dealt with, by its reason; else on the page of the space.
SPACE_PARTS = {"join": "/members", "twins": "/desk#twins"}
OUTCOMES = {
    "keep": lambda: _("It stays as it is."),
    "hide": lambda: _("It was hidden."),
    "remove": lambda: _("It was removed."),
    "edit": lambda: _("It was changed."),
    "warn": lambda: _("The author was warned."),
    "suspend": lambda: _("The author was suspended."),
}
THINGS = {
    "report": lambda: _("Something that you reported"),
    "decision": lambda: _("A decision about you or what you wrote"),
    "appeal": lambda: _("An appeal"),
    "skill": lambda: _("One of your skills"),
    "person": lambda: _("A colleague’s profile"),
}


@allow("notices.read")
def show() -> str:
    unread = request.args.get("view") == "unread"
    before = request.args.get("before")
    found = notices(db(), viewer(), unread=unread, before=Position.parse(before))
    base = "/notices?view=unread" if unread else "/notices"
    older = Position(found[-1].at, found[-1].row.id) if len(found) == PAGE else None
    return render_template(
        "notices/notices.html",
        lines=[_drawn(line) for line in found],
        unread=unread,
        first_href=base if before else None,
        older_href=f"{base}{'&' if unread else '?'}before={older}" if older else None,
        any_unread=bool(unread_count(viewer())),
    )


@allow("notices.read")
def show_bell() -> str:
    """For browsers that were told of something new: the number under the viewer's own rights."""
    return render_template("notices/bell.html", on=request.args.get("on", ""))


def _drawn(line: Line) -> SimpleNamespace:
    row = line.row
    return SimpleNamespace(
        id=row.id,
        kind=row.kind or row.thing_kind,
        kind_label=_label(row),
        title=_title(row),
        href=_href(line),
        said=line.matter.said(Who.of(_names(line.people), len(line.people))),
        why=line.matter.why(),
        # Of a search that the reader saved, the note is its name.
        note="" if row.thing_kind == "search" else OUTCOMES[row.note]() if row.note in OUTCOMES else row.note,
        when=line.at,
        read=line.is_read,
        space_name=row.space_name,
        space_slug=row.space_slug,
        may_mute=bool(row.entry_id or row.thing_kind == "space"),
    )


def _names(people: list[str]) -> str:
    if not people:
        return _("Somebody")
    if len(people) == 1:
        return people[0]
    if len(people) == 2:
        return _("%(first)s and %(second)s", first=people[0], second=people[1])
    others = len(people) - 1
    return ngettext("%(name)s and %(num)s other", "%(name)s and %(num)s others", others, name=people[0])


def _label(row: Any) -> str:
    if row.kind:
        return kind_named(row.kind).word()
    return {"space": _("Space"), "tag": pgettext("tag", "Topic"), "search": _("Saved search")}.get(row.thing_kind) or _(
        "Notice"
    )


def _title(row: Any) -> str:
    if row.entry_id:
        # A post that begins with names: its readers know that they are named.
        words = NAMES_FIRST.sub("", row.excerpt) or row.excerpt
        return title_of(SimpleNamespace(**{**row._mapping, "root_title": "", "excerpt": words}))
    if row.thing_kind == "space":
        return str(row.space_name)
    if row.thing_kind == "tag":
        return row.topic or _("A topic of which you can read nothing")
    if row.thing_kind == "search":
        return str(row.note)
    return THINGS[row.thing_kind]() if row.thing_kind in THINGS else _("A matter of yours")


def _href(line: Line) -> str | None:
    row = line.row
    if row.subject_kind in PLACES:
        return PLACES[row.subject_kind].format(id=row.subject_id)
    if row.reason == "confirm":
        return entry_href(row)
    if row.thing_kind == "space":
        return space_href(row.space_slug) + SPACE_PARTS.get(row.reason, "")
    if row.topic:
        return f"{tag_href(row.topic)}/curate"
    if row.thing_kind == "person" and row.actor_username:
        return person_href(row.actor_username)
    if not row.entry_id:
        return None
    if row.reason == "trashed":
        return f"/e/{row.subject_id}"
    # The first that is new, wherever it stands in a long topic.
    return f"/e/{line.opens_at}" if line.opens_at and line.opens_at != row.entry_id else entry_href(row)
