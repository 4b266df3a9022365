"""Searches that a person keeps under a name, in an order of their own, for that person alone. What is new in them is
looked up in `watching`."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, tell
from models.core import clock, outbox
from models.core.base import Base, key
from models.core.db import one, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import clean
from models.search.asked import Asked, asked_again

NAME_LIMIT: Final = 80
MOST: Final = 50
# How soon a search is looked at again for somebody who wants to hear of new results.
EVERY: Final = timedelta(hours=1)
# One that was removed can be brought back for so long.
UNDO: Final = timedelta(days=1)
TASK: Final = "searches"


class SavedSearch(Base):
    """A search of a person: `asked` is the address without its path, `looked_upto` until when its results are known.

    `due_at` says when the worker looks for new ones; None where the person does not want to hear of them.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        Index("ix_saved_searches_person_id_place", "person_id", "place", "id"),
        Index("ix_saved_searches_due_at", "due_at", "id"),
        Index("ix_saved_searches_removed_at", "removed_at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    asked: Mapped[str] = mapped_column(Text)
    place: Mapped[int]
    saved_at: Mapped[datetime]
    looked_upto: Mapped[datetime]
    due_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def tells(self) -> bool:
        return self.due_at is not None


LIST = (
    select(SavedSearch.id, SavedSearch.name, SavedSearch.asked, SavedSearch.due_at)
    .where(SavedSearch.person_id == bindparam("person_id"), SavedSearch.removed_at.is_(None))
    .order_by(SavedSearch.place, SavedSearch.id)
    .limit(MOST)
)
LAST = select(func.count(), func.max(SavedSearch.place)).where(
    SavedSearch.person_id == bindparam("person_id"), SavedSearch.removed_at.is_(None)
)


def saved_searches(session: Session, person_id: int) -> list[Any]:
    """Rows (id, name, asked, due_at) of a person's searches, in their order."""
    return rows(session, LIST, person_id=person_id)


def own_search(session: Session, by: Actor, search_id: int, *, removed: bool = False) -> SavedSearch | None:
    """The person's own, or None for any other."""
    found = session.get(SavedSearch, search_id) if 0 < search_id < 2**31 else None
    if found is None or found.person_id != by.id or (found.removed_at is not None) != removed:
        return None
    return found


def kept(asked: Asked) -> str:
    """A search as it is kept: whatever page of its results one looks at, it is the same search."""
    return asked.on_page(1).said()


def save_search(session: Session, by: Actor, asked: Asked, name: str, tells: bool) -> SavedSearch:
    """Keep a search, or give one that is kept already another name. Raises Invalid (`name`) and Refused."""
    said, name = kept(asked), _checked(name)
    if not said:
        raise Refused(_("Search for something first. There is nothing to save yet."))
    for row in saved_searches(session, by.id):
        if row.asked == said:
            found = session.get_one(SavedSearch, row.id)
            change_search(session, found, name, tells)
            return found
    number, last = one(session, LAST, person_id=by.id)
    _check_room(number)
    now = clock.now()
    made = SavedSearch(
        person_id=by.id, name=name, asked=said, place=(last or 0) + 1, saved_at=now, looked_upto=now
    )  # fmt: skip
    session.add(made)
    _set_telling(session, made, tells)
    session.flush()
    return made


def change_search(session: Session, found: SavedSearch, name: str, tells: bool) -> None:
    """Give it another name, and choose whether the person hears of new results. Raises Invalid (`name`)."""
    found.name = _checked(name)
    if tells != found.tells:
        _set_telling(session, found, tells)


def move_search(session: Session, found: SavedSearch, up: bool) -> None:
    """One place up or down among the person's searches; at either end it stays."""
    ids = [row.id for row in saved_searches(session, found.person_id)]
    at = ids.index(found.id)
    to = max(0, at - 1) if up else min(len(ids) - 1, at + 1)
    ids.insert(to, ids.pop(at))
    for place, each in enumerate(ids, 1):
        session.get_one(SavedSearch, each).place = place
    session.flush()


def remove_search(session: Session, found: SavedSearch) -> None:
    """Take it away; for a day it can be brought back. What was told of it is told no more."""
    found.removed_at = clock.now()
    session.flush()
    tell(session, "removed-search", "search", found.id)


def restore_search(session: Session, found: SavedSearch) -> None:
    """Bring it back, where it stood. Raises Refused when the person has as many by now."""
    _check_room(one(session, LAST, person_id=found.person_id)[0])
    found.removed_at = None
    # What was written meanwhile is no news any more, and a search that was looked for is looked for again.
    if found.tells:
        _set_telling(session, found, True)


def forget_removed(session: Session) -> None:
    """Throw away what was removed a day ago."""
    session.execute(delete(SavedSearch).where(SavedSearch.removed_at < clock.now() - UNDO))


def usual_name(asked: Asked, labels: list[str]) -> str:
    """What a search is called until the person says otherwise: its words, then what it is narrowed to."""
    return ", ".join(filter(None, [" ".join(asked.text.split()), *labels]))[:NAME_LIMIT].strip(" ,")


def _set_telling(session: Session, found: SavedSearch, tells: bool) -> None:
    found.looked_upto = clock.now()
    found.due_at = found.looked_upto + EVERY if tells else None
    if found.due_at is not None:
        outbox.promise(session, TASK, "due", run_at=found.due_at)


def _checked(name: str) -> str:
    name = " ".join(clean(name).split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise Invalid(_("Enter a name of 1 to %(most)s characters", most=NAME_LIMIT), "name")
    return name


def _check_room(number: int) -> None:
    if number >= MOST:
        raise Refused(
            ngettext(
                "You can keep %(num)s search. Remove one first.",
                "You can keep %(num)s searches. Remove one first.",
                MOST,
            )
        )


def asked_in(row: Any) -> Asked:
    """What a kept search asks."""
    return asked_again(row.asked)
