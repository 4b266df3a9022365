"""Tags: free words on entries. A tagging repeats the entry's audience, so that tag lists need no join to be right."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    String,
    bindparam,
    delete,
    event,
    func,
    inspect,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base, BigId, Moment, key
from models.core.db import among, as_words, one, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import Entry
from models.policy.viewer import Viewer

TAG_LIMIT = 50
TAGS_PER_ENTRY = 20


class Tag(Base):
    """One word or short phrase, in lower case with hyphens."""

    __tablename__ = "tags"

    id: Mapped[key]
    name: Mapped[str] = mapped_column(String(TAG_LIMIT), unique=True)
    created_at: Mapped[datetime]


class Tagging(Base):
    """A tag on a live entry. Entries in the trash have none here that count: their audience is empty.

    Like the audience, the time of the entry's last activity stands here too: a topic with a hundred thousand entries
    finds the last active ones in its index.
    """

    __tablename__ = "taggings"
    __table_args__ = (Index("ix_taggings_active", "tag_id", "audience", "active_at", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(60))
    active_at: Mapped[datetime]


class TagSynonym(Base):
    """Another word for a tag: it leads there, and whoever writes it puts that tag on."""

    __tablename__ = "tag_synonyms"

    name: Mapped[str] = mapped_column(String(TAG_LIMIT), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)


def tag_name(text: str) -> str:
    """The tag as it is kept: lower case, hyphens for spaces, at most 50 characters; empty when nothing is left."""
    return re.sub(r"[^\w-]+", "-", text.strip().lstrip("#").lower())[:TAG_LIMIT].strip("-_")


def tag_names(texts: list[str] | tuple[str, ...]) -> list[str]:
    """Each tag once, in order, at most 20."""
    names = dict.fromkeys(name for name in map(tag_name, texts) if name)
    return list(names)[:TAGS_PER_ENTRY]


ON_ENTRY = (
    select(Tag.id, Tag.name)
    .join(Tagging, Tagging.tag_id == Tag.id)
    .where(Tagging.entry_id == bindparam("entry_id"))
    .order_by(Tag.name)
)


def set_tags(session: Session, entry: Entry, names: list[str], *, fresh: bool = False) -> bool:
    """Put exactly these tags (as made by `tag_names`) on the entry; True when that changes them. A `fresh` one has
    none yet."""
    present = {} if fresh else {row.name: row.id for row in rows(session, ON_ENTRY, entry_id=entry.id)}
    if set(names) == present.keys():
        return False
    wanted, there = set(_tag_ids(session, names)), set(present.values())
    gone, new = there - wanted, wanted - there
    if gone:
        session.execute(delete(Tagging).where(Tagging.entry_id == entry.id, Tagging.tag_id.in_(gone)))
    audience = entry.audience if entry.is_live else ""
    active = entry.last_activity_at
    session.add_all(Tagging(entry_id=entry.id, tag_id=tag_id, audience=audience, active_at=active) for tag_id in new)
    session.flush()
    return bool(gone or new)


def tags_on(session: Session, entry: Entry) -> list[str]:
    """Names of the tags on an entry."""
    return [row.name for row in rows(session, ON_ENTRY, entry_id=entry.id)]


NAMED = union_all(
    select(Tag.id, Tag.name).where(among(Tag.name, "names")),
    select(TagSynonym.tag_id, TagSynonym.name).where(among(TagSynonym.name, "synonyms")),
)


def _tag_ids(session: Session, names: list[str]) -> list[int]:
    """Ids of the tags, made where missing; the session remembers them, because importers ask for the same ones."""
    known: dict[str, int] = session.info.setdefault("tag_ids", {})
    asked = [name for name in names if name not in known]
    if asked:
        known.update(
            (row.name, row.id) for row in rows(session, NAMED, names=as_words(asked), synonyms=as_words(asked))
        )
        made = [Tag(name=name, created_at=clock.now()) for name in asked if name not in known]
        session.add_all(made)
        session.flush()
        known.update((tag.name, tag.id) for tag in made)
    return [known[name] for name in names]


def tags_named(session: Session, names: list[str]) -> dict[str, int]:
    """Ids by name (as made by `tag_names`), made where missing: for what has topics but is no entry."""
    return dict(zip(names, _tag_ids(session, names), strict=True))


@event.listens_for(Session, "after_rollback")
def _forget_tags(session: Session) -> None:
    session.info.pop("tag_ids", None)


def follow_audience(session: Session, entry_ids: list[int], audience: str) -> None:
    """Repeat a changed audience on the taggings of these entries ('' hides them)."""
    session.execute(update(Tagging).where(Tagging.entry_id.in_(entry_ids)).values(audience=audience))


FOLLOW_ACTIVITY = (
    update(Tagging.__table__)  # type: ignore[arg-type]  # a table: no unit of work
    .where(Tagging.entry_id == bindparam("active_id", type_=BigId))
    .values(active_at=bindparam("active", type_=Moment))
)


@event.listens_for(Entry, "after_update", propagate=True)
def _follow_activity(_mapper: object, connection: Connection, entry: Entry) -> None:
    """Repeat the time of the last activity, when a flush changed it, on the entry's taggings."""
    if inspect(entry).attrs.last_activity_at.history.has_changes():
        connection.execute(FOLLOW_ACTIVITY, {"active_id": entry.id, "active": entry.last_activity_at})


