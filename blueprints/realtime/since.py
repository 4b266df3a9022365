"""What a browser missed: after a lost line, and from time to time where sockets are blocked."""

from typing import Any

from flask import request

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from blueprints.realtime.sealing import Seal
from models.activity.live import Happening, numbers
from models.entries.telling import missed_since


@allow("home.read")
def since() -> dict[str, Any]:
    """`?after=`, a sealed cursor: ids of what happened after it, as far as the viewer may read it now, 200 at most.

    `everything` says that it was too much, or too long ago, or that nobody knows since when. `upto` is to be asked from
    the next time; events between it and the newest may come again, under the same name. Without `after` only `upto` is
    told.
    """
    seal = the_seal()
    if "after" not in request.args:
        return {"upto": seal.cursor(numbers(db()).settled), "everything": False, "events": []}
    after = seal.number(request.args["after"])
    if after is None:
        return {"upto": seal.cursor(numbers(db()).settled), "everything": True, "events": []}
    missed = missed_since(db(), viewer(), after)
    events = [event_of(each, seal) for each in missed.events]
    return {"upto": seal.cursor(missed.upto), "everything": missed.everything, "events": events}


def the_seal() -> Seal:
    """What seals the numbers of this application."""
    seal = services().extras["seal"]
    assert isinstance(seal, Seal)
    return seal


def event_of(happening: Happening, seal: Seal) -> dict[str, Any]:
    """What a browser is told: ids and words, never content, and not who did it."""
    return {
        "n": seal.name(happening.number or 0),
        "verb": happening.verb,
        "kind": happening.subject_kind,
        "id": happening.subject_id,
        "root": happening.root_id,
        "space": happening.space_id,
    }
