"""Why a result stands where it does, in plain words: which words matched where, and what raised or lowered it.

Only what the engine weighs is named here, with the numbers of `weights.py`.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.core import clock
from models.core.language import ago, number
from models.core.language import gettext as _
from models.search import weights
from models.search.finding import FoundEntry, FoundPerson
from models.search.query import Parsed

# What changed longer ago than this is raised by so little that it is not worth a word.
RECENT = timedelta(days=365)


@dataclass(frozen=True)
class Why:
    """Whole sentences: what matched where, what raised the result and what lowered it."""

    places: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    lowered: list[str] = field(default_factory=list)


def why(hit: FoundEntry | FoundPerson, asked: Parsed) -> Why:
    """Why a query for words found this; nothing for one without words."""
    if not asked.counts:
        return Why()
    review = "" if isinstance(hit, FoundPerson) else hit.row.review
    status = "" if isinstance(hit, FoundPerson) else hit.row.status
    factors = [(each, weights.STATUS_FACTOR[each]) for each in (status, review) if each in weights.STATUS_FACTOR]
    changed = hit.row.changed_at if isinstance(hit, FoundPerson) else hit.row.last_activity_at
    raised = [_raised(name, by) for name, by in factors if by > 1]
    lowered = [_lowered(name, by) for name, by in factors if by < 1]
    return Why(_places(hit, asked), _title(hit) + _recent(changed) + raised, lowered)


def _places(hit: FoundEntry | FoundPerson, asked: Parsed) -> list[str]:
    typed = _words(asked, also=False)
    meant = {stem: word for stem, word in _words(asked, also=True).items() if stem not in typed}
    in_topics = "tags" in hit.matched
    missing = typed.keys() - hit.in_title - hit.in_text if not in_topics else set()
    lines = [
        (_("In the title: %(words)s."), _listed(typed, hit.in_title)),
        (_("In the text: %(words)s."), _listed(typed, hit.in_text)),
        (_("Words that mean the same as yours: %(words)s."), _listed(meant, hit.in_title | hit.in_text)),
        (_("Not found in it: %(words)s."), _listed(typed, missing)),
    ]
    return [line % {"words": words} for line, words in lines if words] + ([_("In its topics.")] if in_topics else [])


def _words(asked: Parsed, also: bool) -> dict[str, str]:
    """The words as they were typed by their stems; those that count."""
    pairs = (pair for text in asked.texts if text.also == also for pair in zip(text.words, text.stems, strict=True))
    return {stem: word for word, stem in pairs if stem in asked.counts}


def _listed(words: dict[str, str], there: Set[str]) -> str:
    return ", ".join(f"“{word}”" for stem, word in words.items() if stem in there)


def _title(hit: FoundEntry | FoundPerson) -> list[str]:
    return [_("Words in a title count more than words in a text.")] if hit.in_title else []


def _recent(changed: datetime) -> list[str]:
    if clock.now() - changed > RECENT:
        return []
    return [_("Last changed: %(when)s. What is new counts a little more.", when=ago(changed))]


def _raised(name: str, by: float) -> str:
    percent = number(round((by - 1) * 100))
    if name == "official":
        return _("It is marked official: %(percent)s%% up.", percent=percent)
    return _("Somebody has checked it: %(percent)s%% up.", percent=percent)


def _lowered(name: str, by: float) -> str:
    percent = number(round((1 - by) * 100))
    if name == "outdated":
        return _("It is marked outdated: %(percent)s%% down.", percent=percent)
    if name == "draft":
        return _("It is a draft: %(percent)s%% down.", percent=percent)
    return _("Its review is overdue: %(percent)s%% down.", percent=percent)
