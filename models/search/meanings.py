"""What curators have said about the words of a query: what acronyms stand for, and which words mean the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import literal_column, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models.core.db import among, as_words, rows
from models.policy.viewer import EVERYONE, Viewer
from models.search.acronyms import Acronym
from models.search.query import Parsed, Text, text_of
from models.search.synonyms import SynonymWord
from models.search.word_keys import runs

MOST_CARDS = 3
MOST_ALSO = 8


@dataclass(frozen=True)
class Meanings:
    """Rows (short, expansion, meaning) of acronyms in the query; texts that mean the same as words of it."""

    acronyms: list[Any] = field(default_factory=list)
    also: tuple[Text, ...] = ()


_other = aliased(SynonymWord)
_nothing: Any = literal_column("''")
MEANINGS = union_all(
    select(
        literal_column("'acronym'").label("what"),
        Acronym.short_key.label("short_key"),
        Acronym.expansion_key.label("key"),
        Acronym.short.label("short"),
        Acronym.expansion.label("expansion"),
        Acronym.meaning.label("meaning"),
        Acronym.texts.label("texts"),
    ).where(
        Acronym.removed_at.is_(None), or_(among(Acronym.short_key, "words"), among(Acronym.expansion_key, "phrases"))
    ),
    select(literal_column("'word'"), _nothing, _other.key, _nothing, _nothing, _nothing, literal_column("0"))
    .select_from(SynonymWord)
    .join(_other, _other.set_id == SynonymWord.set_id)
    .where(among(SynonymWord.key, "keys")),
)


def meanings(session: Session, viewer: Viewer, parsed: Parsed, text: str) -> Meanings:
    """For words that stand by themselves; a phrase in quotation marks means itself.

    ACT among other words is the acronym, act is not: there it must be written as the dictionary writes it.
    """
    typed = [text.words[0] for text in parsed.loose if not text.prefix]
    if not typed or EVERYONE not in viewer.keys:
        return Meanings()
    keys = runs(typed)
    found = rows(session, MEANINGS, words=as_words(typed), phrases=as_words(keys), keys=as_words(keys))
    written, alone = set(text.split()), len(typed) == 1
    acronyms = [row for row in found if row.what == "acronym" and (alone or row.short in written or row.key in keys)]
    acronyms = sorted(acronyms, key=lambda row: (-row.texts, row.expansion))[:MOST_CARDS]
    also = [each for row in acronyms for each in (row.key, row.short_key)]
    also += sorted(row.key for row in found if row.what == "word")
    return Meanings(acronyms, _texts(also, set(keys)))


def _texts(keys: Iterable[str], typed: set[str]) -> tuple[Text, ...]:
    found = [text_of(key, also=True) for key in dict.fromkeys(keys) if key not in typed]
    return tuple(text for text in found if text is not None)[:MOST_ALSO]
