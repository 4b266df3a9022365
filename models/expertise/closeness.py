"""How like a question documents are: what the engine says of their words, and the phrases that they share with it."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.expertise.weights import PHRASES, PHRASES_FOR_UNITS, STEEPNESS, STEEPNESS_FOR_UNITS
from models.expertise.wording import says_something
from models.policy.viewer import Viewer
from models.search.engine import Hit
from models.search.similar import number_of

# Of a question; a phrase of its fortieth line is not what it is about.
MOST_WORDS: Final = 120
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Closeness:
    """How like the question each document is, by its number, 1 for the most like: for people, and for departments."""

    people: Mapping[int, float]
    units: Mapping[int, float]


OPENINGS = (
    select(Entry.id, (Entry.title + literal(" ") + Entry.excerpt).label("opening"))
    .select_from(Entry.__table__)
    .where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))
)


def closeness(session: Session, viewer: Viewer, text: str, hits: Sequence[Hit]) -> Closeness:
    """Of what an engine found, as far as the viewer may read it now."""
    scores = {number_of(hit): hit.score for hit in hits}
    found = rows(session, OPENINGS, entries=as_words(scores), keys=viewer.keys_json) if scores else []
    return close_to(text, {row.id: scores[row.id] for row in found}, {row.id: row.opening for row in found})


def close_to(text: str, scores: Mapping[int, float], openings: Mapping[int, str]) -> Closeness:
    """The same from scores and openings by number."""
    phrases = _shared(_phrases(text), {each: plain(opening) for each, opening in openings.items()})
    return Closeness(
        _steep({each: score + PHRASES * phrases[each] for each, score in scores.items()}, STEEPNESS),
        _steep(
            {each: score + PHRASES_FOR_UNITS * phrases[each] for each, score in scores.items()}, STEEPNESS_FOR_UNITS
        ),
    )


def plain(text: str) -> str:
    """Words in lower case with a blank around each, so that a phrase is found by looking for it."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _phrases(text: str) -> list[str]:
    """Its phrases of two and of three words, as `plain` writes them."""
    words = _WORD.findall(text.lower())[:MOST_WORDS]
    pairs = {f" {one} {two} " for one, two in zip(words, words[1:], strict=False)}
    threes = {f" {one} {two} {three} " for one, two, three in zip(words, words[1:], words[2:], strict=False)}
    return sorted(phrase for phrase in pairs | threes if says_something(phrase))


def _shared(phrases: list[str], openings: Mapping[int, str]) -> dict[int, float]:
    """What the phrases are worth that each opening holds: the fewer of the others hold one, the more."""
    holding = {phrase: [each for each, opening in openings.items() if phrase in opening] for phrase in phrases}
    found = dict.fromkeys(openings, 0.0)
    for those in holding.values():
        worth = max(0.0, math.log((len(openings) + 1) / (len(those) + 0.5)))
        for each in those:
            found[each] += worth
    return found


def _steep(scores: dict[int, float], power: float) -> dict[int, float]:
    best = max(scores.values(), default=0.0)
    return {each: (score / best) ** power for each, score in scores.items()} if best > 0 else {}
