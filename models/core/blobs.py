"""Bytes of files, kept once by their SHA-256. Who may have them is decided where they are attached."""

import hashlib
import os
import secrets
from pathlib import Path


class Blobs:
    """A folder of files named by the hash of their content; adding the same bytes twice keeps one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hex. They are on disk when this returns."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f"{digest}.{secrets.token_hex(4)}.part")
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        return digest

    def path(self, digest: str) -> Path:
        """Where the bytes with this hash are kept."""
        return self.folder / digest[:2] / digest
