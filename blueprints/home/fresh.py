"""How much came since a page was drawn: what live.js asks for the button "3 new posts"."""

from typing import Any

from flask import request

from blueprints.home.home import watched_by
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.base import from_microseconds
from models.core.language import ngettext
from models.entries.muting import muted_by
from models.entries.streams import count_since


@allow("home.read")
def fresh() -> dict[str, Any]:
    since = request.args.get("since", "")
    moment = from_microseconds(int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0)
    if request.args.get("view") == "posts":
        number = count_since(db(), viewer(), moment, kind="post", muted=muted_by(db(), viewer().id))
        return {"count": number, "label": ngettext("%(num)s new post", "%(num)s new posts", number)}
    watches = watched_by()
    number = count_since(db(), viewer(), moment, watches.ids, muted=watches.muted)
    return {"count": number, "label": ngettext("%(num)s new entry", "%(num)s new entries", number)}
