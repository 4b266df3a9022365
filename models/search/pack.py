"""What one segment holds and its one file: named arrays behind a header, with a checksum, read in place by mmap."""

import io
import json
import mmap
import os
import struct
import zlib
from dataclasses import dataclass, fields
from typing import BinaryIO, Final

import numpy as np

from models.search.engine import IndexDamagedError
from models.search.packing import Array, Inverted, merge

MAGIC: Final = b"WITANPK1"
TEXT_FIELDS: Final = ("title", "tags", "body")
EXACT_FIELDS: Final = ("id", "audience", "kind", "department", "space", "tag", "author", "status", "language", "word")
FACTS: Final = ("created", "changed", "stamp", "order", "title_length", "tags_length", "body_length")

_HEADER: Final = struct.Struct("<8sIQI")  # magic, checksum of all that follows, its size, size of the directory
_ALIGNMENT: Final = 16


@dataclass(frozen=True, slots=True)
class Pack:
    """One segment: how many documents, the inverted lists of each field, one number of each kind per document."""

    size: int
    fields: dict[str, Inverted]
    facts: dict[str, Array]

    @property
    def ids(self) -> Array:
        """The id of each document, by document number."""
        lists = self.fields["id"]
        out = np.empty(self.size, lists.terms.dtype)
        # An id stands for several documents where those that were replaced are kept.
        out[lists.ids] = np.repeat(lists.terms, np.diff(lists.starts))
        return out


def merge_packs(parts: list[tuple[Pack, Array]]) -> Pack:
    """One pack out of several; each comes with a mask of the documents to keep."""
    moved = []
    size = 0
    for _, keep in parts:
        numbers = np.where(keep, size + np.cumsum(keep) - 1, -1)
        moved.append(numbers)
        size += int(keep.sum())
    lists = {
        name: merge([(pack.fields[name], numbers) for (pack, _), numbers in zip(parts, moved, strict=True)])
        for name in TEXT_FIELDS + EXACT_FIELDS
    }
    facts = {name: np.concatenate([pack.facts[name][keep] for pack, keep in parts]) for name in FACTS}
    return Pack(size, lists, facts)


def without_text(pack: Pack) -> Pack:
    """The same documents with their exact values and facts alone, for an engine that keeps words elsewhere."""
    none = np.zeros(0, np.uint32)
    few = none.astype(np.uint16)
    nowhere = np.zeros(0, "S1")
    text = Inverted(nowhere, np.zeros(1, np.uint32), none, few, np.zeros(1, np.uint32), few)
    words = Inverted(nowhere, np.zeros(1, np.uint32), none)
    return Pack(pack.size, {**pack.fields, **dict.fromkeys(TEXT_FIELDS, text), "word": words}, pack.facts)


def packed(pack: Pack) -> bytes:
    """A pack as one piece of bytes."""
    file = io.BytesIO()
    write_pack(file, pack)
    return file.getvalue()


def write_pack(file: BinaryIO, pack: Pack) -> None:
    """Write a pack to a file that is open for writing bytes."""
    arrays = _arrays(pack)
    directory = []
    at = 0
    for name, array in arrays.items():
        directory.append((name, array.dtype.str, at, len(array)))
        at += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    head = json.dumps({"size": pack.size, "arrays": directory}).encode()
    head = head.ljust(-(-(len(head) + _HEADER.size) // _ALIGNMENT) * _ALIGNMENT - _HEADER.size)
    checksum = zlib.crc32(head)
    for array in arrays.values():
        for part in _bytes(array):
            checksum = zlib.crc32(part, checksum)
    file.write(_HEADER.pack(MAGIC, checksum, len(head) + at, len(head)))
    file.write(head)
    for array in arrays.values():
        file.writelines(_bytes(array))


def read_pack(path: str | os.PathLike[str]) -> Pack:
    """Map a file and check it. Raises IndexDamagedError, FileNotFoundError when another process merged it away."""
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size < _HEADER.size:
            raise IndexDamagedError(f"{os.path.basename(path)} is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    pack = unpacked(mapped, os.path.basename(path))
    if hasattr(mmap, "MADV_DONTNEED"):
        # The checksum has read all of it; from here on only what is asked for counts as memory of this process.
        mapped.madvise(mmap.MADV_DONTNEED)
    return pack


def unpacked(mapped: bytes | mmap.mmap, name: str) -> Pack:
    """Check a pack and read it in place. Raises IndexDamagedError."""
    if len(mapped) < _HEADER.size:
        raise IndexDamagedError(f"{name} is cut short")
    magic, checksum, size, head_size = _HEADER.unpack_from(mapped)
    view = memoryview(mapped)[_HEADER.size :]
    if magic != MAGIC or len(view) != size or zlib.crc32(view) != checksum:
        raise IndexDamagedError(f"{name} does not match its checksum")
    directory = json.loads(bytes(view[:head_size]))
    base = _HEADER.size + head_size
    arrays = {
        field: np.frombuffer(mapped, np.dtype(kind), count, base + at) if count else np.zeros(0, np.dtype(kind))
        for field, kind, at, count in directory["arrays"]
    }
    return _pack(directory["size"], arrays)


def _bytes(array: Array) -> tuple[memoryview | bytes, bytes]:
    """The bytes of an array without a copy, and what fills them up."""
    whole = np.ascontiguousarray(array)
    return whole.view(np.uint8).data if whole.nbytes else b"", b"\0" * (-whole.nbytes % _ALIGNMENT)


def _arrays(pack: Pack) -> dict[str, Array]:
    arrays = {f"fact.{name}": array for name, array in pack.facts.items()}
    for name, lists in pack.fields.items():
        for part in fields(lists):
            array = getattr(lists, part.name)
            if array is not None:
                arrays[f"{name}.{part.name}"] = array
    return arrays


def _pack(size: int, arrays: dict[str, Array]) -> Pack:
    parts = [part.name for part in fields(Inverted)]
    lists = {
        name: Inverted(*(arrays.get(f"{name}.{part}") for part in parts))  # type: ignore[arg-type]  # some are optional
        for name in TEXT_FIELDS + EXACT_FIELDS
    }
    return Pack(size, lists, {name: arrays[f"fact.{name}"] for name in FACTS})
