"""Where a video was taken is gone from what is kept, however the phone wrote it; what is seen stays."""

import struct
from pathlib import Path

import pytest

from models.core.blobs import Blobs
from models.files.receiving import receive_bytes

PLACE = b"+51.5033-000.1276/"
HEAD = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"isom")
SEEN = b"the pictures themselves " * 50


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def keyed(version: bytes) -> bytes:
    """Apple's way: a list of keys, then a value for the number of each."""
    names = [b"com.apple.quicktime.make", b"com.apple.quicktime.location.ISO6709"]
    keys = [struct.pack(">I4s", len(name) + 8, b"mdta") + name for name in names]
    values = [box(struct.pack(">I", at + 1), box(b"data", b"\0" * 8, said)) for at, said in enumerate((b"Cam", PLACE))]
    handler = box(b"hdlr", b"\0" * 8 + b"mdta" + b"\0" * 12)
    return box(b"meta", version, handler, box(b"keys", struct.pack(">II", 0, 2), *keys), box(b"ilst", *values))


WAYS = {
    "user data": box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE)),
    "3GPP": box(b"udta", box(b"loci", b"\0" * 6, PLACE)),
    "keys of QuickTime": keyed(b""),
    "keys of MP4": keyed(b"\0" * 4),
    "a track's own": box(b"trak", box(b"udta", box(b"\xa9xyz", PLACE))),
    "XMP": box(b"udta", box(b"XMP_", b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>")),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("last", [True, False])
def test_the_place_goes_out_of_a_video(tmp_path: Path, way: str, last: bool) -> None:
    blobs = Blobs(tmp_path / "files")
    moov, seen = box(b"moov", box(b"mvhd", b"\0" * 100), WAYS[way]), box(b"mdat", SEEN)
    taken = HEAD + (seen + moov if last else moov + seen)
    received = receive_bytes(blobs, taken, "a.mp4")
    assert received.draft is not None
    blobs.keep(received.draft)
    clean = blobs.path(received.digest).read_bytes()
    assert PLACE not in clean and SEEN in clean and len(clean) == len(taken)
    assert b"Cam" in clean or "keys" not in way


BROKEN = [b"\0\0\0\1moov", b"\xff\xff\xff\xffmoov", b"\0\0\0\4udta", b"\0\0\0\0moov" + b"\0" * 30]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_video_is_kept_as_it_is(tmp_path: Path, broken: bytes) -> None:
    blobs = Blobs(tmp_path / "files")
    received = receive_bytes(blobs, HEAD + broken, "a.mp4")
    assert received.draft is not None
    blobs.keep(received.draft)
    assert blobs.path(received.digest).read_bytes() == HEAD + broken
