"""From canonical HTML with markers to the HTML, plain text and headings of a page, in one pass. No Markdown here.

The input comes from nh3, so it is well-formed: tags are balanced, lower case, attributes are quoted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from urllib.parse import quote, unquote

from models.core.text.furniture import callouts_opened, contents, placeholder, tasks_boxed
from models.core.text.maths import formulas_opened, shown_formula
from models.core.text.shapes import Heading, Place, UnitId, WikiLink, own_words, wiki_link
from models.core.text.writing import EXTERNAL, anchor_of, is_own, link, tag

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^\s"=<>]+)="([^"]*)"')
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_SPACES = re.compile(r"[ \t\n]+")
_RUNS = re.compile(r"[ \t\xa0]{2,}")
_LINES = re.compile(r"[ \t\xa0]*\n[ \n]*")
_BLOCKS = frozenset({
    "p", "div", "blockquote", "dl", "dt", "dd", "ol", "ul", "li", "pre", "table", "caption", "tr", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "br", "details", "summary", "figure", "figcaption",
})  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


# So many characters of formulas take a third of a second to draw, the first time.
MOST_MATHS = 10_000


class Finisher:
    """Walks over the tags of one text. One method opens a tag, one closes it; other tags pass unchanged."""

    def __init__(self, place: Place, mark: str) -> None:
        self.place, self.mark = place, mark
        self.out: list[str] = []
        self.words: list[str] = []
        self.diagrams: list[tuple[int, int]] = []  # where in words each begins and ends
        self.headings: list[Heading] = []
        self.ids: dict[str, int] = {}  # how often each was wanted
        self.levels: list[int] = []  # of the headings that enclose this point, as written
        self.opened: list[tuple[int, int]] = []  # where in out and words a heading or header cell started
        self.spans: list[str] = []  # what closes each open span
        self.anchors: list[tuple[int, str, str]] = []  # links inside the page: where, to what, other attributes
        self.notes: dict[str, int] = {}
        self.tables: dict[str, int] = {}
        self.depth = {"a": 0, "pre": 0, "table": 0, "thead": 0}
        self.closes_link = False
        self.quotes: list[bool] = []  # of each open quote: whether it is a callout
        self.contents_at: int | None = None
        self.formulas = MOST_MATHS  # characters of formulas that may still be drawn
        self.skips = ""  # inside a footnote's mark ("mark": shown, no words) or its way back ("back": replaced)

    def run(self, html: str) -> None:
        if "[!" in html:
            html = callouts_opened(html, self.place.language)
        if "☐" in html or "☑" in html:
            html = tasks_boxed(html, self.place.language)
        if ' math">' in html:
            html = formulas_opened(html, self.mark)
        html = html.replace(f'<pre><code data-w="{self.mark} mermaid">', '<pre class="diagram"><code>')
        parts = _TAG.split(html)
        self._text(parts[0])
        for at in range(1, len(parts), 4):
            name = parts[at + 1]
            if parts[at]:
                self._close(name)
            else:
                self._open(name, parts[at + 2])
            if parts[at + 3]:
                self._text(parts[at + 3])
        self._link_inside()
        if self.contents_at is not None:
            self.out[self.contents_at] = contents(self.headings, self.place.language)

    def html(self) -> str:
        joined = "".join(self.out)
        return (_EMPTY.sub("", joined) if "<p>" in joined else joined).strip("\n")

    def text(self, without: Sequence[tuple[int, int]] = ()) -> str:
        """Plain text: blocks on lines of their own, cells and words apart by one space; `without` some of the words."""
        words = self.words[:] if without else self.words
        for start, end in reversed(without):
            del words[start:end]
        joined = "".join(words)
        plain = unescape(joined) if "&" in joined else joined
        return _LINES.sub("\n", _RUNS.sub(" ", plain)).strip()

    def _text(self, text: str) -> None:
        if self.skips != "back":
            self.out.append(text)
        if not self.skips:
            self.words.append(text if self.depth["pre"] else _SPACES.sub(" ", text))

    def _open(self, name: str, attributes: str) -> None:
        if name in _BLOCKS:
            self.words.append("\n")
        opener = _OPENERS.get(name)
        if opener:
            opener(self, name, dict(_ATTRIBUTE.findall(attributes)) if attributes else {})
        else:
            self.out.append(f"<{name}{attributes}>")

    def _close(self, name: str) -> None:
        closer = _CLOSERS.get(name)
        if closer:
            closer(self, name)
        else:
            self.out.append(f"</{name}>")
        if name in _BLOCKS:
            self.words.append("\n")

    # headings

    def _open_heading(self, name: str, attributes: dict[str, str]) -> None:
        self.opened.append((len(self.out), len(self.words)))
        self.out.append("")

    def _close_heading(self, name: str) -> None:
        at, word = self.opened.pop()
        text = unescape(_SPACES.sub(" ", "".join(self.words[word:]))).strip()
        if not text:
            return
        level = self._level(int(name[1]))
        anchor = self._new_id(anchor_of(text))
        self.headings.append(Heading(level, anchor, text))
        self.out[at] = f'<h{level} id="{anchor}">'
        self.out.append(f"</h{level}>")

    def _level(self, written: int) -> int:
        while self.levels and self.levels[-1] >= written:
            self.levels.pop()
        self.levels.append(written)
        return min(len(self.levels) + 1, 6)

    def _new_id(self, wanted: str) -> str:
        anchor = wanted
        while anchor in self.ids:
            self.ids[wanted] += 1
            anchor = f"{wanted}-{self.ids[wanted]}"
        self.ids[anchor] = 1
        return anchor

    # tables

    def _open_table(self, name: str, attributes: dict[str, str]) -> None:
        self.depth["table"] += 1
        if self.depth["table"] == 1:
            label = self.headings[-1].text if self.headings else "Table"
            number = self.tables[label] = self.tables.get(label, 0) + 1
            label = f"{label} ({number})" if number > 1 else label
            self.out.append(f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">')
        self.out.append("<table>")

    def _close_table(self, name: str) -> None:
        self.depth["table"] -= 1
        self.out.append("</table>" if self.depth["table"] else "</table></div>")

    def _open_part(self, name: str, attributes: dict[str, str]) -> None:
        self.depth["thead"] += 1
        self.out.append("<thead>")

    def _close_part(self, name: str) -> None:
        self.depth["thead"] -= 1
        self.out.append("</thead>")

    def _open_cell(self, name: str, attributes: dict[str, str]) -> None:
        self.words.append(" ")
        align = attributes.pop("align", "")
        if align in ("right", "center"):
            attributes["class"] = align
        if name == "th":
            attributes.setdefault("scope", "col" if self.depth["thead"] else "row")
            self.opened.append((len(self.out), len(self.words)))
        self.out.append(tag(name, attributes))

    def _close_header(self, name: str) -> None:
        """A header cell without words is an ordinary cell: it names nothing."""
        at, word = self.opened.pop()
        if "".join(self.words[word:]).strip():
            self.out.append("</th>")
        else:
            self.out[at] = "<td>"
            self.out.append("</td>")

    # links, images, markers

    def _open_link(self, name: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "")
        if f"-{self.mark}-" in href:
            self._note_link(href)
        elif href.startswith("#"):
            self.anchors.append((len(self.out), href, ""))
            self.out.append("")
            self._in_link(True)
        else:
            self._in_link(bool(href))
            self.out.append(link(href, attributes) if href else "")

    def _in_link(self, real: bool) -> None:
        self.depth["a"], self.closes_link = 1, real

    def _close_link(self, name: str) -> None:
        if self.closes_link:
            self.out.append("</a>")
        self.depth["a"], self.closes_link, self.skips = 0, False, ""

    def _link_inside(self) -> None:
        """Point `#section` to the id of that heading."""
        for at, href, more in self.anchors:
            wanted = anchor_of(unquote(unescape(href[1:])))
            found = wanted if wanted in self.ids else href[1:]
            self.out[at] = f'<a href="#{escape(unescape(found))}"{more}>'

    def _image(self, name: str, attributes: dict[str, str]) -> None:
        source, alt = unescape(attributes.get("src", "")), attributes.get("alt", "")
        own = self.place.files.get(unquote(source).removeprefix("./")) or (source if is_own(source) else "")
        if own and self.place.images:
            size = {key: value for key, value in attributes.items() if key in ("width", "height") and value.isdigit()}
            self.out.append(tag("img", {"src": escape(own), "alt": alt, **size, "loading": "lazy"}))
            self.words.append(f" {alt} ")
        else:
            self._instead_of_image(own or source, alt or escape(source.rsplit("/", 1)[-1]))

    def _instead_of_image(self, source: str, label: str) -> None:
        """Nothing is loaded from elsewhere: the reader gets a link and decides."""
        linked = (EXTERNAL.match(source) or is_own(source)) and not self.depth["a"]
        self.out.append(link(escape(source), {}) + label + "</a>" if linked else label)
        self.words.append(label)

    def _open_span(self, name: str, attributes: dict[str, str]) -> None:
        mark, kind, target = (attributes.pop("data-w", "").split(" ", 2) + ["", ""])[:3]
        if mark == self.mark and kind == "maths":
            self._formula(unescape(target))
            self.spans.append(_DRAWN)
            self.skips = "back"
            return
        start = self._marked(kind, unescape(target)) if mark == self.mark and not self.depth["a"] else ""
        if mark != self.mark:
            start = tag("span", attributes) if attributes else ""
        self.spans.append("</a>" if start.startswith("<a") else "</span>" if start else "")
        self.out.append(start)

    def _close_span(self, name: str) -> None:
        end = self.spans.pop()
        if end == _DRAWN:
            self.skips = ""
        else:
            self.out.append(end)

    def _formula(self, source: str, block: bool = False) -> None:
        self.formulas -= len(source)
        markup, words = shown_formula(source, block=block, draw=self.formulas > 0)
        self.out.append(markup)
        self.words.append(words)

    def _marked(self, kind: str, target: str) -> str:
        if kind == "page":
            return self._page(wiki_link(target, ""))
        if kind == "person":
            return self._named(target)
        if kind == "tag":
            return f'<a class="tag" href="/tags/{quote(target)}">'
        address = target if target.startswith("http") else "https://" + target
        return link(escape(address), {})

    def _named(self, target: str) -> str:
        known = self.place.people
        name = target if target in known else target.lower()
        if name not in known:
            return ""
        number = known[name] if isinstance(known, Mapping) else None
        if isinstance(number, UnitId):
            return f'<a class="mention" href="/departments/{int(number)}">'
        return f'<a class="mention" href="/people/{quote(name)}">'

    def _page(self, link: WikiLink) -> str:
        if not link.title:
            self.anchors.append((len(self.out), "#" + (link.section or ""), ""))
            return "<a>"
        space = link.space or self.place.space
        if space is None:
            return ""
        section = f"#{quote(anchor_of(link.section))}" if link.section else ""
        page = f"{space}/{link.slug}"
        address = f"/s/{quote(space)}/wiki/{quote(link.slug)}{section}"
        return f'<a class="wikilink" href="{address}" data-page="{escape(page)}">'

    # footnotes

    def _number(self, anchor: str) -> str:
        """Turn fn-MARK-label into fn-1, fnref2-MARK-label into fnref2-1."""
        kind, _, label = anchor.partition(f"-{self.mark}-")
        return f"{kind}-{self.notes.setdefault(label, len(self.notes) + 1)}"

    def _note_link(self, href: str) -> None:
        back = href.startswith("#fnref")
        kind = "note-back" if back else "note"
        self.out.append(f'<a class="{kind}" href="#{self._number(href[1:])}">')
        self._in_link(True)
        self.skips = "back" if back else "mark"
        if back:
            self.out.append("↩")

    def _open_numbered(self, name: str, attributes: dict[str, str]) -> None:
        anchor = attributes.pop("id", "")
        if f"-{self.mark}-" in anchor:
            attributes["id"] = self._number(anchor)
        self.out.append(tag(name, attributes))

    def _open_div(self, name: str, attributes: dict[str, str]) -> None:
        mark, kind, target = (attributes.pop("data-w", "").split(" ", 2) + ["", ""])[:3]
        if mark != self.mark:
            self.out.append(tag("div", attributes))
        elif kind == "maths":
            self.out.append('<div class="formula" tabindex="0">')
            self._formula(unescape(target), block=True)
        elif kind in ("include", "excerpt"):
            self._part(kind, unescape(target))
        else:
            self.out.append(f'<div class="{_CLASS_OF[kind]}">')
            if kind == "toc":
                self.contents_at = len(self.out)
                self.out.append("")

    def _part(self, kind: str, target: str) -> None:
        """The place of a part of another page. Until a reader comes, whose rights decide, it is a link to that page."""
        link = wiki_link(target, "")
        space = link.space or self.place.space
        self.out.append(placeholder(kind, space, link, anchor_of(link.section) if link.section else ""))
        if space is not None and link.title:
            self.out.append(self._page(link) + escape(own_words(target).partition("#")[0] or link.title) + "</a>")
        else:
            self.out.append(escape(target))

    def _open_quote(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.pop("class", "")
        self.quotes.append(bool(kind))
        if kind:
            title = attributes["title"]
            self.out.append(
                f'<div class="{kind}" role="note" aria-label="{title}"><p class="callout-title">{title}</p>'
            )
        else:
            self.out.append(tag(name, attributes))

    def _close_quote(self, name: str) -> None:
        self.out.append("</div>" if self.quotes.pop() else "</blockquote>")

    # code

    def _open_code(self, name: str, attributes: dict[str, str]) -> None:
        mark, _, language = attributes.pop("data-w", "").partition(" ")
        self.out.append(tag("code", {"class": f"language-{language}"} if mark == self.mark else attributes))

    def _open_pre(self, name: str, attributes: dict[str, str]) -> None:
        self.depth["pre"] += 1
        if attributes.get("class") == "diagram":
            self.diagrams.append((len(self.words), len(self.words)))
        self.out.append(tag("pre", attributes | {"tabindex": "0"}))

    def _close_pre(self, name: str) -> None:
        self.depth["pre"] -= 1
        if self.diagrams and self.diagrams[-1][0] == self.diagrams[-1][1]:
            self.diagrams[-1] = self.diagrams[-1][0], len(self.words)
        self.out.append("</pre>")


_CLASS_OF = {"footnotes": "notes", "toc": "contents", "from": "excerpt-from", "to": "excerpt-to"}
# What closes the span of a formula, which was drawn in place of its source.
_DRAWN = "drawn"
_Opener = Callable[[Finisher, str, dict[str, str]], None]
_OPENERS: Mapping[str, _Opener] = {
    **dict.fromkeys(_HEADINGS, Finisher._open_heading),
    "table": Finisher._open_table,
    "thead": Finisher._open_part,
    "th": Finisher._open_cell,
    "td": Finisher._open_cell,
    "a": Finisher._open_link,
    "img": Finisher._image,
    "span": Finisher._open_span,
    "li": Finisher._open_numbered,
    "sup": Finisher._open_numbered,
    "div": Finisher._open_div,
    "code": Finisher._open_code,
    "pre": Finisher._open_pre,
    "blockquote": Finisher._open_quote,
}
_CLOSERS: Mapping[str, Callable[[Finisher, str], None]] = {
    **dict.fromkeys(_HEADINGS, Finisher._close_heading),
    "table": Finisher._close_table,
    "thead": Finisher._close_part,
    "th": Finisher._close_header,
    "a": Finisher._close_link,
    "span": Finisher._close_span,
    "pre": Finisher._close_pre,
    "blockquote": Finisher._close_quote,
}
