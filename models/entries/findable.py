"""How entries of every kind turn into search documents."""

import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import Session

from models.core.base import to_microseconds
from models.core.db import among, as_words, rows
from models.core.findable import Findable, Source, findable
from models.entries.entry import LIVE, Entry
from models.entries.tagging import Tagging, tags_of
from models.people.person import Person
from models.spaces.space import Space

# Stands for the tags of an entry in its stamp: another set of tags has, as good as always, another sum.
_tag_id = cast(Tagging.tag_id, BigInteger)
_tags_sum = (
    select(func.coalesce(func.sum(_tag_id * (_tag_id + 1_000_003)), 0))
    .where(Tagging.entry_id == Entry.id)
    .scalar_subquery()
)
# Everything that the index holds of an entry; its text is as old as its version.
STAMPED: tuple[Any, ...] = (
    Entry.id,
    Entry.kind,
    Entry.version,
    Entry.audience,
    Entry.status,
    Entry.review,
    Entry.title,
    Entry.language,
    Entry.space_id,
    Entry.last_activity_at,
    func.coalesce(Space.department_id, Person.department_id).label("department_id"),
    _tags_sum.label("tags_sum"),
)


def _select(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Entry.__table__)
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(Space, Space.id == Entry.space_id)
        .where(LIVE)
    )


DOCUMENTS = _select(*STAMPED, Entry.text, Entry.author_id, Entry.created_at).where(among(Entry.id, "entries"))


def documents(session: Session, ids: list[int]) -> list[Findable]:
    """Documents of the live entries among `ids`."""
    wanted = as_words(ids)
    tags = tags_of(session, wanted)
    return [_document(row, tuple(tags.get(row.id, ()))) for row in rows(session, DOCUMENTS, entries=wanted)]


def _document(row: Any, tags: tuple[str, ...]) -> Findable:
    return Findable(
        id=f"entry:{row.id}",
        kind=row.kind,
        title=row.title,
        body=row.text,
        tags=tags,
        audience=row.audience,
        department=str(row.department_id or ""),
        space=str(row.space_id or ""),
        author=str(row.author_id),
        language=row.language,
        status=row.status,
        review=row.review,
        created=to_microseconds(row.created_at),
        changed=to_microseconds(row.last_activity_at),
        stamp=_stamp(row),
    )


def _stamp(row: Any) -> int:
    changed = to_microseconds(row.last_activity_at)
    values = (
        row.kind,
        row.version,
        row.audience,
        row.status,
        row.review,
        row.title,
        row.language,
        row.space_id,
        changed,
        row.department_id,
    )
    return zlib.crc32(repr((*values, int(row.tags_sum))).encode("utf-8", "surrogatepass"))


STAMPS = _select(*STAMPED).order_by(Entry.id).execution_options(yield_per=2000)


def stamps(session: Session) -> Iterator[tuple[int, int]]:
    """(number, stamp) of every live entry."""
    for row in session.connection().execute(STAMPS):
        yield row.id, _stamp(row)


def in_space(session: Session, space_id: int) -> list[int]:
    return list(session.scalars(select(Entry.id).where(Entry.space_id == space_id).order_by(Entry.id)))


findable(Source("entry", documents, stamps, in_space))
