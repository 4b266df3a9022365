"""What makes one piece of evidence count more than another: every number in one place, and nothing else.

The order of what people did is that of the rules (docs/experts.md); the numbers were chosen on collections, and on
earlier parts of them, that are never reported.
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
# In the directory, where words stand instead of a question and a page of names waits, fewer: only what is most like the
# words shows there, and of what is far from them hardly anything decides (docs/experts.md).
LOOKED_AT_IN_DIRECTORY: Final = 75
LEAST_SHARED: Final = 0.05
# Phrases of so many words that a document shares with the question count beside its words for departments, and much,
# as whom a question addresses is called by many words.
PHRASES_OF_UNITS: Final = (3, 4)
PHRASES_FOR_UNITS: Final = 1.5
# How much more the documents count that are most like the question: their share of the best score to this power.
STEEPNESS: Final = 3.0
STEEPNESS_FOR_UNITS: Final = 3.0
# What is less like the question than this, beside the closest, would be shown as "0 %": it counts for nobody.
LEAST_CLOSE: Final = 0.005
# What the colleagues of a person's department did says what the department does: its share to this power.
UNIT_POWER: Final = 2.0
UNIT_LEAST: Final = 1e-4
# How well all that was found of a person, taken together, fits the words of the question decides who comes first: the
# candidate model, with so much of all documents in each person's words, to this power.
SMOOTHING: Final = 0.2
FIT_POWER: Final = 0.35

# Whom Witan names must have done something that is about the question: one document at least that holds so much of what
# its words are worth, more where it has few words, and who comes to so much of what the first ten have together: a
# share of the whole means the same whether one person stands out or many are as good (docs/experts.md).
LISTED_SHARED: Final = 0.15
LISTED_SHARED_OF_FEW: Final = 0.25
FEW_WORDS: Final = 6
LISTED_OF_TEN: Final = 0.02


def faded(age: timedelta) -> float:
    """What is left of the weight of something of this age."""
    share: float = 0.5 ** (max(age, timedelta()) / HALF_LIFE)
    return share
