"""Before a text is posted that names somebody who would not be told: its author hears of it, once, and posts it anyway.

Asked wherever a person saves a text; the form comes back with the text kept, and sending it again posts it.
"""

import hashlib

from flask import Flask, has_request_context, request
from flask import session as cookie
from sqlalchemy.orm import Session

from blueprints.kit.request import READING, viewer
from models.activity.act import Actor
from models.core.db import rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import UnitId
from models.entries.editing import before_naming
from models.entries.entry import Entry
from models.entries.linking import NAMED_IN, UNITS_IN
from models.entries.naming import not_told

KEY = "named"


def install(_app: Flask) -> None:
    """Ask before every text that a request saves."""
    before_naming(warn)


def warn(session: Session, entry: Entry, by: Actor, people: dict[str, int]) -> None:
    """Raises Invalid (`body`) the first time; the same names in the same place are let through the next time."""
    if not has_request_context() or request.method in READING or by.id != viewer().id:
        return
    new = {name: each for name, each in people.items() if not _is_named_there(session, entry, each)}
    # A new entry has no number of its space yet.
    space_id = entry.space_id or (entry.space.id if entry.space else None)
    found = not_told(session, viewer(), new, entry.audience, space_id)
    if not found:
        return
    mark = _mark(entry, sorted(new))
    if cookie.get(KEY) == mark:
        cookie.pop(KEY)
        return
    cookie[KEY] = mark
    raise Invalid(" ".join([*found, _("Send it again to post it anyway, or take the name out.")]), "body")


def _is_named_there(session: Session, entry: Entry, each: int) -> bool:
    if not entry.id:
        return False
    if isinstance(each, UnitId):
        return any(row.department_id == each for row in rows(session, UNITS_IN, entry_id=entry.id))
    return any(row.person_id == each for row in rows(session, NAMED_IN, entry_id=entry.id))


def _mark(entry: Entry, names: list[str]) -> str:
    said = "|".join([str(entry.id or ""), str(entry.root_id or ""), entry.kind or "", entry.audience, *names])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
