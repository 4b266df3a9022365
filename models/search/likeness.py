"""How much two texts are about the same matter, by their words alone: for what is offered to somebody who did not ask.

What an engine finds shares words; that alone is not enough. A title says what a text is about: so the words of each
title, the rare ones above all, must weigh in the other text, and two titles that share them count more. Numbers were
chosen on judged pages and topics (docs/decisions/related.md).
"""

from collections.abc import Collection, Mapping

from models.search.nearly import Sketch, texts_alike

# So much of what each title names, by how rare its words are, must occur in the other text.
LEAST_NAMED = 0.65
# What counts without the help of my title in the other text, of one title in the other, and of all the other words.
WITHOUT_MINE, WITHOUT_TITLES, WITHOUT_TEXTS = 0.4, 0.4, 0.6
# A title of one telling word ("Security") names so much that its text is seldom about the same.
ONE_WORD = 0.75


def same_matter(mine: Sketch, theirs: Sketch, rarity: Mapping[str, float]) -> float:
    """From 0 to about 3. `rarity` says of the words of both titles how rare they are, from 0 to 1."""
    if min(_held(theirs.telling, mine, rarity), _held(mine.telling, theirs, rarity)) < LEAST_NAMED:
        return 0.0
    both = mine.telling & theirs.telling
    alike = texts_alike(mine, theirs)
    # Texts that are nearly the same need no titles that are.
    titles = max(_part(both, theirs.telling, rarity), _part(both, mine.telling, rarity), alike * alike)
    found = (
        _weighs(theirs.telling, mine, rarity)
        * (WITHOUT_MINE + _weighs(mine.telling, theirs, rarity))
        * (WITHOUT_TITLES + titles)
        * (WITHOUT_TEXTS + alike)
    )
    return found * ONE_WORD ** [len(mine.telling), len(theirs.telling)].count(1)


def _held(named: Collection[str], text: Sketch, rarity: Mapping[str, float]) -> float:
    """The share of what a title names that a text holds at all."""
    return _part([stem for stem in named if stem in text.counts], named, rarity)


def _weighs(named: Collection[str], text: Sketch, rarity: Mapping[str, float]) -> float:
    """How much a text is about what a title names, beside the word that it holds most often."""
    most = max(text.counts.values(), default=1.0)
    about = sum(rarity.get(stem, 1.0) * text.counts.get(stem, 0.0) for stem in named) / most
    return about / whole if (whole := _sum(named, rarity)) else 0.0


def _part(stems: Collection[str], named: Collection[str], rarity: Mapping[str, float]) -> float:
    """The share of what a title names that some of its words are, the rare ones above all."""
    return _sum(stems, rarity) / whole if (whole := _sum(named, rarity)) else 0.0


def _sum(stems: Collection[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity.get(stem, 1.0) for stem in stems)
