"""Takes the files of an exported tree: those of pages, and those of the space with their folders."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.core.errors import Invalid, Refused
from models.entries.drawing import redraw
from models.entries.entry import LIVE, Entry
from models.files.file import File, Folder
from models.files.naming import check_folder_name
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.spaces.space import Space
from models.transfer.intake import Intake
from models.transfer.pages.sources import Source


class FilesIn:
    """`addresses` says where each file of the tree is found here, by its path in the tree."""

    def __init__(self, intake: Intake, source: Source, space: Space) -> None:
        if intake.blobs is None:
            raise LookupError("an intake of pages needs a place for files")
        self.intake, self.source, self.space = intake, source, space
        self.blobs: Blobs = intake.blobs
        self.session: Session = intake.session
        self.addresses: dict[str, str] = {}
        self._folders: dict[tuple[str, ...], Folder] = {}

    def of_page(self, page: Entry, folder: str, names: list[str], said: dict[str, dict[str, Any]]) -> None:
        """The files of a page that has just been made; `said` holds what its front matter tells of them by name."""
        for name in names:
            file_name = name.removeprefix(folder + "/")
            description = str(said.get(file_name, {}).get("description") or "")
            self._take(name, file_name, page=page, description=description)
        self.session.flush()
        redraw(page)

    def of_space(self, names: list[str]) -> None:
        """The files in the space's folders, which are made where missing; one that is there stays as it is."""
        for name in names:
            *way, file_name = name.split("/")[1:]
            try:
                folder = self._folder(tuple(way))
            except Invalid as error:
                self.intake.report.leave_out(f"its folder was refused: {error}", name)
                continue
            there = self.session.scalar(_there(self.space.id, folder, file_name))
            if there is None:
                self._take(name, file_name, folder=folder)
            else:
                self.addresses[name] = there.address
                self.intake.report.unchanged["files"] += 1

    def _take(self, name: str, file_name: str, **values: Any) -> None:
        by = self.intake.steward()
        try:
            received = receive_bytes(self.blobs, self.source.bytes_of(name), file_name)
            file = add_file(self.session, self.blobs, by, self.space, received, quiet=True, **values)
        except (Invalid, Refused) as error:
            self.intake.report.leave_out(f"the file was refused: {error}", name)
            return
        self.intake.report.taken["files"] += 1
        self.addresses[name] = file.address
        self.intake.index(f"entry:{file.id}")

    def _folder(self, way: tuple[str, ...]) -> Folder | None:
        if not way:
            return None
        if way not in self._folders:
            above, name = self._folder(way[:-1]), check_folder_name(way[-1])
            above_id = above.id if above else None
            under = Folder.parent_id == above_id if above_id else Folder.parent_id.is_(None)
            wanted = select(Folder).where(Folder.space_id == self.space.id, under, Folder.name == name)
            found = self.session.scalar(wanted)
            if found is None:
                by = self.intake.steward()
                found = Folder(
                    space_id=self.space.id, parent_id=above_id, name=name, made_by_id=by.id, created_at=clock.now()
                )
                self.session.add(found)
                self.session.flush()
            self._folders[way] = found
        return self._folders[way]


def _there(space_id: int, folder: Folder | None, name: str) -> Any:
    inside = File.folder_id == folder.id if folder else File.folder_id.is_(None)
    here = select(File).where(Entry.space_id == space_id, Entry.root_id.is_(None), inside, LIVE)
    return here.where(func.lower(Entry.title) == name.lower()).limit(1)
