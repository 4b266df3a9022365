"""Keeping what is typed before it is saved, the list of one's drafts, and the sign that one is editing."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.drafting import known_number, newer_draft, place_in, typed_fields, who_edits
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import safe_next
from blueprints.kit.request import db, viewer
from models.core import clock
from models.core.errors import Outdated
from models.core.language import gettext as _
from models.core.language import time_of_day
from models.entries import drafts, presence
from models.entries.comparing import compare
from models.entries.entry import Entry
from models.entries.kinds import kind_named
from models.entries.reading import NotFound, visible_entry
from models.entries.revision import revision
from models.policy.finding import space_names


@allow("entry.edit", on=entry())
def keep_draft(entry: Entry) -> Response | tuple[Response | str, int]:
    """Keep the form's text for its writer alone. Asked by a script with `Accept: application/json`, or by a button."""
    asks = request.accept_mimetypes.best == "application/json"
    try:
        kept = drafts.keep(
            db(),
            viewer(),
            place_in(entry),
            typed_fields(),
            entry_id=entry.id,
            based_on=request.form.get("based_on", 0, type=int),
            number=known_number(),
            replace="replace" in request.form,
        )
    except Outdated as error:
        href = _edit_href(entry.kind, entry.id, request.form.get("at", ""))
        return newer_draft(error, asks, f"/e/{entry.id}/draft", href)
    if "leave" in request.form:
        presence.leave(db(), viewer(), entry)
    else:
        presence.appear(db(), viewer(), entry)
    if asks:
        return jsonify(number=kept.number, said=_kept_words(), **_news(entry))
    flash(_("Your draft is kept. Only you can see it."), "success")
    return redirect(_edit_href(entry.kind, entry.id, request.form.get("at", "")), 303)


@allow("entry.edit", on=entry())
def show_presence(entry: Entry) -> Response:
    """Say that one is editing, and hear who else is. Nothing is written when one said so a moment ago."""
    if "leave" in request.form:
        presence.leave(db(), viewer(), entry)
    else:
        presence.appear(db(), viewer(), entry)
    return jsonify(_news(entry))


def _news(entry: Entry) -> dict[str, Any]:
    """Who else is editing, and whether somebody saved since the form's version."""
    based_on, newer = request.form.get("based_on", 0, type=int), ""
    if 0 < based_on < entry.version:
        last = revision(db(), entry, entry.version)
        newer = _(
            "%(name)s saved version %(number)s while you were writing. It is put together with yours when you save.",
            name=last.name,
            number=last.number,
        )
    return {"editing": who_edits(entry), "newer": newer}


def _kept_words() -> str:
    return _("Draft kept at %(time)s", time=time_of_day(clock.now()))


@allow("drafts.list")
def show_drafts() -> str:
    return render_template("entries/drafts.html", drafts=_views(drafts.drafts_of(db(), viewer())))


@allow("drafts.list")
def show_draft(draft_id: int) -> str:
    """One draft beside what stands now."""
    found = drafts.draft_of(db(), viewer(), draft_id)
    if found is None:
        raise NotFound
    body = found.fields.get("body", "")
    comparison = None
    if found.kind and not found.place.startswith("say:"):
        comparison = compare(visible_entry(db(), viewer(), Entry, found.entry_id, with_text=True).body, body)
    return render_template("entries/draft.html", draft=_views([found])[0], body=body, comparison=comparison)


@allow("drafts.list")
def discard_draft(draft_id: int) -> Response:
    if not drafts.discard(db(), viewer(), draft_id):
        raise NotFound
    flash(_("The draft is discarded."), "success")
    return redirect(safe_next(request.form.get("next"), "/drafts"), 303)


def _views(found: list[Any]) -> list[SimpleNamespace]:
    spaces = space_names(db(), viewer(), [row.space_id for row in found if row.space_id])
    return [_view(row, spaces.get(row.space_id)) for row in found]


def _view(row: Any, space: Any) -> SimpleNamespace:
    if row.place in NEW_TOPICS:
        href = NEW_TOPICS[row.place]
        what = _("New question") if href.startswith("/ask") else _("New discussion")
    elif row.place.startswith("say:"):
        what, href = _saying(row)
    elif row.kind:
        what, href = kind_named(row.kind).word(), _edit_href(row.kind, row.entry_id, row.fields.get("at", ""))
    elif space is not None:
        what, href = _("New page in %(space)s", space=space.name), f"/s/{space.slug}/wiki/new?draft=use"
    else:
        what, href = _("You cannot read this any more. Your own text is still here."), ""
    return SimpleNamespace(
        id=row.id,
        title=row.fields.get("title") or row.entry_title or _("Without a title"),
        what=what,
        href=href,
        at=row.updated_at,
        until=row.updated_at + drafts.KEPT,
        length=len(row.fields.get("body", "")),
        overtaken=bool(row.kind) and not row.place.startswith("say:") and row.based_on != row.entry_version,
    )


NEW_TOPICS = {
    drafts.place_of_new_topic("question"): "/ask?draft=use",
    drafts.place_of_new_topic("discussion"): "/discuss?draft=use",
}


def _saying(row: Any) -> tuple[str, str]:
    """An answer or a reply that is not there yet."""
    if not row.kind:
        return _("You cannot read this any more. Your own text is still here."), ""
    _word, topic, to = row.place.split(":")
    if to != "0":
        return _("Your reply"), f"/topics/{topic}?reply={to}&draft=use#reply"
    return _("Your answer") if row.kind == "question" else _("Your reply"), f"/topics/{topic}?draft=use#answer"


def _edit_href(kind: str, entry_id: int, at: str = "") -> str:
    """Where one goes on with a draft."""
    if at:
        return f"/pages/{entry_id}/section?at={quote(at)}&draft=use"
    return f"/pages/{entry_id}/edit?draft=use" if kind == "page" else f"/e/{entry_id}/edit?draft=use"
