"""Makes small and large pictures of a picture; runs in a process of its own (see child)."""

from pathlib import Path

from PIL import Image, ImageOps

from models.core.child import Findings, Unreadable, run

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
SIDES = {"small.webp": 160, "large.webp": 1600}
MOST_PIXELS = 100_000_000


def read(file: Path, media_type: str, folder: Path) -> Findings:
    """Pictures as people hold them, turned upright; of moving ones the first."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable
        # JPEG can be read at a fraction of its size, which saves most of the memory.
        picture.draft("RGB", (SIDES["large.webp"], SIDES["large.webp"]))
        width, height = picture.size
        upright = ImageOps.exif_transpose(picture)
    if max(upright.size) > SIDES["large.webp"]:
        upright.thumbnail((SIDES["large.webp"], SIDES["large.webp"]))
    shown = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    with Image.open(file, formats=FORMATS) as picture:
        width, height = picture.size
        if picture.getexif().get(0x0112, 1) in (5, 6, 7, 8):
            width, height = height, width
    for name, side in SIDES.items():
        made = shown.copy()
        made.thumbnail((side, side))
        made.save(folder / name, "WEBP", quality=80)
    return Findings(width=width, height=height)


if __name__ == "__main__":
    run(read)
