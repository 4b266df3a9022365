"""Fetching one entry through what the viewer may see. What may not be seen is not found; there is no second check."""

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, raiseload, undefer

from models.core.db import among
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

    In `state="trashed"` only curators of its space and its author find it, and what is `hidden` likewise.
    """
    if not 0 < entry_id < 2**63:
        # No database holds such a number, and asking for it would be an error.
        raise NotFound
    values = {"entry_id": entry_id, "state": state, "keys": viewer.keys_json}
    found: E | None = session.scalar(_one(cls, with_text), values)
    if found is None or (state != "live" and not _may_see_trashed(viewer, found)):
        raise NotFound
    return found


@lru_cache
def _one(cls: type[Entry], with_text: bool) -> Any:
    """The statement that fetches one entry of a class, built once."""
    options = [joinedload(Entry.space), joinedload(Entry.category), joinedload(Entry.author), raiseload("*")]
    if with_text:
        options += [undefer(Entry.body), undefer(Entry.html)]
    rights = (Entry.id == bindparam("entry_id"), Entry.state == bindparam("state"), among(Entry.audience, "keys"))
    return select(cls).where(*rights).options(*options)


def _may_see_trashed(viewer: Viewer, entry: Entry) -> bool:
    own = entry.author_id == viewer.id or entry.id in viewer.unnamed
    return own or viewer.has_role(entry.space_id, "curator") or viewer.is_moderator
