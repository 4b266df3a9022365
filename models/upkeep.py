"""What is done every night: the trash is emptied, ended logins, old tokens and old searches go, people are reminded of
what is due, change requests that nobody moves and topics that went silent are closed, opportunities past their last day
say so, the weekly look for twins is promised, bytes that no file needs are removed, old HTML is drawn anew, and the
index is merged."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.activity import live
from models.core import clock, outbox
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.outbox import Job, OutboxJob
from models.entries import drafts, presence
from models.entries.drawing import redraw_old
from models.entries.trashing import purge_due
from models.files.keeping import sweep
from models.forums.overdue import tend_overdue
from models.forums.solved import tend_silence
from models.notices.notice import forget_old as forget_notices
from models.opportunities.nightly import close_of_leavers, mark_late
from models.people.credential import PasswordReset
from models.people.login import Login
from models.search.engine import Engine
from models.search.gap import forget_old_gaps
from models.search.gap_counting import forget_old_searches
from models.search.missed import forget_old
from models.search.saved import forget_removed
from models.search.twinning import promise_round
from models.search.watching import promise_next
from models.wiki.care.checking import mark_overdue
from models.wiki.procedures.nightly import tend_confirmations
from models.wiki.requests.lists import tend_requests

EVERY = timedelta(days=1)
LOGINS_KEPT = timedelta(days=90)
AT_HOUR = 3


class Upkeep:
    """The handler of the outbox's `upkeep` job, which promises itself again for the next night."""

    def __init__(self, database: Database, engine: Engine, blobs: Blobs, trash_days: int, address: str = "") -> None:
        self.database = database
        self.engine = engine
        self.blobs = blobs
        self.trash_days = trash_days
        # Of the intranet, for links in mails.
        self.address = address

    def handle(self, jobs: list[Job]) -> None:
        with self.database.writing() as session:
            while purge_due(session, self.trash_days):
                session.flush()
            before = clock.now() - LOGINS_KEPT
            session.execute(delete(Login).where(Login.ended_at < before))
            session.execute(delete(Login).where(Login.seen_at < before))
            session.execute(delete(PasswordReset).where(PasswordReset.created_at < clock.now() - EVERY))
            forget_old(session)
            forget_old_searches(session)
            forget_old_gaps(session)
            forget_removed(session)
            promise_next(session)
            drafts.forget_old(session)
            presence.forget_gone(session)
            live.forget_old(session)
            forget_notices(session)
            tend_requests(session, self.address)
            tend_confirmations(session, self.address)
            tend_overdue(session, self.address)
            tend_silence(session)
            mark_late(session)
            close_of_leavers(session)
            promise_round(session)
            outbox.promise(session, "upkeep", "night", run_at=_next_night())
        with self.database.reading() as session:
            sweep(session, self.blobs)
        while self._redraw():
            pass
        while self._mark_overdue():
            pass
        if not self.engine.needs_rebuild:
            self.engine.optimize()

    def _redraw(self) -> int:
        # In small transactions: people save while this goes on.
        with self.database.writing() as session:
            return redraw_old(session)

    def _mark_overdue(self) -> int:
        with self.database.writing() as session:
            return mark_overdue(session)


def promise_upkeep(session: Session) -> None:
    """See to it that the next night's upkeep is promised, and the first look for twins."""
    promise_round(session)
    if session.scalar(select(OutboxJob.id).where(OutboxJob.task == "upkeep")) is None:
        outbox.promise(session, "upkeep", "night", run_at=_next_night())


def _next_night() -> datetime:
    night = clock.now().replace(hour=AT_HOUR, minute=0, second=0, microsecond=0)
    return night if night > clock.now() + timedelta(hours=1) else night + EVERY
