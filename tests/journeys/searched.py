"""Searches that somebody keeps, and what was searched in vain, in every state: for looking at every page."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.entry import Entry
from models.people.person import Person
from models.search.asked import asked_again
from models.search.gap import SearchGap, close_gap, take_on
from models.search.saved import save_search


def write_searched(session: Session, person: Person, long: str) -> dict[str, Any]:
    """Three kept searches; gaps that are free, taken on, closed, and free with very long words."""
    kept = [
        save_search(session, person, asked_again(said), name, tells)
        for said, name, tells in (
            ("q=statement&kind=page", "Statements", False),
            ("q=gritting", "Roads in winter", True),
            (f"q={long.replace(' ', '+')}", long[:80], True),
        )
    ]
    words = ("parental leave", "study visits", "bicycle scheme", "w" * 40 + " " + "x" * 39)
    made = [SearchGap(words=each, opened_at=clock.now()) for each in words]
    for each in made:
        session.add(each)
        session.flush()
    take_on(session, made[1], person)
    take_on(session, made[2], person)
    entry = session.scalars(select(Entry).where(Entry.kind == "page", Entry.audience == "everyone")).first()
    if entry is not None:
        close_gap(session, made[2], entry, person)
    free, mine, closed, _long = (each.id for each in made)
    return {"kept_search": kept[0].id, "gap": free, "gap_mine": mine, "gap_closed": closed}
