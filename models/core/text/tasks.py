"""The tasks of a text (`- [ ] ...`): which there are, and a source with one of them ticked. Nothing is stored here."""

import re
from html import unescape
from typing import NamedTuple

from models.core.text.cleaning import clean
from models.core.text.parsing import parse

_SHOWN = re.compile(r"<li>(?:\s*<p>)?([☐☑]) (.*?)(?=</?(?:li|ul|ol|p|pre|blockquote|table)\b)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LINE = re.compile(r"^[> ]*(?:(?:[-*+]|\d{1,9}[.)]) +)+\[([ xX])\] ", re.MULTILINE)
_TRIES = 12


class Task(NamedTuple):
    """A task as it is shown: whether it is done, and its own words."""

    done: bool
    text: str


def tasks(source: str) -> list[Task]:
    """The tasks of a source in the order in which its page shows them."""
    if "[" not in source and "☐" not in source and "☑" not in source:
        return []
    found = _SHOWN.findall(parse(clean(source)) or "")
    return [Task(box == "☑", " ".join(unescape(_TAG.sub("", text)).split())) for box, text in found]


def ticked(source: str, number: int, done: bool) -> str | None:
    """The source with the task of this number (from 0) done or to do; None where it cannot be told which line it is.

    A line of code may look like a task: whatever line is changed, the page must then show this one task changed.
    """
    shown = tasks(source)
    if not 0 <= number < len(shown):
        return None
    wanted = [task._replace(done=done) if at == number else task for at, task in enumerate(shown)]
    lines = list(enumerate(_LINE.finditer(source)))
    likely = sorted(lines, key=lambda line: abs(line[0] - number))[:_TRIES]
    for _, line in likely:
        changed = source[: line.start(1)] + ("x" if done else " ") + source[line.end(1) :]
        if tasks(changed) == wanted:
            return changed
    return None
