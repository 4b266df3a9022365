"""Gaps: words that people from all over government searched without success, and who takes it on to close one.

A gap holds words and no trace of who searched. It is about what everyone may read: `gap_counting` says how it comes to
be one. It ends when a page or question of the same words is there for everyone to read.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, and_, bindparam, delete, literal_column, or_, select, tuple_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.base import Base, BigId, Moment, key
from models.core.db import Database, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.outbox import Job, OutboxJob
from models.entries.entry import LIVE, Entry
from models.entries.streams import Position
from models.people.person import Person
from models.policy.viewer import EVERYONE
from models.search import analysis
from models.search.noting import LONGEST
from models.search.telling import is_telling

TASK: Final = "gaps"
PAGE: Final = 30
# What closes a gap.
CLOSING: Final = ("page", "question", "discussion")
# How soon after it was written a page closes the gap that somebody took on.
LOOKED_EVERY: Final = timedelta(seconds=30)
# Who took one on has so long; then it is free again.
HELD: Final = timedelta(days=30)
# A closed gap, and one that nobody takes on, are forgotten after so long.
FORGOTTEN: Final = timedelta(days=90)
# So many of the newest entries of whoever took it on are looked at.
LOOKED_AT: Final = 20


class SearchGap(Base):
    """Words that were searched in vain; taken on by one person at a time, closed by an entry, or put away."""

    __tablename__ = "search_gaps"
    __table_args__ = (
        Index("uq_search_gaps_words", "words", unique=True),
        Index("ix_search_gaps_opened_at", "opened_at", "id"),
        Index("ix_search_gaps_taken_by_id", "taken_by_id"),
        Index("ix_search_gaps_closed_entry_id", "closed_entry_id"),
    )

    id: Mapped[key]
    words: Mapped[str] = mapped_column(String(LONGEST))
    opened_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"))
    # By somebody who looks after the words of search: these words are not counted again.
    removed_at: Mapped[datetime | None]


_before = tuple_(SearchGap.opened_at, SearchGap.id) < tuple_(
    bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)
)
_open = and_(SearchGap.closed_at.is_(None), SearchGap.removed_at.is_(None))
_columns = (
    select(
        SearchGap.id,
        SearchGap.words,
        SearchGap.opened_at,
        SearchGap.taken_at,
        SearchGap.closed_at,
        SearchGap.closed_entry_id,
        Person.id.label("taker_id"),
        Person.name.label("taker_name"),
        Person.username.label("taker_username"),
    )
    .select_from(SearchGap.__table__)
    .outerjoin(Person, and_(Person.id == SearchGap.taken_by_id, Person.disabled_at.is_(None)))
    .where(_before)
    .order_by(SearchGap.opened_at.desc(), SearchGap.id.desc())
    .limit(literal_column(str(PAGE)))
)
LISTS: Final = {
    "open": _columns.where(_open, Person.id.is_(None)),
    "taken": _columns.where(_open, Person.id.is_not(None)),
    "mine": _columns.where(_open, Person.id == bindparam("me", type_=BigId)),
    "closed": _columns.where(SearchGap.closed_at.is_not(None), SearchGap.removed_at.is_(None)),
}


def gaps(session: Session, me: int, view: str, before: Position | None = None) -> list[Any]:
    """A page of rows, the newest first, of those that are free (`open`), `taken`, `mine` or `closed`."""
    before = before or Position.parse(None)
    values = {"me": me} if view == "mine" else {}
    return rows(session, LISTS[view], before_at=before.at, before_id=before.id, **values)


def gap_of(session: Session, gap_id: int, *, removed: bool = False) -> SearchGap | None:
    found = session.get(SearchGap, gap_id) if 0 < gap_id < 2**31 else None
    return found if found is not None and (found.removed_at is not None) == removed else None


def taker(session: Session, gap: SearchGap) -> Person | None:
    """Who has taken it on; nobody once they left."""
    found = session.get(Person, gap.taken_by_id) if gap.taken_by_id is not None else None
    return found if found is not None and found.disabled_at is None else None


def take_on(session: Session, gap: SearchGap, by: Actor) -> None:
    """See to it that it is answered. Raises Refused when somebody else does, or when it is closed."""
    holder = taker(session, gap)
    if gap.closed_at is not None:
        raise Refused(_("There is an answer to this by now."))
    if holder is not None and holder.id != by.id:
        raise Refused(_("%(name)s takes this on already.", name=holder.name))
    gap.taken_by_id, gap.taken_at = by.id, clock.now()
    record(session, by, "took-on-gap", "gap", gap.id)
    outbox.promise(session, TASK, "taken", run_at=clock.now() + LOOKED_EVERY)


def release_gap(session: Session, gap: SearchGap, by: Actor) -> None:
    """Leave it to others."""
    gap.taken_by_id = gap.taken_at = None
    record(session, by, "released-gap", "gap", gap.id)


def close_gap(session: Session, gap: SearchGap, entry: Entry, by: Actor | None) -> None:
    """Say what answers it. Raises Invalid (`answer`) for what not everyone can read."""
    if entry.kind not in CLOSING or entry.state != "live" or entry.audience != EVERYONE:
        raise Invalid(_("Choose a page, question or discussion that all staff can read"), "answer")
    gap.closed_at, gap.closed_entry_id = clock.now(), entry.id
    record(session, by, "closed-gap", "gap", gap.id, entry=entry.id)


def reopen_gap(session: Session, gap: SearchGap, by: Actor) -> None:
    """It was no answer after all."""
    gap.closed_at = gap.closed_entry_id = None
    record(session, by, "reopened-gap", "gap", gap.id)
    if gap.taken_at is not None:
        # Only what is written from now on closes it by itself.
        gap.taken_at = clock.now()


def remove_gap(session: Session, gap: SearchGap, by: Actor) -> None:
    """Put the words away for good: they are about somebody, or nothing to write about."""
    gap.removed_at = clock.now()
    record(session, by, "removed-gap", "gap", gap.id)


def restore_gap(session: Session, gap: SearchGap, by: Actor) -> None:
    gap.removed_at = None
    record(session, by, "restored-gap", "gap", gap.id)


TAKEN = select(SearchGap.id, SearchGap.words, SearchGap.taken_by_id, SearchGap.taken_at).where(
    _open, SearchGap.taken_by_id.is_not(None)
)
WRITTEN = (
    select(Entry.id, Entry.kind, Entry.title, Entry.text)
    .where(
        Entry.author_id == bindparam("person_id", type_=BigId),
        Entry.created_at >= bindparam("since", type_=Moment),
        LIVE,
        Entry.kind.in_([literal_column(f"'{each}'") for each in CLOSING]),
        Entry.audience == literal_column(f"'{EVERYONE}'"),
    )
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(literal_column(str(LOOKED_AT)))
)


class GapCloser:
    """The handler of the outbox's `gaps` jobs: closes what was answered, for as long as anybody has taken one on."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def handle(self, jobs: list[Job]) -> None:
        with self.database.writing() as session:
            if close_answered(session):
                promise_next(session, {job.id for job in jobs})


