"""Quoting: somebody's words as a block with a link to where they stand, and whether that carries them to more readers.

What is quoted is from then on text of the new post: whoever reads that one reads the quote.
"""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.policy.readers import widens
from models.policy.viewer import Viewer

# Nobody reads longer quotes; what is left out is marked.
LONGEST = 2000
_LEFT_OUT = "[…]"
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
# The first line of a quote names and links what it is from.
_SOURCE = re.compile(r"^ {0,3}> ?\[[^\]\n]*\]\(/e/(\d{1,18})\)", re.MULTILINE)


def quote_of(entry: Any, text: str, author: str) -> str:
    """The words as Markdown: who said them, with a link, then each line as a quote. Quotes within are left out."""
    name = author.replace("[", "(").replace("]", ")")
    lines = [line for line in text.strip().split("\n") if not line.lstrip().startswith(">")]
    quoted = "\n".join(f"> {line}".rstrip() for line in _cut(lines))
    return f"> [{name}](/e/{entry.id}):\n>\n{quoted}\n\n"


def _cut(lines: list[str]) -> list[str]:
    """Not too long, and with a block of code closed where it is cut."""
    kept: list[str] = []
    fence, size = "", 0
    for line in lines:
        size += len(line) + 1
        if size > LONGEST:
            kept += [line[: LONGEST - size + len(line)]] if not kept else []
            return [*kept, fence, "", _LEFT_OUT] if fence else [*kept, "", _LEFT_OUT]
        if found := _FENCE.match(line):
            fence = "" if fence else found[1]
        kept.append(line)
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


QUOTED = select(Entry.id, Entry.audience).where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))


def carried_wider(session: Session, viewer: Viewer, body: str, audience: str) -> list[str]:
    """The audiences of what a text quotes that are narrower than the one that it is written for."""
    ids = {int(number) for number in _SOURCE.findall(body)} if "](/e/" in body else set()
    if not ids:
        return []
    found = rows(session, QUOTED, entries=as_words(sorted(ids)[:100]), keys=viewer.keys_json)
    return sorted({row.audience for row in found if widens(row.audience, audience)})
