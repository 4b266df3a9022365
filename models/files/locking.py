"""Checking a file out: while somebody edits it elsewhere, nobody else may upload a new version."""

from models.activity.act import Actor
from models.core import clock
from models.core.db import session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries import editing
from models.files.file import File
from models.files.storing import NOTE_LIMIT, check_lock


def lock(file: File, by: Actor, note: str = "") -> None:
    """Raises Refused when somebody else has locked it."""
    check_lock(file, by)
    file.locked_by_id, file.locked_at = by.id, clock.now()
    file.lock_note = " ".join(note.split())[:NOTE_LIMIT]
    editing.note(session_of(file), by, "locked", file)


def unlock(file: File, by: Actor) -> None:
    """Release the lock; who may is a matter of the rules. Raises Refused when there is none."""
    if file.locked_by_id is None:
        raise Refused(_("This file is not locked."))
    whose = file.locked_by_id
    file.locked_by_id, file.locked_at, file.lock_note = None, None, ""
    editing.note(session_of(file), by, "unlocked", file, **({} if whose == by.id else {"of": whose}))
