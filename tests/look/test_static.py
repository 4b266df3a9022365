"""What is sent to the browser: vendored files, the packed sheet and script, colours. Pages are looked at elsewhere."""

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import vendor  # noqa: E402 - tools are scripts, not a package

STATIC = ROOT / "static"
BRAND = re.compile(r"GDS Transport|@font-face|crest|logotype|assets/(fonts|images)", re.I)

TEXT_ON = {
    "text": ("bg", "surface", "card", "good-soft", "warn-soft", "bad-soft", "accent-soft", "mark"),
    "muted": ("bg", "surface", "card"),
    "link": ("bg", "surface", "card", "good-soft", "warn-soft"),
    "visited": ("bg", "surface", "card"),
    "accent-text": ("bg", "surface", "card", "accent-soft"),
    "page": ("bg", "surface", "card"),
    "topic": ("bg", "surface", "card"),
    "post": ("bg", "surface", "card"),
    "person": ("bg", "surface", "card"),
    "good": ("bg", "surface", "card", "good-soft"),
    "warn": ("bg", "surface", "card"),
    "bad": ("bg", "surface", "card", "bad-soft"),
    "focus-text": ("focus",),
    **{f"t{n}t": (f"t{n}",) for n in range(6)},
}


def test_vendored_and_packed_files_are_what_the_tool_writes() -> None:
    assert vendor.problems() == []


def test_no_font_crest_or_picture_of_another_government_is_shipped() -> None:
    sheets = [*STATIC.rglob("*.css")]
    assert [sheet.name for sheet in sheets if BRAND.search(sheet.read_text())] == []
    pictures = {path.suffix for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert pictures <= {".css", ".js", ".txt", ".json"}


@pytest.mark.parametrize(("name", "limit"), [("css/site.css", 16_000), ("js/site.js", 18_000)])
def test_what_every_page_loads_is_small(name: str, limit: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= limit


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_reads_well_on_its_ground(scheme: str) -> None:
    tokens = _tokens(scheme)
    pairs = [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds]
    tokens["white"] = "#fff"
    pairs += [("white", ground) for ground in ("button", "button-over", "ink")]
    assert [pair for pair in pairs if _contrast(*(tokens[name] for name in pair)) < 4.5] == []


def test_no_template_holds_inline_scripts_or_styles() -> None:
    assert [line for page in (ROOT / "templates").rglob("*.html") for line in _inline(page)] == []


def _inline(page: Path) -> Iterator[str]:
    text = re.sub(r"\{#.*?#\}", "", page.read_text(), flags=re.S)
    for found in re.finditer(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|<[a-z][^<>]*\s(?:style|on[a-z]+)=[\"']", text):
        yield f"{page.relative_to(ROOT)}: {found.group().strip()}"


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = (STATIC / "css/witan.css").read_text().split("@media screen and (prefers-color-scheme:dark)", 1)
    found = dict(re.findall(r"--w-([a-z0-9-]+):(#[0-9a-f]{3,6})\b", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--w-([a-z0-9-]+):(#[0-9a-f]{3,6})\b", dark.split("}}", 1)[0]))
    return found


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
