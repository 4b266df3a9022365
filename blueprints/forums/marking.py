"""How far the viewer has read: moved by the browser as posts are looked at, by a button without scripts, and back."""

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import safe_next
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.streams import PAGE, Position
from models.entries.unread import note_seen, read_to, unread_followed, unread_from
from models.forums.topic import TOPIC_KINDS
from models.notices.marking import read_thread

# A page shows fifty posts; a browser that names many more has not looked at them.
MOST_SEEN = 200


def _topic(found: Entry) -> Entry:
    if found.kind not in TOPIC_KINDS:
        raise NotFound
    return found


@allow("entry.mark-read", on=entry())
def mark_read(topic: Entry) -> Response:
    """From a script: the posts that were on the screen (`seen`). From the button: all up to the post `to`."""
    _topic(topic)
    if "seen" in request.form:
        seen = [int(each) for each in request.form["seen"].split(",") if each.isascii() and each.isdigit()]
        seen = [each for each in seen if each < 2**63][:MOST_SEEN]
        note_seen(db(), viewer(), topic, seen, gaps=topic.kind == "question")
        read_thread(db(), viewer().id, topic.id, upto=max(seen, default=0))
        return make_response("", 204)
    last = _post(topic, "to")
    read_to(db(), viewer(), topic.id, Position(last.created_at, last.id))
    read_thread(db(), viewer().id, topic.id, upto=last.id)
    flash(_("Marked as read up to here. Nobody else sees what you have read."), "success")
    return redirect(f"/topics/{topic.id}?at={last.id}#last", 303)


@allow("entry.mark-read", on=entry())
def mark_unread(topic: Entry) -> Response:
    """The post `from` and what follows it is new again. Goes on to the list: the page would be read at once."""
    first = _post(_topic(topic), "from")
    unread_from(db(), viewer(), topic.id, first)
    flash(_("Marked unread. “%(title)s” opens there next time.", title=topic.title), "success")
    return redirect(safe_next(f"/s/{topic.space.slug}/forum" if topic.space else "/"), 303)


def _post(topic: Entry, field: str) -> Entry:
    wanted = request.form.get(field, type=int) or topic.id
    if wanted == topic.id:
        return topic
    found = visible_entry(db(), viewer(), Entry, wanted)
    if found.root_id != topic.id:
        raise NotFound
    return found


@allow("home.read")
def unread() -> str:
    """What is new in the topics that the viewer follows."""
    before = request.args.get("before")
    found = unread_followed(db(), viewer(), TOPIC_KINDS, Position.parse(before) if before else None)
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return render_template(
        "forums/unread.html",
        rows=entry_rows(shown),
        newest_href="/unread" if before else None,
        older_href=f"/unread?before={Position(last.last_activity_at, last.id)}" if last else None,
    )
