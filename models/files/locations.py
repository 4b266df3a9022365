"""Takes out of a picture where, when and with what it was taken; what is seen stays as it is, bit by bit.

Nothing is decoded: JPEG, PNG and WebP are lists of parts, of which those that hold such details are left out. In TIFF
and HEIF files, which point to places by number, the details are overwritten where they stand.
"""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 256 * 1024
ORIENTATION, GPS_DIRECTORY = 0x0112, 0x8825
XMP_TAG = 0x02BC
LARGEST_PART = 64 * 1024 * 1024
MOST_DIRECTORIES = 64
# A marker, other than a stuffed zero, a fill byte or a restart, within the picture itself.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
PNG_DETAILS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}
WEBP_DETAILS = {b"EXIF", b"XMP "}
# Some writers put the details right behind the length of what would stand before them, which is nothing.
_TIFF_START = re.compile(rb"(?:Exif\x00\x00|\x00\x00\x00\x00)(?=II\*\x00|MM\x00\*)")
_XMP = re.compile(rb"<x:xmpmeta.{0,1000000}?</x:xmpmeta>", re.DOTALL)


class Damaged(Exception):
    """The parts of the picture cannot be told from each other."""


def without_details(file: BinaryIO, media_type: str) -> Iterator[bytes] | None:
    """The picture without its details, in blocks; None for what holds none. Raises Damaged, also while it is read."""
    made = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(media_type)
    return made(file) if made else None


def blank_location(file: BinaryIO, media_type: str) -> bool:
    """Overwrite the place in a TIFF or HEIF picture; True when something was."""
    if media_type == "image/tiff":
        return _blank_tiff(file, 0) | _blank_packets(file)
    if media_type in ("image/heic", "image/avif"):
        blanked = False
        for place in _found(file, _TIFF_START, 16):
            blanked |= _blank_tiff(file, place[1])
        return blanked | _blank_packets(file)
    return False


def _jpeg(file: BinaryIO) -> Iterator[bytes]:
    _take(file, 2)
    yield b"\xff\xd8"
    turned = None
    while True:
        marker = _marker(file)
        if marker == 0xDA:
            break
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        part = _take(file, _length(file, ">H") - 2)
        if marker == 0xE1 and part.startswith(b"Exif\0"):
            turned = turned or _orientation(part[6:])
        if not _is_detail(marker, part):
            yield struct.pack(">BBH", 0xFF, marker, len(part) + 2) + part
    if turned and turned != 1:
        yield _turned(turned)
    yield b"\xff\xda"
    yield from _scan(file)


def _is_detail(marker: int, part: bytes) -> bool:
    """Exif and XMP, further pictures behind this one, captions (which name places), comments; not colour profiles."""
    return marker in (0xE1, 0xED, 0xFE) or (marker == 0xE2 and not part.startswith(b"ICC_PROFILE\0"))


def _marker(file: BinaryIO) -> int:
    found = _take(file, 1)
    if found != b"\xff":
        raise Damaged
    while found == b"\xff":
        found = _take(file, 1)
    return found[0]


def _scan(file: BinaryIO) -> Iterator[bytes]:
    """The picture itself up to its end: what some cameras append after it holds details of its own."""
    rest = b""
    while block := file.read(BLOCK):
        block = rest + block
        at = 0
        while found := _MARKER.search(block, at):
            if found[0] == b"\xff\xd9":
                yield block[: found.end()]
                return
            if found[0][1] in (0xE1, 0xE2, 0xED, 0xFE):
                # Details between two passes of one picture: no camera writes that.
                raise Damaged
            at = found.end()
        rest = b"\xff" if block.endswith(b"\xff") else b""
        yield block[: len(block) - len(rest)]
    yield rest


def _orientation(tiff: bytes) -> int | None:
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (number,) = struct.unpack_from(f"{order}H", tiff, at)
        for place in range(at + 2, at + 2 + 12 * min(number, 200), 12):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place)
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else None
    except (KeyError, struct.error):
        return None
    return None


