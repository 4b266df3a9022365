"""What makes one search result rank above another: every weight in one place, and nothing else.

BM25F (Robertson and Zaragoza, 2009): one saturation for a word over all fields, plus a share of the title's own BM25.
"""

from typing import Final

K1: Final = 1.4  # saturation: how soon one more occurrence stops to matter
FIELD_BOOST: Final = {"title": 2.0, "tags": 1.0, "body": 1.0}
FIELD_LENGTH_NORM: Final = {"title": 0.4, "tags": 0.0, "body": 0.75}  # b of each field in BM25F

TITLE_ALONE: Final = 0.5  # share of the title's own BM25
# A few words may well name a title; who types more describes a matter, so the share shrinks from here on.
TITLE_ALONE_UP_TO: Final = 6  # different words
TITLE_ALONE_LENGTH_NORM: Final = 0.75

# What everyone may read supplies all statistics. A word that only closed documents hold counts as one in a single
# open document, whatever the true number: its rank must not tell how many closed documents there are.
UNSEEN_DOCUMENT_FREQUENCY: Final = 1
DEFAULT_AVERAGE_LENGTH: Final = {"title": 6.0, "tags": 2.0, "body": 120.0}

# 1 + 0.3 · e^(−age / 180 days); the age counts from the newest document that everyone may read.
RECENCY_SHARE: Final = 0.3
RECENCY_SCALE: Final = 180 * 24 * 3600 * 1_000_000

# A word that means the same as one that was typed counts so much of it.
SYNONYM_SHARE: Final = 0.5

# Official pages rise, drafts and outdated ones sink. Whether somebody checked a page counts mildly: an unchecked page
# that answers the question is still the better answer.
STATUS_FACTOR: Final = {"official": 1.2, "draft": 0.85, "outdated": 0.6, "checked": 1.05, "overdue": 0.95}

# What is like a question being written: 1 + 0.5 · e^(−time between the two / 14 days), and at least a fifth of what the
# words of the question are worth. Of three words and more that say what it is about one alone is not enough, unless it
# is worth much. Chosen on half of 1,056 real questions (`python -m bench similar`), and
# on questions of other fields, for which nothing should be shown (docs/performance.md).
SIMILAR_NEAR_SHARE: Final = 0.5
SIMILAR_NEAR_SCALE: Final = 14 * 24 * 3600 * 1_000_000
SIMILAR_LEAST_SHARED: Final = 0.2
SIMILAR_ONE_WORD_OF: Final = 2
SIMILAR_BY_ONE_WORD: Final = 0.35

RELATED_TERMS: Final = 40
# A shared word counts in full from this on: twice of what one gets whose saturation is a half.
RELATED_ENOUGH: Final = 2.0
# So rare must a word be, of 1 for what a single document holds, to count at all.
RELATED_COMMON: Final = 0.2
# The rarest words, so much of the weight, say which documents come into question; so many are counted to the end.
RELATED_RARE: Final = 0.6
RELATED_IN_QUESTION: Final = 500
# What is looked at to be offered unasked holds so many of the words and so much of their weight; which of it is about
# the same is decided by the texts (`likeness.py`).
RELATED_LEAST_WORDS: Final = 5
RELATED_LEAST_SHARED: Final = 0.09
RARITY_LEAST_SIZE: Final = 10_000  # documents of a collection, at least, in which it is asked how rare a word is
KEY_TERM_CANDIDATES: Final = 80  # the most frequent stems of a document, of which the key terms are chosen
# A word of the query that has a hit is only corrected when it is rare and its neighbour is common. The same slip is
# made more than twice where much is written.
CORRECT_UP_TO_HITS: Final = 10
CORRECTION_MUST_BE_TIMES: Final = 25
