"""The public verbs of the renderer: references, render, render_short. Parsing and finishing live beside it."""

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape, unescape

from models.core.text.cleaning import clean, excerpt_of
from models.core.text.finishing import Finisher
from models.core.text.parsing import MARK, parse
from models.core.text.sanitising import safe
from models.core.text.shapes import Place, References, Rendered, WikiLink, wiki_link

RENDERER = 4
"""Version of the HTML: raise it when the same source gives other HTML, so that stored HTML is made anew."""

_MARKER = re.compile(rf'<span data-w="{MARK} (\w+) ([^"]*)">([^<]*)</span>')
_PART = re.compile(rf'<div data-w="{MARK} (?:include|excerpt) ([^"]*)">')
_LOCAL = re.compile(r'(<(?:h[2-6]|li|sup|a)\b[^<>]*? (?:id|href)="#?)(?=h-|fn)')


def references(source: str) -> References:
    """Return the wiki links, mentions and tags of a source: exactly those that `render` makes links of.

    A part of another page is a link to it, too.

    Code, addresses, mail addresses and links are left out. A mention is what looks like one: the caller knows who
    exists. Tags are in lower case.
    """
    if not any(sign in source for sign in ("[[", "@", "#", "{{")):
        return References()
    html = parse(clean(source)) or ""
    found = [(kind, unescape(target), unescape(label)) for kind, target, label in _MARKER.findall(html)]
    links = [wiki_link(target, label) for kind, target, label in found if kind == "page"]
    links += [wiki_link(unescape(target), "") for target in _PART.findall(html)]
    return References(
        _once_each(link for link in links if link.title),
        tuple(dict.fromkeys(target for kind, target, _ in found if kind == "person")),
        tuple(dict.fromkeys(target for kind, target, _ in found if kind == "tag")),
    )


def render(
    source: str,
    *,
    space: str | None = None,
    people: Collection[str] = frozenset(),
    files: Mapping[str, str] | None = None,
    language: str = "en",
) -> Rendered:
    """Render Markdown. Never raises; hostile sources come back as typed, in <pre>.

    `space` is the slug of the space that a bare [[Title]] means (without it, such a link is plain words); `people` are
    the usernames that exist; `files` maps names of relative images to addresses (`/files/...`); `language` is that of
    the text: words that the renderer adds are in it.
    """
    return _rendered(source, False, Place(space, people, files or {}, language=language))


def render_short(source: str, *, space: str | None = None, people: Collection[str] = frozenset()) -> Rendered:
    """Render a micropost: paragraphs, line breaks, links, emphasis, code, @ and #; nothing else."""
    return _rendered(source, True, Place(space, people, {}, images=False))


def local_ids(html: str, prefix: str) -> str:
    """Return rendered HTML with `prefix` before its ids, for pages that show several texts (`e12-`)."""
    return _LOCAL.sub(lambda m: m[1] + prefix, html) if ' id="' in html else html


def _rendered(source: str, short: bool, place: Place) -> Rendered:
    source = clean(source)
    html = parse(source, short=short)
    if html is None:
        return _as_typed(source)
    finisher = Finisher(place, MARK)
    finisher.run(html)
    text = finisher.text()
    # What a diagram is drawn from can be searched for, but nobody reads it in a list.
    readable = finisher.text(without=finisher.diagrams) if finisher.diagrams else text
    return Rendered(safe(finisher.html()), text, excerpt_of(readable), tuple(finisher.headings))


def _as_typed(source: str) -> Rendered:
    """The way out for hostile sources.

    The one way past the sanitiser: escaped text has no tags, and nh3 needs a second for 256 KiB of ampersands.
    """
    return Rendered(f'<pre tabindex="0">{escape(source)}</pre>', source.strip(), excerpt_of(source), ())


def _once_each(links: Iterable[WikiLink]) -> tuple[WikiLink, ...]:
    """The same page and section twice is one reference, whatever the label."""
    first: dict[tuple[str | None, str, str | None], WikiLink] = {}
    for link in links:
        first.setdefault((link.space, link.slug, link.section), link)
    return tuple(first.values())
