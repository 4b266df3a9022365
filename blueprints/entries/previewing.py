"""The preview of every editor: the text as it will be shown, as a piece of HTML."""

from html import escape

from flask import request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.text import references, render, render_short
from models.entries.attaching import files_of
from models.entries.entry import Entry
from models.entries.including import with_parts
from models.entries.naming import not_told
from models.entries.reading import visible_entry
from models.policy.finding import visible_space
from models.spaces.membership import known_names
from models.spaces.space import Space


@allow("search.use")
def preview() -> Response:
    """Sent: `text`. In the address: `space` (its slug) and `short` for posts, or the `entry` whose text it is."""
    text, space = request.form.get("text", ""), request.args.get("space")
    shown: Entry | None = None
    short, entry_id, files = "short" in request.args, request.args.get("entry", 0, type=int), {}
    here = visible_space(db(), viewer(), space) if space else None
    if entry_id:
        shown = visible_entry(db(), viewer(), Entry, entry_id)
        here, files = shown.space, files_of(db(), shown)
        space = here.slug if here else None
        short = shown.kind == "post"
    people = known_names(db(), list(references(text).mentions), here.id if here else None)
    warning = _not_told(people, shown, here)
    if short:
        return fragment(warning + render_short(text, space=space, people=people).html)
    return fragment(
        warning + with_parts(db(), viewer(), render(text, space=space, people=people, files=files).html, entry_id)
    )


def _not_told(people: dict[str, int], shown: Entry | None, here: Space | None) -> str:
    """Who is named and would not be told, as a note over the preview; nothing for most texts."""
    if not people:
        return ""
    audience = shown.audience if shown else here.audience if here else "everyone"
    found = not_told(db(), viewer(), people, audience, here.id if here else None)
    return f'<div class="ban warn"><p>{escape(" ".join(found))}</p></div>' if found else ""