def follow_activity(session: Session, entry_ids: list[int]) -> None:
    """The same after a statement that changed the activity of many entries."""
    of_entry = select(Entry.last_activity_at).where(Entry.id == Tagging.entry_id).scalar_subquery()
    session.execute(
        update(Tagging)
        .where(Tagging.entry_id.in_(entry_ids))
        .values(active_at=of_entry)
        .execution_options(synchronize_session=False)
    )


TAGS_OF = (
    select(Tagging.entry_id, Tag.name)
    .join(Tag, Tag.id == Tagging.tag_id)
    .where(among(Tagging.entry_id, "entries"))
    .order_by(Tag.name)
)


def tags_of(session: Session, entries: str) -> dict[int, list[str]]:
    """Tag names by entry id; `entries` is JSON text of ids (`as_words`)."""
    found: dict[int, list[str]] = {}
    for entry_id, name in rows(session, TAGS_OF, entries=entries):
        found.setdefault(entry_id, []).append(name)
    return found


_PREFIX = bindparam("prefix", type_=String)
TAG_CLOUD = (
    select(Tag.name, func.count().label("entries"))
    .join(Tagging, Tagging.tag_id == Tag.id)
    .where(among(Tagging.audience, "keys"), func.substr(Tag.name, 1, func.length(_PREFIX)) == _PREFIX)
    .group_by(Tag.name)
    .order_by(func.count().desc(), Tag.name)
    .limit(bindparam("limit"))
)


def tag_cloud(session: Session, viewer: Viewer, prefix: str = "", limit: int = 200) -> list[Any]:
    """Rows (name, entries) of the tags on entries that the viewer may read, most used first."""
    return rows(session, TAG_CLOUD, keys=viewer.keys_json, prefix=prefix, limit=limit)


_seen: Any = (
    Tag.name == bindparam("name"),
    select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
)
TAG, SEEN = select(Tag).where(*_seen), select(Tag.id, Tag.name).where(*_seen)


def tag_named(session: Session, viewer: Viewer, name: str) -> Tag | None:
    """The tag, when at least one entry that the viewer may read has it."""
    return session.scalar(TAG, {"name": name, "keys": viewer.keys_json})


def tag_seen(session: Session, viewer: Viewer, name: str) -> Any:
    """The same for who only reads: its row (id, name)."""
    return one(session, SEEN, name=name, keys=viewer.keys_json)


def tag_meant(session: Session, viewer: Viewer, word: str) -> str:
    """The name of the tag that another word leads to, when the viewer may see it; else nothing."""
    seen = select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, Tagging.audience.in_(sorted(viewer.keys)))
    found = select(Tag.name).join(TagSynonym, TagSynonym.tag_id == Tag.id).where(TagSynonym.name == word)
    return session.scalar(found.where(seen.exists())) or ""


automatic(
    Automatic(
        name="topic-order",
        title=_l("The order of topics"),
        does=_l("Lists topics by how much is written about them."),
        inputs=(_l("The number of entries with the topic that you may read."),),
        owner=_l("The curators of topics"),
        switch=_l("It cannot be switched off."),
        address="/tags",
    )
)
