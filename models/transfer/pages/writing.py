"""Writes what was gathered as Markdown files, into a folder or a zip. The same wiki gives the same bytes each time."""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

import yaml

from models.core.blobs import Blobs
from models.core.errors import Refused
from models.core.language import gettext as _
from models.transfer.pages.format import FORMAT, MANIFEST, SUFFIX, PageText, number_in, relative, retargeted, written
from models.transfer.pages.gathering import Gathered, Node, about
from models.transfer.pages.its_files import FileOut, Files

# Zips hold no times of their own: equal content makes equal files.
NO_TIME = (1980, 1, 1, 0, 0, 0)


class Sink(Protocol):
    """Where files go."""

    def text(self, path: str, text: str) -> None: ...

    def copy(self, path: str, source: Path) -> None: ...


class FolderSink:
    """A folder that is empty or does not exist yet. Raises Refused when something lies in it."""

    def __init__(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(_("%(folder)s is not an empty folder. Choose another one.", folder=folder))
        self.folder = folder

    def _place(self, path: str) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def text(self, path: str, text: str) -> None:
        self._place(path).write_bytes(text.encode())

    def copy(self, path: str, source: Path) -> None:
        with source.open("rb") as bytes_in, self._place(path).open("wb") as bytes_out:
            while block := bytes_in.read(1 << 20):
                bytes_out.write(block)


class ZipSink:
    """A zip file; everything lies in one folder, so that opening it fills nobody's desk."""

    def __init__(self, target: IO[bytes], folder: str) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.folder = folder

    def _info(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self.folder}/{path}", NO_TIME)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        return info

    def text(self, path: str, text: str) -> None:
        self.zip.writestr(self._info(path), text.encode())

    def copy(self, path: str, source: Path) -> None:
        with source.open("rb") as bytes_in, self.zip.open(self._info(path), "w", force_zip64=True) as bytes_out:
            while block := bytes_in.read(1 << 20):
                bytes_out.write(block)

    def close(self) -> None:
        self.zip.close()


@dataclass
class Written:
    """How many pages and files went out, and the paths of files whose bytes are missing in the store."""

    pages: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def write_markdown(gathered: Gathered, blobs: Blobs, sink: Sink) -> Written:
    """Write every page with its files, and for a whole space the space's own files."""
    files, done, copied = Files(gathered), Written(), set[int]()
    sink.text(MANIFEST, _manifest(gathered))

    def copy(found: list[FileOut]) -> None:
        for each in found:
            if each.id in copied:
                continue
            copied.add(each.id)
            try:
                sink.copy(each.path, blobs.path(each.digest))
                done.files += 1
            except FileNotFoundError:
                done.missing.append(each.path)

    for node, row, tags in gathered.pages():
        of_page, targets = files.of_page(node.id), _Targets(files, node)
        matter = about(gathered, node, row, tags)
        if described := [each.said for each in of_page if each.said]:
            matter["files"] = described
        sink.text("/".join(node.path) + SUFFIX, written(PageText(matter, retargeted(row.body, targets))))
        copy(of_page + targets.from_space)
        done.pages += 1
    if gathered.top_id is None:
        copy(files.of_space())
    return done


def _manifest(gathered: Gathered) -> str:
    space = gathered.space
    said: dict[str, Any] = {"witan": FORMAT, "space": space.slug, "name": space.name, "about": space.description}
    return str(yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=1000))


class _Targets:
    """Turns what a text calls a file into the way to it from where the page's own file lies."""

    def __init__(self, files: Files, node: Node) -> None:
        self.files, self.node = files, node
        self.names = files.names_of(node.id)
        self.from_space: list[FileOut] = []

    def __call__(self, target: str) -> str | None:
        file = self.names.get(target.removeprefix("./")) or self._by_number(target)
        return relative(self.node.path, file.path) if file else None

    def _by_number(self, target: str) -> FileOut | None:
        number = number_in(target)
        file = self.files.by_id(number) if number else None
        if file is not None and file.page_id is None:
            self.from_space.append(file)
        return file
