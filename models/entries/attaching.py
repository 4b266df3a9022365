"""The files of an entry as texts name them. What a file is, and who may have it, is models/files."""

from urllib.parse import quote

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from models.core.db import rows
from models.entries.entry import LIVE, Entry

FILES_OF = (
    select(Entry.id, Entry.title, Entry.slug)
    .where(Entry.root_id == bindparam("entry_id"), Entry.kind == literal_column("'file'"), LIVE)
    .order_by(Entry.id)
)


def files_of(session: Session, entry: Entry) -> dict[str, str]:
    """Addresses of the entry's files by name, as the renderer needs them; a renamed file also by its first name."""
    found = rows(session, FILES_OF, entry_id=entry.id)
    addresses = {row.id: f"/files/{row.id}/{quote(row.title, safe='')}" for row in found}
    return {row.slug: addresses[row.id] for row in found if row.slug} | {row.title: addresses[row.id] for row in found}
