"""Photos of people: two square pictures of a known size and kind, made anew from what was sent.

They stand in the database, so that a backup has them and whoever is erased leaves none behind. Who may see one is the
section `photo`; the cutting is done by `cropping`, in a process of its own.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base
from models.core.confined import read_apart
from models.core.db import one
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number
from models.people.person import Person

CROPPER = "models.people.cropping"
MEDIA_TYPE = "image/webp"
LARGEST_PHOTO = 15
MEGAPIXELS = 80
# Which part stays of a picture that is no square.
PARTS = ("middle", "start", "end")
LARGEST_SQUARE = 200_000


class Photo(Base):
    """One photo a person; `digest` is the SHA-256 of the large picture."""

    __tablename__ = "photos"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    large: Mapped[bytes] = mapped_column(LargeBinary)
    small: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]


@dataclass(frozen=True)
class Cropped:
    """The two squares as WebP."""

    large: bytes
    small: bytes


def crop(file: Path, part: str = "middle") -> Cropped:
    """Make the squares of a picture. It takes a second: hold no lock meanwhile. Raises Invalid (`file`)."""
    with TemporaryDirectory(prefix="witan-photo-") as name:
        folder = Path(name)
        done = read_apart(CROPPER, file, f"image/*;{part if part in PARTS else PARTS[0]}", folder)
        found = json.loads((folder / "findings.json").read_text()) if done else None
        if found and (found["width"] or 0) * (found["height"] or 0) > MEGAPIXELS * 1_000_000:
            said = _("This picture has more than %(most)s megapixels. Save it smaller, then choose it again.")
            raise Invalid(said % {"most": number(MEGAPIXELS)}, "file")
        squares = [folder / "large.webp", folder / "small.webp"]
        if not found or not all(each.is_file() and each.stat().st_size <= LARGEST_SQUARE for each in squares):
            said = _("This file cannot be read as a picture. Choose a photo as JPEG, PNG, GIF or WebP.")
            raise Invalid(said, "file")
        return Cropped(*(each.read_bytes() for each in squares))


def set_photo(session: Session, person: Person, made: Cropped) -> None:
    """Show this photo from now on."""
    digest = hashlib.sha256(made.large).hexdigest()
    session.merge(
        Photo(person_id=person.id, digest=digest, large=made.large, small=made.small, changed_at=clock.now())
    )  # fmt: skip


def remove_photo(session: Session, person: Person) -> None:
    """Show initials again."""
    session.execute(delete(Photo).where(Photo.person_id == person.id))


PICTURES: dict[str, Any] = {
    "large": select(Photo.digest, Photo.large.label("content")).where(Photo.person_id == bindparam("person_id")),
    "small": select(Photo.digest, Photo.small.label("content")).where(Photo.person_id == bindparam("person_id")),
}


def picture_of(session: Session, person_id: int, size: str) -> Any:
    """Row (digest, content), or None."""
    return one(session, PICTURES[size], person_id=person_id)
