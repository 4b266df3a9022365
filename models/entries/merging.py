"""Two people changed one text: what both did in one text, or the places where only a person can decide. Pure functions.

Lines first. Where both changed the same lines, their sentences and table cells are tried, so that two people may edit
one paragraph. Bounded in time for any three texts; what could not be matched in time becomes a place to decide.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.entries.matching import Budget, Match, matches_by_anchors

# An end of a sentence with the blanks behind it, the border of a table cell, a line break: each a token of its own.
_TOKENS = re.compile(r"\n|\||(?<=[.!?:;…])[^\S\n]+|(?:(?![.!?:;…][^\S\n])[^\n|])+[.!?:;…]?|[.!?:;…]")


class Place(NamedTuple):
    """A place that both changed: what stood there, what they wrote and what I wrote. Whole lines, without the last
    line break."""

    base: str
    theirs: str
    mine: str


class Merge(NamedTuple):
    """The merged text in its order: lines that are settled (str) and places to decide."""

    parts: tuple[str | Place, ...]

    @property
    def places(self) -> list[Place]:
        return [part for part in self.parts if isinstance(part, Place)]

    @property
    def clean(self) -> bool:
        return not self.places

    @property
    def text(self) -> str:
        """The whole text when it is clean; where it is not, places are left out."""
        return "\n".join(part for part in self.parts if isinstance(part, str))


class _Hunk(NamedTuple):
    """One side's change: these of the base became those."""

    start: int
    end: int
    at: int
    until: int

    @property
    def only_adds(self) -> bool:
        return self.start == self.end

    @property
    def keeps_size(self) -> bool:
        return self.end - self.start == self.until - self.at


class _Settled(NamedTuple):
    tokens: list[str]


