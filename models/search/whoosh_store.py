"""Where the index lies: a folder for each build, and a pointer that names the current one, so that builds are swapped.

Whoosh syncs nothing to disk. The pointer is synced; segments carry checksums, and whatever is wrong asks for a rebuild.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex, LockError

from models.search import analysis
from models.search.engine import IndexBusyError, IndexDamagedError
from models.search.pack import Pack
from models.search.packing import Array
from models.search.snapshot import Segment, Snapshot
from models.search.whoosh_codec import EXTENSION, PackedWriter, read_segment, schema

FORMAT: Final = 1
VERSION: Final = f"{analysis.VERSION}.{FORMAT}"
POINTER: Final = "current.json"
NEXT_POINTER: Final = f"{POINTER}.new"
LOCK: Final = "writing.lock"
FOLDER_PREFIX: Final = "index-"
TOC_BEGINS: Final = f"_{_DEF_INDEX_NAME}_"

MAX_SEGMENTS: Final = 10
_TRIES: Final = 5  # another process may merge a segment away between reading the contents and opening it


class _Storage(FileStorage):
    """Reads files whole: Whoosh leaves them open when their bytes make no sense. Segments are mapped elsewhere."""

    def open_file(self, name: str, **more: Any) -> BufferFile:
        return BufferFile((Path(self.folder) / name).read_bytes(), name)


class Store:
    """One build of the index in its folder."""

    def __init__(self, folder: Path, first_generation: int, outdated: str = "") -> None:
        self.folder = folder
        self.outdated = outdated  # why it should be built anew, though it can be read
        self._first_generation = first_generation
        self._storage = _Storage(str(folder))

    def create(self) -> None:
        """Write an empty index."""
        FileIndex.create(self._storage, schema(), _DEF_INDEX_NAME)

    def latest(self) -> int:
        """The generation that was committed last, without opening it."""
        return self._first_generation + int(TOC._latest_generation(self._storage, _DEF_INDEX_NAME))

    def snapshot(self, known: Snapshot | None = None) -> Snapshot:
        """Open the latest generation; segments that `known` has open are shared. Raises IndexDamagedError."""
        packs = {segment.name: segment.pack for segment in known.segments} if known else {}
        for _ in range(_TRIES - 1):
            try:
                return self._snapshot(packs)
            except FileNotFoundError:
                continue
        try:
            return self._snapshot(packs)
        except FileNotFoundError as error:
            raise IndexDamagedError(f"{error.filename} is missing") from error

    def _snapshot(self, packs: dict[str, Pack]) -> Snapshot:
        contents = self._contents()
        segments = []
        base = 0
        for segment in contents.segments:
            name = segment.segment_id()
            pack = packs.get(name) or read_segment(self._storage, segment)
            segments.append(Segment(name, pack, base, _live(segment)))
            base += pack.size
        return Snapshot(segments, self._first_generation + contents.generation)

    def _contents(self) -> Any:
        try:
            return TOC.read(self._storage, _DEF_INDEX_NAME)
        except FileNotFoundError:
            raise
        except Exception as error:  # damaged bytes raise whatever they happen to mean
            raise IndexDamagedError(f"the table of contents cannot be read: {error!r}") from error

    def write(self, work: Callable[[PackedWriter], None], merge: bool, known: Snapshot | None = None) -> None:
        """Let `work` delete and add, then commit; `merge` makes one segment of all. Raises IndexBusyError."""
        self._contents()  # says clearly what is wrong before the lock is taken
        try:
            writer = PackedWriter(FileIndex(self._storage))
        except LockError as error:
            raise IndexBusyError("another process is writing to the search index") from error
        packs = {segment.name: segment.pack for segment in known.segments} if known else {}

        def policy(writer: PackedWriter, segments: list[W3Segment]) -> list[W3Segment]:
            chosen = segments if merge else _to_merge(segments)
            for segment in chosen:
                pack = packs.get(segment.segment_id()) or read_segment(self._storage, segment)
                writer.add_pack(pack, _live(segment))
            return [segment for segment in segments if segment not in chosen]

        try:
            work(writer)
            writer.commit(mergetype=policy)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            self._tidy()
            raise

    def _tidy(self) -> None:
        """Remove what a commit that failed has left: on a full disk each try would leave more."""
        with suppress(IndexDamagedError, OSError):
            contents = self._contents()
            kept = {segment.make_filename(EXTENSION) for segment in contents.segments}
            kept.add(TOC._filename(_DEF_INDEX_NAME, contents.generation))
            for path in self.folder.iterdir():
                if path.name not in kept and (path.suffix == EXTENSION or path.name.startswith(TOC_BEGINS)):
                    path.unlink()

    def bytes(self) -> int:
        """The size of all files; those that a writer removes meanwhile do not count."""
        total = 0
        with suppress(FileNotFoundError):
            for path in self.folder.iterdir():
                with suppress(FileNotFoundError):
                    total += path.stat().st_size
        return total

    def sync(self) -> None:
        """Make sure that everything is on disk."""
        for path in [*self.folder.iterdir(), self.folder]:
            _sync(path)


def delete_everywhere(writer: PackedWriter, snapshot: Snapshot, ids: list[bytes]) -> None:
    """Delete documents by id. The snapshot shows the generation that the writer began with."""
    for segment in snapshot.segments:
        lists = segment.pack.fields["id"]
        for id in ids:
            number = lists.find(id)
            if number >= 0:
                for document in lists.documents(number).tolist():
                    writer.delete_document(segment.base + document)


def _live(segment: W3Segment) -> Array:
    live = np.ones(segment.doc_count_all(), bool)
    live[list(segment.deleted_docs())] = False
    return live


def _to_merge(segments: list[W3Segment]) -> list[W3Segment]:
    """Small segments, once there are many: as many as together outweigh the next, so that big ones rest."""
    empty = [segment for segment in segments if segment.doc_count() == 0]
    rest = sorted((segment for segment in segments if segment.doc_count()), key=lambda segment: segment.doc_count())
    if len(rest) <= MAX_SEGMENTS:
        return empty
    total = 0
    for number, segment in enumerate(rest):
        if number > MAX_SEGMENTS // 2 and segment.doc_count() > total:
            return empty + rest[:number]
        total += segment.doc_count()
    return segments


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Be the one process that writes here. Raises IndexBusyError. A process that dies lets go.

    Whoosh locks one build; this lock also covers the swap, so that nothing is written to a build that is being left.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexBusyError("another process is writing to the search index") from error
        yield


def current(root: Path) -> Store:
    """The build that the pointer names. Raises IndexDamagedError when there is none of this format.

    One whose words were analysed otherwise goes on answering until it is rebuilt.
    """
    try:
        pointer = json.loads((root / POINTER).read_text())
        name, version, first = str(pointer["folder"]), pointer["version"], int(pointer["generation"])
    except FileNotFoundError as error:
        raise IndexDamagedError("there is no index yet") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise IndexDamagedError(f"the pointer cannot be read: {error!r}") from error
    outdated = "" if version == VERSION else f"the index has version {version}, this program writes {VERSION}"
    if outdated and str(version).partition(".")[2] != str(FORMAT):
        raise IndexDamagedError(outdated)
    if Path(name).name != name or not (root / name).is_dir():
        raise IndexDamagedError("the folder of the index is missing")
    return Store(root / name, first, outdated)


def begin(root: Path, first_generation: int) -> Store:
    """A new, empty build beside the current one. What a build that was killed has left goes first."""
    with suppress(IndexDamagedError):
        _remove_all_but(root, current(root))
    store = Store(root / f"{FOLDER_PREFIX}{secrets.token_hex(6)}", first_generation)
    try:
        store.folder.mkdir(parents=True)
        store.create()
    except BaseException:
        abandon(root, store)
        raise
    return store


def abandon(root: Path, store: Store) -> None:
    """Remove a build that failed, unless it was made the current one before."""
    (root / NEXT_POINTER).unlink(missing_ok=True)
    with suppress(IndexDamagedError):
        if current(root).folder == store.folder:
            return
    shutil.rmtree(store.folder, ignore_errors=True)


def swap(root: Path, store: Store, first_generation: int) -> None:
    """Make a finished build the current one, safely on disk, and remove all others."""
    store.sync()
    text = json.dumps({"folder": store.folder.name, "version": VERSION, "generation": first_generation})
    temporary = root / NEXT_POINTER
    temporary.write_text(text)
    _sync(temporary)
    temporary.replace(root / POINTER)
    _sync(root)
    _remove_all_but(root, store)


def _remove_all_but(root: Path, store: Store) -> None:
    for path in root.glob(f"{FOLDER_PREFIX}*"):
        if path != store.folder:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
