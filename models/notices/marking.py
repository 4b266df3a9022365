"""Marking notices read and unread. Being named somewhere is dealt with once the notice of it is read."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.entries.entry import Entry
from models.entries.linking import Mention
from models.notices.notice import Notice


def notice_of(session: Session, by: Actor, notice_id: int) -> Notice | None:
    """The person's own notice, whether or not they may still read what it is about."""
    if not 0 < notice_id < 2**63:
        return None
    found = session.get(Notice, notice_id)
    return found if found is not None and found.person_id == by.id else None


def mark_read(session: Session, notice: Notice) -> None:
    """The person has seen it; what named them there no longer waits on Home."""
    if notice.read_at is None:
        notice.read_at = clock.now()
    _names_seen(session, notice.person_id, [int(each) for each in json.loads(notice.items)])


def mark_unread(notice: Notice) -> None:
    """Keep it for later."""
    notice.read_at = None


def mark_all_read(session: Session, by: Actor) -> int:
    """Mark every notice read; returns how many were unread."""
    mine = (Notice.person_id == by.id, Notice.read_at.is_(None))
    found = session.execute(select(Notice.id, Notice.items).where(*mine)).all()
    session.execute(update(Notice).where(*mine).values(read_at=clock.now()))
    _names_seen(session, by.id, {int(each) for row in found for each in json.loads(row.items)})
    return len(found)


def read_thread(
    session: Session, person_id: int, root_id: int, *, before: int | None = None, upto: int | None = None
) -> int:
    """The person was there: all notices about this entry and what is below it are read. Returns how many were not.

    Of those with news after the act `before`, or after the entry `upto`, nothing is known yet.
    """
    mine: Any = [Notice.person_id == person_id, Notice.entry_id == root_id, Notice.read_at.is_(None)]
    if before is not None:
        mine.append(Notice.act_id < before)
    if upto is not None:
        mine.append(Notice.subject_id <= upto)
    found = session.execute(select(Notice.id, Notice.items).where(*mine)).all()
    if found:
        session.execute(update(Notice).where(*mine).values(read_at=clock.now()))
        _names_seen(session, person_id, {int(each) for row in found for each in json.loads(row.items)})
    return len(found)


def unread_in(session: Session, person_id: int, root_id: int) -> bool:
    """True when the person has unread notices about this entry or what is below it."""
    mine = (Notice.person_id == person_id, Notice.entry_id == root_id, Notice.read_at.is_(None))
    return session.scalar(select(Notice.id).where(*mine).limit(1)) is not None


def read_entry(session: Session, by: Actor, entry_id: int) -> None:
    """The person dealt with this entry elsewhere, such as on Home: a notice about it alone is read."""
    there = select(Entry.id, Entry.root_id).where(Entry.id == entry_id)
    place = session.execute(there).first()
    if place is None:
        return
    mine = (Notice.person_id == by.id, Notice.entry_id == (place.root_id or place.id), Notice.read_at.is_(None))
    only = or_(Notice.items == json.dumps([str(entry_id)]), Notice.items == "[]")
    session.execute(update(Notice).where(*mine, only).values(read_at=clock.now()))


def _names_seen(session: Session, person_id: int, entries: Iterable[int]) -> None:
    ids = sorted(entries)
    if not ids:
        return
    table: Any = Mention.__table__
    session.execute(
        update(table)
        .where(table.c.person_id == person_id, table.c.entry_id.in_(ids), table.c.seen_at.is_(None))
        .values(seen_at=clock.now())
    )
