"""Asking without showing the name to peers, where a space allows it, and the one way to reveal it.

The question stands under an account that nobody signs in with; who asked stands apart (`models.policy.unnamed`).
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, BigId, key

REASON_LIMIT = 500


class Reveal(Base):
    """A named moderator learned the name behind a question once, and why. Each time has its own row."""

    __tablename__ = "reveals"

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
