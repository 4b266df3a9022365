"""Text and pictures of files are taken by a process of its own; what is hostile ends there."""

from pathlib import Path

import pytest
from PIL import Image

from models.core.blobs import Blobs
from models.files.extracting import Extract, extract
from models.files.sniffing import DOCX, ODF, PDF, PPTX, TEXT, XLSX, media_type_of
from tests.models.files import material
from tests.shared import shared_path


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "files")


def read(blobs: Blobs, content: bytes, name: str) -> Extract:
    digest = blobs.add(content)
    return extract(blobs, digest, media_type_of(blobs.path(digest), name))


@pytest.mark.parametrize(
    "name, content, media_type, words",
    [
        ("a.docx", material.docx("First line\nSecond"), DOCX, "First line\nSecond"),
        ("a.pptx", material.pptx("One", "Two"), PPTX, "One\fTwo"),
        ("a.xlsx", material.xlsx("A text", 4711), XLSX, "A text\t4711\tinside"),
        ("a.odt", material.odt("Heading"), f"{ODF}.text", "Heading\nBelow"),
        ("a.pdf", material.pdf("First page", "Second page"), PDF, "First page\fSecond page"),
        ("a.txt", "Grüße".encode(), TEXT, "Grüße"),
        ("old.txt", "Grüße aus Köln".encode("cp1252"), TEXT, "Grüße aus Köln"),
        ("a.csv", b"a;b\n1;2", "text/csv", "a;b\n1;2"),
        ("a.html", b"<!doctype html><script>x()</script><p>Words</p>", "text/html", "Words"),
    ],
)
def test_the_text_is_taken_out(blobs: Blobs, name: str, content: bytes, media_type: str, words: str) -> None:
    digest = blobs.add(content)
    assert media_type_of(blobs.path(digest), name) == media_type
    found = extract(blobs, digest, media_type)
    assert (found.state, found.text) == ("read", words)


def test_pages_and_slides_are_counted(blobs: Blobs) -> None:
    assert read(blobs, material.pdf("a", "b", "c"), "a.pdf").pages == 3
    assert read(blobs, material.pptx("a", "b"), "a.pptx").pages == 2


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_gets_thumbnails(blobs: Blobs, kind: str) -> None:
    digest = blobs.add(material.picture(kind, (2000, 1000)))
    found = extract(blobs, digest, media_type_of(blobs.path(digest), "a"))
    assert (found.state, found.width, found.height) == ("read", 2000, 1000)
    with (
        Image.open(blobs.derived(digest, "small.webp")) as small,
        Image.open(blobs.derived(digest, "large.webp")) as big,
    ):
        assert (small.size, big.size) == ((160, 80), (1600, 800))


def test_a_picture_that_was_held_sideways_is_shown_upright(blobs: Blobs) -> None:
    digest = blobs.add(material.picture("JPEG", (60, 40), located=True, turned=6))
    found = extract(blobs, digest, "image/jpeg")
    assert (found.width, found.height) == (40, 60)
    with Image.open(blobs.derived(digest, "small.webp")) as small:
        assert small.size == (40, 60)


@pytest.mark.parametrize(
    "name, content",
    [
        ("zip bomb.docx", material.zip_bomb),
        ("entities.docx", material.entity_bomb),
        ("bomb.png", material.bomb),
        ("broken.pdf", lambda: b"%PDF-1.7\n" + b"<<" * 100_000),
        ("cut.docx", lambda: material.docx("x" * 5000)[:300] + b"PK\x05\x06"),
    ],
)
def test_what_is_hostile_has_no_text_and_hurts_nobody(blobs: Blobs, name: str, content) -> None:
    found = read(blobs, content(), name)
    assert found.state in ("failed", "none")
    assert found.text == ""


def test_a_file_that_nothing_reads_has_no_text(blobs: Blobs) -> None:
    assert read(blobs, b"\0\1\2\3" * 50, "a.bin") == Extract("none")


@pytest.mark.shared_data
def test_every_hostile_file_is_read_or_given_up(blobs: Blobs) -> None:
    files = [file for file in shared_path("data/hostile-uploads").rglob("*.*") if file.suffix != ".md"]
    states = {file.name: read(blobs, file.read_bytes(), file.name).state for file in files}
    assert len(states) > 100
    assert set(states.values()) == {"read", "none", "failed"}
    assert states["crazyones.pdf"] == "read" and states["encryption__r6-user-password.pdf"] == "failed"
