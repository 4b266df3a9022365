"""Reading files: each request for bytes, a list or a page asks anew what the viewer may read."""

from typing import Any

from sqlalchemy import Integer, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from models.activity.act import Act
from models.core.base import BigId
from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.files.file import File, FileText, FileVersion
from models.people.person import Person
from models.policy.viewer import Viewer

# Characters of the text that a file's page shows.
BEGINS = 3000
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


_lock, _root = aliased(Person.__table__, name="lock"), aliased(Entry.__table__, name="above")
ABOUT = (
    select(
        Entry.html,
        Entry.body,
        Entry.created_at,
        _file.c.folder_id,
        _file.c.locked_at,
        _file.c.locked_by_id,
        _file.c.lock_note,
        _lock.c.name.label("locked_by_name"),
        _lock.c.username.label("locked_by_username"),
        _root.c.title.label("page_title"),
        func.substr(func.coalesce(FileText.text, ""), 1, BEGINS).label("begins"),
    )
    .select_from(Entry.__table__)
    .join(_file, _file.c.id == Entry.id)
    .outerjoin(_lock, _lock.c.id == _file.c.locked_by_id)
    .outerjoin(_root, _root.c.id == Entry.root_id)
    .outerjoin(FileText, FileText.file_id == Entry.id)
    .where(Entry.id == bindparam("file_id", type_=BigId))
)


def about(session: Session, file_id: int) -> Any:
    """What a file's page says besides its entry: description, lock, the page it belongs to, how its text begins."""
    return one(session, ABOUT, file_id=file_id)


ACTS = (
    select(Act.at, Act.verb, Act.detail, Person.username, Person.name, Person.is_guest)
    .outerjoin(Person, Person.id == Act.actor_id)
    .where(Act.subject_kind == literal_column("'file'"), Act.subject_id == bindparam("file_id", type_=BigId))
    .order_by(Act.id.desc())
    .limit(literal_column("100"))
)


def acts(session: Session, file_id: int) -> list[Any]:
    """Rows of what was done with a file: at, verb, detail, username, name, is_guest, the last first."""
    return rows(session, ACTS, file_id=file_id)


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
