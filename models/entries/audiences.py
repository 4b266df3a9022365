"""When a space opens or closes, its entries change with it in the same transaction, and search waits for the index."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.tagging import Tagging
from models.people.person import Person
from models.spaces.joining import note
from models.spaces.membership import Membership
from models.spaces.space import Space, check_openness


def change_openness(
    session: Session, space: Space, by: Actor, openness: str, reason: str | None, review_on: date | None
) -> None:
    """Open or close a space and give its entries the audience that follows.

    Raises Invalid for a missing reason or review date, and Refused when guests would lose sight of an opened space.
    """
    before = space.audience
    openness, reason, review_on = check_openness(openness, reason, review_on)
    if openness == "open" and _has_guests(session, space):
        raise Refused(_("Guests cannot read open spaces. Remove the guests first."))
    space.openness, space.closed_reason, space.review_on = openness, reason, review_on
    if space.audience != before:
        _carry_over(session, space)
    note(session, by, "set-openness", space, openness=openness, reason=reason)


def _carry_over(session: Session, space: Space) -> None:
    mine = Entry.space_id == space.id
    if space.is_closed:
        # A narrower choice than the space's own cannot be wider than the closed space; what is a person's own, or
        # for curators alone, stays so.
        session.execute(
            update(Entry)
            .where(mine, ~Entry.audience.startswith("person:"), ~Entry.audience.startswith("curators:"))
            .values(audience=space.audience)
        )
        space.search_held_at = clock.now()
    else:
        session.execute(update(Entry).where(mine, ~Entry.narrowed).values(audience=space.audience))
    follow_entries(session, mine)
    outbox.promise(session, "index", f"space:{space.id}")


def follow_entries(session: Session, which: Any) -> None:
    """Entries (a condition) got other readers: what is said below a root among them, and the tags of all, follow."""
    follow_roots(session, which)
    of_entry = select(Entry.audience).where(Entry.id == Tagging.entry_id).scalar_subquery()
    session.execute(
        update(Tagging)
        .where(Tagging.audience != "", Tagging.entry_id.in_(select(Entry.id).where(which)))
        .values(audience=of_entry)
        .execution_options(synchronize_session=False)
    )


def hold_search(session: Session, space: Space) -> None:
    """Until the index knows who reads less now, search leaves the space out."""
    space.search_held_at = clock.now()
    outbox.promise(session, "index", f"space:{space.id}")


def follow_roots(session: Session, which: Any) -> None:
    """What is said below an entry is read by those who read the entry, also where that one was narrowed."""
    root = Entry.__table__.alias("above")
    of_root = select(root.c.audience).where(root.c.id == Entry.root_id).scalar_subquery()
    session.execute(
        update(Entry)
        .where(which, Entry.root_id.is_not(None), ~Entry.audience.startswith("person:"))
        .values(audience=of_root)
        .execution_options(synchronize_session=False)
    )


def _has_guests(session: Session, space: Space) -> bool:
    guests = select(Person.id).join(Membership, Membership.person_id == Person.id)
    return session.scalar(guests.where(Membership.space_id == space.id, Person.is_guest).limit(1)) is not None
