"""Notices of secret things for everybody, as if each had had the right once: only reading can keep them back."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.notices.notice import Notice
from models.people.person import Person
from tests.leaks.planting import Planted, plant

VERBS = {"thread": "wrote", "trashed": "trashed", "asked-gone": "invited-left"}


def plant_with_notices(session: Session, blobs: Any) -> Planted:
    """The planted world, with unread notices of every secret entry and space for every person."""
    planted = plant(session, blobs)
    made = notices_for_all(session, planted.secret["entry_id"])
    planted.secret["notice_id"] = [made]
    return planted


def notices_for_all(session: Session, entries: Sequence[int]) -> int:
    """Returns the number of one of Mei's."""
    from_mei = 0
    actor = session.scalars(select(Person).where(Person.username == "mei.wong")).one()
    for person in session.scalars(select(Person)).all():
        for entry_id in entries:
            for reason, removed in (("thread", False), ("trashed", True), ("asked-gone", False)):
                made = _notice(person.id, actor.id, reason, entry_id, removed)
                session.add(made)
        session.flush()
        from_mei = made.id if person.id == actor.id else from_mei
    return from_mei


def _notice(person_id: int, actor_id: int, reason: str, entry_id: int, removed: bool) -> Notice:
    now = clock.now()
    return Notice(
        person_id=person_id,
        reason=reason,
        verb=VERBS[reason],
        thing_kind="entry",
        thing_id=entry_id,
        entry_id=entry_id,
        removed=removed,
        items=json.dumps([] if removed else [str(entry_id)]),
        subject_kind="page",
        subject_id=entry_id,
        act_id=1,
        actor_id=actor_id,
        first_at=now,
        last_at=now,
    )
