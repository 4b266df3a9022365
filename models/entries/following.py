"""Follows, mutes and bookmarks: what a person wants to hear of or not, and to find again. All of it is private."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, bindparam, delete, false, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.db import among, rows
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.tagging import Tag, Tagging
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

Followable = Entry | Space | Tag | Person | Department

# How much a person wants of a thing. `follow`: it comes on Home. `notify`: each new entry is a notice, too. `mute`: it
# comes neither on Home nor as a notice, even by way of something that is followed; what names the person still does.
FOLLOW, NOTIFY, MUTE = "follow", "notify", "mute"


class Follow(Base):
    """One person follows, or mutes, one thing: an entry, a space, a tag, another person or a department.

    A thread (topic, post) is followed by its root. A department stands for what people write who work there, or in a
    unit below it, at the moment of reading: who moves away takes along what they wrote.
    """

    __tablename__ = "follows"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN entry_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN space_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN tag_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN followed_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN department_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_thing",
        ),
        CheckConstraint("level IN ('follow', 'notify', 'mute')", name="level"),
        Index("uq_follows_entry", "person_id", "entry_id", unique=True),
        Index("uq_follows_space", "person_id", "space_id", unique=True),
        Index("uq_follows_tag", "person_id", "tag_id", unique=True),
        Index("uq_follows_person", "person_id", "followed_id", unique=True),
        Index("uq_follows_department", "person_id", "department_id", unique=True),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    followed_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id", ondelete="CASCADE"), index=True)
    level: Mapped[str] = mapped_column(String(10), default=FOLLOW, server_default=FOLLOW)
    # Of a page: the pages below it, too, wherever they go and whatever comes there.
    subtree: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]


# Whoever asks who follows must say so: a row may be a mute.
IS_FOLLOW: Any = Follow.level != literal_column(f"'{MUTE}'")


class Bookmark(Base):
    """An entry that a person put aside."""

    __tablename__ = "bookmarks"
    __table_args__ = (Index("ix_bookmarks_person_id_created_at", "person_id", "created_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


def _column_for(thing: Followable) -> Any:
    for kind, column in _COLUMNS.items():
        if isinstance(thing, kind):
            return column
    raise TypeError(f"{thing!r} cannot be followed")


_COLUMNS: dict[type, Any] = {
    Entry: Follow.entry_id,
    Space: Follow.space_id,
    Tag: Follow.tag_id,
    Person: Follow.followed_id,
    Department: Follow.department_id,
}
_LEVELS = {
    column.key: select(Follow.level).where(Follow.person_id == bindparam("person_id"), column == bindparam("thing_id"))
    for column in _COLUMNS.values()
}


def level_of(session: Session, by: Actor, thing: Followable) -> str:
    """FOLLOW, NOTIFY or MUTE, or "" when the person said nothing about the thing."""
    statement = _LEVELS[_column_for(thing).key]
    return session.scalar(statement, {"person_id": by.id, "thing_id": thing.id}) or ""


DEPARTMENT = select(
    Department,
    select(Follow.level)
    .where(Follow.person_id == bindparam("person_id"), Follow.department_id == Department.id)
    .scalar_subquery(),
).where(Department.id == bindparam("department_id"))


def department_followed(session: Session, by: Actor, department_id: int) -> tuple[Department | None, bool]:
    """A department and whether the person follows it, in one statement; None when there is no such department."""
    found = session.execute(DEPARTMENT, {"person_id": by.id, "department_id": department_id}).first()
    return (found[0], found[1] in (FOLLOW, NOTIFY)) if found else (None, False)


def follows(session: Session, by: Actor, thing: Followable) -> bool:
    """True when the person follows the thing."""
    return level_of(session, by, thing) in (FOLLOW, NOTIFY)


def follow(session: Session, by: Actor, thing: Followable, *, subtree: bool = False, notify: bool = False) -> None:
    """Start to follow, a page with (`subtree`) or without those below it, and with `notify` get a notice of each new
    entry. Ends a mute; doing it twice changes nothing."""
    _set_level(session, by, thing, NOTIFY if notify else FOLLOW).subtree = subtree
    session.flush()


def follow_along(session: Session, by: Actor, thing: Followable) -> None:
    """Follow because of something the person did, such as answering: what they chose themselves before stays."""
    if not level_of(session, by, thing):
        follow(session, by, thing)


def unfollow(session: Session, by: Actor, thing: Followable) -> None:
    """Stop to follow. A mute stays."""
    _forget(session, by, thing, Follow.level != MUTE)


def mute(session: Session, by: Actor, thing: Followable) -> None:
    """Hear nothing of the thing any more; ends a follow. Raises ValueError for oneself."""
    if isinstance(thing, Person) and thing.id == by.id:
        raise ValueError("nobody mutes themselves")
    _set_level(session, by, thing, MUTE).subtree = False
    session.flush()


def unmute(session: Session, by: Actor, thing: Followable) -> None:
    """Hear of the thing as if nothing had been said about it. A follow stays."""
    _forget(session, by, thing, Follow.level == MUTE)


def _set_level(session: Session, by: Actor, thing: Followable, level: str) -> Follow:
    column = _column_for(thing)
    found = session.scalar(select(Follow).where(Follow.person_id == by.id, column == thing.id))
    if found is None:
        found = Follow(person_id=by.id, created_at=clock.now(), **{column.key: thing.id})
        session.add(found)
    found.level = level
    return found


def _forget(session: Session, by: Actor, thing: Followable, which: Any) -> None:
    session.execute(delete(Follow).where(Follow.person_id == by.id, _column_for(thing) == thing.id, which))


FOLLOWED = select(Follow.entry_id, Follow.space_id, Follow.tag_id, Follow.followed_id, Follow.department_id).where(
    Follow.person_id == bindparam("person_id"), IS_FOLLOW
)


def followed(session: Session, person_id: int) -> dict[str, list[int]]:
    """Ids of all that the person follows, by `entry`, `space`, `tag`, `person` and `department`."""
    found: dict[str, list[int]] = {"entry": [], "space": [], "tag": [], "person": [], "department": []}
    for row in rows(session, FOLLOWED, person_id=person_id):
        for kind, followed_id in zip(found, row, strict=True):
            if followed_id is not None:
                found[kind].append(followed_id)
    return found


FOLLOWED_TAGS = (
    select(Tag.name)
    .join(Follow, Follow.tag_id == Tag.id)
    .where(
        Follow.person_id == bindparam("person_id"),
        IS_FOLLOW,
        select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
    )
    .order_by(Tag.name)
)


def followed_tags(session: Session, viewer: Viewer) -> list[str]:
    """Names of the tags that the viewer follows and may still read something about."""
    return [row.name for row in rows(session, FOLLOWED_TAGS, person_id=viewer.id, keys=viewer.keys_json)]


def bookmark(session: Session, by: Actor, entry: Entry) -> None:
    """Put an entry aside; doing it twice changes nothing."""
    if session.get(Bookmark, (by.id, entry.id)) is None:
        session.add(Bookmark(person_id=by.id, entry_id=entry.id, created_at=clock.now()))


def unbookmark(session: Session, by: Actor, entry: Entry) -> None:
    session.execute(delete(Bookmark).where(Bookmark.person_id == by.id, Bookmark.entry_id == entry.id))


BOOKMARKS = (
    list_rows(*LIST_COLUMNS, Bookmark.created_at.label("bookmarked_at"))
    .join(Bookmark, Bookmark.entry_id == Entry.id)
    .where(Bookmark.person_id == bindparam("person_id"), LIVE, among(Entry.audience, "keys"))
    .order_by(Bookmark.created_at.desc(), Entry.id.desc())
    .limit(500)
)


def bookmarks(session: Session, viewer: Viewer) -> list[Any]:
    """List rows of what the viewer put aside and may still read, newest first."""
    return rows(session, BOOKMARKS, person_id=viewer.id, keys=viewer.keys_json)


# What of one entry is mine: one statement, scalar subqueries, so that a page asks once.
MINE = select(
    select(Follow.id)
    .where(Follow.person_id == bindparam("person_id"), Follow.entry_id == bindparam("entry_id"), IS_FOLLOW)
    .limit(1)
    .scalar_subquery()
    .label("follow"),
    select(Bookmark.entry_id)
    .where(Bookmark.person_id == bindparam("person_id"), Bookmark.entry_id == bindparam("entry_id"))
    .limit(1)
    .scalar_subquery()
    .label("bookmark"),
)
