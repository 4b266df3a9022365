"""The verbs that make and change files: add one, add a version, go back to one, rename, describe, move."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.blobs import Blobs
from models.core.db import among, one, rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import number
from models.entries import editing
from models.entries.drawing import redraw
from models.entries.entry import LIVE, Entry
from models.entries.limits import count
from models.files.file import File, FileText, FileVersion, Folder
from models.files.limits import check_room
from models.files.naming import check_name, free_name
from models.files.receiving import Received, receive_bytes
from models.policy.viewer import Viewer
from models.spaces.category import Category, audience_of
from models.spaces.space import Space

NOTE_LIMIT = 200
LONGEST_SLUG = 130
TASK = "file"


def add_file(
    session: Session,
    blobs: Blobs,
    by: Actor,
    space: Space | None,
    received: Received,
    *,
    page: Entry | None = None,
    folder: Folder | None = None,
    name: str = "",
    description: str = "",
    tags: Sequence[str] = (),
    quiet: bool = False,
    slug: str = "",
    category: Category | None = None,
) -> File:
    """Keep the received bytes as a new file of a space, of an entry (`page`) of it, or of a category of its forum,
    whose readers it then has. Raises Invalid (`file`)."""
    name = name or received.name
    if space is not None:
        check_room(session, space, received.size)
    file = editing.create(
        session,
        File,
        by=by,
        space=space,
        title=name,
        body=description,
        root=page,
        # A file of what somebody said is that person's alone to change; those of a page are everybody's who writes.
        parent=page if page is not None and page.kind != "page" else None,
        tags=tags,
        slug=slug or name[:LONGEST_SLUG],
        quiet=quiet,
        folder_id=folder.id if folder else None,
        number=1,
        audience=audience_of(space, category.readers) if category and space else None,
        category_id=category.id if category else None,
    )
    if category is not None:
        file.narrowed = category.readers != "space"
    _keep(session, blobs, file, by, received, "")
    return file


def add_version(
    file: File, blobs: Blobs, by: Actor, received: Received, note: str = "", release: bool = False
) -> FileVersion:
    """Keep the received bytes as the newest version. Raises Refused while somebody else has locked the file."""
    session = session_of(file)
    check_lock(file, by)
    if file.space_id is not None:
        check_room(session, session.get_one(Space, file.space_id), received.size)
    if received.digest == version_of(session, file).digest:
        raise Refused(_("This is the same file as the newest version, byte by byte. Nothing was changed."))
    count(session, {"upload": 1})
    file.number += 1
    made = _keep(session, blobs, file, by, received, note)
    if release:
        file.locked_by_id, file.locked_at, file.lock_note = None, None, ""
    _changed(session, file, by)
    editing.note(session, by, "replaced", file, number=file.number)
    return made


def restore_version(file: File, number_: int, by: Actor) -> None:
    """Make an earlier version the newest one; those in between stay. Raises Refused, and LookupError for none."""
    session = session_of(file)
    check_lock(file, by)
    old = session.get(FileVersion, (file.id, number_))
    if old is None or number_ == file.number:
        raise LookupError(number_)
    file.number += 1
    kept = {name: getattr(old, name) for name in ("name", "digest", "media_type", "claimed", "size")}
    note = _("Went back to version %(number)s", number=number(number_))
    _add_version_row(session, file, by, note, **kept)
    _changed(session, file, by)
    editing.note(session, by, "replaced", file, number=file.number, again=number_)


def describe(file: File, by: Actor, name: str, description: str) -> None:
    """Rename and describe; the address of the bytes stays valid, whatever name stands in it. Raises Invalid."""
    editing.edit(file, by=by, based_on=file.version, title=check_name(name, before=file.title), body=description)


def move(file: File, folder: Folder | None, by: Actor) -> None:
    """Put a file into another folder of its space (None: none). Raises Refused for a file of a page."""
    if file.root_id is not None:
        raise Refused(_("This file belongs to a page and moves with it."))
    if folder is not None and folder.space_id != file.space_id:
        raise Refused(_("Choose a folder of this space."))
    if (folder.id if folder else None) == file.folder_id:
        return
    file.folder_id = folder.id if folder else None
    editing.note(session_of(file), by, "moved", file)


def check_lock(file: File, by: Actor) -> None:
    """Raises Refused while somebody else edits the file elsewhere."""
    if file.locked_by_id is not None and file.locked_by_id != by.id:
        raise Refused(_("Somebody has locked this file to edit it. Wait until they release it, or ask them."))


def attach(session: Session, blobs: Blobs, entry: Entry, by: Actor, name: str, content: bytes) -> File:
    """Add a file to an entry by the name that its text uses, or replace the one with that name. Raises Invalid."""
    received = receive_bytes(blobs, content, name)
    session.flush()
    found = session.scalar(select(File).where(File.root_id == entry.id, File.slug == name, LIVE))
    if found is None:
        space = session.get_one(Space, entry.space_id) if entry.space_id else None
        slug = name if len(name) <= LONGEST_SLUG else ""
        found = add_file(session, blobs, by, space, received, page=entry, slug=slug, quiet=True)
        outbox.promise(session, "index", f"entry:{found.id}")
        return found
    if version_of(session, found).digest != received.digest:
        add_version(found, blobs, by, received)
    elif received.draft is not None:
        received.draft.discard()
    return found


def version_of(session: Session, file: File, number_: int | None = None) -> FileVersion:
    """The newest version or the one with a number. Raises LookupError."""
    session.flush()
    found = session.get(FileVersion, (file.id, number_ or file.number))
    if found is None:
        raise LookupError(number_)
    return found


def _keep(session: Session, blobs: Blobs, file: File, by: Actor, received: Received, note: str) -> FileVersion:
    if received.draft is not None:
        blobs.keep(received.draft)
    return _add_version_row(
        session,
        file,
        by,
        note,
        name=received.name[:200],
        digest=received.digest,
        media_type=received.media_type,
        claimed=received.claimed[:20],
        size=received.size,
    )


def _add_version_row(session: Session, file: File, by: Actor, note: str, **values: Any) -> FileVersion:
    made = FileVersion(
        file_id=file.id,
        number=file.number,
        added_by_id=by.id,
        created_at=clock.now(),
        note=" ".join(note.split())[:NOTE_LIMIT],
        state="waiting",
        **values,
    )
    session.add(made)
    outbox.promise(session, TASK, f"file:{file.id}:{file.number}")
    return made


def _changed(session: Session, file: File, by: Actor) -> None:
    """The text of the version before is no longer what the file is found by."""
    session.execute(delete(FileText).where(FileText.file_id == file.id))
    file.last_activity_at = file.edited_at = clock.now()
    file.editor_id = by.id
    file.text = ""
    if file.body:
        redraw(file)
    session.flush()
    outbox.promise(session, "index", f"entry:{file.id}")


_place = (
    Entry.space_id == bindparam("space_id"),
    func.coalesce(Entry.root_id, 0) == bindparam("page_id"),
    func.coalesce(File.folder_id, 0) == bindparam("folder_id"),
)
NAMED_THERE = (
    select(Entry.id, Entry.title)
    .select_from(Entry.__table__)
    .join(File.__table__, File.__table__.c.id == Entry.id)
    .where(*_place, LIVE, among(Entry.audience, "keys"))
)
SAME_NAME = NAMED_THERE.where(func.lower(Entry.title) == bindparam("name")).limit(1)


def same_name(
    session: Session, viewer: Viewer, space: Space, name: str, page: Entry | None = None, folder: Folder | None = None
) -> Any:
    """Row (id, title) of the file with this name in the same place that the viewer may read, or None."""
    return one(session, SAME_NAME, name=name.lower(), **_values(viewer, space, page, folder))


def name_beside(
    session: Session, viewer: Viewer, space: Space, name: str, page: Entry | None = None, folder: Folder | None = None
) -> str:
    """The name, numbered when a file that the viewer may read has it in the same place."""
    there = {row.title.lower() for row in rows(session, NAMED_THERE, **_values(viewer, space, page, folder))}
    return free_name(name, there)


def _values(viewer: Viewer, space: Space, page: Entry | None, folder: Folder | None) -> dict[str, Any]:
    return {
        "space_id": space.id,
        "page_id": page.id if page else 0,
        "folder_id": folder.id if folder else 0,
        "keys": viewer.keys_json,
    }


def check_description(text: str) -> str:
    """Raises Invalid (`description`)."""
    if len(text) > 5000:
        raise Invalid(_("The description must be 5,000 characters or fewer."), "description")
    return text
