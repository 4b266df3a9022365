"""How entries of every kind turn into search documents."""

import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.base import to_microseconds
from models.core.db import among, as_words, rows
from models.core.findable import Findable, Source, findable
from models.entries.entry import LIVE, Entry
from models.entries.rows import Root, list_rows
from models.entries.tagging import tags_of
from models.people.person import Person
from models.spaces.space import Space


DOCUMENTS = list_rows(
    Entry.id,
    Entry.kind,
    Entry.title,
    Entry.text,
    Entry.audience,
    Entry.status,
    Entry.language,
    Entry.author_id,
    Entry.space_id,
    Entry.created_at,
    Entry.last_activity_at,
    Entry.version,
    func.coalesce(Space.department_id, Person.department_id).label("department_id"),
    Root.c.title.label("root_title"),
).where(among(Entry.id, "entries"), LIVE)


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
        created=to_microseconds(row.created_at),
        changed=to_microseconds(row.last_activity_at),
        stamp=_stamp(row.version, row.audience, row.status, row.title),
    )


def _stamp(version: int, audience: str, status: str, title: str) -> int:
    return zlib.crc32(f"{version}\0{audience}\0{status}\0{title}".encode())


STAMPS = select(Entry.id, Entry.version, Entry.audience, Entry.status, Entry.title).where(LIVE).order_by(Entry.id)


def stamps(session: Session) -> Iterator[tuple[int, int]]:
    """(number, stamp) of every live entry."""
    for row in session.connection().execution_options(yield_per=2000).execute(STAMPS):
        yield row.id, _stamp(row.version, row.audience, row.status, row.title)


def in_space(session: Session, space_id: int) -> list[int]:
    return list(session.scalars(select(Entry.id).where(Entry.space_id == space_id).order_by(Entry.id)))


findable(Source("entry", documents, stamps, in_space))
