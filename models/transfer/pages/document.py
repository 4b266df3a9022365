"""One HTML document of many pages: texts made fit to stand together, with their links and pictures inside it."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from models.core.blobs import Blobs
from models.core.text import local_ids
from models.entries.including import with_parts
from models.policy.viewer import Viewer
from models.transfer.pages.format import number_in
from models.transfer.pages.gathering import Gathered, Node
from models.transfer.pages.its_files import FileOut, Files

# Larger pictures, and those beyond so many bytes together, stay links: the document has to open on any machine.
LARGEST_PICTURE = 5 * 1024 * 1024
MOST_PICTURES = 60 * 1024 * 1024
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

_TAG = re.compile(r"<(?:/?h[2-6]|a|img)\b[^<>]*>")
_HREF = re.compile(r' href="([^"]*)"')
_SRC = re.compile(r' src="([^"]*)"')
_LEVEL = re.compile(r"^(</?h)([2-6])")


@dataclass(frozen=True)
class Chapter:
    """A page as the document holds it. `html` is safe; `files` are named, not shown."""

    place: str
    title: str
    depth: int
    html: str
    status: str
    language: str
    editor: str
    edited_at: datetime
    files: tuple[FileOut, ...]


class Document:
    """The chapters of what was gathered, made one after the other. `address` is where Witan itself is found."""

    def __init__(self, gathered: Gathered, blobs: Blobs, address: str) -> None:
        self.gathered, self.blobs, self.address = gathered, blobs, address
        self.files = Files(gathered)
        self.viewer = gathered.viewer or Viewer(0, "", "", roles={gathered.space.id: "reader"})
        self._pictures = 0

    def places(self) -> list[tuple[int, str, str]]:
        """(depth, place, title) of every page, for the list of contents."""
        return [(node.depth, place_of(node), node.title) for node in self.gathered.nodes]

    def chapters(self) -> Iterator[Chapter]:
        for node, row, _tags in self.gathered.pages():
            html = with_parts(self.gathered.session, self.viewer, row.html, row.id)
            yield Chapter(
                place=place_of(node),
                title=row.title,
                depth=node.depth,
                html=self._fit(html, node),
                status=row.status,
                language=row.language,
                editor=row.editor_name,
                edited_at=row.edited_at,
                files=tuple(self.files.of_page(node.id)),
            )

    def _fit(self, html: str, node: Node) -> str:
        """Ids of its own, headings below that of the page, pictures inside, links that lead somewhere."""
        local = local_ids(html, f"{place_of(node)}-")
        return _TAG.sub(lambda found: self._tag(found[0]), local)

    def _tag(self, tag: str) -> str:
        if tag.startswith("<img"):
            return _SRC.sub(lambda found: f' src="{self._picture(found[1])}"', tag)
        if tag.startswith("<a"):
            return _HREF.sub(lambda found: f' href="{self._link(found[1])}"', tag)
        return _LEVEL.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + 1)}", tag)

    def _link(self, href: str) -> str:
        if not href.startswith("/") or href.startswith("//"):
            return href
        path, _hash, place = href.partition("#")
        parts = unescape(unquote(path)).split("/")
        if len(parts) == 5 and parts[1:4:2] == ["s", "wiki"] and parts[2] == self.gathered.space.slug:
            node = self.gathered.by_slug.get(parts[4])
            if node is not None:
                return f"#{place_of(node)}" + (f"-{place}" if place else "")
        return self.address + href

    def _picture(self, source: str) -> str:
        number = number_in(unescape(source))
        file = self.files.by_id(number) if number else None
        if file is None or file.media_type not in PICTURES or file.size > LARGEST_PICTURE:
            return self.address + source if source.startswith("/") else source
        if self._pictures + file.size > MOST_PICTURES:
            return self.address + source
        try:
            content = self.blobs.path(file.digest).read_bytes()
        except FileNotFoundError:
            return self.address + source
        self._pictures += file.size
        return f"data:{file.media_type};base64,{base64.b64encode(content).decode()}"


def place_of(node: Node) -> str:
    """The id of a page in the document."""
    return f"page-{node.slug}"
