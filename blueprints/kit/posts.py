"""Short posts in lists, drawn whole, and the choice of who can read a new one."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from blueprints.kit.request import db, viewer
from blueprints.kit.rows import department_names, entry_rows
from models.core.language import gettext as _
from models.entries.streams import Position
from models.entries.threads import drawn

Choice = tuple[str, str]


def mixed_rows(found: list[Any], *, when: str = "created_at") -> list[SimpleNamespace]:
    """Rows for `entry_row` and, where the kind is post, for `post_row`: with text and whether the viewer thanked."""
    made = entry_rows(found, when=when)
    posts = [row.id for row in made if row.kind == "post"]
    texts = drawn(db(), viewer(), posts, "thanks") if posts else {}
    for row in made:
        if row.id in texts:
            row.html, row.reacted = texts[row.id].html, bool(texts[row.id].mine)
    return made


def fresh_address(view: str, found: Iterable[Any]) -> str:
    """Where live.js asks what came since the newest of these rows."""
    newest = max((Position(row.created_at, row.id) for row in found), default=None)
    return f"/fresh?view={view}&since={str(newest).partition('-')[0] if newest else 0}"


def readers_to_choose(spaces: Iterable[Any]) -> list[Choice]:
    """Who a new post of the viewer may go to; `spaces` are rows with slug, name and openness."""
    known = viewer()
    found: list[Choice] = []
    if not known.is_guest:
        found.append(("everyone", _("Everyone")))
        names = department_names() if known.department_ids else {}
        for each in reversed(known.department_ids):
            name = names.get(each, _("My department"))
            found.append((f"department:{each}", _("Only %(department)s", department=name)))
    for row in spaces:
        words = _("%(space)s – everyone can read it") if row.openness == "open" else _("%(space)s – only members")
        found.append((f"space:{row.slug}", words % {"space": row.name}))
    return found
