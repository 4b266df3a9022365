"""Parts of other pages in stored HTML: finding their places, cutting the part out of a page, putting it in.

What a reader may see is for the caller to find out. No Markdown here.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple

from models.core.language import gettext as _
from models.core.text.rendering import local_ids
from models.core.text.sanitising import safe

_OPENED = '<div class="part" data-part="'
_PLACE = re.compile(
    r'<div class="part" data-part="(include|excerpt) ([^"/]+)/([^"#]+)(?:#([^"]*))?">(.*?)</div>', re.DOTALL
)
_EDGE = re.compile(r'<div class="excerpt-(?:from|to)"></div>')
_EXCERPT = re.compile(r'<div class="excerpt-from"></div>(.*?)<div class="excerpt-to"></div>', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_HEADING = re.compile(r'<h([2-6]) id="([^"]*)">')


class Place(NamedTuple):
    """Where a part belongs: the page by the address it is named with, the id of a heading or "", and the link to it."""

    kind: str
    space: str
    slug: str
    section: str
    link: str


def has_places(html: str) -> bool:
    return _OPENED in html


def places_in(html: str) -> list[Place]:
    return [_place(found) for found in _PLACE.finditer(html)]


def filled(html: str, give: Callable[[Place], str]) -> str:
    """The HTML with what `give` returns instead of each place."""
    return _PLACE.sub(lambda found: give(_place(found)), html)


def _place(found: re.Match[str]) -> Place:
    kind, space, slug, section, link = found.groups()
    return Place(kind, unescape(space), unescape(slug), unescape(section or ""), link)


def cut(html: str, place: Place) -> str:
    """The part that a place asks of a page's HTML; "" when the page has no such section or no paragraph."""
    if place.section:
        part = _section(html, place.section)
        return _excerpt(part) if place.kind == "excerpt" else _EDGE.sub("", part)
    return _excerpt(html) if place.kind == "excerpt" else _EDGE.sub("", html)


def _section(html: str, anchor: str) -> str:
    """From a heading to the next one of its level or above. Cleaned again: the cut may lie inside other elements."""
    start = next((found for found in _HEADING.finditer(html) if unescape(found[2]) == anchor), None)
    if start is None:
        return ""
    after = (found.start() for found in _HEADING.finditer(html, start.end()) if found[1] <= start[1])
    return safe(html[start.start() : next(after, len(html))])


def _excerpt(html: str) -> str:
    if found := _EXCERPT.search(html):
        return safe(found[1])
    first = _PARAGRAPH.search(html)
    return first[0] if first else ""


def shown_part(html: str, href: str, title: str, prefix: str) -> str:
    """A part as a reader sees it: its HTML with ids of its own, and the page that it comes from."""
    source = _("From %(page)s", page=f'<a href="{escape(href)}">{escape(title)}</a>')
    return f'<div class="part">{local_ids(html, prefix)}<p class="part-from">{source}</p></div>'


def no_part(place: Place) -> str:
    """The same for a page that is not there and for one that the reader may not see."""
    said = _("This part cannot be shown.")
    return f'<div class="part nothing"><p>{said}</p></div>'


def linked_part(place: Place) -> str:
    """Only the way to the page: parts inside parts end somewhere."""
    return f'<div class="part"><p>{place.link}</p></div>'
