"""Words to offer: completions and corrections, each with a hit that the reader may see. No ranking of documents.

All counts are taken under the reader's mask, so closed documents change neither the words nor their order.
"""

import string
from collections.abc import Iterable
from typing import Final

import numpy as np

from models.search import analysis, weights
from models.search.whoosh_pack import TEXT_FIELDS
from models.search.whoosh_packing import Array
from models.search.whoosh_snapshot import Snapshot

SHORTEST_PREFIX: Final = 2
SHORTEST_CORRECTED: Final = 4
TWO_EDITS_FROM: Final = 7  # letters
MAX_CORRECTED_WORDS: Final = 6
LONGEST: Final = 24


def complete(snapshot: Snapshot, text: str, visible: Array, limit: int) -> list[str]:
    """Complete the last word of a text; the words before it narrow what counts."""
    matches = list(analysis.WORD.finditer(text))
    if not matches or matches[-1].end() != len(text):
        return []
    prefix = analysis.fold(matches[-1].group())
    if len(prefix) < SHORTEST_PREFIX:
        return []
    mask = visible
    for stem in analysis.stems([analysis.fold(match.group()) for match in matches[:-1][-4:]]):
        mask = mask & _holding(snapshot, stem)
    counts = _count_range(snapshot, prefix.encode("utf-8", "replace"), mask)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return [text[: matches[-1].start()] + word.decode() for word in ordered[:limit]]


def correct(snapshot: Snapshot, text: str, visible: Array, found: dict[str, Array]) -> str | None:
    """The text with mistyped words replaced, or None when nothing better is known. `found`: documents by stem."""
    out, at, changed = [], 0, 0
    for match in analysis.WORD.finditer(text):
        better = None
        if changed < MAX_CORRECTED_WORDS:
            better = _better(snapshot, analysis.fold(match.group()), visible, found)
        if better is not None:
            out += [text[at : match.start()], better]
            at = match.end()
            changed += 1
    return "".join(out) + text[at:] if changed else None


def _better(snapshot: Snapshot, word: str, visible: Array, found: dict[str, Array]) -> str | None:
    if len(word) < SHORTEST_CORRECTED or not word.isalpha() or word in analysis.STOP_WORDS:
        return None
    stem = analysis.stems([word])[0]
    if stem not in found:
        return None
    hits = int(visible[found[stem]].sum())
    if hits > weights.CORRECT_UP_TO_HITS:
        return None
    counts = _count_words(snapshot, one_edit(word), visible)
    if not counts and hits == 0 and len(word) >= TWO_EDITS_FROM:
        counts = _two_edits(snapshot, word, visible)
    if not counts:
        return None
    best = min(counts, key=lambda other: (-counts[other], other))
    return best.decode() if counts[best] >= max(1, hits * weights.CORRECTION_MUST_BE_TIMES) else None


def _two_edits(snapshot: Snapshot, word: str, visible: Array) -> dict[bytes, int]:
    near = _count_range(snapshot, word[:2].encode("utf-8", "replace"), visible)
    return {other: count for other, count in near.items() if within_two_edits(word, other.decode())}


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


def _holding(snapshot: Snapshot, stem: str) -> Array:
    mask = np.zeros(snapshot.size, bool)
    for name in TEXT_FIELDS:
        mask[snapshot.postings(name, stem.encode("utf-8", "replace"))[0]] = True
    return mask


def _count_range(snapshot: Snapshot, prefix: bytes, visible: Array) -> dict[bytes, int]:
    """Words with a prefix and the number of visible documents that hold each."""
    counts: dict[bytes, int] = {}
    for segment in snapshot.segments:
        lists = segment.pack.fields["word"]
        low, high = lists.within(prefix)
        if low == high:
            continue
        begin, end = lists.starts[low], lists.starts[high]
        seen = visible[lists.ids[begin:end] + np.uint32(segment.base)].astype(np.int64)
        totals = np.add.reduceat(seen, (lists.starts[low:high] - begin).astype(np.int64))
        hit = np.flatnonzero(totals)
        for word, total in zip(lists.terms[low:high][hit].tolist(), totals[hit].tolist(), strict=True):
            counts[word] = counts.get(word, 0) + total
    return counts


def _count_words(snapshot: Snapshot, words: Iterable[str], visible: Array) -> dict[bytes, int]:
    """The same for given words; those without a visible document are left out."""
    wanted = np.array([word.encode() for word in words if len(word.encode()) <= LONGEST], np.bytes_)
    counts: dict[bytes, int] = {}
    for segment in snapshot.segments:
        lists = segment.pack.fields["word"]
        if not len(lists.terms):
            continue
        at = np.searchsorted(lists.terms, wanted.astype(f"S{max(wanted.itemsize, lists.terms.itemsize)}"))
        at = np.minimum(at, len(lists.terms) - 1)
        for number in at[lists.terms[at] == wanted].tolist():
            total = int(visible[lists.documents(number) + np.uint32(segment.base)].sum())
            if total:
                word = bytes(lists.terms[number])
                counts[word] = counts.get(word, 0) + total
    return counts
