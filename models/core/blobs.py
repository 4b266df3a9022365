"""Bytes of files, kept once by their SHA-256. Who may have them is decided by the files that they belong to."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

DAY = 24 * 3600
BLOCK = 256 * 1024


class Draft:
    """Bytes on their way in: hashed while they are written, and nowhere until they are kept.

    What goes beyond `most` bytes, or what the disk does not take, is thrown away as it comes, so that the rest of a
    form is still read: `too_large` and `failed` tell.
    """

    def __init__(self, path: Path, most: int | None = None) -> None:
        self.path, self.most = path, most
        self.size = 0
        self.too_large = False
        self.failed: OSError | None = None
        self._hash = hashlib.sha256()
        self._file: BinaryIO = path.open("w+b")

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.too_large = self.most is not None and self.size > self.most
        if not self.too_large and self.failed is None:
            try:
                self._file.write(data)
            except OSError as error:
                self.failed = error
            self._hash.update(data)
        if self.too_large or self.failed:
            self._empty()
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def flush(self) -> None:
        self._file.flush()

    def settle(self) -> None:
        """Have the bytes on disk. Raises OSError, also what went wrong while writing."""
        if self.failed is not None:
            raise self.failed
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        # The disk may be full just as well now: what was to be kept has been settled before.
        try:
            self._file.close()
        except OSError as error:
            self.failed = self.failed or error

    def discard(self) -> None:
        """Leave nothing behind."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _empty(self) -> None:
        try:
            self._file.seek(0)
            self._file.truncate()
        except OSError as error:
            self.failed = self.failed or error


class Blobs:
    """A folder of files named by the hash of their content; adding the same bytes twice keeps one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def draft(self, most: int | None = None) -> Draft:
        """A place for bytes that come in; of more than `most` nothing stays."""
        folder = self.folder / "drafts"
        folder.mkdir(parents=True, exist_ok=True)
        return Draft(folder / f"{secrets.token_hex(8)}.part", most)

    def keep(self, draft: Draft) -> str:
        """Keep the bytes of a draft and return their SHA-256 in hex. They are on disk when this returns."""
        draft.settle()
        digest = draft.digest
        target = self.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Also where the same bytes stand already: a file that is new is not swept up (see `sweep`).
        draft.path.replace(target)
        draft.close()
        return digest

    def add(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hex. They are on disk when this returns."""
        draft = self.draft()
        draft.write(content)
        return self.keep(draft)

    def path(self, digest: str) -> Path:
        """Where the bytes with this hash are kept."""
        return self.folder / digest[:2] / digest

    def derived(self, digest: str, what: str) -> Path:
        """Where something is kept that was made of these bytes, such as a thumbnail."""
        return self.folder / digest[:2] / f"{digest}.{what}"

    def digests(self) -> Iterator[str]:
        """The hashes of everything that is kept."""
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            yield from (file.name for file in folder.iterdir() if "." not in file.name)

    def sweep(self, wanted: set[str], older_than: float = DAY) -> int:
        """Remove what is not wanted and older than that many seconds, drafts too; returns how many."""
        before = time.time() - older_than
        gone = [file for file in self.folder.glob("drafts/*.part") if _older(file, before)]
        for digest in [digest for digest in self.digests() if digest not in wanted]:
            if _older(self.path(digest), before):
                gone += [self.path(digest), *self.path(digest).parent.glob(f"{digest}.*")]
        for file in gone:
            file.unlink(missing_ok=True)
        return len(gone)


def _older(file: Path, moment: float) -> bool:
    try:
        return file.stat().st_mtime < moment
    except FileNotFoundError:
        return False
