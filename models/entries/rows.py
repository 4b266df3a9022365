"""What a list shows of an entry: the columns, the joins they need, and the conditions that keep lists right."""

from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

Root = aliased(Entry.__table__, name="root")
LIST_COLUMNS: tuple[Any, ...] = (
    Entry.id,
    Entry.kind,
    Entry.title,
    Entry.slug,
    Entry.language,
    Entry.excerpt,
    Entry.status,
    Entry.state,
    Entry.audience,
    Entry.pinned_until,
    Entry.created_at,
    Entry.edited_at,
    Entry.last_activity_at,
    Entry.reply_count,
    Entry.reaction_count,
    Entry.parent_id,
    Entry.root_id,
    Entry.author_id,
    Person.name.label("author_name"),
    Person.username.label("author_username"),
    Person.is_guest.label("author_is_guest"),
    Entry.space_id,
    Space.name.label("space_name"),
    Space.slug.label("space_slug"),
    Root.c.title.label("root_title"),
    Root.c.kind.label("root_kind"),
)


def list_rows(*columns: Any) -> Select[Any]:
    """A select of list columns (and further ones) with the joins that they need."""
    return (
        select(*(columns or LIST_COLUMNS))
        .select_from(Entry.__table__)
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(Space, Space.id == Entry.space_id)
        .outerjoin(Root, Root.c.id == Entry.root_id)
    )


BY_IDS = list_rows().where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))


def visible_rows(session: Session, viewer: Viewer, entries: str) -> dict[int, Any]:
    """List rows by id of those entries (JSON text of ids) that are live and that the viewer may read now."""
    return {row.id: row for row in rows(session, BY_IDS, entries=entries, keys=viewer.keys_json)}


TEXTS = select(Entry.id, Entry.title, Entry.text, Entry.language).where(
    among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys")
)


def visible_texts(session: Session, viewer: Viewer, entries: str) -> dict[int, Any]:
    """Rows (id, title, text, language) by id, under the same rights as `visible_rows`."""
    return {row.id: row for row in rows(session, TEXTS, entries=entries, keys=viewer.keys_json)}


# Where an entry is read, asked by permalinks; trashed ones too for those who may restore them.
PLACE = list_rows().where(Entry.id == bindparam("entry_id"), LIVE, among(Entry.audience, "keys")).limit(1)


def place_of(session: Session, viewer: Viewer, entry_id: int) -> Any:
    """The list row of one entry that the viewer may read, or None."""
    return one(session, PLACE, entry_id=entry_id, keys=viewer.keys_json)
