"""The list of one's conversations, and search in them."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.messages.words import event_said, title_of
from models.core.base import from_microseconds, to_microseconds
from models.core.language import gettext as _
from models.messages import reading
from models.messages.reading import PAGE

SHORT = 140


@allow("messages.list")
def list_conversations() -> str:
    text = request.args.get("q", "").strip()[:200]
    before = request.args.get("before", type=int)
    found = [] if text else reading.conversations(db(), viewer(), _moment(before))
    hits = reading.search(db(), viewer(), text, before) if text else []
    ids = [row.id for row in found] + [row.conversation_id for row in hits]
    people = reading.people_of(db(), ids) if ids else {}
    shown = found[:PAGE]
    lasts = reading.last_of(db(), [row.last_id for row in shown if row.last_id]) if shown else {}
    return render_template(
        "messages/list.html",
        text=text,
        paged=before is not None,
        conversations=[_drawn(row, people.get(row.id, []), lasts.get(row.last_id)) for row in shown],
        hits=[_hit(row, people.get(row.conversation_id, []), text) for row in hits[:PAGE]],
        older=_older(found, hits, text),
    )


def _moment(before: int | None) -> Any:
    return from_microseconds(before) if before is not None and 0 < before < 2**55 else None


def _drawn(row: Any, people: list[Any], last: Any) -> SimpleNamespace:
    return SimpleNamespace(
        id=row.id,
        title=title_of(row.pair, row.title, people, viewer().id),
        tone=next((each.id for each in people if each.id != viewer().id), row.id),
        group=row.pair is None,
        people=len(people),
        muted=row.muted,
        unread=row.unread,
        at=row.last_at,
        last=_in_short(last),
    )


def _in_short(last: Any) -> str:
    if last is None:
        return _("Nothing was said yet")
    if last.event:
        return event_said(SimpleNamespace(event=last.event, body=last.body, author_name=last.author))
    if last.removed_at is not None:
        return _("A message was removed")
    who = _("You") if last.author_id == viewer().id else last.author
    return _("%(name)s: %(text)s", name=who, text=_cut(last.text))


def _cut(text: str, around: str = "") -> str:
    text = " ".join(text.split())
    start = max(0, text.casefold().find(around.casefold().split()[0]) - SHORT // 3) if around.split() else 0
    part = text[start : start + SHORT]
    return ("… " if start else "") + part + (" …" if len(text) > start + SHORT else "")


def _hit(row: Any, people: list[Any], text: str) -> SimpleNamespace:
    return SimpleNamespace(
        href=f"/messages/{row.conversation_id}?at={row.id}#m{row.id}",
        title=title_of(None, row.title, people, viewer().id),
        who=row.author_name,
        at=row.created_at,
        text=_cut(row.text, text),
    )


def _older(found: list[Any], hits: list[Any], text: str) -> dict[str, Any] | None:
    if len(hits) > PAGE:
        return {"q": text, "before": hits[PAGE - 1].id}
    if len(found) > PAGE:
        return {"before": to_microseconds(found[PAGE - 1].last_at)}
    return None
