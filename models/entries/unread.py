"""Where a person has read to in a topic, and how much came since. Private to the person, and never used to infer
anything about them. What is drawn of it belongs to the kinds.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.entries.following import IS_FOLLOW, Follow
from models.entries.marker import MARKS, MOST_NEW, POST, ReadMarker, new_since
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import PAGE, Position
from models.policy.viewer import Viewer

MARKER = select(ReadMarker.read_at, ReadMarker.read_id, ReadMarker.seen_at).where(
    ReadMarker.person_id == bindparam("person_id"), ReadMarker.topic_id == bindparam("topic_id")
)


def read_to(session: Session, by: Actor, topic_id: int, position: Position, *, back: bool = False) -> None:
    """Remember that the person has read up to a position. It moves forward only, unless `back`."""
    values = {"read_at": position.at, "read_id": position.id, "seen_at": clock.now()}
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(ReadMarker).values(person_id=by.id, topic_id=topic_id, **values)
    ahead = tuple_(new.excluded.read_at, new.excluded.read_id) > tuple_(MARKS.c.read_at, MARKS.c.read_id)
    session.execute(
        new.on_conflict_do_update(index_elements=["person_id", "topic_id"], set_=values, where=None if back else ahead),
        execution_options={"synchronize_session": False},
    )


def begin_reading(session: Session, by: Actor, topic: Entry, post: Entry) -> None:
    """Whoever writes in a topic that they have no marker in has read it up to their own words."""
    found = rows(session, MARKER, person_id=by.id, topic_id=topic.id)
    if not found:
        read_to(session, by, topic.id, Position(post.created_at, post.id))


def unread_from(session: Session, by: Actor, topic_id: int, post: Entry) -> None:
    """The post and all that was written after it counts as new again."""
    read_to(session, by, topic_id, Position(post.created_at, post.id - 1), back=True)


POSTS_AFTER = (
    select(Entry.id, Entry.created_at, Entry.author_id)
    .where(
        Entry.root_id == bindparam("topic_id", type_=BigId),
        LIVE,
        Entry.kind != literal_column("'file'"),
        among(Entry.audience, "keys"),
        tuple_(Entry.created_at, Entry.id)
        > tuple_(bindparam("after_at", type_=Moment), bindparam("after_id", type_=BigId)),
    )
    .order_by(Entry.created_at, Entry.id)
    .limit(literal_column("1000"))
)
SEEN = select(Entry.id, Entry.created_at).where(
    among(Entry.id, "entries"),
    or_(Entry.root_id == bindparam("topic_id", type_=BigId), Entry.id == bindparam("topic_id", type_=BigId)),
    among(Entry.audience, "keys"),
)


def note_seen(session: Session, viewer: Viewer, topic: Entry, seen: Sequence[int], *, gaps: bool) -> None:
    """Move the marker over posts that were on the viewer's screen.

    With `gaps` (posts stand in another order than that of time) it goes no further than to the first post that was not
    among them; without, to the last one that was.
    """
    found = [Position(r.created_at, r.id) for r in _seen(session, viewer, topic.id, seen)]
    if not found:
        return
    last = max(found)
    if gaps:
        marked = rows(session, MARKER, person_id=viewer.id, topic_id=topic.id)
        start = Position(marked[0].read_at, marked[0].read_id) if marked else Position(topic.created_at, topic.id)
        last = _without_gap(session, viewer, topic.id, start, {each.id for each in found})
    read_to(session, viewer, topic.id, last)


def _seen(session: Session, viewer: Viewer, topic_id: int, seen: Sequence[int]) -> list[Any]:
    return rows(session, SEEN, entries=as_words(seen), topic_id=topic_id, keys=viewer.keys_json)


def _without_gap(session: Session, viewer: Viewer, topic_id: int, start: Position, seen: set[int]) -> Position:
    values = {"topic_id": topic_id, "keys": viewer.keys_json, "after_at": start.at, "after_id": start.id}
    last = start
    for row in rows(session, POSTS_AFTER, **values):
        if row.id not in seen and row.author_id != viewer.id:
            break
        last = Position(row.created_at, row.id)
    return last


_from_at = func.coalesce(MARKS.c.read_at, Follow.created_at, type_=Moment)
_from_id = func.coalesce(MARKS.c.read_id, literal_column("0"), type_=BigId)
_new_to_me = (
    select(literal_column("1"))
    .select_from(POST)
    .where(*new_since(_from_at, _from_id))
    .limit(literal_column(str(MOST_NEW)))
    .correlate(Entry, Follow, MARKS)
    .subquery("new_to_me")
)
_new_in_followed = select(func.count()).select_from(_new_to_me).scalar_subquery()
FOLLOWED_UNREAD = (
    list_rows(*LIST_COLUMNS, _new_in_followed.label("new_count"))
    .join(Follow, Follow.entry_id == Entry.id)
    .outerjoin(MARKS, (MARKS.c.topic_id == Entry.id) & (MARKS.c.person_id == bindparam("reader")))
    .where(
        Follow.person_id == bindparam("reader"),
        IS_FOLLOW,
        among(Entry.kind, "kinds"),
        LIVE,
        among(Entry.audience, "keys"),
        Entry.last_activity_at > _from_at,
        tuple_(Entry.last_activity_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
        _new_in_followed > 0,
    )
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)


def unread_followed(
    session: Session, viewer: Viewer, kinds: Sequence[str], before: Position | None = None
) -> list[Any]:
    """List rows with `new_count` of what the viewer follows and has something new, by last activity; 21 at most."""
    before = before or Position.parse(None)
    values = {"reader": viewer.id, "kinds": as_words(kinds), "keys": viewer.keys_json}
    return rows(session, FOLLOWED_UNREAD, before_at=before.at, before_id=before.id, **values)


def copy_markers(session: Session, source_id: int, target_id: int) -> None:
    """Whoever read the source has read the target up to the same moment; who has read both, up to the earlier one."""
    theirs = MARKS.alias("theirs")
    earlier = (
        select(theirs.c.read_at)
        .where(theirs.c.person_id == MARKS.c.person_id, theirs.c.topic_id == source_id)
        .scalar_subquery()
    )
    session.execute(
        update(MARKS)
        .where(MARKS.c.topic_id == target_id, earlier < MARKS.c.read_at)
        .values(read_at=earlier, read_id=case((earlier < MARKS.c.read_at, 0), else_=MARKS.c.read_id))
    )
    known = select(theirs.c.person_id).where(theirs.c.topic_id == target_id)
    session.execute(
        MARKS.insert().from_select(
            ["person_id", "topic_id", "read_at", "read_id", "seen_at"],
            select(
                MARKS.c.person_id,
                literal_column(str(int(target_id))),
                MARKS.c.read_at,
                MARKS.c.read_id,
                MARKS.c.seen_at,
            ).where(MARKS.c.topic_id == source_id, MARKS.c.person_id.not_in(known)),
        )
    )
