"""The first pass over a source, line by line: fences, raw HTML blocks, list indentation and depth of quotes.

Python-Markdown wants lists indented by four, a blank line before a list, and finds fences and HTML only at the left
margin, in more than linear time. This pass is linear, follows CommonMark, and takes out what is not Markdown.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple

MAX_QUOTES = 8
MAX_LISTS = 10

_FENCE = re.compile(r"^( *)(`{3,}(?=[^`]*$)|~{3,})[ \t]*([\w+#.-]*)")
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])(?:( +)(?=\S)|[ ]*$)")
_RULE = re.compile(r" {0,3}([-*_])[ ]*(?:\1[ ]*){2,}$")
_TASK = re.compile(r"\[([ xX])\] ")
_RAW = re.compile(r"<(pre|script|style|textarea)(?=[\s>])", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|caption|center|col|colgroup|dd|details|dir|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|frame|frameset|h[1-6]|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option"
    r"|p|param|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,6}[ \t]")
_UNDER_HEAD = re.compile(r"[ |:-]*-[ |:-]*$")
_UNDER = re.compile(r" {0,3}(?:=+|-+) *$")
# A line of its own: a part of another page, where the excerpt of this one begins and ends, the contents.
_PART = re.compile(
    r"(?:\{\{ *(?:(?P<kind>include|excerpt) *:(?P<target>[^{}\[\]|]{1,250})|(?P<edge>/?excerpt) *)\}\}"
    r"|(?P<toc>\[TOC\])) *$",
    re.IGNORECASE,
)


class Item(NamedTuple):
    """An open list item: the column where its content starts, the column of its mark, whether it has a number."""

    content: int
    column: int
    ordered: bool


Keep = Callable[[str], str]
Part = Callable[[str, str], str | None]


class Lines:
    """Turns lines of a source into lines for Python-Markdown. `keep` stores HTML and returns its placeholder.

    `part` does so for a part of another page ("include", "excerpt"), an edge of the excerpt ("from", "to") and the
    contents ("toc"); None when it stays as it was typed.
    """

    def __init__(self, keep: Keep, code: Callable[[str, str], str], part: Part, depth: int = 0) -> None:
        self.keep, self.code, self.part, self.depth = keep, code, part, depth
        self.out: list[str] = []
        self.items: list[Item] = []
        self.after_text = False  # the line before was part of a paragraph
        self.after_block = False  # the line before was a fence, HTML or a quote inside a list

    def run(self, lines: list[str]) -> list[str]:
        at = 0
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                self.out.append("")
                self.after_text = self.after_block = False
                at += 1
                continue
            bare = line.lstrip(" ")
            taken = 0
            if bare[0] in "`~<>{[":
                taken = self._block(lines, at, line, bare)
            if not taken:
                if self.after_block:
                    self.out.append("")
                    self.after_block = False
                self._line(line, len(line) - len(bare), bare)
                taken = 1
            at += taken
        return self.out

    def fences(self, lines: list[str]) -> list[str]:
        """Take out fences only, for texts without other structure."""
        at = 0
        while at < len(lines):
            taken = self._fence(lines, at, _FENCE.match(lines[at]))
            if not taken:
                self.out.append(lines[at])
            at += taken or 1
        return self.out

    def _block(self, lines: list[str], at: int, line: str, bare: str) -> int:
        """Take a fence, an HTML block or a quote that starts here; return how many lines it has."""
        indent = len(line) - len(bare)
        if bare[0] in "`~":
            return self._fence(lines, at, _FENCE.match(line)) if self._near(indent) else 0
        if bare[0] == "<":
            return self._html(lines, at, bare) if self._near(indent) else 0
        if bare[0] in "{[":
            return self._part(bare, indent) if self._near(indent) else 0
        return self._quote(lines, at, indent) if self._near(indent) else 0

    def _near(self, indent: int) -> bool:
        """True unless the line is so far to the right that it is indented code."""
        return indent - (self.items[-1].content if self.items else 0) < 4

    def _fence(self, lines: list[str], at: int, found: re.Match[str] | None) -> int:
        if not found:
            return 0
        indent, mark = len(found[1]), found[2]
        end = _closing(lines, at + 1, mark)
        body = [_dedent(line, indent) for line in lines[at + 1 : end]]
        self._place(indent, self.code("\n".join(body), found[3]))
        return min(end + 1, len(lines)) - at

    def _html(self, lines: list[str], at: int, bare: str) -> int:
        if raw := _RAW.match(bare):
            end = _until(lines, at, f"</{raw[1].lower()}>")
        elif bare.startswith("<!--"):
            end = _until(lines, at, "-->")
        elif _BLOCK.match(bare):
            end = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
        else:
            return 0
        self._place(len(lines[at]) - len(bare), self.keep("\n".join(lines[at:end])))
        return end - at

    def _part(self, bare: str, indent: int) -> int:
        found = _PART.match(bare)
        if not found:
            return 0
        if found["edge"]:
            # Only between the blocks of the page: inside a list or a quote there is nothing whole to cut out.
            inside = self.depth or (self.items and indent >= self.items[0].content)
            kept = None if inside else self.part("to" if found["edge"][0] == "/" else "from", "")
        else:
            kept = self.part((found["kind"] or "toc").lower(), (found["target"] or "").strip())
        if kept is None:
            return 0
        self._place(indent, kept)
        return 1

    def _quote(self, lines: list[str], at: int, indent: int) -> int:
        end, inner = at, []
        while end < len(lines) and (bare := lines[end].lstrip(" ")).startswith(">"):
            inner.append(bare[2:] if bare[1:2] == " " else bare[1:])
            end += 1
        if self.depth >= MAX_QUOTES:
            inner = [line.lstrip("> ") for line in inner]
        pad = self._pad(indent, lazy=False)
        if self.after_text:
            self.out.append("")
        nested = Lines(self.keep, self.code, self.part, self.depth + 1).run(inner)
        self.out.extend(pad + "> " + line for line in nested)
        self.after_text = True
        return end - at

    def _place(self, indent: int, placeholder: str) -> None:
        pad = self._pad(indent, lazy=False)
        margin = [] if pad else [""]
        self.out.extend([*margin, pad + placeholder, *margin])
        self.after_text, self.after_block = False, bool(pad)

    def _pad(self, indent: int, *, lazy: bool) -> str:
        """Leave the items that end before this line; a lazy one goes on with the paragraph of the line before."""
        while self.items and indent < self.items[-1].content and not lazy:
            self.items.pop()
        return "    " * min(len(self.items), MAX_LISTS)

    def _line(self, line: str, indent: int, bare: str) -> None:
        found = None if _RULE.match(line) else _ITEM.match(bare)
        if found and self._starts_item(indent, found):
            self._item(indent, bare, found)
        elif self.items:
            self._continue(line, indent, bare)
        else:
            self._plain(line, indent, bare)

    def _plain(self, line: str, indent: int, bare: str) -> None:
        """A line outside lists. Headings and rules get blank lines around: large blocks cost quadratic time."""
        heading = indent < 4 and bool(_HEADING.match(bare))
        under = self.after_text and bool(_UNDER.match(line))
        rule = not under and bool(_RULE.match(line))
        if self.after_text and (heading or rule):
            self.out.append("")
        elif self.after_text and "|" in line and _UNDER_HEAD.match(line) and len(self.out) > 1 and self.out[-2]:
            self.out.insert(-1, "")  # a table right after words
        self.out.append("***" if rule else line)
        if heading or under or rule:
            self.out.append("")
        self.after_text = not (heading or under or rule) and (indent < 4 or self.after_text)

    def _starts_item(self, indent: int, found: re.Match[str]) -> bool:
        if self.items:
            return indent - self.items[-1].content < 4
        return indent < 4 and (not self.after_text or (bool(found[2]) and found[1] in ("-", "*", "+", "1.", "1)")))

    def _item(self, indent: int, bare: str, found: re.Match[str]) -> None:
        if not self.items and self.after_text:
            self.out.append("")
        ordered = found[1][0] not in "-*+"
        self._leave(indent, ordered)
        mark, gap, rest = found[1], len(found[2] or " "), bare[found.end() :]
        if gap > 4:
            gap, rest = 1, bare[len(mark) + 1 :]
        if task := _TASK.match(rest):
            rest = ("☐ " if task[1] == " " else "☑ ") + rest[4:]
        pad = "    " * min(len(self.items), MAX_LISTS)
        self.out.append(f"{pad}{mark.replace(')', '.')} {rest or '<!-- -->'}")
        self.items.append(Item(indent + len(mark) + gap, indent, ordered))
        self.after_text = True

    def _leave(self, indent: int, ordered: bool) -> None:
        """Close the items beside and inside which this item cannot be.

        Bullets two columns in from a number belong to it: people write them so, whatever CommonMark says.
        """
        left = None
        while self.items and indent < self.items[-1].content:
            if not ordered and self.items[-1].ordered and indent >= self.items[-1].column + 2:
                return
            left = self.items.pop()
        if left and left.ordered != ordered:
            self.out.append("")

    def _continue(self, line: str, indent: int, bare: str) -> None:
        """A line inside or after a list."""
        lazy = self.after_text
        pad = self._pad(indent, lazy=lazy)
        if not self.items:
            self.out.append(line)
        elif lazy and _HEADING.match(bare):
            self.items.clear()
            self.out.extend(["", line])
        else:
            extra = "" if lazy else " " * (indent - self.items[-1].content)
            self.out.append(pad + extra + bare)
        self.after_text = not _HEADING.match(bare)


def code_block(text: str, language: str, mark: str) -> str:
    """Return the HTML of a fenced block; `mark` tells the finisher that the language is ours to name."""
    name = f' data-w="{mark} {escape(language)}"' if language else ""
    return f"<pre><code{name}>{escape(text, quote=False)}\n</code></pre>"


def _closing(lines: list[str], start: int, mark: str) -> int:
    """Return the index of the line that closes a fence, or the end: an open fence runs to the end."""
    for index in range(start, len(lines)):
        bare = lines[index].strip()
        if bare.startswith(mark) and not bare.strip(mark[0]):
            return index
    return len(lines)


def _until(lines: list[str], at: int, end: str) -> int:
    found: Iterable[int] = (i for i in range(at, len(lines)) if end in lines[i].lower())
    return next(iter(found), len(lines) - 1) + 1


def _dedent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]
