"""Reading notices, a page at a time. Rights are asked here, at each reading: what the viewer may no longer see is not
there. How many are unread is in `counting`, under the same conditions."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from models.activity.matters import Matter, matter_of
from models.core.base import BigId, Moment
from models.core.db import among, as_words, listed, rows, words
from models.entries.entry import Entry
from models.entries.streams import Position
from models.entries.tagging import Tag, Tagging
from models.notices.notice import Notice
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import FOUND_BY_OTHERS, Space

PAGE = 30

_value: Any = column("value", String)
_item = listed(Notice.items).table_valued(_value, name="item")
_written = Entry.__table__.alias("written")
_about = Entry.__table__.alias("about")
_me: Any = bindparam("me", type_=Integer)
_live: Any = literal_column("'live'")
# Of what was written at least one may be read.
_something_left = or_(
    Notice.items == literal_column("'[]'"),
    select(literal_column("1"))
    .select_from(_item.join(_written, _written.c.id == cast(_item.c.value, BigId)))
    .where(_written.c.state == _live, among(_written.c.audience, "keys"))
    .correlate(Notice)
    .exists(),
)
_about_readable = or_(
    Notice.entry_id.is_(None),
    and_(
        among(_about.c.audience, "keys"),
        or_(_about.c.state == _live, and_(Notice.removed, _about.c.author_id == _me)),
    ),
)
# Written out: a list bound to IN is put together anew at each call.
_found_by_others = [Space.openness == literal_column(f"'{each}'") for each in FOUND_BY_OTHERS]
_space_found = or_(
    Notice.space_id.is_(None),
    Space.id.in_(select(cast(words("mine").c.value, Integer))),
    and_(bindparam("guest", type_=Integer) == literal_column("0"), or_(*_found_by_others)),
)
# The name of a topic, for those alone who may read something about it.
_topic = (
    select(Tag.name)
    .where(
        Notice.thing_kind == literal_column("'tag'"),
        Tag.id == Notice.thing_id,
        select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
    )
    .correlate(Notice)
    .scalar_subquery()
)
_joined = Notice.__table__.outerjoin(_about, _about.c.id == Notice.entry_id).outerjoin(
    Space.__table__, Space.id == func.coalesce(Notice.space_id, _about.c.space_id)
)
_mine = (Notice.person_id == _me, _about_readable, _space_found, _something_left)
LIST = (
    select(
        Notice.id,
        Notice.reason,
        Notice.thing_kind,
        Notice.thing_id,
        Notice.entry_id,
        Notice.items,
        Notice.verb,
        Notice.subject_kind,
        Notice.subject_id,
        Notice.number,
        Notice.note,
        Notice.last_at,
        Notice.read_at,
        _about.c.kind,
        _about.c.title,
        _about.c.excerpt,
        _about.c.slug,
        _about.c.root_id,
        Space.id.label("space_id"),
        Space.name.label("space_name"),
        Space.slug.label("space_slug"),
        _topic.label("topic"),
        Person.id.label("actor_id"),
        Person.name.label("actor_name"),
        Person.username.label("actor_username"),
    )
    .select_from(_joined.outerjoin(Person.__table__, Person.id == Notice.actor_id))
    .where(
        *_mine,
        or_(bindparam("unread", type_=Integer) == 0, Notice.read_at.is_(None)),
        tuple_(Notice.last_at, Notice.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
    )
    .order_by(Notice.last_at.desc(), Notice.id.desc())
    .limit(literal_column(str(PAGE)))
)
ITEMS = (
    select(_written.c.id, _written.c.author_id, Person.name, _written.c.kind, _written.c.root_id)
    .select_from(_written.join(Person.__table__, Person.id == _written.c.author_id))
    .where(among(_written.c.id, "entries"), _written.c.state == _live, among(_written.c.audience, "keys"))
)


@dataclass(frozen=True)
class Line:
    """One line: `row` is of LIST, `people` are names with the newest first, `opens_at` the first new entry."""

    row: Any
    matter: Matter
    people: list[str]
    opens_at: int | None

    @property
    def is_read(self) -> bool:
        return self.row.read_at is not None

    @property
    def at(self) -> datetime:
        return self.row.last_at  # type: ignore[no-any-return]


def _rights(viewer: Viewer) -> dict[str, Any]:
    return {
        "me": viewer.id,
        "keys": viewer.keys_json,
        "mine": as_words(viewer.roles),
        "guest": int(viewer.is_guest),
    }


def notices(session: Session, viewer: Viewer, *, unread: bool = False, before: Position | None = None) -> list[Line]:
    """A page of 30 lines, the newest first; all, or those that are unread."""
    before = before or Position.parse(None)
    values = {"unread": int(unread), "before_at": before.at, "before_id": before.id}
    found = rows(session, LIST, **_rights(viewer), **values)
    ids = {int(each) for row in found for each in json.loads(row.items)}
    written = {row.id: row for row in rows(session, ITEMS, entries=as_words(ids), keys=viewer.keys_json)} if ids else {}
    return [_line(row, known, written) for row in found if (known := matter_of(row.verb, row.reason))]


def _line(row: Any, matter: Matter, written: dict[int, Any]) -> Line:
    items = [written[int(each)] for each in json.loads(row.items) if int(each) in written]
    first = items[0].id if items else None
    if items and row.verb == "wrote":
        return Line(row, matter, list(dict.fromkeys(item.name for item in reversed(items))), first)
    return Line(row, matter, [row.actor_name] if row.actor_name else [], first)
