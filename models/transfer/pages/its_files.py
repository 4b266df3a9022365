"""The files that go out with pages: where each lies in the exported tree, and by which names texts call it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal_column, select
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, as_words, one, rows
from models.entries.entry import LIVE, Entry
from models.files.file import File, FileVersion, Folder
from models.transfer.pages.format import PAGE_FILES, SPACE_FILES
from models.transfer.pages.gathering import Gathered, Node


@dataclass(frozen=True)
class FileOut:
    """One file; `said` is what stands in the front matter of its page about it."""

    id: int
    page_id: int | None
    path: str
    digest: str
    media_type: str
    size: int
    names: tuple[str, ...]
    said: dict[str, Any] = field(default_factory=dict)


def _files(*conditions: Any) -> Select[Any]:
    return (
        select(
            Entry.id,
            Entry.root_id,
            Entry.title,
            Entry.slug,
            Entry.body,
            Entry.audience,
            File.__table__.c.folder_id,
            FileVersion.digest,
            FileVersion.media_type,
            FileVersion.size,
        )
        .select_from(Entry.__table__)
        .join(File.__table__, File.__table__.c.id == Entry.id)
        .join(FileVersion, and_(FileVersion.file_id == Entry.id, FileVersion.number == File.__table__.c.number))
        .where(Entry.space_id == bindparam("space_id"), Entry.kind == literal_column("'file'"), LIVE, *conditions)
        .order_by(Entry.title, Entry.id)
    )


OF_PAGES = _files(among(Entry.root_id, "pages"))
OF_SPACE = _files(Entry.root_id.is_(None))
ONE = _files(Entry.id == bindparam("file_id", type_=BigId))
FOLDERS = select(Folder.id, Folder.parent_id, Folder.name).where(Folder.space_id == bindparam("space_id"))


class Files:
    """The files of what was gathered. A viewer gets those that they may read."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.session: Session = gathered.session
        self._taken: set[str] = set()
        self._folders: dict[int, tuple[str, ...]] | None = None
        self._of_page: dict[int, list[FileOut]] = {}
        self._by_id: dict[int, FileOut] = {}
        ids = as_words([node.id for node in gathered.nodes])
        for row in rows(self.session, OF_PAGES, space_id=gathered.space.id, pages=ids):
            if self._seen(row):
                self._of_page.setdefault(row.root_id, []).append(self._out(row, gathered.by_id[row.root_id]))
        self._by_id = {each.id: each for found in self._of_page.values() for each in found}

    def of_page(self, page_id: int) -> list[FileOut]:
        """By name."""
        return self._of_page.get(page_id, [])

    def names_of(self, page_id: int) -> dict[str, FileOut]:
        """The files of a page by every name that its text may use; the first name gives way to a present one."""
        found = self.of_page(page_id)
        return {each.names[-1]: each for each in found} | {each.names[0]: each for each in found}

    def by_id(self, file_id: int) -> FileOut | None:
        """A file that goes out, or one of the space itself that a text shows."""
        if file_id not in self._by_id:
            row = one(self.session, ONE, space_id=self.gathered.space.id, file_id=file_id)
            if row is None or row.root_id is not None or not self._seen(row):
                return None
            self._by_id[file_id] = self._out(row, None)
        return self._by_id[file_id]

    def of_space(self) -> list[FileOut]:
        """Those in the space's folders."""
        found = rows(self.session, OF_SPACE, space_id=self.gathered.space.id)
        return [self._out(row, None) for row in found if self._seen(row)]

    def _seen(self, row: Any) -> bool:
        return self.gathered.viewer is None or row.audience in self.gathered.viewer.keys

    def _out(self, row: Any, node: Node | None) -> FileOut:
        folder = "/".join(node.path) + PAGE_FILES if node else "/".join((SPACE_FILES, *self._way_to(row.folder_id)))
        said = {"name": row.title, "description": row.body} if row.body.strip() else {}
        return FileOut(
            id=row.id,
            page_id=row.root_id,
            path=self._free(folder, row),
            digest=row.digest,
            media_type=row.media_type,
            size=row.size,
            names=(row.title, row.slug or row.title),
            said=said,
        )

    def _free(self, folder: str, row: Any) -> str:
        """Names that differ by case alone would be one file on many systems."""
        path = f"{folder}/{row.title}"
        if path.lower() in self._taken:
            path = f"{folder}/{row.id}-{row.title}"
        self._taken.add(path.lower())
        return path

    def _way_to(self, folder_id: int | None) -> tuple[str, ...]:
        if self._folders is None:
            found = {row.id: row for row in rows(self.session, FOLDERS, space_id=self.gathered.space.id)}
            self._folders = {each: _way(found, each) for each in found}
        return self._folders.get(folder_id, ()) if folder_id else ()


def _way(found: dict[int, Any], folder_id: int | None) -> tuple[str, ...]:
    way: list[str] = []
    while folder_id in found and len(way) < len(found):
        way.append(found[folder_id].name)
        folder_id = found[folder_id].parent_id
    return tuple(reversed(way))
