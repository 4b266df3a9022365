"""Polls in posts: what is asked, until when, and who learns what. Voting and ending are in `voting`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock, outbox
from models.core.base import Base, BigId, key
from models.core.db import rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import number
from models.core.text import clean
from models.entries.drawing import find_more
from models.entries.entry import Entry

TASK = "poll"
FEWEST, MOST = 2, 10
OPTION_LIMIT = 100
LONGEST = timedelta(days=366)
# When the results can be seen: once one has voted, or at the end.
RESULTS = ("voted", "end")


class Poll(Base):
    """A poll of a post. `shown_voters` is how many people the results speak of that are shown before the end."""

    __tablename__ = "polls"

    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    many: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bool] = mapped_column(default=False)
    results: Mapped[str] = mapped_column(String(10), default="voted")
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    voters: Mapped[int] = mapped_column(default=0)
    shown_voters: Mapped[int] = mapped_column(default=0)


class PollOption(Base):
    """One thing to choose. `votes` is the count as it stands, `shown` what of it is shown before the end."""

    __tablename__ = "poll_options"

    id: Mapped[key]
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("polls.post_id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(OPTION_LIMIT))
    votes: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)


class PollVote(Base):
    """One choice of one voter, without a time.

    In an open poll `voter` is the person's id, which `person_id` repeats. In a secret one it is a seal that only the
    server's key can make, no person stands beside it, and the row is gone when the poll ends. Rows are kept in the
    order of their key where the database can do that, so that not even the order of voting is kept.
    """

    __tablename__ = "poll_votes"
    __table_args__ = {"sqlite_with_rowid": False}

    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("polls.post_id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_options.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True)
class Asked:
    """What the author of a poll chose, checked."""

    options: tuple[str, ...]
    closes_at: datetime
    many: bool = False
    secret: bool = False
    results: str = "voted"


def check_poll(
    options: Sequence[str], closes_at: datetime | None, *, many: bool = False, secret: bool = False, results: str = ""
) -> Asked:
    """Raises Invalid (`options`, `ends`, `results`) with what to do."""
    texts = _check_options(options)
    now = clock.now()
    if closes_at is None:
        raise Invalid(_("Enter the day on which the poll ends"), "ends")
    if closes_at <= now:
        raise Invalid(_("The poll must end in the future. Enter today or a later day."), "ends")
    if closes_at > now + LONGEST:
        raise Invalid(_("A poll can be open for a year at most. Enter an earlier day."), "ends")
    return Asked(texts, closes_at, many, secret, results if results in RESULTS else "voted")


def _check_options(options: Sequence[str]) -> tuple[str, ...]:
    texts = tuple(each for each in (" ".join(clean(option).split()) for option in options) if each)
    if not FEWEST <= len(texts) <= MOST:
        message = _("Enter 2 to 10 options, one on each line. There are %(now)s.")
        raise Invalid(message % {"now": number(len(texts))}, "options")
    for text in texts:
        if len(text) > OPTION_LIMIT:
            message = _("“%(option)s …” is too long. An option has %(most)s characters or fewer.")
            raise Invalid(message % {"option": text[:30], "most": OPTION_LIMIT}, "options")
    seen: set[str] = set()
    for text in texts:
        if text.casefold() in seen:
            message = _("“%(option)s” stands there twice. Make the options different.")
            raise Invalid(message % {"option": text}, "options")
        seen.add(text.casefold())
    return texts


def add_poll(session: Session, post: Entry, asked: Asked) -> Poll:
    """Put a poll into a post that was just written."""
    made = Poll(post_id=post.id, many=asked.many, secret=asked.secret, results=asked.results, closes_at=asked.closes_at)
    session.add(made)
    session.flush()
    _set_options(session, post, asked)
    return made


def change_poll(session: Session, post: Entry, asked: Asked) -> None:
    """Ask anew what nobody has voted on yet. Raises Refused after the first vote and after the end."""
    poll = locked(session, post.id)
    if poll.voters:
        raise Refused(why_locked())
    if has_ended(poll):
        raise Refused(_("This poll has ended."))
    poll.many, poll.secret, poll.results, poll.closes_at = asked.many, asked.secret, asked.results, asked.closes_at
    for option in options_of(session, post.id):
        session.delete(option)
    session.flush()
    _set_options(session, post, asked)


def why_locked() -> str:
    """Why the options of a poll can no longer change."""
    return _(
        "Somebody has voted, so the options can no longer change: a vote must not come to mean something else. "
        "You can end the poll and ask anew."
    )


def locked(session: Session, post_id: int) -> Poll:
    """The poll, held against every other vote and change until the transaction ends. Raises LookupError."""
    found = session.get(Poll, post_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise LookupError(post_id)
    return found


def has_ended(poll: Poll) -> bool:
    return poll.closed_at is not None or poll.closes_at <= clock.now()


def options_of(session: Session, post_id: int) -> list[PollOption]:
    """In the order in which they are shown."""
    found = select(PollOption).where(PollOption.post_id == post_id).order_by(PollOption.position)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def _set_options(session: Session, post: Entry, asked: Asked) -> None:
    session.add_all(PollOption(post_id=post.id, position=place, text=text) for place, text in enumerate(asked.options))
    session.flush()
    outbox.promise(session, TASK, f"post:{post.id}", run_at=asked.closes_at)
    post.text = post.text.partition("\f")[0].rstrip("\n")
    find_more(post)
    session.flush()
    outbox.promise(session, "index", f"entry:{post.id}")


OPTION_TEXTS = select(PollOption.text).where(PollOption.post_id == bindparam("post_id")).order_by(PollOption.position)


def words_of_options(session: Session, post_id: int) -> str:
    """What search finds a post by besides its own words."""
    found = rows(session, OPTION_TEXTS, post_id=post_id)
    return "\f" + "\n".join(row.text for row in found) if found else ""
