"""What a moderator hid in its place: out of every list and search, with the reason standing where it stood.

A hidden entry has the state `hidden`, so whatever asks for live entries leaves it out. Who may decide so is not known
here.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, BigId, word

REASON_LIMIT = 500


class HiddenEntry(Base):
    """Why an entry is hidden, by whom and as what. Replies that went along with it have no row of their own."""

    __tablename__ = "hidden_entries"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    office: Mapped[word]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
