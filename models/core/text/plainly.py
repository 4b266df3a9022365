"""Where in a Markdown source plain words stand: outside code, links, addresses and raw HTML. Nothing here renders.

For changing a source by hand of a program: better to leave a plain word out than to touch code.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from models.core.text.shapes import own_words, wiki_link

_FENCE = re.compile(r" {0,3}(?:> ?)*(?:[-*+]\s+|\d+[.)]\s+)?\s*(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)")
_NO_WORDS = re.compile(
    r"(?P<ticks>`+)(?:(?!`).|(?!(?P=ticks)(?!`))`)+?(?P=ticks)(?!`)"
    r"|!?\[\[[^\[\]\n]*\]\]"
    r"|!?\[[^\[\]\n]*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])"
    r"|\[[^\[\]\n]*\]:.*"
    r"|\{\{[^{}\n]*\}\}"
    r"|<[^<>\n]*>"
    r"|(?:https?://|www\.)\S+"
    r"|[@#][\w.-]+"
    r"|\[\^[^\]\n]*\]",
)
_WIKI = re.compile(r"\[\[([^\[\]\n]{1,250})\]\]")
_PART = re.compile(r"^ *\{\{ *(?:include|excerpt) *: *([^{}\[\]|]{1,250}?) *\}\} *$")
_CODE = re.compile(r"(?P<ticks>`+)(?:(?!`).|(?!(?P=ticks)(?!`))`)+?(?P=ticks)(?!`)")


def _lines(source: str) -> Iterator[tuple[int, str]]:
    """(where it starts, line) of every line outside fenced and indented code."""
    at, fence, blank = 0, "", True
    for line in source.split("\n"):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1]
        elif not (blank and _INDENTED.match(line)):
            yield at, line
        blank = not line.strip() or (blank and bool(_INDENTED.match(line)))
        at += len(line) + 1


def plain_spans(source: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the pieces of the source in which plain words stand; headings are left out."""
    for start, line in _lines(source):
        if line.lstrip().startswith("#") or not line.strip():
            continue
        at = 0
        for found in _NO_WORDS.finditer(line):
            if found.start() > at:
                yield start + at, start + found.start()
            at = found.end()
        if at < len(line):
            yield start + at, start + len(line)


_PICTURE = re.compile(
    r"!\[[^\[\]\n]*\]\(<?([^()<>\s]{1,500})|<img\s[^<>\n]*?src=[\"']?([^\"'<>\s]{1,500})", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?\\]", re.IGNORECASE)


def picture_names(source: str) -> set[str]:
    """The names by which a source shows pictures that lie with its page; addresses and code are left out."""
    found = set()
    for _start, line in _lines(source):
        for one in _PICTURE.finditer(_CODE.sub("", line)):
            name = unquote(one[1] or one[2]).removeprefix("./")
            if not _ELSEWHERE.match(name):
                found.add(name)
    return found


def _wiki_links(source: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands between the brackets) of the wiki links outside code."""
    for start, line in _lines(source):
        if "[[" not in line:
            continue
        code = [(found.start(), found.end()) for found in _CODE.finditer(line)]
        for found in _WIKI.finditer(line):
            if not any(low <= found.start() < high for low, high in code):
                yield start + found.start(), start + found.end(), found[1]


def relinked(source: str, space: str, moved: Collection[str]) -> str:
    """The source as it must read when the page leaves `space`: `[[Title]]` becomes `[[space:Title]]`.

    Links to pages in `moved` (their addresses) come along and stay as they are, as does code.
    """
    changes: list[tuple[int, int, str]] = []
    for start, line in _lines(source):
        if part := _PART.match(line):
            link = wiki_link(part[1], "")
            if link.space is None and link.title and link.slug not in moved:
                changes.append((start + part.start(1), start + part.start(1), f"{space}:"))
    for start, end, inner in _wiki_links(source):
        target, bar, label = inner.replace("\\|", "|").strip().partition("|")
        link = wiki_link(target.strip(), "")
        if link.space is None and link.title and link.slug not in moved and "://" not in target:
            bar = inner[len(target) : len(inner) - len(label)] if bar else ""
            changes.append((start, end, f"[[{space}:{target.strip()}{bar}{label}]]"))
    return _changed(source, sorted(changes))


def without_link(source: str, home: str, space: str, slug: str) -> str:
    """The source with the words of each `[[...]]` to the page at (space, slug) in place of the link; `home` is the
    space of the text itself."""
    changes = []
    for start, end, inner in _wiki_links(source):
        target, _bar, label = inner.replace("\\|", "|").strip().partition("|")
        link = wiki_link(target.strip(), "")
        if link.title and (link.space or home, link.slug) == (space, slug):
            changes.append((start, end, label.strip() or own_words(target)))
    return _changed(source, changes)


def _changed(source: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, text in reversed(changes):
        source = source[:start] + text + source[end:]
    return source
