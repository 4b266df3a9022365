"""Addresses of the photos that stand beside names in a list. Whose photo shows to whom is `models.people.faces`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from blueprints.kit.request import db, viewer
from models.people.faces import face_of, faces
from models.policy.viewer import Viewer


def photo_of(row: Any, looker: Viewer | None = None) -> str:
    """The address of the small photo of a row that has `faces.FACE`; nothing where it is not for the viewer, whom a
    long list need not ask for at each row."""
    return photo_address(row.username, face_of(row, looker or viewer()))


def photos_of(people: Iterable[int]) -> defaultdict[int, str]:
    """The same by id, and nothing for those whose photo is not for the viewer. One statement."""
    found: defaultdict[int, str] = defaultdict(str)
    for each, (username, version) in faces(db(), viewer(), people).items():
        found[each] = photo_address(username, version)
    return found


def photo_address(username: str, version: str) -> str:
    """The address of this version of somebody's small photo; nothing for none."""
    return f"/people/{username}/photo/small?v={version}" if version else ""
