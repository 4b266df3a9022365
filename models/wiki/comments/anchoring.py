"""Finding a passage again after its page changed. Functions of plain texts alone: no database, no HTML.

A passage is kept as the TextQuoteSelector of the W3C Web Annotation Data Model, section 4.2.4
(https://www.w3.org/TR/annotation-model/#text-quote-selector): its exact words, and some of what stands before and
after. Blanks and line breaks do not count: a browser parts blocks and cells differently than the plain text of a page.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

CONTEXT = 40
# A passage that changed is the same passage while it shares so much of its words, weighed by their letters.
ALIKE = 0.6
# Letters after which words are taken to be the same passage wherever they stand, when they stand there once.
TELLING = 8
# Letters of context that must agree where the words alone do not tell.
AGREED = 8
# Only so many places are looked at, so that a text of one word repeated costs no more than another.
MOST_SPOTS = 200
MOST_PLACES_OF_A_WORD = 40

# Scripts without blanks between words are compared sign by sign.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]")


class Passage(NamedTuple):
    """A passage where it stands: its words on one line, what stands around it, and where it begins in the text."""

    quote: str
    before: str
    after: str
    start: int


def letters_of(text: str) -> str:
    """The text without blanks and line breaks."""
    return "".join(text.split())


def alike(one: str, other: str) -> float:
    """How much two passages share, from 0 to 1: words in the same order, weighed by their letters.

    Of passages of up to three words the letters are compared, so that a spelling that was put right is seen.
    """
    a, b = WORD.findall(one.casefold()), WORD.findall(other.casefold())
    weight = sum(map(len, a)) + sum(map(len, b))
    if not weight:
        return 0.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    shared = 2 * sum(len(word) for block in blocks for word in a[block.a : block.a + block.size]) / weight
    if min(len(a), len(b)) <= 3 and max(len(a), len(b)) <= 6:
        return max(shared, SequenceMatcher(None, "".join(a), "".join(b), autojunk=False).ratio())
    return shared


class PageText:
    """The plain text of a page, made ready once for looking up many passages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = letters_of(text)

    @cached_property
    def offsets(self) -> list[int]:
        """Where each letter stands in the text."""
        return [at for at, sign in enumerate(self.text) if not sign.isspace()]

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """(word in lower case, its start, its end) in the text."""
        return [(found[0].casefold(), found.start(), found.end()) for found in WORD.finditer(self.text)]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """For each word, its numbers in `words`."""
        found: dict[str, list[int]] = {}
        for number, (word, _start, _end) in enumerate(self.words):
            found.setdefault(word, []).append(number)
        return found

    def spots(self, quote: str) -> list[int]:
        """Where the quote stands word for word, as numbers of letters."""
        return list(_spots(self.letters, letters_of(quote)))

    def passage(self, start: int, end: int) -> Passage:
        """The passage between two offsets of the text."""
        return Passage(
            _line(self.text[start:end]),
            _line(self.text[max(0, start - CONTEXT) : start]),
            _line(self.text[end : end + CONTEXT]),
            start,
        )

    def at(self, spot: int, letters: int) -> Passage:
        """The passage of so many letters at a spot."""
        return self.passage(self.offsets[spot], self.offsets[spot + letters - 1] + 1)

    def find(self, quote: str, before: str = "", after: str = "") -> Passage | None:
        """The passage as it reads now, or None when it is gone: word for word first, then at least 60 % alike."""
        return self.exact(quote, before, after) or self.near(quote, before, after)

    def exact(self, quote: str, before: str = "", after: str = "") -> Passage | None:
        """The passage word for word, where its surroundings agree best.

        Few letters stand in many places: without any agreement around them they are not taken for the passage.
        """
        spots, size = self.spots(quote), len(letters_of(quote))
        if not spots:
            return None
        left, right = letters_of(before), letters_of(after)
        best = max(spots, key=lambda spot: sum(self._agreement(spot, size, left, right)))
        on_left, on_right = self._agreement(best, size, left, right)
        agrees = on_left >= min(AGREED, len(left) or 1) or on_right >= min(AGREED, len(right) or 1)
        tells = size >= 3 * TELLING or (size >= TELLING and len(spots) == 1)
        if agrees or tells or not (left or right):
            return self.at(best, size)
        return None

    def _agreement(self, spot: int, size: int, left: str, right: str) -> tuple[int, int]:
        """How many letters before and after a spot are as they were; the end of the text agrees with no context."""
        end = spot + size
        ahead = len(_common(self.letters[max(0, spot - len(left)) : spot][::-1], left[::-1])) if left else spot == 0
        behind = len(_common(self.letters[end : end + len(right)], right)) if right else end == len(self.letters)
        return int(ahead), int(behind)

    def near(self, quote: str, before: str = "", after: str = "", least: float = ALIKE) -> Passage | None:
        """The passage with other words, at least `least` alike.

        What stands between the words that were around it comes first: only there is it known how far it goes.
        """
        telling = len(letters_of(quote)) >= 3 * TELLING
        spans = list(self._like(quote)) if telling else []
        wide = [self._widened(*span, before, after, len(quote)) for span in spans]
        for group in (list(self._between(quote, before, after)), wide, spans):
            scored = [(alike(quote, self.text[start:end]), start, end) for start, end in group if start < end]
            score, start, end = max(scored, default=(0.0, 0, 0), key=lambda each: each[0])
            if scored and score >= least:
                return self.passage(start, end)
        return None

    def _between(self, quote: str, before: str, after: str) -> Iterator[tuple[int, int]]:
        """What stands now between the words that stood around the passage."""
        left, right = letters_of(before)[-AGREED:], letters_of(after)[:AGREED]
        reach = 2 * len(letters_of(quote)) + 20
        # Fewer letters stood around a passage at the beginning or end of the text: they stand there still.
        begins = _spots(self.letters, left, 20) if len(left) == AGREED else [0] * self.letters.startswith(left)
        for spot in begins:
            begin = spot + len(left)
            if len(right) == AGREED:
                end = self.letters.find(right, begin, begin + reach + len(right))
            else:
                end = len(self.letters) - len(right) if self.letters.endswith(right) else -1
            if begin < end <= begin + reach:
                yield self.offsets[begin], self.offsets[end - 1] + 1

    def _like(self, quote: str) -> Iterator[tuple[int, int]]:
        """Where most words of the passage stand in its order."""
        wanted = WORD.findall(quote.casefold())
        for first in self._likely(wanted):
            low = max(0, first - 8)
            window = self.words[low : first + len(wanted) * 3 // 2 + 8]
            span = _best_span(wanted, [word for word, _start, _end in window])
            if span is not None:
                yield window[span[0]][1], window[span[1] - 1][2]

    def _likely(self, wanted: Sequence[str]) -> list[int]:
        """Numbers of words where the passage may begin: where its rarer words agree on that."""
        begins: Counter[int] = Counter()
        for number, word in enumerate(wanted):
            found = self.places.get(word, [])
            if len(found) <= MOST_PLACES_OF_A_WORD:
                begins.update({(at - number) // 8 for at in found})
        return [max(0, place * 8) for place, _votes in begins.most_common(2)]

    def _widened(self, start: int, end: int, before: str, after: str, size: int) -> tuple[int, int]:
        """The same stretch, out to the words that stood before and after the passage, when they are close by."""
        reach = size // 2 + 20
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        left, right = letters_of(before)[-AGREED:], letters_of(after)[:AGREED]
        found = self.letters.rfind(left, max(0, first - reach - len(left)), first) if len(left) >= AGREED else -1
        if found >= 0:
            start = self.offsets[found + len(left)]
        found = self.letters.find(right, last, last + reach + len(right)) if len(right) >= AGREED else -1
        if found > 0:
            end = self.offsets[found - 1] + 1
        return start, end


def _line(text: str) -> str:
    return " ".join(text.split())


def _spots(letters: str, wanted: str, most: int = MOST_SPOTS) -> Iterator[int]:
    at = letters.find(wanted) if wanted else -1
    while at >= 0 and most:
        yield at
        most -= 1
        at = letters.find(wanted, at + 1)


def _common(one: str, other: str) -> str:
    """The beginning that two texts share."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return one[:at]
    return one[: len(other)]


def _best_span(wanted: Sequence[str], window: Sequence[str]) -> tuple[int, int] | None:
    """The part of the window that shares most with the wanted words: from one run of equal words to another."""
    blocks = [b for b in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    sums = [0, *accumulate(map(len, window))]
    whole = sum(map(len, wanted))
    shared = [sums[block.b + block.size] - sums[block.b] for block in blocks]
    best, found = 0.0, None
    for i, first in enumerate(blocks):
        for j in range(i, len(blocks)):
            last = blocks[j].b + blocks[j].size
            score = 2 * sum(shared[i : j + 1]) / (whole + sums[last] - sums[first.b])
            if score > best:
                best, found = score, (first.b, last)
    return found
