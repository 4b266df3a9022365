"""What the owners of a space chose for its forum: when answers are due, and when a topic is closed by itself."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.base import Base
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.spaces.joining import note
from models.spaces.space import Space

MOST_WORKING_DAYS = 60
LEAST_QUIET, MOST_QUIET = 7, 730


class ForumChoice(Base):
    """One row a space; without one nothing is due and nothing is closed by itself."""

    __tablename__ = "forum_choices"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    # Working days from the question to the day by which an answer is due.
    answer_within: Mapped[int | None]
    accept_closes: Mapped[bool] = mapped_column(default=False)
    # After so many days without a word the asker is asked, after as many again the topic is closed.
    quiet_days: Mapped[int | None]
    quiet_discussions: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class Chosen:
    """The same as values."""

    answer_within: int | None = None
    accept_closes: bool = False
    quiet_days: int | None = None
    quiet_discussions: bool = False


def choice_of(session: Session, space_id: int | None) -> ForumChoice | None:
    """The row of a space, when its owners chose anything."""
    return session.get(ForumChoice, space_id) if space_id is not None else None


def choose(session: Session, space: Space, by: Actor, chosen: Chosen) -> None:
    """Keep what an owner chose. Raises Invalid (`answer_within`, `quiet_days`)."""
    _check(chosen.answer_within, 1, MOST_WORKING_DAYS, "answer_within")
    _check(chosen.quiet_days, LEAST_QUIET, MOST_QUIET, "quiet_days")
    found = session.get(ForumChoice, space.id)
    if found is None:
        found = ForumChoice(space_id=space.id)
        session.add(found)
    found.answer_within, found.accept_closes = chosen.answer_within, chosen.accept_closes
    found.quiet_days = chosen.quiet_days
    found.quiet_discussions = chosen.quiet_discussions and chosen.quiet_days is not None
    session.flush()
    note(session, by, "chose-forum", space)


def _check(days: int | None, least: int, most: int, field: str) -> None:
    if days is not None and not least <= days <= most:
        raise Invalid(_("Enter a number from %(least)s to %(most)s", least=least, most=most), field)
