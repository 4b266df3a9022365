"""Where a picture was taken is gone from what is kept; what is seen is the same, bit by bit."""

import io
from pathlib import Path

import pytest
from PIL import Image

from models.core.blobs import Blobs
from models.core.errors import Invalid
from models.files.receiving import Received, receive_bytes
from tests.models.files import material
from tests.shared import shared_path

SECRETS = (b"zqvcamera", b"zqvgpsdate", b"zqvlatitude")


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "files")


def kept(blobs: Blobs, content: bytes, name: str) -> tuple[Received, bytes]:
    received = receive_bytes(blobs, content, name)
    assert received.draft is not None
    blobs.keep(received.draft)
    return received, blobs.path(received.digest).read_bytes()


def pixels(content: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, picture.convert("RGB").tobytes()


@pytest.mark.parametrize("kind, name", [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_every_detail_goes_and_every_pixel_stays(blobs: Blobs, kind: str, name: str) -> None:
    taken = material.picture(kind, located=True)
    assert any(secret in taken for secret in SECRETS)
    _received, clean = kept(blobs, taken, name)
    assert [secret for secret in SECRETS if secret in clean] == []
    assert pixels(clean) == pixels(taken)
    with Image.open(io.BytesIO(clean)) as picture:
        assert 0x8825 not in picture.getexif()


def test_the_place_goes_out_of_a_tiff(blobs: Blobs) -> None:
    taken = material.tiff()
    assert b"zqvgpsdate" in taken
    _received, clean = kept(blobs, taken, "a.tif")
    assert b"zqvgpsdate" not in clean
    assert pixels(clean) == pixels(taken)


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = "Camera"
    made.get_ifd(0x8825)[0x001D] = "zqvgpsdate"
    return made


@pytest.mark.parametrize("prefix", [b"\0\0\0\6Exif\0\0", b"\0\0\0\0"])
def test_the_place_goes_out_of_an_avif(blobs: Blobs, prefix: bytes) -> None:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert("RGB").save(made, "AVIF", exif=exif())
    taken = made.getvalue()
    assert b"zqvgpsdate" in taken and b"\0\0\0\6Exif\0\0" in taken
    if len(prefix) == 4:
        # As other writers put it: nothing before the details. What follows moves up, and the rest of the part is empty.
        at, end = taken.index(b"\0\0\0\6Exif\0\0"), taken.index(b"zqvgpsdate") + 11
        taken = taken[:at] + prefix + taken[at + 10 : end] + b"\0" * 6 + taken[end:]
    _received, clean = kept(blobs, taken, "a.avif")
    assert b"zqvgpsdate" not in clean and len(clean) == len(taken)
    assert pixels(clean) == pixels(taken)


def test_the_place_goes_out_of_a_heic(blobs: Blobs) -> None:
    # Nothing here reads HEIC: what is told apart is the container, whose details lie as in any TIFF.
    head = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    taken = head + b"picture" * 40 + b"\0\0\0\6" + exif().tobytes() + b"picture" * 40
    assert b"zqvgpsdate" in taken
    clean = kept(blobs, taken, "a.heic")[1]
    assert b"zqvgpsdate" not in clean and clean.count(b"picture") == 80 and len(clean) == len(taken)


def test_how_a_camera_was_held_stays(blobs: Blobs) -> None:
    _received, clean = kept(blobs, material.picture("JPEG", located=True, turned=6), "a.jpg")
    with Image.open(io.BytesIO(clean)) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}


def test_what_stands_behind_a_picture_goes(blobs: Blobs) -> None:
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png")):
        _received, clean = kept(blobs, material.picture(kind) + b"zqvlatitude", name)
        assert b"zqvlatitude" not in clean


def test_the_colours_of_a_jpeg_stay_described(blobs: Blobs) -> None:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", icc_profile=b"a profile of colours")
    assert b"a profile of colours" in kept(blobs, made.getvalue(), "a.jpg")[1]


def test_a_jpeg_without_order_is_refused_and_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(Invalid, match="damaged"):
        receive_bytes(blobs, b"\xff\xd8\xff\xe1\xff\xff" + b"Exif" * 9, "a.jpg")
    assert list(blobs.folder.rglob("*.part")) == []


@pytest.mark.shared_data
def test_every_hostile_file_is_taken_or_refused_with_a_sentence(blobs: Blobs) -> None:
    files = [file for file in shared_path("data/hostile-uploads").rglob("*") if file.is_file()]
    taken, refused = [], []
    for file in files:
        try:
            _received, clean = kept(blobs, file.read_bytes(), file.name)
        except Invalid as error:
            refused.append((file.name, str(error)))
        else:
            taken.append(file.name)
            assert b"GPSLatitude" not in clean or not file.name.endswith((".jpg", ".png", ".webp"))
    assert len(taken) > 110 and all("damaged" in words for _name, words in refused)
