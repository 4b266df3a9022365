"""Which words of a plain text to mark, and which part of it to show. Returns pieces, never HTML: templates escape.

Text and query go through the same analysis, so "guidance" marks "guided". A piece is (text, is it a match).
"""

import re
from collections.abc import Iterable
from typing import Final

from models.search import analysis
from models.search.query import parse

Piece = tuple[str, bool]

EXCERPT_LENGTH: Final = 240
LEAD: Final = 60  # characters that are shown before the first match
MAX_TEXT: Final = 100_000
MAX_MATCHES: Final = 400
ELLIPSIS: Final = "…"

_ANY_NON_ASCII: Final = "\x80-\U0010ffff"


class Highlighter:
    """Marks the words of one query in many texts; make one for a page of results."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._known: dict[str, str] = {}
        self._candidates = _candidates(self._stems)

    @classmethod
    def for_query(cls, text: str) -> "Highlighter":
        """A highlighter for what a person typed."""
        return cls(parse(text).marks)

    def mark(self, text: str) -> list[Piece]:
        """The whole text in pieces; joined, they are the text again."""
        return _pieces(text, 0, len(text), self._matches(text))

    def excerpt(self, text: str, length: int = EXCERPT_LENGTH) -> list[Piece]:
        """The part of about `length` characters with most different words of the query, or the beginning."""
        matches = self._matches(text)
        start, end = _window(text, _best_start(matches, length), length)
        pieces = _pieces(text, start, end, [match for match in matches if match[0] >= start and match[1] <= end])
        before = [(ELLIPSIS + " ", False)] if start > 0 else []
        after = [(" " + ELLIPSIS, False)] if end < len(text.rstrip()) else []
        return before + pieces + after

    def _matches(self, text: str) -> list[tuple[int, int, str]]:
        if self._candidates is None:
            return []
        found = []
        for match in self._candidates.finditer(text, 0, MAX_TEXT):
            stem = self._stem(match.group())
            if stem in self._stems:
                found.append((match.start(), match.end(), stem))
                if len(found) == MAX_MATCHES:
                    break
        return found

    def _stem(self, word: str) -> str:
        stem = self._known.get(word)
        if stem is None:
            stem = self._known[word] = analysis.stems([analysis.fold(word)])[0]
        return stem


def _candidates(stems: frozenset[str]) -> re.Pattern[str] | None:
    """Words whose first letter a wanted stem has, or any letter that might fold to it: most words are skipped fast."""
    letters = {stem[0] for stem in stems if stem}
    if not letters:
        return None
    both = "".join(re.escape(letter + letter.upper()) for letter in sorted(letters) if letter.isascii())
    single = analysis.SINGLE_CHARACTERS
    start = rf"(?<![^\W_{single}])(?<![^\W_{single}]['’])(?=[{both}{_ANY_NON_ASCII}])"
    return re.compile(rf"(?:{start}|(?=[{single}]))(?:{analysis.WORD.pattern})")


def _best_start(matches: list[tuple[int, int, str]], length: int) -> int:
    best, best_worth = 0, (0, 0)
    for number, (start, _, _) in enumerate(matches):
        inside = [stem for begin, end, stem in matches[number : number + 40] if end - start <= length - LEAD]
        worth = (len(set(inside)), len(inside))
        if worth > best_worth:
            best, best_worth = start, worth
    return best


def _window(text: str, first_match: int, length: int) -> tuple[int, int]:
    """Whole words around the first match; a text without spaces is cut hard."""
    if first_match + length - LEAD <= length:
        start = 0
    else:
        gap = text.find(" ", first_match - LEAD, first_match)
        start = gap + 1 if gap >= 0 else first_match
    end = min(len(text), start + length)
    if end < len(text):
        gap = text.rfind(" ", max(start + 1, first_match), end)
        end = gap if gap > start + length // 2 else end
    return start, end


def _pieces(text: str, start: int, end: int, matches: list[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for begin, stop, _ in matches:
        if begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:stop], True))
        at = stop
    if at < end:
        pieces.append((text[at:end], False))
    return pieces
