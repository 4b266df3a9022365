"""Takes the text out of office documents and texts; runs in a process of its own (see child).

The documents are ZIP files of XML. Both can be made to swell without end, so every step counts what it has read.
"""

import re
import zipfile
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any
from xml.sax import ContentHandler

from defusedxml.sax import parse

from models.core.child import MOST_TEXT, Findings, Unreadable, run
from models.files.sniffing import DOCX, HTML, ODF, PPTX, SVG, XLSX, XML

MOST_MEMBERS = 10_000
MOST_BYTES = 200 * 1024 * 1024
_NUMBER = re.compile(r"(\d+)\.xml$")
WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


class Archive:
    """A ZIP file of which members are read as XML; the reading ends when all together have grown too large."""

    def __init__(self, file: Path) -> None:
        self.zip = zipfile.ZipFile(file)
        self.names = set(self.zip.namelist())
        self.left = MOST_BYTES
        if len(self.names) > MOST_MEMBERS:
            raise Unreadable

    def numbered(self, beginning: str) -> list[str]:
        """Members such as slide1.xml, in the order of their numbers."""
        found = [(int(number[1]), name) for name in self.names if (number := _NUMBER.search(name))]
        return [name for _number, name in sorted(found) if name.startswith(beginning)]

    def parse(self, name: str, handler: ContentHandler) -> None:
        """Tell the handler what stands in a member, if there is one. No DTD, so no entities that multiply."""
        if name in self.names:
            with self.zip.open(name) as member, suppress(Enough):
                parse(_Counted(self, member), handler, forbid_dtd=True)


class _Counted:
    def __init__(self, archive: Archive, member: IO[bytes]) -> None:
        self.archive, self.member = archive, member

    def read(self, size: int = -1) -> bytes:
        data = self.member.read(size)
        self.archive.left -= len(data)
        if self.archive.left < 0:
            raise Unreadable
        return data

    def close(self) -> None:
        self.member.close()


class Enough(Exception):
    """There is as much text as is kept."""


class Text:
    """Gathers pieces until there are enough."""

    def __init__(self, most: int = MOST_TEXT) -> None:
        self.pieces: list[str] = []
        self.left = most

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.left -= len(piece)
        if self.left < 0:
            raise Enough

    def __str__(self) -> str:
        return re.sub(r"[ \t]*\n[ \t\n]{2,}", "\n\n", "".join(self.pieces)).strip(" \n\t")


class Gatherer(ContentHandler):
    """Text that stands within some elements; others end a line, a cell or a page."""

    def __init__(self, text: Text, within: set[str], ends: dict[str, str]) -> None:
        super().__init__()
        self.text, self.within, self.ends = text, within, ends
        self.depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - as SAX names it
        self.depth += name.rpartition(":")[2] in self.within

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = name.rpartition(":")[2]
        self.depth -= tag in self.within
        if tag in self.ends:
            self.text.add(self.ends[tag])

    def characters(self, content: str) -> None:
        if self.depth > 0:
            self.text.add(content)


class Cells(Gatherer):
    """The cells of a sheet: texts stand in a list that all sheets share, numbers in the cell itself."""

    def __init__(self, text: Text, shared: list[str]) -> None:
        super().__init__(text, {"v", "t"}, {"row": "\n"})
        self.shared, self.kind, self.held = shared, "", ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        super().startElement(name, attrs)
        if name.rpartition(":")[2] == "c":
            self.kind, self.held = attrs.get("t", ""), ""

    def endElement(self, name: str) -> None:  # noqa: N802
        super().endElement(name)
        if name.rpartition(":")[2] == "c" and self.held:
            is_place = self.kind == "s" and self.held.isdigit() and int(self.held[:9]) < len(self.shared)
            self.text.add((self.shared[int(self.held[:9])] if is_place else self.held) + "\t")

    def characters(self, content: str) -> None:
        if self.depth > 0:
            self.held += content


RUNS: tuple[set[str], dict[str, str]] = ({"t"}, {"p": "\n", "br": "\n", "tab": "\t"})


def word(archive: Archive) -> Findings:
    text = Text()
    for name in (*WORD_PARTS, *archive.numbered("word/header"), *archive.numbered("word/footer")):
        archive.parse(name, Gatherer(text, *RUNS))
    return Findings(str(text))


def slides(archive: Archive) -> Findings:
    """A slide counts as a page."""
    names, texts, left = archive.numbered("ppt/slides/slide"), [], MOST_TEXT
    for name in names:
        text = Text(left)
        archive.parse(name, Gatherer(text, *RUNS))
        texts.append(str(text))
        left = text.left
    return Findings("\f".join(texts), pages=len(names) or None)


def sheets(archive: Archive) -> Findings:
    strings, text = Text(10 * MOST_TEXT), Text()
    archive.parse("xl/sharedStrings.xml", Gatherer(strings, {"t"}, {"si": "\0"}))
    shared = "".join(strings.pieces).split("\0")
    for name in archive.numbered("xl/worksheets/sheet"):
        archive.parse(name, Cells(text, shared))
    return Findings(str(text))


def open_document(archive: Archive) -> Findings:
    text = Text()
    ends = {"p": "\n", "h": "\n", "tab": "\t", "s": " ", "line-break": "\n", "table-cell": "\t", "page": "\f"}
    archive.parse("content.xml", Gatherer(text, {"p", "h"}, ends))
    found = str(text).rstrip("\f")
    return Findings(found, pages=found.count("\f") + 1 if "\f" in found else None)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.silent = Text(), 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in ("script", "style")
        self.text.add("\n" if tag in ("p", "div", "li", "tr", "br", "h1", "h2", "h3") else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.add(data)


def plain(file: IO[bytes], media_type: str) -> Findings:
    data = file.read(4 * MOST_TEXT)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # A letter that was cut at the end is no reason to take another alphabet.
        text = data.decode(encoding, "replace") if error.start > len(data) - 4 else data.decode("cp1252", "replace")
    if media_type in (HTML, SVG, XML):
        page = _Page()
        with suppress(Enough):
            page.feed(text)
        text = str(page.text)
    return Findings(text.replace("\0", "").replace("\f", "\n"))


READERS = {DOCX: word, PPTX: slides, XLSX: sheets}


def read(file: Path, media_type: str, folder: Path) -> Findings:
    if media_type in READERS or media_type.startswith(ODF):
        return READERS.get(media_type, open_document)(Archive(file))
    with file.open("rb") as opened:
        return plain(opened, media_type)


if __name__ == "__main__":
    run(read)
