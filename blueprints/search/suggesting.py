"""Suggestions while somebody types, as JSON."""

from typing import Any

from flask import Response, jsonify
from flask import request as http

from blueprints.kit.addresses import ask_href, entry_href, experts_href, person_href, space_href, tag_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from blueprints.search.asking import read
from models.core.language import gettext as _
from models.entries.kinds import kind_named
from models.search.asked import Asked
from models.search.suggesting import Offers, offers


@allow("search.use")
def suggest() -> Response:
    """A list of {label, href, kind, word, note}: ways to complete the text (kind `search`), then what is called so."""
    asked = read(http.args)
    return jsonify(_lines(offers(db(), services().engine, viewer(), asked.text)) + _further(asked))


def _lines(found: Offers) -> list[dict[str, str]]:
    lines = [_line(word, Asked(word, {}).href(), "search", _("Search")) for word in found.words]
    lines += [_entry(row) for row in found.entries]
    for row in found.people:
        note = ", ".join(filter(None, (row.job_title, row.department_name)))
        lines.append(_line(row.name, person_href(row.username), "person", _("Person"), note))
    lines += [
        _line(row.name, space_href(row.slug), "space", _("Space"), row.department_name or "") for row in found.spaces
    ]
    return lines + [_line(name, tag_href(name), "tag", _("Topic")) for name in found.tags]


def _further(asked: Asked) -> list[dict[str, str]]:
    """For a question: who can answer it, and asking it."""
    if not asked.is_question:
        return []
    return [
        _line(asked.text, experts_href(asked.text), "experts", _("People who can answer")),
        _line(asked.text, ask_href(asked.text), "ask", _("Ask")),
    ]


def _entry(row: Any) -> dict[str, str]:
    word = _("Answered question") if row.status == "answered" else kind_named(row.kind).word()
    return _line(row.title, entry_href(row), row.kind, word, row.space_name or "")


def _line(label: str, href: str, kind: str, word: str, note: str = "") -> dict[str, str]:
    return {"label": label, "href": href, "kind": kind, "word": word, "note": note}
