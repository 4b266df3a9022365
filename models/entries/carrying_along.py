"""What a person wrote, to be taken along: their own texts that they may still read, the oldest first."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, rows
from models.entries.entry import Entry
from models.policy.viewer import Viewer

PART = 500
WRITTEN = (
    select(Entry.id, Entry.kind, Entry.title, Entry.body, Entry.created_at, Entry.edited_at, Entry.state)
    .where(
        Entry.author_id == bindparam("person_id"),
        Entry.id > bindparam("after", type_=BigId),
        among(Entry.audience, "keys"),
    )
    .order_by(Entry.id)
    .limit(PART)
)


def written_by(session: Session, viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Each text with its kind and when it was written; read in parts, however many there are."""
    after = 0
    while found := rows(session, WRITTEN, person_id=viewer.id, keys=viewer.keys_json, after=after):
        for row in found:
            yield {
                "kind": row.kind,
                "title": row.title,
                "text": row.body,
                "written": row.created_at.isoformat(),
                "changed": row.edited_at.isoformat(),
                "state": row.state,
            }
        after = found[-1].id
