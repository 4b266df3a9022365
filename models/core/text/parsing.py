"""From Markdown to HTML with our markers: the only user of Markdown. It knows nobody's names and no addresses.

What only we may say (a wiki link, a mention, a tag, a bare address, a language) is a `data-w` attribute that starts
with a word nobody can guess, so raw HTML of a person can never pass for it.
"""

import logging
import re
import secrets
import threading
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element  # only builds trees here, never parses

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from models.core.text.guard import HostileTextError, check_cost, check_depth, check_lines, check_size, is_plain
from models.core.text.inline import Inline
from models.core.text.lines import Lines, code_block
from models.core.text.pieces import LONGEST, pieces
from models.core.text.sanitising import canonical
from models.core.text.shapes import own_words
from models.core.text.tables import Tables

MARK = "w" + secrets.token_hex(8)

_WIKI = r"\[\[((?:[^\[\]\n\x02\x03]){1,250})\]\]"
_MATHS = r"\$`([^`\n\x02\x03]{1,2000})`\$"
_WORDS = (
    r"(?<![\w@/&#.+-])(?:"
    r"@(?P<person>\w+(?:[.-]\w+)*)(?![\w@])"
    # What a spreadsheet puts into a cell that it cannot work out, #N/A or #REF!, is no topic.
    r"|#(?!N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)(?P<tag>[^\W\d_](?:[\w-]{0,62}\w)?)(?![\w#])"
    r"|(?P<address>(?:https?://|www\.(?=\w))[^\s<>\x02\x03\"]+))"
)
MOST_PARTS = 30
"""Parts of other pages in one text; what goes beyond stays as it was typed."""

_AFTER_ADDRESS = "?!.,:;*_~'\""
_Found = tuple[Element | None, int | None, int | None]
_log = logging.getLogger(__name__)


class _Maths(InlineProcessor):
    """A formula between $` and `$."""

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # noqa: N802 (the library's name)
        return _marker("maths", m[1], m[1]), m.start(), m.end()


