"""Before something new is saved: what is nearly the same is shown once, with what the writer can do about it.

Nothing is lost by any of it: whoever takes what is there finds their own text among their drafts.
"""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit import drafting
from blueprints.kit.addresses import entry_href
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_view
from blueprints.kit.sent import number
from blueprints.kit.services import services
from models.core.errors import Outdated
from models.core.language import gettext as _
from models.entries import drafts
from models.entries.entry import Entry
from models.entries.following import follow
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import place_of
from models.entries.summaries import neutral
from models.policy.rules import may
from models.search.nearly import nearly_there

# The field that says that the writer has seen it, and that of what they chose: `adopt-7`, `merge-7`, `link-7`, `apart`.
SEEN, CHOICE = "seen_alike", "alike"
LONGEST_REASON = 120


def shown_once(kind: str, title: str, body: str) -> list[SimpleNamespace]:
    """What is nearly the same, each with whether the viewer may add to it; nothing once they have seen it."""
    if SEEN in request.form:
        return []
    rows = nearly_there(db(), services().engine, viewer(), kind, title, body)
    return [_row(row) for row in rows]


def _row(row: Any) -> SimpleNamespace:
    shown = entry_view(row, when=row.last_activity_at)
    shown.may_add = _may_add(visible_entry(db(), viewer(), Entry, row.id))
    return shown


def _may_add(entry: Entry) -> bool:
    return may(viewer(), "page.edit" if entry.kind == "page" else "topic.reply", entry)


def _chosen() -> tuple[str, Entry | None]:
    """What the writer chose, and which entry; an entry that went away meanwhile is no choice."""
    what, _dash, wanted = request.form.get(CHOICE, "").partition("-")
    if what not in ("adopt", "merge", "link"):
        return ("apart" if what == "apart" else "", None)
    try:
        found = visible_entry(db(), viewer(), Entry, number(wanted), with_text=True)
    except (NotFound, ValueError):
        return "", None
    return (what, found) if found.kind in ("page", "question", "discussion") else ("", None)


def taken_instead(
    place: str, body: str, address: str, keeping: str, space_id: int | None = None
) -> Response | tuple[Response | str, int] | None:
    """Where to go when the writer takes or adds to what is there; None when they save their own.

    Their own text is kept as the draft of `place`, whose form stands at `address` and is kept by `keeping`.
    """
    what, entry = _chosen()
    if entry is None or what == "link" or (what == "merge" and not _may_add(entry)):
        return None
    fields, known = drafting.typed_fields(), drafting.known_number()
    try:
        drafts.keep(db(), viewer(), place, fields, space_id=space_id, number=known)
    except Outdated as error:
        return drafting.newer_draft(error, False, keeping, f"{address}?draft=use")
    if what == "merge":
        return add_below(entry, body, _("Your text stands below what is there. Nothing is saved yet."))
    follow(db(), viewer(), entry)
    flash(_("You follow this from now on. Your own text is kept as a draft."), "success")
    return redirect(_href(entry), 303)


def add_below(entry: Entry, body: str, said: str) -> Response:
    """Open the editor of what is there with the text below it, and say so; nothing is saved there yet."""
    if entry.kind == "page":
        place, address = drafts.place_of_edit(entry), f"/pages/{entry.id}/edit?draft=use"
        fields = {"title": entry.title, "body": f"{entry.body}\n\n{body}"}
    else:
        place, address = drafts.place_of_saying(entry.id), f"/topics/{entry.id}?draft=use#answer"
        fields = {"body": body}
    if drafts.draft_at(db(), viewer(), place) is not None:
        flash(_("You have a draft here already. Your new text is kept as a draft of its own."), "warning")
        return redirect(address, 303)
    drafts.keep(
        db(), viewer(), place, fields, entry_id=entry.id, space_id=entry.space_id, based_on=entry.version, number=0
    )
    flash(said, "success")
    return redirect(address, 303)


def _href(entry: Entry) -> str:
    return entry_href(place_of(db(), viewer(), entry.id))


def with_link(body: str, audience: str) -> str:
    """The text with a link to what is there, when the writer wants one. Who may not read that learns no title."""
    what, entry = _chosen()
    return body if what != "link" or entry is None else see_also(body, audience, entry)


def see_also(body: str, audience: str, entry: Entry) -> str:
    """A text for this audience with a link to the entry below it."""
    address = f"/e/{entry.id}"
    title = entry.title.replace("[", "(").replace("]", ")") if entry.audience in ("everyone", audience) else address
    return f"{body}\n\n" + _("See also: %(link)s", link=f"[{title}]({address})")


def reason() -> str:
    """For the history: why it stands beside something that is nearly the same."""
    why = " ".join(request.form.get("because", "").split())[:LONGEST_REASON]
    return neutral("apart", why=why) if why and _chosen()[0] == "apart" else ""
