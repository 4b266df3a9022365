"""A comparison with what reviewers said of its lines, and a place for new remarks after each changed passage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.entries.comparing import Block, Comparison, Line
from models.wiki.requests.reviewing import QUOTE_LIMIT

SHOWN_OF_A_LINE = 60


@dataclass
class Row:
    """One line of the comparison: its number on the side that it stands on, and the remarks on it."""

    kind: str
    pieces: tuple[Any, ...]
    text: str
    old: int
    new: int
    threads: list[Any] = field(default_factory=list)
    # Set on the last line of a changed passage: the lines that can be chosen there, as (value, label).
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def side(self) -> str:
        return "old" if self.kind == "del" else "new"

    @property
    def line(self) -> int:
        return self.old if self.kind == "del" else self.new


@dataclass
class Part:
    """Rows that are shown, or folded away because nothing changed there."""

    rows: list[Row]
    folded: bool
    size: int


@dataclass
class Thread:
    """A remark with its answers."""

    first: Any
    answers: list[Any] = field(default_factory=list)


def threads_of(comments: Iterable[Any]) -> list[Thread]:
    """The remarks, each with its answers, the oldest first."""
    found: dict[int, Thread] = {}
    for row in comments:
        if row.parent_id is None:
            found[row.id] = Thread(row)
        elif row.parent_id in found:
            found[row.parent_id].answers.append(row)
    return list(found.values())


def annotated(comparison: Comparison, threads: list[Thread]) -> tuple[list[Part], list[Thread]]:
    """The comparison with each remark below its line, and the remarks whose line is not there any more."""
    parts = list(_numbered(comparison.blocks))
    rows = [row for part in parts for row in part.rows]
    lost = [thread for thread in threads if not _place(thread, rows)]
    for part in parts:
        # A remark on a line that has not changed must not be folded away.
        part.folded = part.folded and not any(row.threads for row in part.rows)
        _offer(part.rows)
    return parts, lost


def _numbered(blocks: Iterable[Block]) -> Iterator[Part]:
    old = new = 0
    for block in blocks:
        rows = []
        for line in block.lines:
            old, new = old + (line.kind != "add"), new + (line.kind != "del")
            rows.append(Row(line.kind, line.pieces, _text(line), old, new))
        if not block.lines:
            old, new = old + block.size, new + block.size
        yield Part(rows, block.folded, block.size)


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def _place(thread: Thread, rows: list[Row]) -> bool:
    """Put a remark below the line that says what it was said of; of several such lines the nearest."""
    said = thread.first
    fits = [
        row
        for row in rows
        if row.text[:QUOTE_LIMIT].strip() == said.quote.strip() and (row.kind == "same" or row.side == said.side)
    ]
    if not fits:
        return False
    at = said.line or 0
    min(fits, key=lambda row: abs((row.old if said.side == "old" else row.new) - at)).threads.append(thread)
    return True


def _offer(rows: list[Row]) -> None:
    run: list[Row] = []
    for number, row in enumerate(rows):
        if row.kind == "same":
            continue
        run.append(row)
        if number + 1 == len(rows) or rows[number + 1].kind == "same":
            row.choices = [(f"{each.side}:{each.line}", _label(each)) for each in run if each.text.strip()][:40]
            run = []


def _label(row: Row) -> str:
    cut = row.text.strip()
    shown = cut if len(cut) <= SHOWN_OF_A_LINE else cut[:SHOWN_OF_A_LINE].rstrip() + " …"
    return f"{'−' if row.kind == 'del' else '+'} {shown}"


def chosen(value: str, comparison: Comparison) -> tuple[str, int | None, str]:
    """Side, number and text of the line that a form names as `new:12`; nothing of a line that is not there."""
    side, _colon, number = value.partition(":")
    if side in ("old", "new") and number.isascii() and number.isdigit() and len(number) < 8:
        for part in _numbered(comparison.blocks):
            for row in part.rows:
                if row.kind != "same" and (row.side, row.line) == (side, int(number)):
                    return side, int(number), row.text
    return "", None, ""
