"""What is done with opportunities every night: those whose last day for offers has passed say so in search too, and
those of people who have left are closed."""

from sqlalchemy import Date, bindparam, select, update
from sqlalchemy.orm import Session

from models.core import outbox
from models.core.db import rows
from models.entries.entry import Entry
from models.opportunities.offering import close
from models.opportunities.opportunity import LATE, OPEN, Opportunity, today
from models.people.person import Person

_FACTS = Opportunity.__table__
PASSED = (
    select(Entry.id)
    .select_from(Entry.__table__)
    .join(_FACTS, _FACTS.c.id == Entry.id)
    .where(Entry.status == OPEN, _FACTS.c.offers_until < bindparam("today", type_=Date))
)


def mark_late(session: Session) -> int:
    """Returns how many there were. Pages and lists of opportunities know it from midnight on."""
    ids = [row.id for row in rows(session, PASSED, today=today())]
    if ids:
        session.execute(update(Entry).where(Entry.id.in_(ids)).values(status=LATE))
        for number in ids:
            outbox.promise(session, "index", f"entry:{number}")
    return len(ids)


_LEFT = (
    select(Entry.id)
    .join(Person, Person.id == Entry.author_id)
    .where(Entry.kind == "opportunity", Entry.status.in_((OPEN, LATE)), Person.disabled_at.is_not(None))
)


def close_of_leavers(session: Session) -> int:
    """Close what people offered who have left since: nobody would answer. Whoever waits hears of it. Returns how many
    there were."""
    ids = [row.id for row in rows(session, _LEFT)]
    for number in ids:
        close(session.get_one(Opportunity, number), None)
    return len(ids)
