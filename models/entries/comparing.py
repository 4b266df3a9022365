"""What changed between two texts: lines first, words only inside changed lines. Bounded in time for any two texts."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from models.entries.matching import Budget, matches, matches_by_anchors

MOST_WORDS = 20_000
MOST_LINES = 3_000
# When less than this share of the shorter side is common, marking words says less than showing both sides.
ALIKE = 0.5
AROUND = 3


class Piece(NamedTuple):
    """Words of a line; `changed` ones are only in this version of it."""

    text: str
    changed: bool


class Line(NamedTuple):
    """One line: `kind` is same, del (only in the old text) or add (only in the new one)."""

    kind: str
    pieces: tuple[Piece, ...]


class Block(NamedTuple):
    """Lines that are shown together; `folded` ones are the same in both texts and far from any change.

    `size` is how many lines these are: of a very long fold the lines themselves are left out.
    """

    lines: tuple[Line, ...]
    folded: bool
    size: int


class Comparison(NamedTuple):
    """The way from the old text to the new one, with the number of lines added and removed.

    `left_out` counts the lines at the end that were too many to show.
    """

    blocks: tuple[Block, ...]
    added: int
    removed: int
    left_out: int = 0

    @property
    def same(self) -> bool:
        return not self.added and not self.removed


def compare(old: str, new: str, around: int = AROUND) -> Comparison:
    """Compare two texts; `around` is how many unchanged lines stand beside a change."""
    before, after = _lines(old), _lines(new)
    budget = Budget()
    lines: list[Line] = []
    a = b = 0
    for i, j, length in [*matches_by_anchors(before, after, budget), (len(before), len(after), 0)]:
        lines += _changed(before[a:i], after[b:j], budget)
        lines += [Line("same", (Piece(text, False),)) for text in before[i : i + length]]
        a, b = i + length, j + length
    counted = Counter(line.kind for line in lines)
    blocks, left_out = _cut(_blocks(lines, around))
    return Comparison(tuple(blocks), counted["add"], counted["del"], left_out)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n") if text.strip("\r\n") else []


def _changed(old: list[str], new: list[str], budget: Budget) -> Iterator[Line]:
    """The lines of one change: the old ones, then the new ones, with the words that differ marked."""
    if old and new:
        a, b = _words("\n".join(old)), _words("\n".join(new))
        if len(a) + len(b) <= MOST_WORDS:
            same = matches(a, b, budget)
            common = sum(len("".join(a[i : i + n]).strip()) for i, _j, n in same)
            if common >= ALIKE * min(len("".join(old)), len("".join(new))):
                yield from _marked("del", a, [(i, n) for i, _j, n in same])
                yield from _marked("add", b, [(j, n) for _i, j, n in same])
                return
    yield from (Line("del", (Piece(text, False),)) for text in old)
    yield from (Line("add", (Piece(text, False),)) for text in new)


def _words(text: str) -> list[str]:
    return re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", text)


def _marked(kind: str, words: list[str], same: list[tuple[int, int]]) -> Iterator[Line]:
    pieces: list[Piece] = []
    at = 0
    for start, length in [*same, (len(words), 0)]:
        for changed, part in ((True, words[at:start]), (False, words[start : start + length])):
            for number, text in enumerate("".join(part).split("\n")):
                if number:
                    yield Line(kind, tuple(pieces))
                    pieces = []
                if text:
                    pieces.append(Piece(text, changed))
        at = start + length
    yield Line(kind, tuple(pieces))


def _blocks(lines: list[Line], around: int) -> Iterator[Block]:
    """Runs of lines that are shown and runs that are folded; a fold of one or two lines is not worth it."""
    shown = [False] * len(lines)
    for number, line in enumerate(lines):
        if line.kind != "same":
            first, last = max(0, number - around), min(len(lines), number + around + 1)
            shown[first:last] = [True] * (last - first)
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or shown[number] != shown[start]:
            run = tuple(lines[start:number])
            yield Block(run, not shown[start] and len(run) > 2, len(run))
            start = number


def _cut(blocks: Iterator[Block]) -> tuple[list[Block], int]:
    """At most so many lines that a browser can show them, and how many were left out at the end."""
    kept: list[Block] = []
    room, left_out = MOST_LINES, 0
    for block in blocks:
        if room <= 0:
            left_out += block.size
        elif block.folded and block.size > room // 4:
            kept.append(Block((), True, block.size))
        else:
            kept.append(Block(block.lines[:room], block.folded, min(room, block.size)))
            left_out += max(0, block.size - room)
            room -= block.size
    return kept, left_out
