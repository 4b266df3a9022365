"""Turns HTML from elsewhere into Markdown that people can edit. What has no Markdown form becomes its text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from models.core.text import formula_words

BLOCKS = {"p", "div", "section", "article", "table", "tr", "dl", "dt", "dd", "figure", "figcaption"}
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
SKIPPED = {"script", "style", "template", "head"}
# Kept as HTML, because Markdown has no word for them and the renderer allows them.
KEPT = {"sub", "sup", "kbd"}
SPECIAL = re.compile(r"([\\`*_\[\]<>#~|])")
MATHS = re.compile(r"(\$\$[^$]+\$\$|(?<![\\$])\$[^$\n]+\$(?!\$))")
CODE = re.compile(r"(`+[^`]+`+)")
# What editors put where a person should say what a picture shows.
NO_WORDS = ("", "enter image description here", "image", "alt text")
PLAIN_LINE = re.compile(r"^(\s*)([-+]|\d{1,9}[.)])(?=\s)", re.MULTILINE)


def markdown_of(html: str, *, maths: bool = False) -> str:
    """The Markdown of an HTML text. With `maths`, what stands between dollars becomes a formula."""
    reader = _Reader(maths)
    reader.feed(html)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    def __init__(self, maths: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.maths = maths
        # Each open block that changes its lines (quote, list item) collects its own text.
        self.out: list[list[str]] = [[]]
        self.lists: list[int | None] = []
        self.links: list[str] = []
        self.code = self.pre = self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in SKIPPED:
            self.skipped += 1
        elif self.pre:
            return
        elif tag in _OPENING:
            _OPENING[tag](self, attributes)
        elif tag in MARKS and not self.code:
            self.out[-1].append(MARKS[tag])
        elif tag in KEPT and not self.code:
            self.out[-1].append(f"<{tag}>")
        elif tag in BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag == "pre" and self.pre:
            self._end_pre()
        elif self.pre:
            return
        elif tag in _CLOSING:
            _CLOSING[tag](self)
        elif tag in MARKS and not self.code:
            self.out[-1].append(MARKS[tag])
        elif tag in KEPT and not self.code:
            self.out[-1].append(f"</{tag}>")
        elif tag in BLOCKS or re.fullmatch("h[1-6]", tag):
            self._break()

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.pre or self.code:
            self.out[-1].append(data)
            return
        if not data.strip():
            here = self.out[-1]
            if here and not here[-1].endswith(("\n", " ")):
                here.append(" ")
            return
        parts = MATHS.split(data) if self.maths else [data]
        for number, part in enumerate(parts):
            self.out[-1].append(_formula(part) if number % 2 else SPECIAL.sub(r"\\\1", part))

    def result(self) -> str:
        while len(self.out) > 1:
            self._fold("")
        return _tidy("".join(self.out[0])) + "\n"

    def _break(self) -> None:
        self.out[-1].append("\n\n")

    def _line(self, _attributes: object = None) -> None:
        self.out[-1].append("  \n")

    def _rule(self, _attributes: object) -> None:
        self.out[-1].append("\n\n---\n\n")

    def _open(self, _attributes: object = None) -> None:
        self.out.append([])

    def _fold(self, prefix: str, first: str | None = None) -> None:
        if len(self.out) < 2:
            return
        lines = _tidy("".join(self.out.pop())).split("\n")
        first = prefix if first is None else first
        marked = [(prefix if number else first) + line for number, line in enumerate(lines)]
        text = "\n".join(line.rstrip() if not line.strip(" >") else line for line in marked)
        self.out[-1].append(f"\n\n{text}\n\n" if first == prefix else f"\n{text}")

    def _end_quote(self) -> None:
        self._fold("> ")

    def _list(self, ordered: bool) -> None:
        self.lists.append(1 if ordered else None)
        self._break()

    def _end_list(self) -> None:
        if self.lists:
            self.lists.pop()
        self._break()

    def _end_item(self) -> None:
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self._fold("    ", f"{number}.  " if number is not None else "-   ")

    def _head(self, level: int) -> None:
        self.out[-1].append("\n\n" + "#" * max(2, level) + " ")

    def _link(self, attributes: dict[str, str]) -> None:
        self.links.append(attributes.get("href", "").strip())
        self._open()

    def _end_link(self) -> None:
        if not self.links or len(self.out) < 2:
            return
        address, label = self.links.pop(), " ".join("".join(self.out.pop()).split())
        usable = re.match(r"(?:https?://|mailto:|/)", address)
        if not usable or not label:
            self.out[-1].append(label)
        elif label.replace("\\", "") == address:
            self.out[-1].append(f"<{address}>")
        else:
            self.out[-1].append(f"[{label}](<{address}>)" if re.search(r"[()\s]", address) else f"[{label}]({address})")

    def _picture(self, attributes: dict[str, str]) -> None:
        address, words = attributes.get("src", ""), SPECIAL.sub(r"\\\1", attributes.get("alt", ""))
        words = "Picture" if words.strip() in NO_WORDS else words
        elsewhere = address.startswith(("http://", "https://"))
        # Within a link its words are enough: the link leads to it, or to what it shows.
        self.out[-1].append(f"[{words}](<{address}>)" if elsewhere and not self.links else words)

    def _start_code(self, _attributes: object) -> None:
        self.code += 1
        self._open()

    def _end_code(self) -> None:
        if self.code and len(self.out) > 1:
            self.code -= 1
            text = "".join(self.out.pop())
            self.out[-1].append(_code(text) if text.strip() else text)

    def _start_pre(self, _attributes: object) -> None:
        self.pre += 1
        self._open()

    def _end_pre(self) -> None:
        self.pre -= 1
        text = "".join(self.out.pop()).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        self.out[-1].append(f"\n\n{fence}\n{text}\n{fence}\n\n")


def maths_in(text: str) -> str:
    """A Markdown text whose formulas stand between dollars, with formulas as Witan writes them; code stays."""
    parts = CODE.split(text)
    return "".join(part if number % 2 else _formulas(part) for number, part in enumerate(parts))


def _formulas(text: str) -> str:
    return "".join(_formula(part) if number % 2 else part for number, part in enumerate(MATHS.split(text)))


def title_with_maths(title: str) -> str:
    """A title with its formulas as plain words."""
    return MATHS.sub(lambda found: formula_words(found[0].strip("$")), title)


def _formula(text: str) -> str:
    source = " ".join(text.strip("$").split())
    if "`" in source or not source:
        return _code(text)
    return f"\n\n```math\n{source}\n```\n\n" if text.startswith("$$") else f"$`{source}`$"


def _code(text: str) -> str:
    text = " ".join(text.split("\n"))
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _tidy(text: str) -> str:
    """Blank lines between blocks and no others; blocks of code stay as they are."""
    parts = re.split(r"(^[ >]*(`{3,})\n.*?^[ >]*\2$)", text, flags=re.DOTALL | re.MULTILINE)
    kept = []
    for number in range(0, len(parts), 3):
        plain = re.sub(r"[ \t]+(?=\n)", lambda m: "  " if m[0] == "  " else "", parts[number])
        kept.append(re.sub(r"\n{3,}", "\n\n", plain))
        kept.append(parts[number + 1] if number + 1 < len(parts) else "")
    return "".join(kept).strip("\n").strip()


Opening = Callable[[_Reader, dict[str, str]], None]


def _heading(level: int) -> Opening:
    return lambda reader, _attributes: reader._head(level)


_OPENING: dict[str, Opening] = {
    "br": _Reader._line,
    "hr": _Reader._rule,
    "blockquote": _Reader._open,
    "ul": lambda reader, _attributes: reader._list(False),
    "ol": lambda reader, _attributes: reader._list(True),
    "li": _Reader._open,
    "a": _Reader._link,
    "img": _Reader._picture,
    "code": _Reader._start_code,
    "pre": _Reader._start_pre,
    **{f"h{level}": _heading(level) for level in range(1, 7)},
}
_CLOSING: dict[str, Callable[[_Reader], None]] = {
    "blockquote": _Reader._end_quote,
    "ul": _Reader._end_list,
    "ol": _Reader._end_list,
    "li": _Reader._end_item,
    "a": _Reader._end_link,
    "code": _Reader._end_code,
}
