"""Decides whether a source is plain, honest or hostile before Markdown spends time on it. Nothing here renders.

Python-Markdown takes quadratic time over unclosed brackets and code spans, and long over thousands of tiny pieces. An
estimate of its time, itself linear in the source, tells such sources from long honest ones. The weights were measured
(bench/pathological.py); of 3,339 pages of five government handbooks none passes 41 of the 60 ms.
"""

import re

MAX_BODY = 256 * 1024

_BUDGET = 60_000  # microseconds that any source may take
_DENSE = 2.5  # microseconds for each character: what more honest text takes is a matter of its length
_HOPELESS = 2 * MAX_BODY * _DENSE  # more than any source may take: no need to look closer
_FAR = 2_000
_DEEP = 100
_MANY_TAGS = 40_000
_DEPTH_TOTAL = 150_000

_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>#@~|&+=^\t\x00-\x08\x0b-\x1f\x7f]|://|www\.|  |\n[ \-:]|^[ \-:]|\n\d+[.)]|^\d+[.)]"
)
_MARKS = re.compile(r"[\[<*_`~&@#\\:]|  \n")
_ITEMS = re.compile(r"^ *(?:[-*+]|\d+\.) ", re.MULTILINE)
_BRACKETS = re.compile(r"\[|\]\(?|\)")
_TICKS = re.compile(r"`+")
_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_UNDER_HEAD = re.compile(r"[ |:-]*-[ |:-]*(?:\n|$)")
_NESTED = re.compile(r"^(?: *(?:>|[-*+]|\d+\.)(?= |>|$)){20,}", re.MULTILINE)
_SHORT_LINE = 8
_MANY_LINES = 6000
_UNCOUNTED = frozenset({
    "area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "thead", "tbody", "tfoot",
})  # fmt: skip


class HostileTextError(ValueError):
    """The source would take far longer than its size explains."""


def is_plain(source: str) -> bool:
    """True when no character of the source could mean anything to Markdown."""
    return not _MARKUP.search(source)


def check_size(source: str) -> None:
    """Raise HostileTextError for a source that is too large, or that is thousands of nearly empty lines."""
    lines = source.count("\n")
    if len(source) > MAX_BODY or (lines > _MANY_LINES and len(source) < lines * _SHORT_LINE):
        raise HostileTextError


def check_lines(lines: list[str], *, short: bool) -> tuple[float, int]:
    """Raise HostileTextError when Markdown would take too long over the lines of the first pass.

    Returns the estimate in microseconds, and how many characters explain it.
    """
    text = "\n".join(lines)
    if len(text) > 2 * MAX_BODY or _NESTED.search(text):
        raise HostileTextError
    # In a short text each line end is a tag, and making it copies what follows.
    microseconds = estimate(text) + (len(lines) * (20 + 0.0004 * len(text)) if short else 0)
    written = len(text) - 4 * text.count("    ")  # indentation explains nothing
    check_cost(microseconds, written)
    return microseconds, written


def check_cost(microseconds: float, written: int) -> None:
    """Raise HostileTextError when so many characters do not explain such a time."""
    if microseconds > _BUDGET and microseconds > _DENSE * written:
        raise HostileTextError


def estimate(text: str) -> float:
    """Return about how many microseconds Markdown takes over a text."""
    return sum(_block(block) for block in text.split("\n\n"))


def _block(block: str) -> float:
    size = len(block)
    marks = len(_MARKS.findall(block))
    cost = 30 + marks * (12 + 0.0004 * size) + 25 * len(_ITEMS.findall(block))
    if cost > _HOPELESS:
        return cost
    if "|" in block:
        cost += 10 * _cells(block)
    if "[" in block:
        cost += 0.25 * _bracket_scans(block)
    if "`" in block:
        cost += 0.02 * _code_scans(block)
    return cost


def _cells(block: str) -> int:
    """Count the cells of a table: each row is filled up to the columns of its head."""
    head, _, rest = block.partition("\n")
    if not _UNDER_HEAD.match(rest):
        return 0
    return max(block.count("|"), (head.count("|") + 1) * (rest.count("\n") + 1))


def _bracket_scans(block: str) -> int:
    """Sum how far each opening bracket is from its end: to the end of the block where it has none.

    Far brackets count more than in proportion: nobody writes a link of a thousand characters.
    """
    total = 0
    opened: list[tuple[int, bool]] = []  # position, round
    for found in _BRACKETS.finditer(block):
        at, sign = found.start(), found[0]
        if sign == "[":
            opened.append((at, False))
        elif opened and opened[-1][1] == (sign == ")"):
            far = at - opened.pop()[0]
            total += far + far * far // _FAR
            if sign == "](":
                opened.append((at, True))
    far = len(block) - opened[0][0] if opened else 0
    return total + far * far // _FAR + sum(len(block) - at for at, _ in opened)


def _code_scans(block: str) -> int:
    """Sum how far each run of backticks without a partner makes the parser look."""
    partners: dict[int, int] = {}
    runs = [(found.start(), len(found[0])) for found in _TICKS.finditer(block)]
    for _, length in runs:
        partners[length] = partners.get(length, 0) + 1
    return sum(len(block) - at for at, length in runs if partners[length] < 2)


def check_depth(html: str) -> None:
    """Raise HostileTextError when parsing HTML takes too long: too deep, too often left open, too many tags."""
    depth = total = 0
    tags = _ELEMENT.findall(html)
    if len(tags) > _MANY_TAGS:
        raise HostileTextError
    for closing, name in tags:
        if name.lower() in _UNCOUNTED:
            total += depth
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        total += depth
        if depth > _DEEP or total > _DEPTH_TOTAL:
            raise HostileTextError