class _Wiki(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # noqa: N802 (the library's name)
        inner = m[1].replace("\\|", "|").strip()
        target, _, label = inner.partition("|")
        if not target.strip() or "://" in target or target.startswith("^"):
            return None, None, None
        return _marker("page", target.strip(), label.strip() or own_words(target)), m.start(), m.end()


class _Words(InlineProcessor):
    """Mentions, tags and bare addresses in one look at the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # noqa: N802 (the library's name)
        if m["person"]:
            return _marker("person", m["person"], m[0]), m.start(), m.end()
        if m["tag"]:
            return _marker("tag", m["tag"].lower(), m[0]), m.start(), m.end()
        address = _trimmed(m["address"])
        return _marker("address", address, address), m.start(), m.start() + len(address)


def _marker(kind: str, target: str, label: str) -> Element:
    element = Element("span", {"data-w": f"{MARK} {kind} {target}"})
    element.text = AtomicString(label)
    return element


def _trimmed(address: str) -> str:
    """Leave out the punctuation of the sentence around an address."""
    while True:
        short = address.rstrip(_AFTER_ADDRESS)
        if short.endswith(")") and short.count("(") < short.count(")"):
            short = short[:-1]
        if short == address:
            return address
        address = short


class _FirstPass(Preprocessor):
    def __init__(self, md: Markdown, short: bool) -> None:
        super().__init__(md)
        self.short = short
        self.parts: dict[str, int] = {}
        self.cost = 0.0, 0

    def run(self, lines: list[str]) -> list[str]:
        self.parts = {}
        first = Lines(self.md.htmlStash.store, self._code, self._part)
        ready = first.fences(lines) if self.short else first.run(lines)
        self.cost = check_lines(ready, short=self.short)
        return ready

    def _code(self, text: str, language: str) -> str:
        return str(self.md.htmlStash.store(code_block(text, language, MARK)))

    def _part(self, kind: str, target: str) -> str | None:
        sort = "part" if target else kind
        count = self.parts[sort] = self.parts.get(sort, 0) + 1
        if count > (MOST_PARTS if target else 1) or (kind in ("include", "excerpt") and not target):
            return None
        return str(self.md.htmlStash.store(f'<div data-w="{MARK} {kind} {escape(target)}"></div>'))


class _Quote(BlockQuoteProcessor):
    """A blank line ends a quote: the next one is another, not more of the same."""

    def lastChild(self, parent: Element) -> None:  # noqa: N802 (the library's name)
        return None


class _Footnotes(FootnoteExtension):
    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802 (the library's name)
        div: Element | None = super().makeFootnotesDiv(root)
        if div is not None:
            div.set("data-w", f"{MARK} footnotes")
        return div


def _new(short: bool) -> Markdown:
    notes = _Footnotes(SEPARATOR=f"-{MARK}-", BACKLINK_TITLE="")
    full = [Tables(use_align_attribute=True), SaneListExtension(), DefListExtension(), notes]
    md = Markdown(extensions=[Nl2BrExtension()] if short else full, tab_length=4)
    md.preprocessors.deregister("html_block")
    md.preprocessors.register(_FirstPass(md, short), "first_pass", 20)
    md.inlinePatterns.register(_Maths(_MATHS, md), "maths", 195)
    md.inlinePatterns.register(_Wiki(_WIKI, md), "wiki", 185)
    md.inlinePatterns.register(_Words(_WORDS, md), "words", 85)
    md.delimiters.add("~", "del", double=True)
    md.treeprocessors.deregister("prettify")
    blocks = md.parser.blockprocessors
    blocks["hashheader"].RE = re.compile(
        r"(?:^|\n) {0,3}(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\\n])*?)[ \t]*#*[ \t]*(?:\n|$)"
    )
    blocks.register(_Quote(md.parser), "quote", 20)
    if short:
        for name in ("hashheader", "setextheader", "hr", "olist", "ulist", "quote", "code", "indent", "reference"):
            blocks.deregister(name)
    md.treeprocessors.register(Inline(md), "inline", 20)
    return md


class _Own(threading.local):
    """One parser of each sort for each thread, and the last result: saving asks for references and HTML in turn."""

    def __init__(self) -> None:
        self.parsers: dict[bool, Markdown] = {}
        self.last: tuple[str, bool] | None = None
        self.html: str | None = None


_own = _Own()


def parse(source: str, *, short: bool = False) -> str | None:
    """Return canonical HTML with markers, or None for a source that Markdown would take too long over."""
    if _own.last != (source, short):
        _own.html = _canonical(source, short)
        _own.last = (source, short)
    return _own.html


def _canonical(source: str, short: bool) -> str | None:
    try:
        check_size(source)
        if is_plain(source):
            return canonical(_plain(source, short), short=short)
        if short or len(cut := pieces(source)) == 1:
            return canonical(_markdown(source, short)[0], short=short)
        return _joined(cut)
    except HostileTextError:
        return None
    except Exception:  # a text that cannot be rendered must still be readable
        _log.warning("text of %d characters could not be rendered and is shown as it was typed", len(source))
        del _own.parsers[short]  # it may have stopped in the middle of something
        return None


def _plain(source: str, short: bool) -> str:
    gap = "<br>\n" if short else "\n"
    paragraphs = (part.strip("\n").replace("\n", gap) for part in re.split(r"\n{2,}", source))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)


def _joined(cut: list[str]) -> str:
    """The HTML of a source piece by piece. What is too long for a piece alone is too long for all of them together."""
    done = [_remembered(piece) if len(piece) <= LONGEST else _piece(piece) for piece in cut]
    check_cost(sum(cost[0] for _, cost in done), sum(cost[1] for _, cost in done))
    return "".join(html for html, _ in done)


def _piece(source: str) -> tuple[str, tuple[float, int]]:
    html, cost = _markdown(source, short=False)
    return canonical(html), cost


_remembered = lru_cache(maxsize=1024)(_piece)


def _markdown(source: str, short: bool) -> tuple[str, tuple[float, int]]:
    """The HTML and what the guard thought of its cost."""
    md = _own.parsers.get(short) or _own.parsers.setdefault(short, _new(short))
    html = str(md.reset().convert(source))
    if md.htmlStash.html_counter:
        check_depth(html)
    return html, md.preprocessors["first_pass"].cost
