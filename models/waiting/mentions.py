"""Dealing with mentions: by saying so, or by writing where one was named. Reading alone changes nothing."""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.entries.entry import Entry
from models.entries.linking import Mention


def seen(session: Session, by: Actor, entry_id: int) -> None:
    """The person has dealt with being named in this entry."""
    session.execute(
        update(Mention)
        .where(Mention.entry_id == entry_id, Mention.person_id == by.id, Mention.seen_at.is_(None))
        .values(seen_at=clock.now())
    )


def dealt_with(session: Session, by: Actor, root_id: int) -> None:
    """The person wrote in a topic or below a post: whatever named them there no longer waits."""
    named_there = select(Entry.id).where(or_(Entry.id == root_id, Entry.root_id == root_id))
    session.execute(
        update(Mention)
        .where(Mention.person_id == by.id, Mention.seen_at.is_(None), Mention.entry_id.in_(named_there))
        .values(seen_at=clock.now())
        .execution_options(synchronize_session=False)
    )
