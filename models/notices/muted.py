"""Who muted what an act is about: its thread, space, tags, author or the author's department."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Integer, cast, false, or_, select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Thing
from models.core.db import as_words, words
from models.entries.entry import Entry
from models.entries.following import MUTE, Follow
from models.entries.tagging import Tagging
from models.people.department import Department, path_ids
from models.people.person import Person


def without_muted(session: Session, act: Done, thing: Thing, people: Iterable[int]) -> set[int]:
    """The people but those who muted anything about the act."""
    every = set(people)
    if not every:
        return every
    muted = select(Follow.person_id).where(
        Follow.person_id.in_(select(cast(words("people").c.value, Integer)).params(people=as_words(every))),
        Follow.level == MUTE,
        or_(*_about(session, act, thing)),
    )
    return every - set(session.scalars(muted))


def _about(session: Session, act: Done, thing: Thing) -> list[Any]:
    found: list[Any] = [false()]
    if act.space_id is not None:
        found.append(Follow.space_id == act.space_id)
    if thing.entry_id is not None:
        found.append(Follow.entry_id.in_({thing.entry_id, act.subject_id}))
        tags = select(Tagging.tag_id).where(Tagging.entry_id.in_({thing.entry_id, act.subject_id}))
        found.append(Follow.tag_id.in_(tags))
    # Of what is written without a name, the entry's author is nobody in particular; who acted is not asked.
    author_id = act.actor_id
    if thing.entry_id is not None and act.verb == "wrote":
        author_id = session.scalar(select(Entry.author_id).where(Entry.id == act.subject_id))
    if author_id is not None:
        found.append(Follow.followed_id == author_id)
        path = session.scalar(
            select(Department.path).join(Person, Person.department_id == Department.id).where(Person.id == author_id)
        )
        if path:
            found.append(Follow.department_id.in_(path_ids(path)))
    return found
