"""Cuts a photo to a square and writes it anew, with nothing in it but the picture; runs in a process of its own.

The media type that it is given carries which part to keep, after a semicolon.
"""

from pathlib import Path

from PIL import Image, ImageOps

from models.core.child import Findings, run

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SIDES = {"small.webp": 96, "large.webp": 320}
MOST_PIXELS = 80_000_000
PARTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def read(file: Path, media_type: str, folder: Path) -> Findings:
    """Its size, and two squares unless it has more points than it may have."""
    part = PARTS.get(media_type.partition(";")[2], 0.5)
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(file, formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return Findings(width=width, height=height)
        # JPEG can be read at a fraction of its size, which saves most of the memory.
        picture.draft("RGB", (2 * SIDES["large.webp"], 2 * SIDES["large.webp"]))
        upright = _plain(ImageOps.exif_transpose(_small(picture)))
    for name, side in SIDES.items():
        made = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS, centering=(part, part))
        made.save(folder / name, "WEBP", quality=82, exif=b"", icc_profile=None, xmp=b"")
    return Findings(width=width, height=height)


def _small(picture: Image.Image) -> Image.Image:
    """Not much larger than the largest square: what follows makes copies, and of a large picture there is no room."""
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    factor = min(picture.size) // (2 * SIDES["large.webp"])
    return picture.reduce(factor) if factor > 1 else picture


def _plain(picture: Image.Image) -> Image.Image:
    """In three colours on white: what was transparent would be black."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


if __name__ == "__main__":
    run(read)
