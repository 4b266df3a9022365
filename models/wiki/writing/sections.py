"""The sections of a page's source, and putting a changed one back into the text. Pure functions, nothing is stored.

A section is a heading with everything below it up to the next heading of its level or above. It is found by the id that
its heading has on the page; headings inside lists, quotes and code have no section of their own.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from models.core.text import clean, render

_FENCE = re.compile(r" *(`{3,}(?=[^`]*$)|~{3,})")
_HASHES = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDER = re.compile(r" {0,3}(=+|-+) *$")
_NO_TEXT = re.compile(r" {0,3}(?:[-*+] |[>|<]|\d{1,9}[.)] |\{\{|    )")
_RAW = re.compile(r" {0,3}<(?:(pre|script|style|textarea)(?=[\s>])|!--)", re.IGNORECASE)


class Section(NamedTuple):
    """Where a section stands in the source: characters `start` to `end`; `anchor` is the id of its heading."""

    level: int
    title: str
    anchor: str
    start: int
    end: int


def sections(body: str) -> list[Section]:
    """The sections of a source in order; those inside others are listed as well."""
    body = clean(body)
    found = list(_headings(body))
    anchors = _anchors(body, [title for _, title, _ in found])
    ends = _ends(found, len(body))
    return [
        Section(level, title, anchor, start, end)
        for (level, title, start), anchor, end in zip(found, anchors, ends, strict=True)
    ]


def section_at(body: str, anchor: str) -> Section | None:
    """The section whose heading has this id on the page."""
    return next((each for each in sections(body) if each.anchor == anchor), None)


def source_of(body: str, section: Section) -> str:
    """The text of a section, with its heading, without the blank lines that part it from the next."""
    return clean(body)[section.start : section.end].strip("\n")


def mark_of(source: str) -> str:
    """A short mark of a section's text, to see later whether somebody changed it."""
    return hashlib.sha256(clean(source).strip().encode("utf-8", "replace")).hexdigest()[:32]


def replace_section(body: str, section: Section, source: str) -> str:
    """The whole text with another source for one section; an empty source takes the section out."""
    body = clean(body)
    parts = [body[: section.start].rstrip("\n"), clean(source).strip("\n"), body[section.end :].strip("\n")]
    joined = "\n\n".join(part for part in parts if part.strip())
    return joined + ("\n" if body.endswith("\n") else "")


def _ends(found: list[tuple[int, str, int]], size: int) -> list[int]:
    """Where each section ends: at the next heading of its level or above."""
    ends, opened = [size] * len(found), list[int]()
    for number, (level, _title, start) in enumerate(found):
        while opened and found[opened[-1]][0] >= level:
            ends[opened.pop()] = start
        opened.append(number)
    return ends


def _headings(body: str) -> Iterator[tuple[int, str, int]]:
    """(level, title, where it starts) of each heading at the left margin, outside fences and raw HTML."""
    at, fence, raw = 0, "", ""
    before, before_at = "", 0  # the line before, while it can be the title of an underlined heading
    for line in body.split("\n"):
        if fence or raw:
            fence, raw = _still(fence, line), "" if raw and raw in line.lower() else raw
            before = ""
        elif opened := _FENCE.match(line):
            fence, before = opened[1], ""
        elif (tag := _RAW.match(line)) and (end := _end_of(tag)) not in line.lower():
            raw, before = end, ""
        elif found := _HASHES.match(line):
            yield len(found[1]), found[2], at
            before = ""
        elif before and (under := _UNDER.match(line)):
            yield 1 if under[1][0] == "=" else 2, before, before_at
            before = ""
        else:
            before, before_at = (line.strip(), at) if _may_be_title(line, before) else ("", at)
        at += len(line) + 1


def _end_of(tag: re.Match[str]) -> str:
    return f"</{tag[1].lower()}>" if tag[1] else "-->"


def _still(fence: str, line: str) -> str:
    bare = line.strip()
    return "" if fence and bare.startswith(fence) and not bare.strip(fence[0]) else fence


def _may_be_title(line: str, before: str) -> bool:
    """True for a paragraph of one line: only such is a heading when it is underlined."""
    return bool(line.strip()) and not before and not _NO_TEXT.match(line)


def _anchors(body: str, titles: list[str]) -> list[str]:
    """The ids that the renderer gives to these headings: it knows of more, and the order is the same."""
    rendered = render(body).headings
    if len(rendered) == len(titles):
        return [each.id for each in rendered]
    places: dict[str, list[int]] = {}  # of the headings with the same words, the last one first
    for number in range(len(rendered) - 1, -1, -1):
        places.setdefault(_words(rendered[number].text), []).append(number)
    anchors, at = [], -1
    for title in titles:
        waiting = places.get(_words(title), [])
        while waiting and waiting[-1] <= at:
            waiting.pop()
        at = waiting[-1] if waiting else at
        anchors.append(rendered[at].id if waiting else "")
    return anchors


def _words(text: str) -> str:
    """What is left of a heading without its markup, for comparing source and page."""
    return re.sub(r"[\W_]+", "", re.sub(r"\]\([^)]*\)|<[^>]*>", "", text)).lower()
