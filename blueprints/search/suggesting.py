"""Suggestions while somebody types, as JSON."""

from flask import Response, jsonify
from flask import request as http

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from blueprints.search.asking import Asked, read
from models.search.engine import Query
from models.search.finding import FoundEntry, FoundPerson, complete, find

HITS = 5


@allow("search.use")
def suggest() -> Response:
    """A list of {label, href, kind}: ways to complete the text (kind `search`), then the best results."""
    text = read(http.args).text
    if not text:
        return jsonify([])
    engine = services().engine
    words = complete(db(), engine, viewer(), text)
    found = find(db(), engine, viewer(), Query(text, limit=HITS))
    return jsonify(
        [{"label": word, "href": Asked(word, {}).href(), "kind": "search"} for word in words]
        + [_hit(hit) for hit in found.hits]
    )


def _hit(hit: FoundEntry | FoundPerson) -> dict[str, str]:
    label = "".join(text for text, _is_match in hit.title)
    href = f"/people/{hit.row.username}" if isinstance(hit, FoundPerson) else entry_href(hit.row)
    return {"label": label, "href": href, "kind": hit.kind}
