"""Finding likely twins: once a week the worker compares what changed with what stands in other spaces.

What everybody may read is compared with what everybody may read, what is closed with what a curator of its space may
read: so nothing that somebody may not read changes what they are shown.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock, outbox
from models.core.base import Base, BigId, Moment, big_key
from models.core.db import Database, rows
from models.core.outbox import Job, NotNow, OutboxJob
from models.entries.entry import LIVE, Entry
from models.search.engine import Engine
from models.search.relating import KINDS
from models.search.twin_comparing import Looking, Pair
from models.search.twin_notices import tell_curators
from models.search.twins import Twin, reopen
from models.spaces.space import Space

TASK = "twins"
EVERY = timedelta(days=7)
# So many entries at a time, with a pause behind them, and so many in a week: the others are looked at in the next.
SLICE = 40
PAUSE = timedelta(seconds=5)
MOST_A_WEEK = 20_000
AT_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


class TwinRound(Base):
    """One walk over all entries that changed `since` the walk before (None: all), which may take several weeks.

    It stands behind the entry `at_id`. `turn_at` is when this week's part began, `looked` how far it went."""

    __tablename__ = "twin_rounds"

    id: Mapped[big_key]
    since: Mapped[datetime | None]
    begun_at: Mapped[datetime]
    turn_at: Mapped[datetime]
    at_id: Mapped[int] = mapped_column(BigId, default=0)
    looked: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


NEWEST = select(TwinRound).order_by(TwinRound.id.desc()).limit(1)
LAST_TURN = select(TwinRound.turn_at).order_by(TwinRound.id.desc()).limit(literal_column("1"))
NEXT = (
    select(Entry.id, Entry.kind, Entry.space_id, Entry.audience)
    .select_from(Entry.__table__)
    .join(Space, Space.id == Entry.space_id)
    .where(
        LIVE,
        or_(*[Entry.kind == literal_column(f"'{kind}'") for kind in KINDS]),
        Entry.id > bindparam("after_id", type_=BigId),
        Entry.edited_at >= bindparam("since", type_=Moment),
        Space.archived_at.is_(None),
    )
    .order_by(Entry.id)
    .limit(literal_column(str(SLICE)))
)


def promise_round(session: Session) -> None:
    """See to it that a round runs when the last one is a week old; called every night, and at the start."""
    if session.scalar(select(OutboxJob.id).where(OutboxJob.task == TASK).limit(1)) is not None:
        return
    last, now = session.scalar(NEWEST), clock.now()
    if last is not None and last.turn_at > now - EVERY + timedelta(hours=1):
        return
    if last is None or last.ended_at is not None:
        session.add(TwinRound(since=last.begun_at if last else None, begun_at=now, turn_at=now))
    else:
        last.turn_at, last.looked = now, 0
    outbox.promise(session, TASK, "week")


def last_turn(session: Session) -> datetime | None:
    """When the worker last began to look."""
    found = rows(session, LAST_TURN)
    return found[0].turn_at if found else None


class TwinFinder:
    """The handler of the outbox's `twins` jobs: each looks at a few entries and promises the next."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self.database = database
        self.engine = engine

    def handle(self, jobs: list[Job]) -> None:
        """Raises NotNow while there is no index, or it is still far behind."""
        if self.engine.needs_rebuild:
            raise NotNow("there is no index yet")
        self.engine.refresh()
        with self.database.reading() as session:
            walk = session.scalar(NEWEST)
            if walk is None or walk.ended_at is not None:
                return
            if walk.at_id == 0 and session.scalar(select(OutboxJob.id).where(OutboxJob.task == "index").limit(1)):
                raise NotNow("the index is behind")
            at, since = walk.at_id, walk.since or AT_FIRST
            entries = rows(session, NEXT, after_id=at, since=since)
            looking = Looking(session, self.engine)
            found = {entry.id: looking.at(entry) for entry in entries}
        with self.database.writing() as session:
            walk = session.get_one(TwinRound, walk.id, with_for_update=True)
            # Another worker was there first.
            if walk.at_id == at and walk.ended_at is None:
                for entry_id, pairs in found.items():
                    _keep(session, entry_id, pairs)
                _go_on(session, walk, [entry.id for entry in entries])


def _go_on(session: Session, walk: TwinRound, looked_at: list[int]) -> None:
    walk.at_id = looked_at[-1] if looked_at else walk.at_id
    walk.looked += len(looked_at)
    if len(looked_at) < SLICE:
        walk.ended_at = clock.now()
    elif walk.looked < MOST_A_WEEK:
        outbox.promise(session, TASK, "week", run_at=clock.now() + PAUSE)
        return
    session.flush()
    tell_curators(session, walk.turn_at)


def _keep(session: Session, entry_id: int, pairs: list[Pair]) -> None:
    for pair in pairs:
        low, high = sorted((entry_id, pair.other_id))
        prints = (pair.own_print, pair.other_print) if low == entry_id else (pair.other_print, pair.own_print)
        twin = session.get(Twin, (low, high), with_for_update=True)
        if not pair.likeness:
            if twin is not None:
                session.delete(twin)
        elif twin is None:
            made = Twin(one_id=low, other_id=high, likeness=pair.likeness, words=pair.words, found_at=clock.now())
            made.one_print, made.other_print = prints
            session.add(made)
        else:
            _look_again(twin, pair, prints)
    session.flush()


def _look_again(twin: Twin, pair: Pair, prints: tuple[str, str]) -> None:
    if twin.settled_at is not None and (twin.one_print, twin.other_print) != prints:
        reopen(twin)
        twin.found_at = clock.now()
    twin.likeness, twin.words = pair.likeness, pair.words or twin.words
    twin.one_print, twin.other_print = prints
