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
from models.search import analysis
from models.search.engine import Asking, Engine, Hit
from models.search.query import whole_words
from models.search.telling import is_telling
from models.search.weights import SIMILAR_LEAST_SHARED
from models.search.wording import matter_in

KINDS = ("question", "discussion", "page")
SHOWN = 5
# So many are looked at for where such questions stand, and so much at least each shares of what the words are worth:
# less than is shown, as of a long question much is told that is nobody's matter.
LOOKED_AT = 15
LEAST_SHARED = 0.05
# Those of them are about the question that are alike, or share so much of one of more than so many telling words.
FEW_WORDS = 10
ABOUT_IT = 0.15
# So many are asked of the engine, that what is worth showing is among them.
FOUND = 100
# Fewer letters than these say nothing yet.
LEAST = 4


@dataclass(frozen=True)
class Similar:
    """List rows of topics and pages, the most alike first; `looked` are all that tell where it belongs, each with its
    score, also those that share too little to be shown; `about` are the numbers of those that are about it."""

    rows: list[Any] = field(default_factory=list)
    looked: list[tuple[Any, float]] = field(default_factory=list)
    about: frozenset[int] = frozenset()


def similar(session: Session, engine: Engine, viewer: Viewer, title: str, text: str = "", but: int = 0) -> Similar:
    """What is like a question with this title and text, without the entry `but`; nothing for a few letters."""
    if len(title.strip()) < LEAST:
        return Similar()
    asking = asking_of(title, text, to_microseconds(clock.now()), KINDS, f"entry:{but}" if but else "", LEAST_SHARED)
    hits = _hits(session, engine, viewer, asking, FOUND)
    scores = {number_of(hit): hit.score for hit in hits[:LOOKED_AT]}
    alike = [number_of(hit) for hit in hits if hit.alike][:LOOKED_AT]
    found = visible_rows(session, viewer, as_words({*scores, *alike})) if scores else {}
    looked = [(found[entry_id], score) for entry_id, score in scores.items() if entry_id in found]
    is_long = len(_matter(asking)) > FEW_WORDS
    about = {number_of(hit) for hit in hits[:LOOKED_AT] if hit.alike or (is_long and hit.part >= ABOUT_IT)}
    rows = [found[entry_id] for entry_id in alike if entry_id in found][:SHOWN]
    return Similar(rows, looked, frozenset(about & found.keys()))


def asking_of(
    title: str, text: str, at: int, kinds: tuple[str, ...], but: str = "", least: float | None = None
) -> Asking:
    """A question as somebody types it: slips are read as what is meant, words that merely ask and fillers are aside.

    Its title and its text are read together: "What about it?" asks nothing else, but its text may say what.
    """
    asked = f"{title}. {text}" if text.strip() else title
    words, matter = set(_folded(asked)), set(_folded(matter_in(asked)))
    fillers = {word for word in words if word.isalpha() and not is_telling(*analysis.stems([word]))}
    return Asking(title, text, at, kinds, but, least, frozenset(words - matter | fillers), typed=True)


def hits_like(session: Session, engine: Engine, viewer: Viewer, title: str, text: str, limit: int) -> list[Hit]:
    """What shares enough of all words of a title and a text as they stand, for whoever compares the texts."""
    asked = Asking(title, text, to_microseconds(clock.now()), KINDS, least=SIMILAR_LEAST_SHARED)
    return _hits(session, engine, viewer, asked, limit)


def _hits(session: Session, engine: Engine, viewer: Viewer, asking: Asking, limit: int) -> list[Hit]:
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    return engine.similar(asking, viewer.keys, limit, held)


def _matter(asking: Asking) -> set[str]:
    return set(whole_words(f"{asking.title} {asking.text}")) - asking.aside


def _folded(text: str) -> list[str]:
    return [analysis.fold(word) for word in analysis.words(text)]


def number_of(hit: Hit) -> int:
    """The number of the entry that was found."""
    return int(hit.id.partition(":")[2])


automatic(
    Automatic(
        name="similar-questions",
        title=_l("Similar questions and pages while you ask"),
        does=_l("Shows up to %(most)s topics and pages that are like the question you are writing.", most=SHOWN),
        inputs=(
            _l(
                "The words of your title and text, weighed as in search; those that merely ask are not enough, and "
                "slips are read as words that you can find."
            ),
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
