"""What the renderer gives back, and how the inside of [[...]] is read. No HTML here."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from models.core.text.cleaning import page_slug

_NO_TITLE = re.compile(r"[\[\]|\n]")
_SPACE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):(?=\S)")


class Place(NamedTuple):
    """Where a text is shown: what names and addresses in it mean."""

    space: str | None = None
    people: Collection[str] = frozenset()
    files: Mapping[str, str] = {}
    images: bool = True
    language: str = "en"


class WikiLink(NamedTuple):
    """One [[...]]: `space` is None when it means the space of the page itself, `section` the title of a heading."""

    space: str | None
    title: str
    slug: str
    section: str | None
    label: str


class References(NamedTuple):
    """What a source points to, each once, in order. Whether it exists is for the caller to find out."""

    links: tuple[WikiLink, ...] = ()
    mentions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class UnitId(int):
    """Stands for a person's id where a name is that of a unit: its people are meant."""


class Heading(NamedTuple):
    """A heading as shown: level 2 to 6, the id to link to, its plain text."""

    level: int
    id: str
    text: str


class Rendered(NamedTuple):
    """Safe HTML, plain text for search (a line for each block), an excerpt of one line, headings in order."""

    html: str
    text: str
    excerpt: str
    headings: tuple[Heading, ...]


def own_words(target: str) -> str:
    """What a link without a label of its own shows: the title, without the space that it stands in."""
    return _SPACE.sub("", target.strip(), count=1).lstrip("#")


def link_source(title: str, slug: str, space: str | None) -> str:
    """The [[...]] that leads to a page; a title that does not lead to its address by itself becomes the label."""
    before = f"{space}:" if space else ""
    read = wiki_link(before + title, "")
    if (read.space, read.slug, read.section) == (space, slug, None) and not _NO_TITLE.search(title):
        return f"[[{before}{title}]]"
    return f"[[{before}{slug}|{_NO_TITLE.sub(' ', title).strip()}]]"


def wiki_link(target: str, label: str) -> WikiLink:
    """Read `space:Title#Section`; a trailing # belongs to the title (C#)."""
    space = None
    if found := _SPACE.match(target):
        space, target = found[1], target[found.end() :]
    title, _, section = target.partition("#")
    if not section.strip():
        title, section = target, ""
    title = title.strip()
    return WikiLink(space, title, page_slug(title) if title else "", section.strip() or None, label)
