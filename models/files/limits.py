"""How large a file may be and how much a space may hold; an owner may set less than the instance allows."""

from typing import Any

from sqlalchemy import ForeignKey, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.base import Base
from models.core.db import among, one
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number
from models.entries.entry import Entry
from models.files.file import FileVersion
from models.files.receiving import MEGABYTE
from models.policy.viewer import Viewer
from models.spaces.joining import note
from models.spaces.space import Space


class FileLimit(Base):
    """Megabytes of the largest file and of all files of a space, where an owner set them."""

    __tablename__ = "file_limits"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    largest: Mapped[int | None]
    room: Mapped[int | None]


LIMITS = select(FileLimit.largest, FileLimit.room).where(FileLimit.space_id == bindparam("space_id"))
USED = (
    select(func.coalesce(func.sum(FileVersion.size), 0).label("bytes"))
    .join(Entry.__table__, Entry.__table__.c.id == FileVersion.file_id)
    .where(Entry.__table__.c.space_id == bindparam("space_id"))
)


def limits_of(session: Session, space_id: int) -> Any:
    """Row (largest, room) in megabytes, None where nothing is set, or None."""
    return one(session, LIMITS, space_id=space_id)


def largest_file(session: Session, space_id: int, most: int) -> int:
    """Bytes of the largest file that a space takes, where the instance takes `most` megabytes."""
    found = limits_of(session, space_id)
    return min(most, found.largest or most) * MEGABYTE if found else most * MEGABYTE


def used(session: Session, space_id: int) -> int:
    """Bytes of all versions of all files of a space, those in the trash too."""
    return int(one(session, USED, space_id=space_id).bytes)


USED_SHOWN = USED.where(among(Entry.__table__.c.audience, "keys"))


def used_shown(session: Session, viewer: Viewer, space_id: int) -> int:
    """Bytes of those files of a space that the viewer may read."""
    return int(one(session, USED_SHOWN, space_id=space_id, keys=viewer.keys_json).bytes)


def check_room(session: Session, space: Space, size: int) -> None:
    """Raises Invalid (`file`) when the space has no room for so many bytes more."""
    found = limits_of(session, space.id)
    if found and found.room and used(session, space.id) + size > found.room * MEGABYTE:
        message = _(
            "This space may hold %(most)s MB of files and is full. Remove files, or ask an owner for more room."
        )
        raise Invalid(message % {"most": number(found.room)}, "file")


def set_limits(session: Session, space: Space, by: Actor, largest: int | None, room: int | None, most: int) -> None:
    """Raises Invalid (`largest`, `room`)."""
    if largest is not None and not 1 <= largest <= most:
        raise Invalid(_("Enter a number from 1 to %(most)s") % {"most": number(most)}, "largest")
    if room is not None and not 1 <= room <= 10_000_000:
        raise Invalid(_("Enter a number from 1 to 10,000,000, or nothing"), "room")
    session.merge(FileLimit(space_id=space.id, largest=largest, room=room))
    note(session, by, "set-file-limits", space, largest=largest, room=room)
