"""Reading files: each request for bytes, a list or a page asks anew what the viewer may read."""

from typing import Any

from sqlalchemy import Integer, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from models.core.base import BigId
from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.files.file import File, FileVersion
from models.people.person import Person
from models.policy.viewer import Viewer

_file, _page = File.__table__, aliased(Entry.__table__, name="page")
# Second line of defence: a file of a page is for those who may read the page as it is now.
PAGE_SHOWN = or_(
    Entry.root_id.is_(None), (_page.c.state == literal_column("'live'")) & among(_page.c.audience, "page_keys")
)
ONE_FILE = (
    select(
        Entry.id,
        Entry.title,
        Entry.kind,
        _file.c.number.label("newest"),
        FileVersion.number,
        FileVersion.name,
        FileVersion.digest,
        FileVersion.media_type,
        FileVersion.size,
        FileVersion.state,
    )
    .select_from(Entry.__table__)
    .join(_file, _file.c.id == Entry.id)
    .join(
        FileVersion,
        (FileVersion.file_id == Entry.id)
        & (FileVersion.number == func.coalesce(func.nullif(bindparam("number", type_=Integer), 0), _file.c.number)),
    )
    .outerjoin(_page, _page.c.id == Entry.root_id)
    .where(Entry.id == bindparam("file_id", type_=BigId), LIVE, among(Entry.audience, "keys"), PAGE_SHOWN)
)


def visible_file(session: Session, viewer: Viewer, file_id: int, number: int = 0) -> Any:
    """Row of a file's newest version, or of the one with that number, if the viewer may read it now; else None."""
    keys = viewer.keys_json
    return one(session, ONE_FILE, file_id=file_id, number=number, keys=keys, page_keys=keys)


VERSIONS = (
    select(
        FileVersion.number,
        FileVersion.name,
        FileVersion.media_type,
        FileVersion.claimed,
        FileVersion.size,
        FileVersion.digest,
        FileVersion.note,
        FileVersion.state,
        FileVersion.width,
        FileVersion.height,
        FileVersion.pages,
        FileVersion.created_at,
        Person.username,
        Person.name.label("by_name"),
        Person.is_guest,
    )
    .join(Person, Person.id == FileVersion.added_by_id)
    .where(FileVersion.file_id == bindparam("file_id", type_=BigId))
    .order_by(FileVersion.number.desc())
    .limit(literal_column("200"))
)


def versions(session: Session, file_id: int) -> list[Any]:
    """Rows of the versions of a file that the viewer was found to read, the newest first."""
    return rows(session, VERSIONS, file_id=file_id)
