"""What is done with bytes before they become a file: the type is told, programs are refused, details of pictures go."""

from dataclasses import dataclass

from models.core.blobs import Blobs, Draft
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number
from models.files.locations import Damaged, blank_location, without_details
from models.files.naming import clean_name
from models.files.sniffing import claimed, is_program, media_type_of
from models.files.videos import blank_video_location

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Received:
    """Bytes that are on disk and may become a file or a version of one; without a draft they are kept already."""

    name: str
    digest: str
    size: int
    media_type: str
    claimed: str
    draft: Draft | None = None


def receive(blobs: Blobs, draft: Draft, name: str | None, *, programs: bool = False) -> Received:
    """Make a draft ready to be kept. The draft is discarded when it is refused.

    Raises Invalid (`file`) with what to do, and OSError when the disk did not take it.
    """
    name = clean_name(name)
    try:
        _check_size(draft, name)
        draft.seek(0)
        media_type = media_type_of(draft.path, name)
        if not programs and is_program(name, media_type):
            message = _("“%(name)s” is a program. Programs cannot be kept here. Ask your IT service how to share it.")
            raise Invalid(message % {"name": name}, "file")
        draft = _cleaned(blobs, draft, media_type, name)
        draft.settle()
    except BaseException:
        draft.discard()
        raise
    return Received(name, draft.digest, draft.size, media_type, claimed(name, media_type), draft)


def receive_bytes(blobs: Blobs, content: bytes, name: str) -> Received:
    """For importers, which hold the bytes and believe them. Raises Invalid."""
    draft = blobs.draft()
    draft.write(content)
    return receive(blobs, draft, name, programs=True)


def _check_size(draft: Draft, name: str) -> None:
    if draft.too_large:
        message = _("“%(name)s” is larger than %(most)s MB, the most that this space takes. Choose a smaller file.")
        raise Invalid(message % {"name": name, "most": number((draft.most or 0) // MEGABYTE)}, "file")
    if draft.failed is not None:
        raise draft.failed
    if not draft.size:
        raise Invalid(_("“%(name)s” is empty. Choose another file.") % {"name": name}, "file")


def _cleaned(blobs: Blobs, draft: Draft, media_type: str, name: str) -> Draft:
    """The draft without what tells where a picture or video was taken; it takes little memory whatever its size."""
    draft.flush()
    try:
        with draft.path.open("r+b") as file:
            blocks = without_details(file, media_type)
            if blocks is None and not (blank_location(file, media_type) or blank_video_location(file, media_type)):
                return draft
            file.seek(0)
            made = blobs.draft()
            try:
                for block in blocks or iter(lambda: file.read(MEGABYTE), b""):
                    made.write(block)
            except BaseException:
                made.discard()
                raise
    except Damaged as error:
        message = _(
            "“%(name)s” is damaged: the place where it was taken cannot be removed. Save it anew, then try again."
        )
        raise Invalid(message % {"name": name}, "file") from error
    draft.discard()
    return made
