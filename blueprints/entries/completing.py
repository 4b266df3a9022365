"""What editors offer while somebody types `[[`, `@` or `#`, as JSON."""

import re
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import link_source
from models.entries.completing import MOST, pages_named, people_named, units_named
from models.entries.kinds import kind_named
from models.entries.tagging import tag_cloud, tag_name
from models.people.person import Person
from models.policy.finding import visible_space
from models.policy.readers import may_read, people_where
from models.policy.rules import may
from models.search.engine import Query
from models.search.finding import FoundEntry, find
from models.search.finding import complete as complete_words
from models.spaces.space import Space

LONGEST = 80
TOPICS = ("question", "discussion")
LEAST_OF_A_TITLE = 3


@allow("search.use")
def complete() -> Response:
    """A list of {insert, label, note}: `for` says of what (page, person, tag), `q` what was typed, `space` where."""
    offer = OFFERS.get(request.args.get("for", ""))
    text, slug = request.args.get("q", "")[:LONGEST].strip(), request.args.get("space", "")
    here = visible_space(db(), viewer(), slug) if slug else None
    return jsonify(offer(text, here) if offer else [])


def _pages(text: str, here: Space | None) -> list[dict[str, str]]:
    """Pages of the same space first, then pages, questions and discussions that search finds by their title."""
    found = pages_named(db(), viewer(), here.id, text) if here else []
    seen = {row.id for row in found}
    if len(found) < MOST and len(text) > 1:
        found += [row for row in _titled(text) if row.id not in seen]
    return [_link(row, here) for row in found][:MOST]


def _titled(text: str) -> list[Any]:
    # Search knows whole words: those that the last one could become are asked for with it.
    engine = services().engine
    words = " ".join([text, *complete_words(db(), engine, viewer(), text)])
    hits = find(db(), engine, viewer(), Query(words, kinds=("page", *TOPICS), limit=MOST)).hits
    found = [hit.row for hit in hits if isinstance(hit, FoundEntry) and "title" in hit.matched]
    return sorted(found, key=lambda row: row.kind in TOPICS)


def _link(row: Any, here: Space | None) -> dict[str, str]:
    """What stands in the text: the title of a page, or the address of a topic under its title."""
    inside = here is not None and row.space_slug == here.slug
    note = "" if inside else row.space_name or ""
    if getattr(row, "kind", "page") not in TOPICS:
        return {
            "insert": link_source(row.title, row.slug, None if inside else row.space_slug),
            "label": row.title,
            "note": note,
        }
    title = re.sub(r"([\\\[\]])", r"\\\1", row.title)
    note = ", ".join(filter(None, (kind_named(row.kind).word(), note)))
    return {"insert": f"[{title}](/topics/{row.id})", "label": row.title, "note": note}


def _people(text: str, here: Space | None) -> list[dict[str, str]]:
    known = here is not None and may(viewer(), "space.members", here)
    found = people_named(db(), viewer(), text, here.id if here and known else 0)
    outside = _outside([row.username for row in found], here) if here is not None and known else set()
    people = [
        {
            "insert": f"@{row.username}",
            "label": row.name,
            "note": ", ".join(
                filter(
                    None,
                    (
                        f"@{row.username}",
                        _("guest") if row.is_guest else row.department_name,
                        _("may not read this space") if row.username in outside else "",
                    ),
                )
            ),
        }
        for row in found
    ]
    units = [
        {"insert": f"@{row.slug}", "label": row.name, "note": _("everybody in this unit who may read it")}
        for row in units_named(db(), viewer(), text)
    ]
    # A few places stay for units, however many people have such a name.
    return (people[: MOST - min(len(units), 3)] + units)[:MOST]


def _outside(usernames: list[str], here: Space) -> set[str]:
    """Who of them may not read what stands in the space: said while a name is typed, before anything is posted."""
    if not here.is_closed:
        return set()
    inside = people_where(may_read(here.audience), Person.username.in_(usernames)).with_only_columns(Person.username)
    return set(usernames) - set(db().scalars(inside))


def _tags(text: str, here: Space | None) -> list[dict[str, str]]:
    """Topics by their beginning; below them what can be linked to, for whoever types # and thinks of a page."""
    found = [
        {
            "insert": f"#{row.name}",
            "label": f"#{row.name}",
            "note": ngettext("%(num)s entry", "%(num)s entries", row.entries),
        }
        for row in tag_cloud(db(), viewer(), tag_name(text), MOST)
    ]
    return found + (_pages(text, here)[: MOST - len(found)] if len(text) >= LEAST_OF_A_TITLE else [])


OFFERS: dict[str, Callable[[str, Any], list[dict[str, str]]]] = {"page": _pages, "person": _people, "tag": _tags}
