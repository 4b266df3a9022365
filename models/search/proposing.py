"""Where a question belongs, and under which topics, by where what is most like it stands. The asker decides.

A space is proposed only among those that the asker may write in. Topics are taken from what everyone may read: what
stands in a closed space must not come to stand on a question that others read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import as_words
from models.core.language import lazy_gettext as _l
from models.entries.tagging import tags_of

# A space must hold so many of what is alike, and so much of its likeness, or none is proposed.
LEAST_ALIKE = 2
LEAST_SHARE = 0.4
# How much more what is most alike counts: its share of the best score to this power (docs/experts.md).
STEEPNESS = 3
# A topic must stand on so many of them; so many topics are proposed.
LEAST_TAGGED = 2
TAGS = 3


@dataclass(frozen=True)
class Proposal:
    """The address of a space ("" for none), its name, how many of those that were looked at stand there; and topics."""

    space_slug: str = ""
    space_name: str = ""
    there: int = 0
    looked: int = 0
    tags: list[str] = field(default_factory=list)


def proposed(
    session: Session, looked: Sequence[tuple[Any, float]], about: Collection[int], writable: Collection[str]
) -> Proposal:
    """For a question, from list rows of what is like it with their scores and the numbers of those that are about it
    (`similar.Similar`), and the addresses of the spaces that the asker may write in. Nothing where none is about it."""
    if not about:
        return Proposal(looked=len(looked))
    tags = _tags(session, [row.id for row, _score in looked if row.id in about and row.audience == "everyone"])
    best = next(iter(likeness_of_spaces(looked, writable)), "")
    there = [(row, score) for row, score in looked if row.space_slug == best]
    if len(there) < LEAST_ALIKE or _likeness(there) < LEAST_SHARE * _likeness(looked):
        return Proposal(looked=len(looked), tags=tags)
    return Proposal(best, there[0][0].space_name, len(there), len(looked), tags)


def likeness_of_spaces(looked: Sequence[tuple[Any, float]], writable: Collection[str]) -> dict[str, float]:
    """What the likeness of what stands in each space that the asker may write in comes to; the likeliest first."""
    worth: dict[str, float] = defaultdict(float)
    for row, score in looked:
        if row.space_slug in writable:
            worth[row.space_slug] += score**STEEPNESS
    return dict(sorted(worth.items(), key=lambda each: (-each[1], each[0])))


def _likeness(looked: Sequence[tuple[Any, float]]) -> float:
    return sum(score for _row, score in looked)


def _tags(session: Session, entries: list[int]) -> list[str]:
    if len(entries) < LEAST_TAGGED:
        return []
    on = Counter(name for names in tags_of(session, as_words(entries)).values() for name in names)
    found = [(name, number) for name, number in on.items() if number >= LEAST_TAGGED]
    return [name for name, _number in sorted(found, key=lambda one: (-one[1], one[0]))[:TAGS]]


automatic(
    Automatic(
        name="place-of-a-question",
        title=_l("The space and the topics proposed for your question"),
        does=_l(
            "Proposes one of the spaces where you can write, and up to %(most)s topics. You can change both.", most=TAGS
        ),
        inputs=(
            _l(
                "Where the questions and pages stand that are most like yours: at least %(least)s, and %(share)s %% of "
                "what makes them alike, must stand in one space. The closer ones count more.",
                least=LEAST_ALIKE,
                share=round(100 * LEAST_SHARE),
            ),
            _l(
                "The topics of those of them that share much with yours and that everyone can read. Nothing is "
                "proposed where none does."
            ),
        ),
        never=(_l("What you typed is not kept."), _l("Who you are, and what you read or searched before.")),
        owner=_l("The administrators of Witan"),
        switch=_l("Switch it off for yourself on this page, or choose another space or none, and change the topics."),
        can_stop=True,
        address="/ask",
    )
)