class _Open(NamedTuple):
    base: list[str]
    theirs: list[str]
    mine: list[str]


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Put together what two people made of `base`. Line breaks are "\\n"."""
    theirs_budget, mine_budget = Budget(), Budget()
    parts: list[str | Place] = []
    for piece in _merged(base.split("\n"), theirs.split("\n"), mine.split("\n"), theirs_budget, mine_budget):
        if isinstance(piece, _Settled):
            parts += piece.tokens
        else:
            parts += _by_sentences(piece, theirs_budget, mine_budget)
    return Merge(tuple(_joined(parts)))


def merge_unrelated(theirs: str, mine: str) -> Merge:
    """Two texts of which nobody knows where they began: every place where they differ is to be decided."""
    a, b = theirs.split("\n"), mine.split("\n")
    parts: list[str | Place] = []
    at = 0
    for hunk in _hunks(a, b, Budget()):
        parts += [
            *a[at : hunk.start],
            Place("", "\n".join(a[hunk.start : hunk.end]), "\n".join(b[hunk.at : hunk.until])),
        ]
        at = hunk.end
    return Merge(tuple(_joined([*parts, *a[at:]])))


def merge_value(base: str, theirs: str, mine: str) -> str | None:
    """The same for a value that cannot be taken apart, such as a title: None when both changed it differently."""
    if base == theirs or theirs == mine:
        return mine
    return theirs if base == mine else None


def _merged(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str], theirs_budget: Budget, mine_budget: Budget
) -> Iterator[_Settled | _Open]:
    """Settled stretches and open ones, in the order of the base. Changes that touch each other belong together."""
    hers, his = _hunks(base, theirs, theirs_budget), _hunks(base, mine, mine_budget)
    at = shift_theirs = shift_mine = 0
    for group_theirs, group_mine in _groups(hers, his):
        together = [*group_theirs, *group_mine]
        start, end = min(hunk.start for hunk in together), max(hunk.end for hunk in together)
        yield _Settled(list(base[at:start]))
        next_theirs = shift_theirs + sum(hunk.until - hunk.at - hunk.end + hunk.start for hunk in group_theirs)
        next_mine = shift_mine + sum(hunk.until - hunk.at - hunk.end + hunk.start for hunk in group_mine)
        a, b = theirs[start + shift_theirs : end + next_theirs], mine[start + shift_mine : end + next_mine]
        at, shift_theirs, shift_mine = end, next_theirs, next_mine
        if not group_mine or a == b:
            yield _Settled(list(a))
        elif not group_theirs:
            yield _Settled(list(b))
        elif _go_side_by_side(together):
            yield _Settled(
                _applied(base, start, end, [(h, theirs) for h in group_theirs] + [(h, mine) for h in group_mine])
            )
        else:
            yield _Open(list(base[start:end]), list(a), list(b))
    yield _Settled(list(base[at:]))


def _hunks(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[_Hunk]:
    found: list[_Hunk] = []
    at_a = at_b = 0
    same: list[Match] = [*matches_by_anchors(a, b, budget), (len(a), len(b), 0)]
    for i, j, length in same:
        if i > at_a or j > at_b:
            found.append(_Hunk(at_a, i, at_b, j))
        at_a, at_b = i + length, j + length
    return found


def _groups(theirs: list[_Hunk], mine: list[_Hunk]) -> Iterator[tuple[list[_Hunk], list[_Hunk]]]:
    """Changes of both sides by the stretch of the base that they overlap or touch in."""
    group: tuple[list[_Hunk], list[_Hunk]] = ([], [])
    reach = -1
    for hunk, side in sorted([(hunk, 0) for hunk in theirs] + [(hunk, 1) for hunk in mine]):
        if hunk.start > reach and reach >= 0:
            yield group
            group = ([], [])
        group[side].append(hunk)
        reach = max(reach, hunk.end)
    if reach >= 0:
        yield group


def _go_side_by_side(hunks: list[_Hunk]) -> bool:
    """True when changes only touch: neighbouring lines rewritten one for one, or one line put in between them.

    Where more or fewer lines stand than before, it is not certain which side's belong where: a person decides.
    """
    ordered = sorted(hunks)
    if any(before.end > after.start for before, after in zip(ordered, ordered[1:], strict=False)):
        return False
    added = [hunk.start for hunk in ordered if hunk.only_adds]
    return len(added) == len(set(added)) and all(hunk.only_adds or hunk.keeps_size for hunk in ordered)


def _applied(base: Sequence[str], start: int, end: int, changes: list[tuple[_Hunk, Sequence[str]]]) -> list[str]:
    made: list[str] = []
    at = start
    for hunk, side in sorted(changes, key=lambda change: change[0]):
        made += [*base[at : hunk.start], *side[hunk.at : hunk.until]]
        at = hunk.end
    return made + list(base[at:end])


def _by_sentences(piece: _Open, theirs_budget: Budget, mine_budget: Budget) -> list[str | Place]:
    """The lines of an open stretch: settled by sentences where that works, else a place to decide."""
    if piece.base:
        base, theirs, mine = (_TOKENS.findall("\n".join(lines)) for lines in piece)
        found = list(_merged(base, theirs, mine, theirs_budget, mine_budget))
        if all(isinstance(each, _Settled) for each in found):
            return list("".join("".join(each.tokens) for each in found if isinstance(each, _Settled)).split("\n"))
    theirs_lines, mine_lines = piece.theirs, piece.mine
    first = 0
    while first < min(len(theirs_lines), len(mine_lines)) and theirs_lines[first] == mine_lines[first]:
        first += 1
    last = 0
    while last < min(len(theirs_lines), len(mine_lines)) - first and theirs_lines[-1 - last] == mine_lines[-1 - last]:
        last += 1
    middle = Place(
        "\n".join(piece.base),
        "\n".join(theirs_lines[first : len(theirs_lines) - last]),
        "\n".join(mine_lines[first : len(mine_lines) - last]),
    )
    return [*theirs_lines[:first], middle, *theirs_lines[len(theirs_lines) - last :]]


def _joined(parts: list[str | Place]) -> Iterator[str | Place]:
    """Neighbouring lines as one text."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        if lines:
            yield "\n".join(lines)
            lines = []
        yield part
    if lines:
        yield "\n".join(lines)
