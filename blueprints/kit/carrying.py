"""A form that came too late: its session had expired. What was typed is carried through signing in and given back.

Whoever signs in as somebody else than the form's writer gets none of it.
"""

import json
import re
from typing import Any, NamedTuple

from flask import g, render_template, request
from sqlalchemy import select

from blueprints.kit.pages import safe_next
from blueprints.kit.request import cookie, db
from models.people.login import Login, hashed

# Never carried: secrets, and what belongs to the old session.
LEFT_OUT = re.compile(r"password|current|csrf|token|code|secret", re.IGNORECASE)
LONGEST = 600_000
# Where the text of an editor can be kept as a draft, so that one can go on writing.
DRAFTS = (
    (re.compile(r"^/(?:pages|e)/(\d+)/(?:edit|section)$"), r"/e/\1/draft"),
    (re.compile(r"^/s/([^/]+)/wiki/new$"), r"/s/\1/wiki/draft"),
)


class Carried(NamedTuple):
    """Where a form was to go and what it held."""

    to: str
    fields: list[tuple[str, str]]

    @property
    def draft(self) -> str:
        """The address that keeps the text as a draft, or nothing."""
        path = self.to.partition("?")[0]
        return next((found.sub(address, path) for found, address in DRAFTS if found.match(path)), "")

    @property
    def text(self) -> str:
        """What was written, to show."""
        found = dict(self.fields)
        return next((found[name] for name in ("body", "text", "about", "title") if found.get(name)), "")


def fields_sent() -> list[tuple[str, str]]:
    """What of the request can be carried; nothing of a form that holds secrets."""
    fields = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if any(LEFT_OUT.search(name) for name, _text in fields) or sum(len(text) for _name, text in fields) > LONGEST:
        return []
    return fields


def packed() -> str:
    """The request as one field of the form that signs in again; empty when there is nothing to carry."""
    fields = fields_sent()
    if request.method != "POST" or not Carried("", fields).text:
        return ""
    return json.dumps({"to": request.full_path.rstrip("?"), "fields": fields, "login": _login()}, ensure_ascii=False)


def _login() -> str:
    token = str(cookie.get("_user_id") or "")
    return hashed(token) if token else ""


def unpacked(text: str, person_id: int) -> Carried | None:
    """What a person who has signed in gets back, when it was theirs."""
    try:
        found: Any = json.loads(text)
        to, fields = safe_next(str(found["to"])), [(str(name), str(value)) for name, value in found["fields"]]
        login = str(found["login"])
    except (ValueError, KeyError, TypeError):
        return None
    writer = db().scalar(select(Login.person_id).where(Login.token_hash == login)) if login else None
    if writer not in (None, person_id) or any(LEFT_OUT.search(name) for name, _value in fields):
        return None
    return Carried(to, fields)


def again_page(carried: Carried, why: str, title: str = "") -> str:
    """The page that gives a form back: send it again, or go on writing."""
    # Signing in began a new session: the token made for the one before is worth nothing.
    for made in ("csrf_token", "witan_csrf"):
        g.pop(made, None)
    return render_template("kit/again.html", carried=carried, why=why, headline=title)
