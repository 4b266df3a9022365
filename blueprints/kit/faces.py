"""Addresses of the photos that stand beside names in a list. Whose photo shows to whom is `models.people.faces`."""

from collections import defaultdict
from collections.abc import Iterable
from types import SimpleNamespace

from blueprints.kit.request import db, viewer
from models.people.faces import faces


def photos_of(people: Iterable[int]) -> defaultdict[int, str]:
    """By id: the address of the small photo, and nothing for those whose photo is not for the viewer. One statement."""
    found: defaultdict[int, str] = defaultdict(str)
    for each, (username, version) in faces(db(), viewer(), people).items():
        found[each] = f"/people/{username}/photo/small?v={version}"
    return found


def add_photos(*lists: list[SimpleNamespace]) -> None:
    """Give every row of these lists its `photo`; `tone` is the person's number. One statement for all of them."""
    shown = [row for rows in lists for row in rows]
    photos = photos_of(row.tone for row in shown if row.tone)
    for row in shown:
        row.photo = photos[row.tone]
