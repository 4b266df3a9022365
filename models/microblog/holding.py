"""The file or picture that a post holds. The file itself is an entry below the post, so its rights are the post's."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import outbox
from models.core.base import Base, BigId
from models.entries.entry import Entry


class HeldFile(Base):
    """What lists need to know of a post's file, so that they draw it without asking the files."""

    __tablename__ = "post_files"

    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    picture: Mapped[bool]
    # Bytes: a large picture is shown by its smaller copy.
    size: Mapped[int] = mapped_column(BigId)


def hold(session: Session, post: Entry, file: Entry, *, picture: bool, size: int) -> None:
    """Show this file with the post."""
    session.add(HeldFile(post_id=post.id, file_id=file.id, picture=picture, size=size))
    session.flush()
    outbox.promise(session, "index", f"entry:{post.id}")
