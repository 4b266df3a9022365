"""What a browser missed: after a lost line, and from time to time where sockets are blocked."""

from typing import Any

from flask import request

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.activity.live import Happening, numbers
from models.entries.telling import missed_since


@allow("home.read")
def since() -> dict[str, Any]:
    """`?after=7`: ids of what happened after event 7, as far as the viewer may read it now, 200 at most.

    `everything` says that it was too much, or too long ago. `upto` is to be asked from the next time; events between it
    and the newest may come again, under the same number. Without `after` only `upto` is told.
    """
    after = request.args.get("after", "")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        return {"upto": numbers(db()).settled, "everything": False, "events": []}
    missed = missed_since(db(), viewer(), int(after))
    events = [event_of(each) for each in missed.events]
    return {"upto": missed.upto, "everything": missed.everything, "events": events}


def event_of(happening: Happening) -> dict[str, Any]:
    """What a browser is told: numbers and words, never content, and not who did it."""
    return {
        "n": happening.number,
        "verb": happening.verb,
        "kind": happening.subject_kind,
        "id": happening.subject_id,
        "root": happening.root_id,
        "space": happening.space_id,
    }
