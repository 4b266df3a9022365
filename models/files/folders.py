"""Folders of a space: who reads the space sees them all. A folder goes only when nothing lies in it any more."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import among, one, rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import LIVE, Entry
from models.files.file import File, Folder
from models.files.naming import check_folder_name
from models.policy.viewer import Viewer
from models.spaces.joining import note
from models.spaces.space import Space

MOST = 2000
DEEPEST = 10

FOLDERS = (
    select(Folder.id, Folder.parent_id, Folder.name)
    .where(Folder.space_id == bindparam("space_id"))
    .order_by(func.lower(Folder.name), Folder.id)
    .limit(literal_column(str(MOST)))
)


@dataclass(frozen=True)
class Folders:
    """All folders of a space."""

    rows: list[Any]

    def below(self, folder_id: int | None) -> list[Any]:
        """The rows of the folders in a folder, by name."""
        return [row for row in self.rows if row.parent_id == folder_id]

    def way_to(self, folder_id: int | None) -> list[Any]:
        """The rows from the top down to a folder."""
        known: dict[int | None, Any] = {row.id: row for row in self.rows}
        way: list[Any] = []
        while folder_id in known and len(way) <= DEEPEST:
            way.insert(0, known[folder_id])
            folder_id = known[folder_id].parent_id
        return way

    def choices(self, without: int | None = None) -> list[tuple[int, str]]:
        """(id, path) of every folder, as the tree goes; `without` leaves out one with all that is in it."""
        found: list[tuple[int, str]] = []
        waiting = [(row, row.name) for row in reversed(self.below(None))]
        while waiting:
            row, path = waiting.pop()
            if row.id != without:
                found.append((row.id, path))
                waiting += [(each, f"{path} / {each.name}") for each in reversed(self.below(row.id))]
        return found


def folders_of(session: Session, space_id: int) -> Folders:
    """For a viewer who was found to read the space."""
    return Folders(rows(session, FOLDERS, space_id=space_id))


def make_folder(session: Session, space: Space, by: Actor, name: str, parent: Folder | None = None) -> Folder:
    """Raises Invalid (`name`)."""
    name = _free(session, space.id, parent.id if parent else None, name)
    there = folders_of(session, space.id)
    if len(there.rows) >= MOST:
        raise Invalid(_("This space has as many folders as it can have"), "name")
    if parent is not None and len(there.way_to(parent.id)) >= DEEPEST:
        raise Invalid(_("Folders cannot be nested deeper. Make the folder further up."), "name")
    parent_id = parent.id if parent else None
    made = Folder(space_id=space.id, parent_id=parent_id, name=name, made_by_id=by.id, created_at=clock.now())
    session.add(made)
    session.flush()
    note(session, by, "made-folder", space, folder=made.id, name=name)
    return made


def change_folder(folder: Folder, space: Space, by: Actor, name: str, parent: Folder | None) -> None:
    """Rename and move, with all that is in it. Raises Invalid (`name`, `parent`)."""
    session = session_of(folder)
    there = folders_of(session, space.id)
    if parent is not None and folder.id in {row.id for row in there.way_to(parent.id)}:
        raise Invalid(_("A folder cannot be moved into itself"), "parent")
    if parent is not None and len(there.way_to(parent.id)) + _height(there, folder.id) > DEEPEST:
        raise Invalid(_("Folders cannot be nested deeper. Choose a place further up."), "parent")
    folder.name = _free(session, space.id, parent.id if parent else None, name, folder.id)
    folder.parent_id = parent.id if parent else None
    note(session, by, "changed-folder", space, folder=folder.id, name=folder.name)


def remove_folder(folder: Folder, space: Space, by: Viewer) -> None:
    """Raises Refused while folders lie in it, or files that the viewer sees; others come to lie one folder higher."""
    session = session_of(folder)
    inside = one(session, INSIDE, folder_id=folder.id, keys=by.keys_json)
    if inside.folders or inside.files:
        raise Refused(
            _("This folder is not empty. Move what is in it or put it into the trash, then remove the folder.")
        )
    session.execute(update(File).where(File.folder_id == folder.id).values(folder_id=folder.parent_id))
    note(session, by, "removed-folder", space, folder=folder.id, name=folder.name)
    session.delete(folder)
    session.flush()


_table = File.__table__
INSIDE = select(
    select(func.count())
    .select_from(Folder)
    .where(Folder.parent_id == bindparam("folder_id"))
    .scalar_subquery()
    .label("folders"),
    select(func.count())
    .select_from(_table)
    .join(Entry.__table__, Entry.__table__.c.id == _table.c.id)
    .where(_table.c.folder_id == bindparam("folder_id"), LIVE, among(Entry.audience, "keys"))
    .scalar_subquery()
    .label("files"),
)


def _free(session: Session, space_id: int, parent_id: int | None, name: str, itself: int = 0) -> str:
    name = check_folder_name(name)
    beside = [row for row in folders_of(session, space_id).below(parent_id) if row.id != itself]
    if name.lower() in {row.name.lower() for row in beside}:
        raise Invalid(_("There is a folder with this name already. Choose another name."), "name")
    return name


def _height(there: Folders, folder_id: int) -> int:
    return 1 + max((_height(there, row.id) for row in there.below(folder_id)), default=0)
