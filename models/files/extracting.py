"""Has a foreign file read by a process of its own, which may take only so much memory and time, and takes its findings.

Whatever a file does to that process, here it only means that there is no text and no picture.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from models.core.blobs import Blobs
from models.core.confined import read_apart
from models.files.sniffing import DOCX, HTML, ODF, PDF, PICTURES, PPTX, TEXT, XLSX, XML

LARGEST_FINDINGS = 8 * 1024 * 1024
READ_AS_TEXT = {TEXT, HTML, XML, "text/csv", "text/markdown", "text/calendar", "application/json", DOCX, PPTX, XLSX}
THUMBNAILS = ("small.webp", "large.webp")


@dataclass(frozen=True)
class Extract:
    """`state` is read, none (nothing to read in such a file) or failed."""

    state: str
    text: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def reader_of(media_type: str) -> str | None:
    """The module that reads such files, if one does."""
    if media_type in PICTURES or media_type in ("image/bmp", "image/tiff"):
        return "models.files.pictures"
    if media_type == PDF:
        return "models.files.portable"
    is_text = media_type in READ_AS_TEXT or media_type.startswith(ODF)
    return "models.files.documents" if is_text else None


def extract(blobs: Blobs, digest: str, media_type: str) -> Extract:
    """Read a kept file; its thumbnails are kept beside it."""
    reader = reader_of(media_type)
    if reader is None:
        return Extract("none")
    with TemporaryDirectory(prefix="witan-reading-") as folder:
        if not read_apart(reader, blobs.path(digest), media_type, Path(folder)):
            return Extract("failed")
        return _findings(blobs, digest, Path(folder))


def _findings(blobs: Blobs, digest: str, folder: Path) -> Extract:
    found = folder / "findings.json"
    if not found.is_file() or found.stat().st_size > LARGEST_FINDINGS:
        return Extract("failed")
    read = json.loads(found.read_text())
    for name in THUMBNAILS:
        if (folder / name).is_file():
            target = blobs.derived(digest, name)
            draft = target.with_name(f"{target.name}.part")
            draft.write_bytes((folder / name).read_bytes())
            draft.replace(target)
    text = str(read["text"]).encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return Extract("read", text, read["pages"], read["width"], read["height"])
