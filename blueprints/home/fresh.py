"""How much came since a page was drawn: what live.js asks for the button "3 new posts"."""

from typing import Any

from flask import request

from blueprints.home.home import watched_by
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.base import from_microseconds
from models.core.language import ngettext
from models.entries.arriving import count_with_tag
from models.entries.muting import muted_by
from models.entries.streams import count_since
from models.entries.tagging import tag_named


@allow("home.read")
def fresh() -> dict[str, Any]:
    since = request.args.get("since", "")
    moment = from_microseconds(int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0)
    view, kind = request.args.get("view"), request.args.get("kind", "")
    if view == "posts":
        kind = "post"
        number = count_since(db(), viewer(), moment, kind=kind, muted=muted_by(db(), viewer().id))
    elif view == "tag":
        tag = tag_named(db(), viewer(), request.args.get("name", ""))
        number = count_with_tag(db(), viewer(), tag.id, moment, kind) if tag else 0
    else:
        kind, watches = "", watched_by()
        number = count_since(db(), viewer(), moment, watches.ids, muted=watches.muted)
    if kind == "post":
        return {"count": number, "label": ngettext("%(num)s new post", "%(num)s new posts", number)}
    return {"count": number, "label": ngettext("%(num)s new entry", "%(num)s new entries", number)}
