"""What every page is looked at for: axe, sideways scroll, pictures."""

import base64
import struct
import zlib

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, WIDTHS

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = ROOT / "docs" / "pictures"


def faults(page: Page, axe: str) -> list[str]:
    """What is wrong with the page as it stands: sideways scroll, and what axe finds."""
    return sideways(page) + violations(page, axe)


def at_both_widths(page: Page, axe: str) -> list[str]:
    """The faults at a desk's width and, without loading it anew, at a phone's."""
    found = [f"wide: {each}" for each in faults(page, axe)]
    wide, high = WIDTHS["phone"]
    page.set_viewport_size({"width": wide, "height": high})
    return found + [f"phone: {each}" for each in faults(page, axe)]


def sideways(page: Page) -> list[str]:
    """Something when the page is wider than the screen."""
    pixels = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{pixels} pixels wider than the screen"] if pixels > 0 else []


# What is in order is no news: to carry it out of the browser took longer than to find it.
RUN_AXE = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map(({id, nodes}) => [id, nodes.length, nodes[0].html]);
}"""


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds: the rule and the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    return [f"{rule} x{places}: {first[:150]}" for rule, places, first in page.evaluate(RUN_AXE, AXE_RULES)]


def keep_picture(page: Page, name: str, width: str, request: pytest.FixtureRequest) -> None:
    """Save a picture of the README when the run was started with --pictures."""
    if request.config.getoption("--pictures"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}-{width}.png").write_bytes(small(page, page.screenshot()))


# The 256 most frequent colours; each other one becomes the nearest of them. Gives width, height, palette and pixels.
QUANTISE = """async png => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const parts = colour => [colour & 255, colour >> 8 & 255, colour >> 16 & 255];
  const known = palette.map(parts), place = new Map();
  for (const colour of counts.keys()) {
    const [r, g, b] = parts(colour);
    const far = known.map(([R, G, B]) => (r - R) ** 2 + (g - G) ** 2 + (b - B) ** 2);
    place.set(colour, far.indexOf(Math.min(...far)));
  }
  return [image.width, image.height, known.flat(), [...pixels].map(pixel => place.get(pixel))];
}"""


def small(page: Page, png: bytes) -> bytes:
    """The picture with a palette, a third of the size; the browser counts the colours."""
    width, height, palette, pixels = page.evaluate(QUANTISE, base64.b64encode(png).decode())
    rows = b"".join(b"\0" + bytes(pixels[start : start + width]) for start in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
