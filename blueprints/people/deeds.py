"""People found by what they did, such as accepted answers and verified pages, as far as the viewer may read it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from blueprints.kit.addresses import entry_href
from blueprints.kit.faces import photos_of
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.expertise.finding import Expert, find_experts
from models.expertise.showing import rows_of
from models.expertise.weights import (
    ACCEPTED,
    ANSWERED,
    LOOKED_AT_IN_DIRECTORY,
    OWNED,
    SAID,
    UPVOTED,
    VERIFIED,
    WRITTEN,
)

MOST = 6
MOST_PIECES = 3
# What is less like the words than this share of the best is no reason to show somebody.
LEAST_LIKE = 0.4

ACTS: dict[str, Callable[[], str]] = {
    ACCEPTED: lambda: _("accepted answer"),
    UPVOTED: lambda: _("useful answer"),
    VERIFIED: lambda: _("verified page"),
    OWNED: lambda: _("page they look after"),
    WRITTEN: lambda: _("page"),
    ANSWERED: lambda: _("answer"),
    SAID: lambda: _("post"),
}


def found_by_deeds(text: str) -> list[SimpleNamespace]:
    """Up to six people: name, username, tone, line and `pieces` of (what it is, title, address), the best first."""
    experts = find_experts(db(), services().engine, viewer(), text, MOST, looked_at=LOOKED_AT_IN_DIRECTORY)
    shown = [(expert, [each for each in expert.pieces if each.closeness >= LEAST_LIKE]) for expert in experts]
    known = rows_of(db(), viewer(), [piece for _expert, pieces in shown for piece in pieces[:MOST_PIECES]])
    views = [_view(expert, pieces[:MOST_PIECES], known) for expert, pieces in shown]
    listed = [view for view in views if view.pieces]
    photos = photos_of(view.tone for view in listed)
    for view in listed:
        view.photo = photos[view.tone]
    return listed


def _view(expert: Expert, pieces: list[Any], known: dict[int, Any]) -> SimpleNamespace:
    row = expert.person
    parts = [row.job_title, row.department_name, row.place]
    found = [(piece.deed.act, known[piece.deed.entry_id]) for piece in pieces if piece.deed.entry_id in known]
    return SimpleNamespace(
        name=row.name,
        username=row.username,
        tone=row.id,
        photo="",
        line=" · ".join(part for part in parts if part),
        pieces=[(ACTS[act](), title_of(entry), entry_href(entry)) for act, entry in found],
    )
