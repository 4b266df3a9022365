"""Which parts of two sequences are the same: the bounded matcher that comparing, merging and "who wrote this" share.

Lines are matched by those that stand once in both (patience), the gaps between them by Myers' greedy method with a
budget of steps: J. E. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

STEPS = 250_000

# From here in the first, from there in the second, so many.
Match = tuple[int, int, int]


class Budget:
    """Steps that matching may still take; without any it says that nothing more is the same."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps


def matches_by_anchors(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Match]:
    """Matching stretches of lines in order: between each two anchors the gap is matched on its own."""
    start, end = _ends(a, b)
    middle = _between(a[start : len(a) - end], b[start : len(b) - end], budget)
    found = [(0, 0, start), *((start + i, start + j, n) for i, j, n in middle), (len(a) - end, len(b) - end, end)]
    return [match for match in found if match[2]]


def _ends(a: Sequence[Hashable], b: Sequence[Hashable]) -> tuple[int, int]:
    """How many are the same at the start and, of the others, at the end."""
    most = min(len(a), len(b))
    start = next((at for at in range(most) if a[at] != b[at]), most)
    end = next((at for at in range(most - start) if a[-1 - at] != b[-1 - at]), most - start)
    return start, end


def _between(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Match]:
    found: list[Match] = []
    at_a = at_b = 0
    for i, j in [*_anchors(a, b), (len(a), len(b))]:
        found += [(at_a + x, at_b + y, n) for x, y, n in matches(a[at_a:i], b[at_b:j], budget)]
        if i < len(a) and j < len(b):
            found.append((i, j, 1))
        at_a, at_b = i + 1, j + 1
    return found


def _anchors(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
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


def matches(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Match]:
    """Matching stretches: equal ends first, the middle by Myers; nothing of the middle when the budget is used up."""
    start, end = _ends(a, b)
    middle = _myers(a[start : len(a) - end], b[start : len(b) - end], budget)
    found = [(0, 0, start)] + [(start + i, start + j, n) for i, j, n in middle] + [(len(a) - end, len(b) - end, end)]
    return [match for match in found if match[2]]


def _myers(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Match]:
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
