"""The table of votes on answers. The verbs are the forum's; it stands here because reading a thread counts votes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, BigId


class Vote(Base):
    """What one person says of one answer: `useful` or `outdated`, never both. The key is why nobody counts twice."""

    __tablename__ = "votes"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    word: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
