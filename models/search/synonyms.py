"""Words that mean the same, kept by curators: who searches one finds the others, a little lower.

They are about language, not about anything that somebody may not read, and all staff see them.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, Text, delete, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, key
from models.core.db import rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.search.word_keys import LONGEST_RUN, phrase_key

WORD_LIMIT: Final = 60
MOST_WORDS: Final = 10
MOST_SETS: Final = 500


class SynonymSet(Base):
    """Words that mean the same, one a line."""

    __tablename__ = "synonym_sets"

    id: Mapped[key]
    words: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    edited_at: Mapped[datetime]


class SynonymWord(Base):
    """One word of a set, as it is looked up."""

    __tablename__ = "synonym_words"

    set_id: Mapped[int] = mapped_column(ForeignKey("synonym_sets.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(WORD_LIMIT * 2), primary_key=True, index=True)


LIST = (
    select(SynonymSet.id, SynonymSet.words)
    .order_by(func.lower(SynonymSet.words), SynonymSet.id)
    .limit(literal_column(str(MOST_SETS)))
)


def synonym_sets(session: Session) -> list[Any]:
    """Rows (id, words) of all sets."""
    return rows(session, LIST)


def keep_synonyms(session: Session, by: Actor, text: str, found: SynonymSet | None = None) -> SynonymSet:
    """Keep a new set, or other words in one that is there; one a line. Raises Invalid (`words`)."""
    words = _checked(text)
    if found is None:
        if (session.scalar(select(func.count()).select_from(SynonymSet)) or 0) >= MOST_SETS:
            raise Invalid(_("There are 500 sets of words already. Remove one first."), "words")
        found = SynonymSet()
        session.add(found)
    found.words, found.editor_id, found.edited_at = "\n".join(words.values()), by.id, clock.now()
    session.flush()
    session.execute(delete(SynonymWord).where(SynonymWord.set_id == found.id))
    session.add_all([SynonymWord(set_id=found.id, key=each) for each in words])
    session.flush()
    record(session, by, "joined-words", "synonyms", found.id)
    return found


def remove_synonyms(session: Session, by: Actor, found: SynonymSet) -> None:
    record(session, by, "parted-words", "synonyms", found.id)
    session.execute(delete(SynonymWord).where(SynonymWord.set_id == found.id))
    session.delete(found)


def _checked(text: str) -> dict[str, str]:
    """The words by their keys."""
    lines = [" ".join(each.split()) for each in clean(text).replace(",", "\n").split("\n")]
    words = {phrase_key(line): line for line in reversed(lines) if phrase_key(line)}
    words = dict(reversed(words.items()))
    if len(words) < 2:
        raise Invalid(_("Enter at least two words or phrases, one a line"), "words")
    if len(words) > MOST_WORDS:
        raise Invalid(_("Use 10 words or phrases at most"), "words")
    if any(len(line) > WORD_LIMIT or len(each.split()) > LONGEST_RUN for each, line in words.items()):
        raise Invalid(_("Each must have 5 words and 60 characters at most"), "words")
    return words
