""" "Did this solve it?": asked once, on the page of the topic, of whoever asked; and closing what has gone silent."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, Moment
from models.core.db import rows, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import LIVE, Entry
from models.forums.answering import accept, close
from models.forums.choices import ForumChoice
from models.forums.topic import Answer, Question, Topic
from models.spaces.space import Space

WORDS = ("yes", "not-yet", "never")


class SolvedAsk(Base):
    """What the asker said, and when the silence made the topic ask (again). Without a row nobody was asked."""

    __tablename__ = "solved_asks"

    topic_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(10), default="")
    said_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]


def say_solved(topic: Topic, by: Actor, word: str, answer: Answer | None = None) -> None:
    """Keep what the asker said: `yes` (accepts the answer), `not-yet`, or `never` to be asked about it again.

    Raises Refused for a yes without an answer, ValueError for another word.
    """
    if word not in WORDS:
        raise ValueError(f"{word} is no word for this")
    session = session_of(topic)
    if word == "yes":
        if answer is None or not isinstance(topic, Question):
            raise Refused(_("Choose the answer that solved it."))
        accept(answer, topic, by)
    found = _kept(session, topic.id)
    found.word, found.said_at = word, clock.now()
    session.flush()


def _kept(session: Session, topic_id: int) -> SolvedAsk:
    found = session.get(SolvedAsk, topic_id)
    if found is None:
        found = SolvedAsk(topic_id=topic_id, word="")
        session.add(found)
    return found


def is_asked(row: Any, answer_count: int) -> bool:
    """Whether a topic (row of `standing`) puts the question to whoever asked it now.

    Once when there is an answer; again, or in a discussion for the first time, when the silence asks.
    """
    if row.closed_at is not None or row.answer_id is not None or row.solved_word == "never":
        return False
    asked_by_silence = row.solved_asked_at is not None and (
        row.solved_said_at is None or row.solved_said_at < row.solved_asked_at
    )
    if asked_by_silence:
        return True
    return bool(row.kind == "question" and answer_count and row.solved_said_at is None)


SILENT_SPACES = (
    select(ForumChoice.space_id, ForumChoice.quiet_days, ForumChoice.quiet_discussions)
    .join(Space, Space.id == ForumChoice.space_id)
    .where(ForumChoice.quiet_days.is_not(None), Space.archived_at.is_(None))
)
SILENT = (
    select(Entry.id, Entry.kind, Entry.status, Entry.last_activity_at)
    .where(
        Entry.space_id == bindparam("space_id"),
        LIVE,
        or_(
            (Entry.kind == literal_column("'question'")) & (Entry.reply_count > literal_column("0")),
            (Entry.kind == literal_column("'discussion'")) & (bindparam("discussions") == literal_column("1")),
        ),
        Entry.status.in_([literal_column("'open'"), literal_column("'answered'"), literal_column("''")]),
        Entry.last_activity_at < bindparam("before", type_=Moment),
        or_(Entry.pinned_until.is_(None), Entry.pinned_until < bindparam("now", type_=Moment)),
    )
    .order_by(Entry.last_activity_at, Entry.id)
    .limit(literal_column("500"))
)


def tend_silence(session: Session) -> tuple[int, int]:
    """Ask about topics that went silent, close those that stayed silent; how many of each. Done every night."""
    now, asked, closed = clock.now(), 0, 0
    for space in rows(session, SILENT_SPACES):
        quiet = timedelta(days=space.quiet_days)
        values = {"space_id": space.space_id, "discussions": int(space.quiet_discussions), "now": now}
        for row in rows(session, SILENT, before=now - quiet, **values):
            what = _step(session.get(SolvedAsk, row.id, populate_existing=True), row, now, quiet)
            topic: Any = session.get_one(Entry, row.id) if what else None
            if what == "ask":
                _kept(session, row.id).asked_at = now
                note(session, None, "asked-if-solved", topic, person=topic.author_id)
                asked += 1
            elif what == "close":
                close(topic, None, _reason(space.quiet_days, row), cause="silence")
                closed += 1
        session.flush()
    return asked, closed


def _step(kept: SolvedAsk | None, row: Any, now: datetime, quiet: timedelta) -> str:
    """ "ask", "close" or nothing yet. Whoever said "not yet" has spoken: the days count from there."""
    said = kept.said_at if kept is not None else None
    last = max(row.last_activity_at, said) if said else row.last_activity_at
    if last > now - quiet:
        return ""
    # Who accepted an answer has said it, and who wants no question gets none: the second silence closes alone.
    if row.status == "answered" or (kept is not None and kept.word == "never"):
        return "close" if last < now - 2 * quiet else ""
    if kept is None or kept.asked_at is None or kept.asked_at < last:
        return "ask"
    return "close" if kept.asked_at <= now - quiet else ""


def _reason(days: int, row: Any) -> str:
    if row.status == "answered":
        return _("Answered, and nobody wrote for %(days)s days.", days=2 * days)
    return _("Nobody wrote for %(days)s days. A word opens it again.", days=2 * days)
