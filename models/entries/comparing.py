"""What changed between two texts: lines first, words only inside changed lines. Bounded in time for any two texts.

Lines are matched by those that stand once in both (patience), the gaps between them by Myers' greedy method with a
budget of steps: J. E. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986).
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

STEPS = 250_000
MOST_WORDS = 20_000
MOST_LINES = 3_000
# When less than this share of the shorter side is common, marking words says less than showing both sides.
ALIKE = 0.5
AROUND = 3

Match = tuple[int, int, int]


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


class _Budget:
    def __init__(self, steps: int) -> None:
        self.left = steps


def compare(old: str, new: str, around: int = AROUND) -> Comparison:
    """Compare two texts; `around` is how many unchanged lines stand beside a change."""
    before, after = _lines(old), _lines(new)
    budget = _Budget(STEPS)
    lines: list[Line] = []
    a = b = 0
    for i, j, length in [*_matches_by_anchors(before, after, budget), (len(before), len(after), 0)]:
        lines += _changed(before[a:i], after[b:j], budget)
        lines += [Line("same", (Piece(text, False),)) for text in before[i : i + length]]
        a, b = i + length, j + length
    counted = Counter(line.kind for line in lines)
    blocks, left_out = _cut(_blocks(lines, around))
    return Comparison(tuple(blocks), counted["add"], counted["del"], left_out)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n") if text.strip("\r\n") else []


def _matches_by_anchors(a: Sequence[str], b: Sequence[str], budget: _Budget) -> list[Match]:
    """Matching stretches of lines in order: between each two anchors the gap is matched on its own."""
    found: list[Match] = []
    at_a = at_b = 0
    for i, j in [*_anchors(a, b), (len(a), len(b))]:
        found += [(at_a + x, at_b + y, n) for x, y, n in _matches(a[at_a:i], b[at_b:j], budget)]
        if i < len(a) and j < len(b):
            found.append((i, j, 1))
        at_a, at_b = i + 1, j + 1
    return found


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand exactly once in both, as the longest run that keeps its order."""
    in_a, in_b = Counter(a), Counter(b)
    place = {line: j for j, line in enumerate(b) if in_b[line] == 1}
    pairs = [(i, place[line]) for i, line in enumerate(a) if line and in_a[line] == 1 and line in place]
    tails: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        rows[at : at + 1] = [number]
        before.append(rows[at - 1] if at else -1)
    found = []
    number = rows[-1] if rows else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _matches(a: Sequence[Hashable], b: Sequence[Hashable], budget: _Budget) -> list[Match]:
    """Matching stretches: equal ends first, the middle by Myers; nothing of the middle when the budget is used up."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    middle = _myers(a[start : len(a) - end], b[start : len(b) - end], budget)
    found = [(0, 0, start)] + [(start + i, start + j, n) for i, j, n in middle] + [(len(a) - end, len(b) - end, end)]
    return [match for match in found if match[2]]


def _myers(a: Sequence[Hashable], b: Sequence[Hashable], budget: _Budget) -> list[Match]:
    if not a or not b:
        return []
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for d in range(len(a) + len(b) + 1):
        trail.append(furthest.copy())
        budget.left -= len(furthest) + 1
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
                budget.left -= 1
            furthest[k] = x
            budget.left -= 1
            if x >= len(a) and y >= len(b):
                return _walked(trail, len(a), len(b))
        if budget.left < 0:
            return []
    return []


def _walked(trail: list[dict[int, int]], x: int, y: int) -> list[Match]:
    """The matching stretches along the way that `trail` found, from its end to its start."""
    found: list[Match] = []
    for d in range(len(trail) - 1, -1, -1):
        furthest, k = trail[d], x - y
        down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
        before_k = k + 1 if down else k - 1
        before_x = furthest[before_k] if d else 0
        before_y = before_x - before_k if d else 0
        from_x = before_x + (0 if down else 1) if d else 0
        if x > from_x:
            found.append((from_x, from_x - k, x - from_x))
        x, y = before_x, before_y
    return found[::-1]


def _changed(old: list[str], new: list[str], budget: _Budget) -> Iterator[Line]:
    """The lines of one change: the old ones, then the new ones, with the words that differ marked."""
    if old and new:
        a, b = _words("\n".join(old)), _words("\n".join(new))
        if len(a) + len(b) <= MOST_WORDS:
            matches = _matches(a, b, budget)
            common = sum(len("".join(a[i : i + n]).strip()) for i, _j, n in matches)
            if common >= ALIKE * min(len("".join(old)), len("".join(new))):
                yield from _marked("del", a, [(i, n) for i, _j, n in matches])
                yield from _marked("add", b, [(j, n) for _i, j, n in matches])
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