def _turned(orientation: int) -> bytes:
    """Exif that says nothing but how the camera was held."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return struct.pack(">BBH", 0xFF, 0xE1, len(tiff) + 8) + b"Exif\0\0" + tiff


def _png(file: BinaryIO) -> Iterator[bytes]:
    yield _take(file, 8)
    while True:
        head = file.read(8)
        if len(head) < 8:
            yield head
            return
        length = int.from_bytes(head[:4], "big")
        if head[4:] in PNG_DETAILS:
            _take(file, length + 4)
            continue
        yield head
        yield from _copy(file, length + 4)
        if head[4:] == b"IEND":
            return


def _webp(file: BinaryIO) -> Iterator[bytes]:
    _take(file, 12)
    kept, size = [], 4
    while len(head := file.read(8)) == 8:
        length = int.from_bytes(head[4:], "little")
        padded = length + length % 2
        if head[:4] not in WEBP_DETAILS:
            kept.append((head, file.tell(), padded))
            size += 8 + padded
        file.seek(padded, 1)
    yield b"RIFF" + struct.pack("<I", size & 0xFFFFFFFF) + b"WEBP"
    for head, place, padded in kept:
        file.seek(place)
        yield head
        if head[:4] == b"VP8X":
            # Its flags also say that details follow.
            flags = _take(file, 1)[0]
            yield bytes([flags & ~0x0C])
            padded -= 1
        yield from _copy(file, padded)


def _blank_tiff(file: BinaryIO, start: int) -> bool:
    """Overwrite the directory of the place, its values, and XMP, in the TIFF structure that begins at `start`."""
    file.seek(start)
    order = {b"II": "<", b"MM": ">"}.get(file.read(2))
    if order is None:
        return False
    blanked, seen = False, set[int]()
    try:
        waiting = [_read(file, start + 4, f"{order}I")]
        while waiting and len(seen) < MOST_DIRECTORIES:
            at = waiting.pop()
            if at in seen or not at:
                continue
            seen.add(at)
            number = _read(file, start + at, f"{order}H")
            for place in range(start + at + 2, start + at + 2 + 12 * number, 12):
                if _read(file, place, f"{order}H") in (GPS_DIRECTORY, XMP_TAG):
                    _blank_entry(file, start, place, order)
                    blanked = True
            waiting.append(_read(file, start + at + 2 + 12 * number, f"{order}I"))
    except struct.error:
        return blanked
    return blanked


SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}


def _blank_entry(file: BinaryIO, start: int, place: int, order: str) -> None:
    tag, kind, count, value = (
        _read(file, place + at, f"{order}{what}") for at, what in ((0, "H"), (2, "H"), (4, "I"), (8, "I"))
    )
    if tag == GPS_DIRECTORY:
        for inner in range(
            start + value + 2, start + value + 2 + 12 * min(_read(file, start + value, f"{order}H"), 64), 12
        ):
            _blank_entry_values(file, start, inner, order)
        _zero(file, start + value, 2)
    else:
        _zero(file, start + value, SIZES.get(kind, 1) * count)
    # As if it were an unknown tag with an empty value.
    file.seek(place + 4)
    file.write(struct.pack(f"{order}II", 0, 0))


def _blank_entry_values(file: BinaryIO, start: int, place: int, order: str) -> None:
    kind, count, value = (_read(file, place + at, f"{order}{what}") for at, what in ((2, "H"), (4, "I"), (8, "I")))
    if (size := SIZES.get(kind, 1) * count) > 4:
        _zero(file, start + value, size)
    _zero(file, place, 12)


def _blank_packets(file: BinaryIO) -> bool:
    """Overwrite XMP with blanks."""
    blanked = False
    for begin, end in _found(file, _XMP, 1_100_000):
        file.seek(begin)
        file.write(b" " * (end - begin))
        blanked = True
    return blanked


def _found(file: BinaryIO, pattern: re.Pattern[bytes], longest: int) -> list[tuple[int, int]]:
    """Where the pattern is found, (begin, end), read in blocks that overlap by its `longest` match."""
    places: dict[int, int] = {}
    file.seek(0)
    at, rest = 0, b""
    while block := file.read(4 * BLOCK):
        block = rest + block
        places |= {at + found.start(): at + found.end() for found in pattern.finditer(block)}
        keep = min(longest, len(block))
        at, rest = at + len(block) - keep, block[len(block) - keep :]
    return sorted(places.items())


def _zero(file: BinaryIO, place: int, size: int) -> None:
    end = file.seek(0, 2)
    file.seek(place)
    file.write(b"\0" * max(0, min(size, end - place, LARGEST_PART)))


def _read(file: BinaryIO, place: int, form: str) -> int:
    file.seek(place)
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _length(file: BinaryIO, form: str) -> int:
    found = int(struct.unpack(form, _take(file, struct.calcsize(form)))[0])
    if found < 2:
        raise Damaged
    return found


def _take(file: BinaryIO, size: int) -> bytes:
    found = file.read(size) if size <= LARGEST_PART else b""
    if len(found) < size:
        raise Damaged
    return found


def _copy(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (block := file.read(min(size, BLOCK))):
        size -= len(block)
        yield block
