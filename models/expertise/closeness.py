"""How like a question documents are: what the engine says of their words, and the phrases that they share with it.

Phrases tell whom a question addresses, so they count for departments alone.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.expertise.together import Spoken, spoken
from models.expertise.weights import PHRASES_FOR_UNITS, PHRASES_OF_UNITS, STEEPNESS, STEEPNESS_FOR_UNITS
from models.policy.viewer import Viewer
from models.search.engine import Hit
from models.search.similar import number_of
from models.search.wording import says_something

# Of a question; a phrase of its fortieth line is not what it is about.
MOST_WORDS: Final = 120
_WORD = re.compile(r"\w+")
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Closeness:
    """How like the question each document is, by its number, 1 for the most like: for people, and for departments.

    `words`: which words of the question each says.
    """

    people: Mapping[int, float]
    units: Mapping[int, float]
    words: Spoken


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
    asked, said = _words(text), {each: _words(opening) for each, opening in openings.items()}
    holding = _holding(asked[:MOST_WORDS], said)
    return Closeness(
        _steep(dict(scores), STEEPNESS),
        _steep(_with_phrases(scores, holding, PHRASES_OF_UNITS, PHRASES_FOR_UNITS), STEEPNESS_FOR_UNITS),
        spoken(asked, said),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _holding(words: Sequence[str], documents: Mapping[int, Sequence[str]]) -> dict[Phrase, list[int]]:
    """Which documents hold each phrase of the words: a longer one is looked for where its beginning was found."""
    holding: dict[Phrase, list[int]] = {}
    if len(words) < min(PHRASES_OF_UNITS):
        return holding
    # Each word has a blank on both sides, so that a phrase is found by looking for it.
    openings = {each: f" {' '.join(said)} " for each, said in documents.items()}
    for length in range(2, max(PHRASES_OF_UNITS) + 1):
        for phrase in {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}:
            looked, sought = holding.get(phrase[:-1], openings), f" {' '.join(phrase)} "
            holding[phrase] = [each for each in looked if sought in openings[each]]
    return holding


def _with_phrases(
    scores: Mapping[int, float], holding: Mapping[Phrase, list[int]], lengths: Collection[int], weight: float
) -> dict[int, float]:
    """The scores with what the phrases of these lengths are worth: the fewer documents hold one, the more."""
    found = dict(scores)
    for phrase in sorted(each for each, those in holding.items() if those and len(each) in lengths):
        if says_something(phrase):
            worth = weight * math.log((len(scores) + 1) / (len(holding[phrase]) + 0.5))
            for each in holding[phrase]:
                found[each] += worth
    return found


def _steep(scores: dict[int, float], power: float) -> dict[int, float]:
    best = max(scores.values(), default=0.0)
    return {each: (score / best) ** power for each, score in scores.items()} if best > 0 else {}
