"""Fetching one entry through what the viewer may see. What may not be seen is not found; there is no second check."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, raiseload, undefer

from models.core.errors import WitanError
from models.entries.entry import Entry
from models.policy.viewer import Viewer

E = TypeVar("E", bound=Entry)


class NotFound(WitanError):
    """There is no such thing, or the viewer may not see it: both are the same answer."""


def visible_entry(
    session: Session, viewer: Viewer, cls: type[E], entry_id: int, *, state: str = "live", with_text: bool = False
) -> E:
    """The entry for a verb, with its space and author. Raises NotFound.

    In `state="trashed"` only curators of its space and its author find it.
    """
    options = [joinedload(Entry.space), joinedload(Entry.author), raiseload("*")]
    if with_text:
        options += [undefer(Entry.body), undefer(Entry.html)]
    found = session.scalar(
        select(cls)
        .where(Entry.id == entry_id, Entry.state == state, Entry.audience.in_(sorted(viewer.keys)))
        .options(*options)
    )
    if found is None or (state == "trashed" and not _may_see_trashed(viewer, found)):
        raise NotFound
    return found


def _may_see_trashed(viewer: Viewer, entry: Entry) -> bool:
    return entry.author_id == viewer.id or viewer.has_role(entry.space_id, "curator") or viewer.is_moderator
