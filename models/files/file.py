"""Files: a kind of entry, so that tags, history, trash and rights are those of all entries. No verb lives here.

Title is the name and body the description. A file of a page has that page as its root: it shares its readers and its
trash. `slug` keeps the first name, by which texts name the file in relative links.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.core.base import Base, BigId, key
from models.core.db import one
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.kinds import Kind, register
from models.files.naming import address_of
from models.people.person import Person


class Folder(Base):
    """A folder of a space's files. Whoever reads the space sees it; what lies in it has readers of its own."""

    __tablename__ = "folders"
    __table_args__ = (Index("uq_folders_place", "space_id", "parent_id", "name", unique=True),)

    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]


class File(Entry):
    """A file. `number` is its newest version; whoever edits it elsewhere locks it meanwhile."""

    __tablename__ = "files"
    __mapper_args__ = {"polymorphic_identity": "file", "polymorphic_load": "inline"}

    id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    locked_at: Mapped[datetime | None]
    lock_note: Mapped[str] = mapped_column(String(200), default="")

    locked_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[locked_by_id])

    @property
    def address(self) -> str:
        """Where its bytes are, always those of the newest version."""
        return address_of(self.id, self.title)


class FileVersion(Base):
    """The bytes of a file as they were from `created_at` until the next number.

    `claimed` is the ending of its name where the content is of another type. `state` says how reading its text went:
    waiting, read, none (there is no text) or failed.
    """

    __tablename__ = "file_versions"
    __table_args__ = (Index("ix_file_versions_digest", "digest"),)

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    claimed: Mapped[str] = mapped_column(String(20), default="")
    size: Mapped[int] = mapped_column(BigId)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]


class FileText(Base):
    """What stands in the newest version of a file; a form feed parts its pages."""

    __tablename__ = "file_texts"

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


TEXT_OF = select(FileText.text).where(FileText.file_id == bindparam("file_id"))


def text_in(session: Session, file_id: int) -> str:
    """The text that was read from the newest version, or nothing."""
    row = one(session, TEXT_OF, file_id=file_id)
    return row.text if row else ""


register(
    Kind(
        name="file",
        spoken=False,
        cls=File,
        mark="file",
        word=lambda: _("File"),
        counted=lambda n: ngettext("%(num)s file", "%(num)s files", n),
        wordless=True,
        found_by=text_in,
    )
)