def close_answered(session: Session) -> int:
    """Close every gap whose words stand in something that whoever took it on wrote since; returns how many are left."""
    taken = rows(session, TAKEN)
    for row in taken:
        answer = _answer_to(session, row)
        if answer is not None:
            close_gap(session, session.get_one(SearchGap, row.id), session.get_one(Entry, answer), None)
    session.flush()
    return len(rows(session, TAKEN))


def _answer_to(session: Session, row: Any) -> int | None:
    wanted = telling_stems(row.words)
    for entry in rows(session, WRITTEN, person_id=row.taken_by_id, since=row.taken_at):
        if wanted and wanted <= all_stems(f"{entry.title} {entry.text}"):
            return int(entry.id)
    return None


def promise_next(session: Session, mine: Iterable[int] = ()) -> None:
    """Look again soon, unless that is promised."""
    run_at = clock.now() + LOOKED_EVERY
    others = select(OutboxJob.id).where(OutboxJob.task == TASK, OutboxJob.id.not_in(list(mine)))
    if session.scalar(others.limit(1)) is None:
        outbox.promise(session, TASK, "taken", run_at=run_at)


def all_stems(text: str) -> set[str]:
    return set(analysis.stems([analysis.fold(word) for word in analysis.words(text)]))


def telling_stems(words: str) -> set[str]:
    """What an answer has to speak of: the words that say something, or all where none does."""
    found = {each for each in all_stems(words) if not analysis.is_stop_stem(each)}
    return {each for each in found if is_telling(each)} or found


def forget_old_gaps(session: Session) -> None:
    """Free what was taken on 30 days ago, and forget closed gaps and those that nobody takes on after 90 days."""
    now = clock.now()
    session.execute(
        update(SearchGap)
        .where(SearchGap.closed_at.is_(None), SearchGap.taken_at < now - HELD)
        .values(taken_by_id=None, taken_at=None)
    )
    gone = or_(
        SearchGap.closed_at < now - FORGOTTEN,
        and_(SearchGap.closed_at.is_(None), SearchGap.taken_by_id.is_(None), SearchGap.opened_at < now - FORGOTTEN),
    )
    session.execute(delete(SearchGap).where(gone, SearchGap.removed_at.is_(None)))
