"""The preview of every editor: the text as it will be shown, as a piece of HTML."""

from flask import request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.text import references, render, render_short
from models.entries.attaching import files_of
from models.entries.entry import Entry
from models.entries.reading import visible_entry
from models.people.person import known_usernames


@allow("search.use")
def preview() -> Response:
    """Sent: `text`. In the address: `space` (its slug) and `short` for posts, or the `entry` whose text it is."""
    text, space = request.form.get("text", ""), request.args.get("space")
    short, entry_id, files = "short" in request.args, request.args.get("entry", 0, type=int), {}
    if entry_id:
        shown = visible_entry(db(), viewer(), Entry, entry_id)
        space, files = shown.space.slug if shown.space else None, files_of(db(), shown)
        short = shown.kind == "post"
    people = known_usernames(db(), list(references(text).mentions))
    if short:
        return fragment(render_short(text, space=space, people=people).html)
    return fragment(render(text, space=space, people=people, files=files).html)
