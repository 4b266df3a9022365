"""Reactions: a few plain words of thanks or agreement, one of each a person and entry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, case, delete, func, select, union_all, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import among, rows
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.telling import tell_readers
from models.entries.voting import Vote

WORDS: dict[str, Callable[[], str]] = {
    "thanks": lambda: _("Thanks"),
    "useful": lambda: _("Useful"),
    "celebrate": lambda: _("Well done"),
    "same-question": lambda: _("Same question"),
}
# Which words fit which kind; the first is the one that stands on the button.
FITTING = {
    "question": ("same-question",),
    # "Useful" is a vote there.
    "answer": ("thanks",),
    "post": ("thanks", "celebrate"),
    "page": ("useful", "thanks"),
}
ELSEWHERE = ("thanks", "useful")


class Reaction(Base):
    """One person's one word on one entry. Never used to infer what anybody knows."""

    __tablename__ = "reactions"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    word: Mapped[str] = mapped_column(String(20), primary_key=True)
    created_at: Mapped[datetime]


def words_for(kind: str) -> tuple[str, ...]:
    """The reactions that fit a kind of entry."""
    return FITTING.get(kind, ELSEWHERE)


def react(session: Session, entry: Entry, by: Actor, word: str) -> None:
    """Add a reaction; doing it twice changes nothing. Raises ValueError for a word that does not fit the kind."""
    if word not in words_for(entry.kind):
        raise ValueError(f"{word} does not fit a {entry.kind}")
    if session.get(Reaction, (entry.id, by.id, word)) is None:
        session.add(Reaction(entry_id=entry.id, person_id=by.id, word=word, created_at=clock.now()))
        session.flush()
        _recount(session, entry)
        tell_readers(session, "reacted", entry)


def unreact(session: Session, entry: Entry, by: Actor, word: str) -> None:
    """Take a reaction back."""
    session.execute(
        delete(Reaction).where(Reaction.entry_id == entry.id, Reaction.person_id == by.id, Reaction.word == word)
    )
    _recount(session, entry)
    tell_readers(session, "reacted", entry)


def _recount(session: Session, entry: Entry) -> None:
    # Straight in the table: a reaction is no edit, so it must not touch the version that editors compare.
    count = select(func.count()).where(Reaction.entry_id == entry.id).scalar_subquery()
    session.execute(update(Entry).where(Entry.id == entry.id).values(reaction_count=count))


def _counted(table: Any) -> Any:
    return (
        select(
            table.entry_id,
            table.word,
            func.count().label("people"),
            func.max(case((table.person_id == bindparam("person_id"), 1), else_=0)).label("mine"),
        )
        .where(among(table.entry_id, "entries"))
        .group_by(table.entry_id, table.word)
    )


REACTIONS = union_all(_counted(Reaction), _counted(Vote))


def reactions(session: Session, entries: str, person_id: int) -> dict[int, dict[str, tuple[int, bool]]]:
    """For entries (JSON text of ids): by id and word, how many people and whether `person_id` is one of them.

    Votes on answers are among them, as `useful` and `outdated`.
    """
    found: dict[int, dict[str, tuple[int, bool]]] = {}
    row: Any
    for row in rows(session, REACTIONS, entries=entries, person_id=person_id):
        found.setdefault(row.entry_id, {})[row.word] = (row.people, bool(row.mine))
    return found
