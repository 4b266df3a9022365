"""The dictionary of acronyms: what MoD stands for. Words of everyone who works here, kept by curators.

It holds nothing that only some may read: texts that fill it are those which everyone may read. Who removes one has the
last word, whatever later texts say.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, bindparam, literal_column, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base, key
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.core.text import clean
from models.search.word_keys import phrase_key

SHORT_LIMIT: Final = 20
EXPANSION_LIMIT: Final = 150
MEANING_LIMIT: Final = 300
PAGE: Final = 50
MOST_EXPLAINED: Final = 100


class Acronym(Base):
    """One short form with one meaning; `texts` says in how many texts it was found, `removed_at` that it is none."""

    __tablename__ = "acronyms"
    __table_args__ = (
        Index("uq_acronyms_short_key", "short_key", "expansion_key", unique=True),
        Index("ix_acronyms_expansion_key", "expansion_key"),
    )

    id: Mapped[key]
    short: Mapped[str] = mapped_column(String(SHORT_LIMIT))
    short_key: Mapped[str] = mapped_column(String(SHORT_LIMIT * 2))
    expansion: Mapped[str] = mapped_column(String(EXPANSION_LIMIT))
    expansion_key: Mapped[str] = mapped_column(String(EXPANSION_LIMIT * 2))
    meaning: Mapped[str] = mapped_column(String(MEANING_LIMIT), default="")
    texts: Mapped[int] = mapped_column(default=0)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    edited_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


_COLUMNS = (Acronym.id, Acronym.short, Acronym.short_key, Acronym.expansion, Acronym.meaning, Acronym.texts)
_KEPT = Acronym.removed_at.is_(None)


def _list(*conditions: Any) -> Any:
    return (
        select(*_COLUMNS)
        .where(_KEPT, *conditions)
        .order_by(Acronym.short_key, Acronym.id)
        .limit(literal_column(str(PAGE + 1)))
    )


_after = tuple_(Acronym.short_key, Acronym.id) > tuple_(bindparam("after"), bindparam("id"))
LIST = _list(_after)
FOUND = _list(_after, or_(Acronym.short_key.like(bindparam("text")), Acronym.expansion_key.like(bindparam("text"))))


def acronyms(session: Session, text: str = "", after: tuple[str, int] = ("", 0)) -> list[Any]:
    """A page of rows in order of the alphabet and one more, where there are more; those that hold a text."""
    values = {"after": after[0], "id": after[1]}
    wanted = phrase_key(text)
    if text.strip():
        return rows(session, FOUND, text=f"%{wanted}%" if wanted else "-", **values)
    return rows(session, LIST, **values)


EXPLAINED = (
    select(*_COLUMNS)
    .where(_KEPT, among(Acronym.short, "shorts"))
    .order_by(Acronym.short_key, Acronym.texts.desc(), Acronym.id)
)


def explained(session: Session, shorts: Iterable[str]) -> dict[str, list[Any]]:
    """Rows by short form, of those that are written exactly so."""
    wanted = [each for each in dict.fromkeys(shorts) if 1 < len(each) <= SHORT_LIMIT][:MOST_EXPLAINED]
    found: dict[str, list[Any]] = {}
    for row in rows(session, EXPLAINED, shorts=as_words(wanted)) if wanted else ():
        found.setdefault(row.short, []).append(row)
    return found


def add_acronym(session: Session, by: Actor, short: str, expansion: str, meaning: str = "") -> Acronym:
    """Put one into the dictionary; one that was removed comes back. Raises Invalid at the field."""
    found = Acronym(texts=0, meaning="")
    _check(session, found, short, expansion, meaning)
    gone = session.scalar(
        select(Acronym).where(Acronym.short_key == found.short_key, Acronym.expansion_key == found.expansion_key)
    )
    if gone is not None:
        _check(session, gone, short, expansion, meaning)
        found = gone
    _stamp(found, by)
    session.add(found)
    session.flush()
    record(session, by, "explained", "acronym", found.id)
    return found


def change_acronym(session: Session, found: Acronym, by: Actor, short: str, expansion: str, meaning: str) -> None:
    """Say it better. Raises Invalid as `add_acronym` does."""
    _check(session, found, short, expansion, meaning)
    _stamp(found, by)
    session.flush()
    record(session, by, "explained", "acronym", found.id)


def remove_acronym(session: Session, found: Acronym, by: Actor) -> None:
    """Take it out for good: what texts say later does not bring it back."""
    found.removed_at = clock.now()
    found.editor_id = by.id
    record(session, by, "removed-acronym", "acronym", found.id)


def restore_acronym(session: Session, found: Acronym, by: Actor) -> None:
    """Undo a removal."""
    _stamp(found, by)
    record(session, by, "explained", "acronym", found.id)


def _stamp(found: Acronym, by: Actor) -> None:
    found.editor_id, found.edited_at, found.removed_at = by.id, clock.now(), None


def _check(session: Session, found: Acronym, short: str, expansion: str, meaning: str) -> None:
    """Set the fields when they are right, and nothing when they are not."""
    short, expansion, meaning = (" ".join(clean(each).split()) for each in (short, expansion, meaning))
    keys = phrase_key(short).replace(" ", ""), phrase_key(expansion)
    if not keys[0] or len(short) < 2:
        raise Invalid(_("Enter the acronym, such as MoD"), "short")
    if not keys[1] or keys[0] == keys[1]:
        raise Invalid(_("Enter what it stands for"), "expansion")
    for value, limit, field in (
        (short, SHORT_LIMIT, "short"), (expansion, EXPANSION_LIMIT, "expansion"), (meaning, MEANING_LIMIT, "meaning")
    ):  # fmt: skip
        if len(value) > limit:
            raise Invalid(_("Use %(most)s characters or fewer", most=limit), field)
    _check_new(session, found, keys)
    found.short, found.expansion, found.meaning = short, expansion, meaning
    found.short_key, found.expansion_key = keys[0][: SHORT_LIMIT * 2], keys[1][: EXPANSION_LIMIT * 2]


def _check_new(session: Session, found: Acronym, keys: tuple[str, str]) -> None:
    same = select(Acronym.id).where(Acronym.short_key == keys[0], Acronym.expansion_key == keys[1], _KEPT)
    other = session.scalar(same)
    if other is not None and other != found.id:
        raise Invalid(_("This is in the dictionary already"), "expansion")


automatic(
    Automatic(
        name="acronyms",
        title=_l("What an acronym stands for"),
        does=_l(
            "Shows the meanings of an acronym beside search results and in texts, the one that most texts use first."
        ),
        inputs=(_l("Meanings that curators wrote, and those that texts which everybody may read explain."),),
        never=(_l("Texts that only some may read."), _l("Who reads or searches it.")),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Whoever keeps the dictionary removes a meaning for everybody."),
        address="/acronyms",
    )
)
