"""What is said beside a message to somebody who is away: until when, and who stands in. Guests are not told."""

from collections.abc import Iterable
from types import SimpleNamespace

from blueprints.kit.request import db, viewer
from models.people.absence import away_now
from models.people.person import Person


def absent(people: Iterable[Person]) -> list[SimpleNamespace]:
    """Those who are away today: `name`, `until`, and `deputy` (None where nobody stands in whom one could write to)."""
    named = list(people)
    if viewer().is_guest or not named:
        return []
    away = away_now(db(), [each.id for each in named])
    return [
        SimpleNamespace(name=each.name, until=away[each.id].until, deputy=_deputy(away[each.id].deputy_id))
        for each in named
        if each.id in away
    ]


def _deputy(person_id: int | None) -> Person | None:
    found = db().get(Person, person_id) if person_id and person_id != viewer().id else None
    return found if found is not None and found.disabled_at is None else None
