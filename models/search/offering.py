"""Words to offer: completions and corrections, each with a hit that the reader may see. No ranking of documents.

All counts are taken under the reader's mask, so closed documents change neither the words nor their order.
"""

import string
from collections.abc import Mapping
from typing import Final

import numpy as np

from models.search import analysis, weights
from models.search.pack import TEXT_FIELDS
from models.search.snapshot import Reader, Snapshot

SHORTEST_PREFIX: Final = 2
SHORTEST_CORRECTED: Final = 4
TWO_EDITS_FROM: Final = 7  # letters
MAX_CORRECTED_WORDS: Final = 6
MOST_NEAR: Final = 2000
MOST_WEIGHED: Final = 8  # words that could be meant, of which the others of the text choose
ENOUGH: Final = 1000  # documents of a word that are looked at, to see that it is common


def complete(snapshot: Snapshot, text: str, reader: Reader, limit: int) -> list[str]:
    """Complete the last word of a text; the words before it narrow what counts."""
    matches = list(analysis.WORD.finditer(text))
    if not matches or matches[-1].end() != len(text):
        return []
    prefix = analysis.fold(matches[-1].group())
    if len(prefix) < SHORTEST_PREFIX:
        return []
    mask = reader.mask
    for match in matches[:-1][-4:]:
        mask = mask & snapshot.holding_word(analysis.fold(match.group()))
    counts = snapshot.words_from(prefix.encode("utf-8", "replace"), reader, mask, limit)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return [text[: matches[-1].start()] + word.decode() for word in ordered[:limit]]


def correct(snapshot: Snapshot, text: str, reader: Reader, asked: Mapping[str, list[str]]) -> str | None:
    """The text with mistyped words replaced, or None when nothing better is known.

    `asked`: what an index holds for each stem that was searched.

    Of several words that could be meant, the one that stands most often beside the other words of the text is.
    """
    out, at, changed = [], 0, 0
    for match in analysis.WORD.finditer(text):
        better = None
        if changed < MAX_CORRECTED_WORDS:
            better = _better(snapshot, analysis.fold(match.group()), reader, asked)
        if better is not None:
            out += [text[at : match.start()], better]
            at = match.end()
            changed += 1
    return "".join(out) + text[at:] if changed else None


def _better(snapshot: Snapshot, word: str, reader: Reader, asked: Mapping[str, list[str]]) -> str | None:
    if len(word) < SHORTEST_CORRECTED or not word.isalpha() or word in analysis.STOP_WORDS:
        return None
    stem = analysis.stems([word])[0]
    if stem not in asked:
        return None
    hits = visible_hits(snapshot, asked[stem], reader)
    if hits > weights.CORRECT_UP_TO_HITS:
        return None
    counts = snapshot.words_among(one_edit(word), reader)
    if not counts and hits == 0 and len(word) >= TWO_EDITS_FROM:
        counts = _two_edits(snapshot, word, reader)
    if not counts:
        return None
    least = max(1, hits * weights.CORRECTION_MUST_BE_TIMES)
    commonest = sorted(counts, key=lambda other: (-counts[other], other))[:MOST_WEIGHED]
    common = [other.decode() for other in commonest if counts[other] >= least]
    return _beside(snapshot, common, reader, asked[stem], [asked[other] for other in asked if other != stem])


def _beside(
    snapshot: Snapshot, words: list[str], reader: Reader, typed: list[str], others: list[list[str]]
) -> str | None:
    """Which of some words, the commonest first, stands most often beside the most of the others (terms of each).

    None is meant where the word that was typed stands beside all of them, and none of these does: two words of another
    language are no slips.
    """
    if not words or not others:
        return words[0] if words else None
    held = np.zeros(snapshot.size, np.int64)
    for terms in others:
        held += snapshot.holding(terms)
    held *= reader.mask
    snapshot.fetch([form for word in words for (form,) in snapshot.forms([word])])
    # So many documents hold the word and all the others, all but one, and so on.
    together = [np.bincount(held[snapshot.holding_word(word)], minlength=len(others) + 1)[:0:-1] for word in words]
    if not any(counts[0] for counts in together) and np.any(held[snapshot.holding(typed)] == len(others)):
        return None
    return words[max(range(len(words)), key=lambda at: (*together[at].tolist(), -at))]


def commonest(counts: Mapping[bytes, int]) -> str:
    """The word that most documents hold, or nothing."""
    return min(counts, key=lambda word: (-counts[word], word)).decode() if counts else ""


def visible_hits(snapshot: Snapshot, terms: list[str], reader: Reader) -> int:
    """How many documents that the reader sees hold a word; of a common one, that they are more than a few."""
    for name in reversed(TEXT_FIELDS):
        for term in terms:
            some = snapshot.postings(name, term.encode("utf-8", "replace"))[0][:ENOUGH]
            if int(reader.mask[some].sum()) > weights.CORRECT_UP_TO_HITS:
                return len(some)
    return int((snapshot.holding(terms) & reader.mask).sum())


def _two_edits(snapshot: Snapshot, word: str, reader: Reader) -> dict[bytes, int]:
    near = snapshot.words_from(word[:2].encode("utf-8", "replace"), reader, reader.mask, MOST_NEAR)
    return snapshot.words_among([other for other in map(bytes.decode, near) if within_two_edits(word, other)], reader)


def one_edit(word: str) -> list[str]:
    """Every word that is one letter away: left out, added, replaced or two swapped."""
    letters = string.ascii_lowercase
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    edits = {head + tail[1:] for head, tail in cuts if tail}
    edits |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    edits |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    edits |= {head + letter + tail for head, tail in cuts for letter in letters}
    edits.discard(word)
    return sorted(edits)


def within_two_edits(one: str, other: str) -> bool:
    """Whether two words are at most two edits apart (optimal string alignment)."""
    if abs(len(one) - len(other)) > 2:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last = row, before
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return False
    return row[-1] <= 2
