"""Addresses of things in hot lists, written out: `url_for` costs too much there. A test compares each with it."""

from typing import Any
from urllib.parse import quote


def entry_href(row: Any) -> str:
    """Where the entry of a list row is read."""
    if row.kind == "page":
        return f"/s/{row.space_slug}/wiki/{row.slug}"
    if row.kind == "file":
        return f"/files/{row.id}"
    if row.kind == "opportunity":
        return f"/opportunities/{row.id}"
    if row.root_id:
        return f"/e/{row.id}"
    return f"/posts/{row.id}" if row.kind == "post" else f"/topics/{row.id}"


def space_href(slug: str) -> str:
    return f"/s/{slug}"


def person_href(username: str) -> str:
    return f"/people/{username}"


def tag_href(name: str) -> str:
    return f"/tags/{name}"


def experts_href(text: str) -> str:
    """Who can answer this."""
    return f"/experts?q={quote(text)}"


def ask_href(text: str) -> str:
    """The form to ask this, filled in."""
    return f"/ask?title={quote(text)}"
