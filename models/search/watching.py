"""What is new in searches that people keep, looked up by the worker for those who want to hear of it.

Each search is asked with the person's rights of that moment, and what was told is asked for anew when the notice is
read. One look takes in what was written after the last look and is in the index for certain, so that nothing comes
twice and nothing is passed over. However many searches there are, the worker does a few at a time and lets everything
else go first: with very many, a look comes later than after an hour.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from models.activity.act import tell
from models.activity.matters import Matter, Thing, matter, person_in
from models.core import clock, outbox
from models.core.automatic import Automatic, automatic
from models.core.base import BigId, Moment, to_microseconds
from models.core.db import Database, among, as_words, one, rows
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.core.outbox import Job, NotNow, OutboxJob
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer, viewer_of
from models.search.asked import query_for
from models.search.engine import Engine
from models.search.finding import found_entries
from models.search.saved import EVERY, TASK, SavedSearch, asked_in

# So many searches are looked at in one go, and so long the worker does other things before the next.
BATCH: Final = 25
PAUSE: Final = timedelta(seconds=2)
# So many of the newest results of one search are looked at, and so many are told.
LOOKED_AT: Final = 200
TOLD: Final = 30
# A transaction that began before and commits within this time is in the next look.
SETTLES: Final = timedelta(seconds=5)

DUE = (
    select(SavedSearch.id, SavedSearch.person_id, SavedSearch.name, SavedSearch.asked, SavedSearch.looked_upto)
    .join(Person, Person.id == SavedSearch.person_id)
    .where(
        SavedSearch.due_at <= bindparam("now", type_=Moment),
        SavedSearch.removed_at.is_(None),
        Person.disabled_at.is_(None),
    )
    .order_by(SavedSearch.due_at, SavedSearch.id)
    .limit(literal_column(str(BATCH)))
)
NEXT = (
    select(func.min(SavedSearch.due_at))
    .join(Person, Person.id == SavedSearch.person_id)
    .where(SavedSearch.removed_at.is_(None), Person.disabled_at.is_(None))
)
UNINDEXED = select(func.min(OutboxJob.created_at)).where(
    OutboxJob.task == "index", OutboxJob.attempts < outbox.ATTEMPTS
)
NEW = (
    select(Entry.id)
    .where(
        among(Entry.id, "entries"),
        LIVE,
        among(Entry.audience, "keys"),
        Entry.created_at > bindparam("after", type_=Moment),
        Entry.created_at <= bindparam("upto", type_=Moment),
        Entry.author_id != bindparam("me", type_=BigId),
    )
    .order_by(Entry.created_at, Entry.id)
)


class SearchWatcher:
    """The handler of the outbox's `searches` jobs; each promises the next, for as long as anybody wants to hear."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self.database = database
        self.engine = engine

    def handle(self, jobs: list[Job]) -> None:
        if self.engine.needs_rebuild:
            raise NotNow("the index is being built")
        with self.database.reading() as session:
            due = rows(session, DUE, now=clock.now())
            upto = self._known_upto(session)
            news = self._look(session, due, upto) if due else {}
        with self.database.writing() as session:
            self._note(session, due, upto, news)
            session.flush()
            promise_next(session, {job.id for job in jobs})

    def _look(self, session: Session, due: list[Any], upto: datetime) -> dict[int, list[int]]:
        found = {}
        for person_id, searches in groupby(
            sorted(due, key=lambda row: (row.person_id, row.id)), lambda row: row.person_id
        ):
            viewer = viewer_of(session, person_id)
            for row in searches:
                found[row.id] = new_in(session, self.engine, viewer, row, upto)
        return found

    def _note(self, session: Session, due: list[Any], upto: datetime, news: dict[int, list[int]]) -> None:
        for row in due:
            kept = session.get(SavedSearch, row.id)
            # Removed, or not wanted any more, while it was looked at.
            if kept is None or kept.due_at is None or kept.removed_at is not None:
                continue
            kept.looked_upto, kept.due_at = max(kept.looked_upto, upto), clock.now() + EVERY
            if news[row.id]:
                tell(
                    session, "found-new", "search", row.id, person=row.person_id, reason=row.name,
                    entries=news[row.id][-TOLD:],
                )  # fmt: skip

    def _known_upto(self, session: Session) -> datetime:
        """Until when everything that was written is in the index."""
        waiting = one(session, UNINDEXED)[0]
        settled = clock.now() - SETTLES
        return settled if waiting is None else min(settled, waiting - timedelta(microseconds=1))


def promise_next(session: Session, mine: Collection[int] = ()) -> None:
    """See to it that the next look is promised; `mine` are the jobs that are being done. Nothing
    is promised when nobody wants to hear of anything."""
    due_at = one(session, NEXT)[0]
    if due_at is None:
        return
    run_at = max(due_at, clock.now() + PAUSE)
    others = select(OutboxJob.id).where(OutboxJob.task == TASK, OutboxJob.run_at <= run_at, OutboxJob.id.not_in(mine))
    if session.scalar(others.limit(1)) is None:
        outbox.promise(session, TASK, "due", run_at=run_at)


def new_in(session: Session, engine: Engine, viewer: Viewer, row: Any, upto: datetime) -> list[int]:
    """Entries of a kept search that others wrote since the last look and that the viewer may read, oldest first."""
    if upto <= row.looked_upto:
        return []
    asked = asked_in(row).by(newest=True)
    query = query_for(session, viewer, asked)
    after = max(to_microseconds(row.looked_upto), query.after or 0)
    found = found_entries(session, engine, viewer, replace(query, after=after, offset=0, limit=LOOKED_AT, facets=()))
    values = {"entries": as_words(found), "keys": viewer.keys_json, "after": row.looked_upto, "upto": upto}
    new = rows(session, NEW, **values, me=viewer.id) if found else []
    return [each.id for each in new if each.id not in viewer.unnamed]


matter(
    Matter(
        verb="found-new",
        reason="saved-search",
        people=person_in,
        said=lambda who: _("There are new results for a search that you saved"),
        why=lambda: _("You asked to hear of new results of this search."),
        label=lambda: _("New results of searches that I saved"),
        kinds=("search",),
        rank=60,
        thing=lambda act: Thing("search", act.subject_id),
        personal=True,
        items=lambda act: list(act.detail["entries"]),
        settled_by=("removed-search",),
    )
)
automatic(
    Automatic(
        name="saved-searches",
        title=_l("New results of searches that you saved"),
        does=_l(
            "Looks about once an hour for what others wrote that fits a search of yours, and tells you on the bell."
        ),
        inputs=(
            _l("The searches for which you chose to hear of new results, and what you may read at that moment."),
            _l("What was written since the last look. You hear of nothing twice, and not of what was only changed."),
        ),
        never=(_l("What you open among the results, and what other people searched."),),
        owner=_l("You, by the searches that you save"),
        switch=_l("It is off until you ask for it. Take the tick away under “Your searches”, or remove the search."),
        address="/searches",
    )
)
