"""What is like a question that somebody is about to ask: questions, discussions and pages. People lie in `expertise`.

Only what the asker may read. The engine ranks; whatever it found is read from the database under the same keyring once
more.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import to_microseconds
from models.core.db import as_words
from models.core.language import lazy_gettext as _l
from models.entries.rows import visible_rows
from models.policy.finding import held_from_search
from models.policy.viewer import Viewer
from models.search.engine import Asking, Engine, Hit
from models.search.weights import SIMILAR_LEAST_SHARED

KINDS = ("question", "discussion", "page")
SHOWN = 5
# So many are looked at for where such questions stand, and so much at least each shares of what the words are worth:
# less than is shown, as of a long question much is told that is nobody's matter.
LOOKED_AT = 15
LEAST_SHARED = 0.05
# So many are asked of the engine, that what is worth showing is among them.
FOUND = 100
# Fewer letters than these say nothing yet.
LEAST = 4


@dataclass(frozen=True)
class Similar:
    """List rows of topics and pages, the most alike first; `looked` are all that tell where it belongs, each with its
    score, also those that share too little to be shown."""

    rows: list[Any] = field(default_factory=list)
    looked: list[tuple[Any, float]] = field(default_factory=list)


def similar(session: Session, engine: Engine, viewer: Viewer, title: str, text: str = "", but: int = 0) -> Similar:
    """What is like a question with this title and text, without the entry `but`; nothing for a few letters."""
    if len(title.strip()) < LEAST:
        return Similar()
    hits = hits_like(session, engine, viewer, title, text, but=but, limit=FOUND, least=LEAST_SHARED)
    scores = {number_of(hit): hit.score for hit in hits[:LOOKED_AT]}
    alike = [number_of(hit) for hit in hits if hit.part >= SIMILAR_LEAST_SHARED][:LOOKED_AT]
    found = visible_rows(session, viewer, as_words({*scores, *alike})) if scores else {}
    looked = [(found[entry_id], score) for entry_id, score in scores.items() if entry_id in found]
    return Similar([found[entry_id] for entry_id in alike if entry_id in found][:SHOWN], looked)


def hits_like(
    session: Session,
    engine: Engine,
    viewer: Viewer,
    title: str,
    text: str = "",
    *,
    but: int = 0,
    limit: int = SHOWN,
    least: float | None = None,
) -> list[Hit]:
    """What the engine finds for it; `least` as in `Asking`."""
    asked = Asking(title, text, to_microseconds(clock.now()), KINDS, f"entry:{but}" if but else "", least)
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    return engine.similar(asked, viewer.keys, limit, held)


def number_of(hit: Hit) -> int:
    """The number of the entry that was found."""
    return int(hit.id.partition(":")[2])


automatic(
    Automatic(
        name="similar-questions",
        title=_l("Similar questions and pages while you ask"),
        does=_l("Shows up to %(most)s topics and pages that are like the question you are writing.", most=SHOWN),
        inputs=(
            _l("The words of your title and text, weighed as in search."),
            _l("How near in time they were begun: the same is often asked again within days."),
            _l("The status of a page."),
        ),
        never=(_l("What you typed is not kept."), _l("Who you are, and what you read or searched before.")),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "Switch it off for yourself on this page. It changes nothing in your question, and keeps nothing of it."
        ),
        can_stop=True,
        address="/ask",
    )
)
