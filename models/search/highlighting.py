"""Which words of a plain text to mark, and which part of it to show. Returns pieces, never HTML: templates escape.

Text and query go through the same analysis, so "guidance" marks "guided". A piece is (text, is it a match).
"""

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from models.search import analysis
from models.search.query import parse

Piece = tuple[str, bool]

EXCERPT_LENGTH: Final = 240
LEAD: Final = 60  # characters that are shown before the first match
MAX_TEXT: Final = 100_000
MAX_MATCHES: Final = 400
MAX_FOR_EXCERPT: Final = 40  # matches, from the beginning, among which the best part is looked for
ELLIPSIS: Final = "…"

_FOLDED: Final = re.compile(r"[^\x00-\x7f]")  # any of these may fold to a letter that a stem begins with
_SINGLE: Final = re.compile(f"[{analysis.SINGLE_CHARACTERS}]")


class Highlighter:
    """Marks the words of one query in many texts; make one for a page of results."""

    def __init__(
        self,
        stems: Iterable[str],
        elsewhere: Mapping[str, Iterable[str]] = MappingProxyType({}),
        language: str = analysis.ENGLISH,
    ) -> None:
        """For texts in one language; `elsewhere` says what stands for a stem in others."""
        self._stems = frozenset(stems)
        self._elsewhere = elsewhere
        self._language = language
        # What texts in this language hold, and the stem that it stands for.
        self._terms = {stem: stem for stem in self._stems} if language == analysis.ENGLISH else self._in_language()
        self._known: dict[str, str] = {}
        self._others: dict[str, Highlighter] = {language: self}
        self._beginnings = _beginnings(map(analysis.unmarked, self._terms))

    def _in_language(self) -> dict[str, str]:
        pairs = ((term, stem) for stem in self._stems for term in self._elsewhere.get(stem, ()))
        return {term: stem for term, stem in pairs if analysis.language_of(term) == self._language}

    @classmethod
    def for_query(cls, text: str) -> "Highlighter":
        """A highlighter for what a person typed."""
        parsed = parse(text)
        return cls(parsed.marks, parsed.elsewhere)

    def within(self, language: str) -> "Highlighter":
        """The same words for texts in a language, such as `fr`."""
        code = analysis.written_in(language)
        if code not in self._others:
            self._others[code] = Highlighter(self._stems, self._elsewhere, code)
        return self._others[code]

    def mark(self, text: str) -> list[Piece]:
        """The whole text in pieces; joined, they are the text again."""
        return _pieces(text, 0, len(text), self._matches(text))

    def excerpt(self, text: str, length: int = EXCERPT_LENGTH) -> list[Piece]:
        """The part of about `length` characters with most different words of the query, or the beginning."""
        return self.excerpt_of(text, self._matches(text, MAX_FOR_EXCERPT), length)

    def look(self, text: str) -> tuple[list[Piece], frozenset[str]]:
        """The excerpt, and which of the words stand anywhere in the text."""
        matches = self._matches(text, MAX_FOR_EXCERPT)
        found = {stem for _start, _end, stem in matches}
        if len(matches) == MAX_FOR_EXCERPT and (left := self._stems - found):
            one = (Highlighter([stem], self._elsewhere, self._language) for stem in left)
            found |= {stem for each in one for _start, _end, stem in each._matches(text, 1)}
        return self.excerpt_of(text, matches), frozenset(found)

    def holds(self, text: str) -> frozenset[str]:
        """Which of the words stand in a short text."""
        return frozenset(stem for _start, _end, stem in self._matches(text))

    def excerpt_of(self, text: str, matches: list[tuple[int, int, str]], length: int = EXCERPT_LENGTH) -> list[Piece]:
        """The part with most different words among the matches."""
        start, end = _window(text, _best_start(matches, length), length)
        pieces = _pieces(text, start, end, [match for match in matches if match[0] >= start and match[1] <= end])
        before = [(ELLIPSIS + " ", False)] if start > 0 else []
        after = [(" " + ELLIPSIS, False)] if end < len(text.rstrip()) else []
        return before + pieces + after

    def _matches(self, text: str, most: int = MAX_MATCHES) -> list[tuple[int, int, str]]:
        """Start, end and stem of each word to mark: a fast look for beginnings first, then the full analysis."""
        lowered = text[:MAX_TEXT].lower()
        if not self._terms or not lowered:
            return []
        same_places = len(lowered) == min(len(text), MAX_TEXT)
        places = self._places(lowered) if same_places else range(len(text[:MAX_TEXT]))
        found: list[tuple[int, int, str]] = []
        done = 0
        for place in places:
            word = analysis.WORD.match(text, _word_start(text, place, done)) if place >= done else None
            if word is None:
                continue
            done = word.end()
            stem = self._stem(word.group())
            if stem:
                found.append((word.start(), done, stem))
                if len(found) == most:
                    break
        return found

    def _places(self, lowered: str) -> Iterable[int]:
        """Where a word to mark may begin, in order; worked out as far as it is looked at."""
        places = [_finds(lowered, beginning) for beginning in self._beginnings]
        if not lowered.isascii():
            places.append(match.start() for match in _FOLDED.finditer(lowered))
        return heapq.merge(*places) if len(places) > 1 else places[0] if places else ()

    def _stem(self, word: str) -> str:
        """The stem to mark that a word stands for, or nothing."""
        stem = self._known.get(word)
        if stem is None:
            term = analysis.terms([analysis.fold(word)], self._language)[0]
            stem = self._known[word] = self._terms.get(term, "")
        return stem


def _beginnings(stems: Iterable[str]) -> list[str]:
    """What a word with one of the stems begins with, in small ASCII letters. Others fold to them, see `_FOLDED`.

    Snowball changes only endings: a stem shares all but its last letter with its words ("happi", "die" from "dying"
    all but two).
    """
    shared = {stem[: max(1, min(4, len(stem) - (2 if stem.endswith("ie") else 1)))] for stem in stems if stem}
    # Folding made one of two kinds of apostrophes.
    shared = {beginning.partition("'")[0] or beginning for beginning in shared}
    return [beginning for beginning in sorted(shared) if beginning.isascii()]


def _finds(text: str, part: str) -> Iterator[int]:
    """Every place of a part. A loop of finds: ten times as fast as a pattern of alternatives."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _word_start(text: str, place: int, floor: int) -> int:
    """Where the word begins that goes through a place."""
    if not _joins(text[place]):
        return place
    while place > floor:
        before = text[place - 1]
        if _joins(before):
            place -= 1
        elif before in "'’" and place - 1 > floor and _joins(text[place - 2]):
            place -= 2
        else:
            break
    return place


def _joins(letter: str) -> bool:
    return letter.isalnum() and not _SINGLE.match(letter)


def _best_start(matches: list[tuple[int, int, str]], length: int) -> int:
    """Where the part begins that holds most different words, then most words: a window slides over the matches."""
    best, best_worth = 0, (0, 0)
    inside: dict[str, int] = {}
    last = 0
    for number, (start, _, stem) in enumerate(matches):
        while last < len(matches) and matches[last][1] - start <= length - LEAD:
            inside[matches[last][2]] = inside.get(matches[last][2], 0) + 1
            last += 1
        worth = (len(inside), last - number)
        if worth > best_worth:
            best, best_worth = start, worth
        if last == number:  # one word longer than the window
            last += 1
        elif inside[stem] == 1:
            del inside[stem]
        else:
            inside[stem] -= 1
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
