"""Live events of entries: what is told although it leaves no act, and what a reader missed since an event.

What happened before an entry was narrowed is asked by its audience of now, so that nobody hears of it late.
"""

from typing import Any

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from models.activity.live import LiveEvent, Numbers, announce, happening_of, numbers
from models.core.base import BigId
from models.core.db import among, rows
from models.entries.entry import Entry
from models.policy.viewer import Viewer

# More than that is not told one by one: whoever was away for so long asks for everything anew.
MOST = 200


def tell_readers(session: Session, verb: str, entry: Entry) -> None:
    """Tell the entry's readers of something that leaves no act: a reaction, somebody who begins to write."""
    where: dict[str, Any] = {"space_id": entry.space_id, "root_id": entry.root_id}
    announce(session, verb, entry.kind, entry.id, audience=entry.audience, **where)


_event = LiveEvent.__table__.alias("event")
_entry = Entry.__table__.alias("entry")
SINCE = (
    select(
        _event.c.id,
        _event.c.verb,
        _event.c.kind,
        _event.c.subject_id,
        _event.c.space_id,
        _event.c.audience,
        _event.c.root_id,
        _event.c.person_id,
        _event.c.told,
    )
    .select_from(_event.outerjoin(_entry, _entry.c.id == _event.c.subject_id))
    .where(
        _event.c.id > bindparam("after", type_=BigId),
        _event.c.told,
        among(_event.c.audience, "keys"),
        # A person's own events have numbers of persons, not of entries.
        or_(_entry.c.id.is_(None), _event.c.kind == literal_column("'person'"), among(_entry.c.audience, "keys")),
    )
    .order_by(_event.c.id)
    .limit(literal_column(str(MOST + 1)))
)


class Missed:
    """What a reader did not hear of: `events`, or `everything` when it is too much or too long ago to tell. `upto` is
    the number to ask from the next time; what was told before may be told again, under the same number."""

    def __init__(self, events: list[Any], found: Numbers, after: int) -> None:
        gone = after < found.oldest - 1 or after > found.newest
        self.everything = gone or len(events) > MOST
        self.events = [] if self.everything else [happening_of(row) for row in events]
        self.upto = found.settled if self.everything else max(after, found.settled)


def missed_since(session: Session, viewer: Viewer, after: int) -> Missed:
    """What happened after event number `after`, as far as the viewer may read it now."""
    found = numbers(session)
    # No database holds a larger number.
    after = min(after, 2**62)
    return Missed(rows(session, SINCE, after=after, keys=viewer.keys_json), found, after)
