"""How much two texts are about the same matter, by their words alone: for what is offered to somebody who did not ask.

What an engine finds shares words; that alone is not enough. A title says what a text is about, so the words of each
title must weigh in the other text. Numbers were chosen on judged pages (docs/decisions/related.md).
"""

import math
from collections.abc import Mapping

from models.search.nearly import Sketch

# So much of what a title names must occur in the other text.
LEAST_NAMED = 1 / 2
# A word that is so much of what a text is about (of 1 for all its telling words) counts in full in the other's title.
CENTRAL = 0.15
# Of the likeness this stands without the help of titles.
WITHOUT_TITLES = 0.5
# A title of one telling word ("Security") names so much that its text is seldom about the same.
ONE_WORD = 0.75


def same_matter(mine: Sketch, theirs: Sketch, weights: Mapping[str, float]) -> float:
    """From 0 to about 1. `weights` are the stems that both share, each with how much of mine it is (a unit vector)."""
    named = theirs.telling
    if not named or len(named & mine.counts.keys()) < LEAST_NAMED * len(named):
        return 0.0
    central = sum(min(1.0, weights.get(stem, 0.0) / CENTRAL) for stem in named) / len(named)
    if not central:
        return 0.0
    length = math.sqrt(sum(weight * weight for weight in theirs.counts.values()))
    shared = sum(weight * theirs.counts.get(stem, 0.0) for stem, weight in weights.items()) / length
    found = shared * (WITHOUT_TITLES + central + _named_there(mine, theirs))
    return found * ONE_WORD if len(named) == 1 else found


def _named_there(mine: Sketch, theirs: Sketch) -> float:
    """How much the other text is about what my title names, beside the word that it holds most often."""
    if not mine.telling or not theirs.counts:
        return 0.0
    most = max(theirs.counts.values())
    return sum(theirs.counts.get(stem, 0.0) / most for stem in mine.telling) / len(mine.telling)
