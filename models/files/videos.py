"""Takes out of a video where it was taken: MP4 and QuickTime files, overwritten where it stands. Nothing is decoded.

Phones write it as one of the user data (`©xyz`, `loci`), as a value of the metadata keys, or into an XMP packet.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

VIDEOS = ("video/mp4", "video/quicktime", "audio/mp4")
_INSIDE = {b"moov", b"udta", b"trak", b"mdia", b"minf", b"meta", b"ilst"}
_PLACES = {b"\xa9xyz", b"loci", b"XMP_"}
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_KEY = b"location"
_DEEPEST, _MOST, _LONGEST = 8, 10_000, 1024 * 1024


class _Box(NamedTuple):
    kind: bytes
    start: int
    content: int
    end: int


def blank_video_location(file: BinaryIO, media_type: str) -> bool:
    """Overwrite the place in a video; True when something was."""
    if media_type not in VIDEOS:
        return False
    end = file.seek(0, 2)
    return _blank_in(file, 0, end, 0)


def _blank_in(file: BinaryIO, start: int, end: int, depth: int) -> bool:
    blanked, keys = False, set[bytes]()
    for box in _boxes(file, start, end):
        if box.kind in _PLACES or box.kind in keys or _is_packet(file, box):
            _blank(file, box, keep_kind=box.kind in keys)
            blanked = True
        elif box.kind == b"keys":
            keys = _keys_of_places(file, box)
        elif box.kind == b"ilst":
            for value in _boxes(file, box.content, box.end):
                if value.kind in keys or value.kind in _PLACES:
                    _blank(file, value, keep_kind=True)
                    blanked = True
        elif box.kind in _INSIDE and depth < _DEEPEST:
            blanked |= _blank_in(file, _first_inside(file, box), box.end, depth + 1)
    return blanked


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """The boxes one after the other; what does not fit ends them."""
    for _ in range(_MOST):
        if start + 8 > end:
            return
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        content = start + 8
        if size == 1:
            if start + 16 > end:
                return
            size, content = struct.unpack(">Q", file.read(8))[0], start + 16
        size = size or end - start
        if size < content - start or start + size > end:
            return
        yield _Box(kind, start, content, start + size)
        start += size


def _first_inside(file: BinaryIO, box: _Box) -> int:
    """A `meta` box begins with its version in MP4, and at once with its first box in QuickTime."""
    if box.kind != b"meta":
        return box.content
    file.seek(box.content + 4)
    return box.content if file.read(4) == b"hdlr" else box.content + 4


def _keys_of_places(file: BinaryIO, box: _Box) -> set[bytes]:
    """How values name the keys that speak of a place: by their number, from 1."""
    file.seek(box.content)
    content = file.read(min(box.end - box.content, _LONGEST))
    found, at, number = set[bytes](), 8, 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size < 8:
            break
        number += 1
        if _KEY in content[at + 8 : at + size].lower():
            found.add(struct.pack(">I", number))
        at += size
    return found


def _is_packet(file: BinaryIO, box: _Box) -> bool:
    if box.kind != b"uuid":
        return False
    file.seek(box.content)
    return file.read(16) == _XMP


def _blank(file: BinaryIO, box: _Box, *, keep_kind: bool) -> None:
    """Zeros in its place: as free room, or as a value that says nothing."""
    if not keep_kind:
        file.seek(box.start + 4)
        file.write(b"free")
    file.seek(box.content)
    file.write(b"\0" * min(box.end - box.content, _LONGEST))
