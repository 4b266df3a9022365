"""Predicates about people and what they say of themselves, for the table of rules."""

from typing import Any

from models.policy.viewer import Viewer


def oneself(viewer: Viewer, thing: Any) -> bool:
    return viewer.id != 0 and viewer.id == thing.id


def colleague_of(viewer: Viewer, thing: Any) -> bool:
    """Works here, and it is about somebody else. The thing knows `person_id`."""
    return viewer.id != 0 and not viewer.is_guest and viewer.id != getattr(thing, "person_id", None)


def participant(viewer: Viewer, thing: Any) -> bool:
    """Takes part in the conversation now. Nobody else may do anything with it, whatever their office."""
    return viewer.id != 0 and viewer.id in thing.people_ids


def site_moderator(viewer: Viewer, thing: Any) -> bool:
    """Moderates the site, where it is about somebody else."""
    return viewer.is_moderator and viewer.id != getattr(thing, "person_id", None)
