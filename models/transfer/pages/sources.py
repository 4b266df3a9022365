"""What an exported tree is read from: a folder, or a zip that nobody has to trust. Reads bytes, knows no pages."""

import zipfile
from pathlib import Path
from typing import Protocol

from models.core.errors import Refused
from models.core.language import gettext as _
from models.transfer.pages.format import safe_path

MOST_FILES = 20_000
LARGEST_FILE = 100 * 1024 * 1024
LARGEST_TREE = 2 * 1024 * 1024 * 1024


class Source(Protocol):
    """Files by their path from the top of the tree, with slashes."""

    def names(self) -> list[str]: ...

    def bytes_of(self, name: str) -> bytes:
        """Raises Refused when the file is larger than it may be."""
        ...


class FolderSource:
    """A folder on this machine; links that lead out of it are not followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def names(self) -> list[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
        names = (path.relative_to(self.folder).as_posix() for path in found)
        return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))

    def bytes_of(self, name: str) -> bytes:
        file = self.folder / name
        _check(name, file.stat().st_size)
        return file.read_bytes()


class ZipSource:
    """A zip file. What it says of its sizes is not believed. Raises Refused when it cannot be read."""

    def __init__(self, file: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(file)
            members = [each for each in self.zip.infolist() if not each.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Refused(_("This is no zip file that can be read.")) from error
        if len(members) > MOST_FILES:
            raise Refused(_("This zip holds more than %(most)s files.", most=MOST_FILES))
        self._read = 0
        paths = {each: safe_path(each.filename) for each in members if not _is_link(each)}
        tops = {path.parts[0] for path in paths.values() if path}
        # What lies in one folder alone is its content: exported zips are made so.
        cut = 1 if len(tops) == 1 and all(path is None or len(path.parts) > 1 for path in paths.values()) else 0
        self._members = {"/".join(path.parts[cut:]): each for each, path in paths.items() if path}

    def names(self) -> list[str]:
        return sorted(name for name in self._members if not any(part.startswith(".") for part in name.split("/")))

    def bytes_of(self, name: str) -> bytes:
        member = self._members[name]
        try:
            with self.zip.open(member) as file:
                content = file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Refused(_("“%(name)s” cannot be read from the zip.", name=name)) from error
        self._read += len(content)
        if self._read > LARGEST_TREE:
            raise Refused(_("This zip holds more than %(most)s GB.", most=LARGEST_TREE >> 30))
        _check(name, len(content))
        return content


def source_of(path: Path) -> Source:
    """The folder or zip at this place. Raises Refused."""
    return FolderSource(path) if path.is_dir() else ZipSource(path)


def _check(name: str, size: int) -> None:
    if size > LARGEST_FILE:
        raise Refused(_("“%(name)s” is larger than %(most)s MB.", name=name, most=LARGEST_FILE >> 20))


def _is_link(member: zipfile.ZipInfo) -> bool:
    return (member.external_attr >> 16) & 0o170000 == 0o120000
