"""The table of where people have read to in topics, and the column of lists that counts what is new to a reader.

Private to each person: no page, count or rule may use what others have read. Moving markers is `unread`'s matter.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, func, literal_column, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, BigId
from models.entries.entry import Entry

# Nobody counts on from here; lists say "more than 99 new".
MOST_NEW = 100


class ReadMarker(Base):
    """One person has read one topic up to the post that was written at (`read_at`, `read_id`); `seen_at` is when."""

    __tablename__ = "read_markers"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    read_at: Mapped[datetime]
    read_id: Mapped[int] = mapped_column(BigId)
    seen_at: Mapped[datetime]


POST: Any = Entry.__table__.alias("new_post")
MARKS: Any = ReadMarker.__table__


def new_since(at: Any, entry_id: Any) -> tuple[Any, ...]:
    """Live posts of others below the entry of the row around, written after a moment."""
    return (
        POST.c.root_id == Entry.id,
        tuple_(POST.c.created_at, POST.c.id) > tuple_(at, entry_id),
        POST.c.state == literal_column("'live'"),
        POST.c.kind != literal_column("'file'"),
        POST.c.audience == Entry.audience,
        POST.c.author_id != bindparam("reader"),
    )


_after_marker = (
    select(literal_column("1"))
    .select_from(MARKS.join(POST, POST.c.root_id == MARKS.c.topic_id))
    .where(
        MARKS.c.person_id == bindparam("reader"),
        MARKS.c.topic_id == Entry.id,
        *new_since(MARKS.c.read_at, MARKS.c.read_id),
    )
    .limit(literal_column(str(MOST_NEW)))
    .correlate(Entry)
    .subquery("after_marker")
)
# A column for lists of entries: how many posts are new to `reader`; nothing where they have never read.
NEW_COUNT: Any = select(func.count()).select_from(_after_marker).scalar_subquery().label("new_count")
