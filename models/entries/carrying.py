"""Entries that go to another space: who can read them, what is said below them, tags and search go along."""

from collections.abc import Callable, Sequence

from sqlalchemy import case, literal, or_, select, update
from sqlalchemy.orm import Session

from models.core import outbox
from models.entries.audiences import follow_entries
from models.entries.entry import Entry
from models.spaces.space import Space

# Called as follower(session, entry ids, space); parts whose rows name the space of an entry register one.
Follower = Callable[[Session, Sequence[int], Space], None]
_followers: list[Follower] = []
_entries = Entry.__table__
# So many ids stand in one statement.
CHUNK = 500


def on_carried(follower: Follower) -> Follower:
    """Have `follower` called in the same transaction for entries that change their space."""
    _followers.append(follower)
    return follower


def carry(session: Session, ids: Sequence[int], space: Space) -> None:
    """Put entries, with what was replied to them, into a space.

    Nobody reads more than before but those whom the space lets read: what was narrower than its old space stays so,
    unless the new space is closed and narrower still; a person's own stays theirs.
    """
    for start in range(0, len(ids), CHUNK):
        part = list(ids[start : start + CHUNK])
        replies = list(session.scalars(select(_entries.c.id).where(_entries.c.root_id.in_(part))))
        _put(session, [*part, *replies], space)


def _put(session: Session, ids: list[int], space: Space) -> None:
    own = _entries.c.audience.startswith("person:")
    of_a_space = or_(_entries.c.audience.startswith("space:"), _entries.c.audience.startswith("curators:"))
    keeps = or_(own, _entries.c.narrowed & ~of_a_space & literal(not space.is_closed))
    # What only the members (or the curators) of the old space could read is for those of the new one.
    narrow = case((_entries.c.audience.startswith("curators:"), f"curators:{space.id}"), else_=f"space:{space.id}")
    audience = case((keeps, _entries.c.audience), (_entries.c.narrowed, narrow), else_=space.audience)
    # Categories belong to the old space.
    values = {"space_id": space.id, "audience": audience, "category_id": None}
    session.execute(update(_entries).where(_entries.c.id.in_(ids)).values(**values))  # type: ignore[arg-type]
    _follow_up(session, ids, space)


def settle(session: Session, ids: Sequence[int], space: Space | None) -> None:
    """For entries that were given another root: they, and the files in them, take its readers, tags and search too.

    `space` is the one that they stand in now.
    """
    for start in range(0, len(ids), CHUNK):
        part = list(ids[start : start + CHUNK])
        files = select(_entries.c.id).where(_entries.c.root_id.in_(part), _entries.c.id.not_in(part))
        attached = list(session.scalars(files.where(_entries.c.kind == "file")))
        where = {"space_id": space.id if space else None}
        session.execute(update(_entries).where(_entries.c.id.in_(attached)).values(**where))  # type: ignore[arg-type]
        _follow_up(session, part, space)
        _follow_up(session, attached, space)


def _follow_up(session: Session, ids: list[int], space: Space | None) -> None:
    follow_entries(session, Entry.id.in_(ids))
    if space is not None:
        for follower in _followers:
            follower(session, ids, space)
    for number in ids:
        outbox.promise(session, "index", f"entry:{number}")
