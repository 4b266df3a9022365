"""Files that belong to an entry. Whoever may read the entry may have its files, nobody else."""

import mimetypes
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.blobs import Blobs
from models.core.db import among, one
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer

SIZE_LIMIT = 10 * 1024 * 1024
# Shown in the page; everything else is only ever downloaded.
SHOWN = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}


class Attachment(Base):
    """One file of one entry; the bytes are kept by their hash."""

    __tablename__ = "attachments"
    __table_args__ = (Index("uq_attachments_entry_id_name", "entry_id", "name", unique=True),)

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]

    @property
    def address(self) -> str:
        return f"/files/{self.id}/{self.name.rsplit('/', 1)[-1]}"


def media_type_of(name: str, content: bytes) -> str:
    """The type by content where a page would show it, else by name but never one that a browser would run."""
    for media_type, start in SHOWN.items():
        if content.startswith(start):
            return media_type
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    runs = guessed in SHOWN or guessed.startswith(("text/", "image/")) or "xml" in guessed or "script" in guessed
    return "application/octet-stream" if runs else guessed


def attach(session: Session, blobs: Blobs, entry: Entry, by: Actor, name: str, content: bytes) -> Attachment:
    """Add a file to an entry, or replace the one with the same name. Raises Invalid (`file`) when it is too large."""
    if len(content) > SIZE_LIMIT:
        raise Invalid(_("Choose a file of at most 10 MB"), "file")
    found = session.scalar(select(Attachment).where(Attachment.entry_id == entry.id, Attachment.name == name))
    if found is None:
        found = Attachment(entry_id=entry.id, name=name[:200])
        session.add(found)
    found.digest = blobs.add(content)
    found.media_type, found.size = media_type_of(name, content), len(content)
    found.added_by_id, found.created_at = by.id, clock.now()
    session.flush()
    return found


def files_of(session: Session, entry: Entry) -> dict[str, str]:
    """Addresses of the entry's files by name, as the renderer needs them."""
    found = session.scalars(select(Attachment).where(Attachment.entry_id == entry.id))
    return {each.name: each.address for each in found}


ONE_FILE = (
    select(Attachment.id, Attachment.name, Attachment.digest, Attachment.media_type, Attachment.size)
    .join(Entry, Entry.id == Attachment.entry_id)
    .where(Attachment.id == bindparam("file_id"), LIVE, among(Entry.audience, "keys"))
)


def visible_file(session: Session, viewer: Viewer, file_id: int) -> Any:
    """Row of a file whose entry the viewer may read, or None."""
    return one(session, ONE_FILE, file_id=file_id, keys=viewer.keys_json)
