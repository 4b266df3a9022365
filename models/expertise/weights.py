"""What makes one piece of evidence count more than another: every number in one place, and nothing else.

The order of what people did is that of the rules (docs/experts.md); the numbers were chosen on the questions of August
2024 with those of July as the evidence, never on those that are reported.
"""

from datetime import timedelta
from typing import Final

# What the person did, from what says most. Asking is not knowing: a question is no evidence for who asked it.
ACCEPTED: Final = "accepted"
UPVOTED: Final = "upvoted"
VERIFIED: Final = "verified"
OWNED: Final = "owned"
WRITTEN: Final = "written"
ANSWERED: Final = "answered"
SAID: Final = "said"
WEIGHT: Final = {
    ACCEPTED: 1.0,
    UPVOTED: 0.8,
    VERIFIED: 0.6,
    OWNED: 0.6,
    WRITTEN: 0.5,
    ANSWERED: 0.4,
    SAID: 0.2,
}

# After so long a piece of evidence counts half. It is shown with each.
HALF_LIFE: Final = timedelta(days=365)

# So many documents that are like the question are looked at; each shares so much at least of what its words are worth.
# Low on purpose: a long question names its addressee in two words of forty.
LOOKED_AT: Final = 300
LEAST_SHARED: Final = 0.05
# Phrases of two and three words that a document shares with the question count beside its words, for people a little,
# for departments much: that is where a question says to whom it goes.
PHRASES: Final = 0.25
PHRASES_FOR_UNITS: Final = 1.5
# How much more the documents count that are most like the question: their share of the best score to this power.
STEEPNESS: Final = 5.0
STEEPNESS_FOR_UNITS: Final = 3.0
# Of one person the best matter counts whole, the second by 2 to the minus this power, the third by 3 to it, and so on:
# many different matters say more than one, but ten of a kind do not outweigh what fits best.
FEWER_BY: Final = 1.5
# What the colleagues of a person's department did says what the department does: its share to this power.
UNIT_POWER: Final = 2.0
UNIT_LEAST: Final = 1e-4

# Whom Witan names must have done something that is about the question: one document at least that holds so much of what
# its words are worth, more where it has few words, and so much beside the best person. Of the people who were right and
# among the first three this leaves out 1 in 100 where whole questions are asked, 3 in 100 where only their titles are;
# it names 4 people instead of 10 (questions of August, with those of July as the evidence).
LISTED_SHARED: Final = 0.15
LISTED_SHARED_OF_FEW: Final = 0.25
FEW_WORDS: Final = 6
LISTED_OF_BEST: Final = 0.01


def faded(age: timedelta) -> float:
    """What is left of the weight of something of this age."""
    share: float = 0.5 ** (max(age, timedelta()) / HALF_LIFE)
    return share
