"""Documents as rows of PostgreSQL: text vectors with our own words and stems, so that both engines match alike.

A vector of PostgreSQL knows places up to 16,383 and 256 of one word: longer texts continue in further rows (parts).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from models.search import analysis
from models.search.batch import exact, may_be_suggested
from models.search.engine import Document

PART: Final = 16_000  # words of one row

# number, part, audience, and the vectors of title, tags, body and of the words as they are written
Row = tuple[int, int, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    offered: str


class Vectors:
    """Turns texts into vectors; every different word is analysed once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, _Word]] = {}

    def rows(self, document: Document, number: int) -> Iterator[Row]:
        """The rows of one document: one, but for very long texts."""
        texts = (document.title, " ".join(document.tags), document.body)
        language = analysis.written_in(document.language)
        fields = [self._words(analysis.words(text)[: analysis.MAX_WORDS], language) for text in texts]
        parts = max(1, *(-(-len(words) // PART) for words in fields))
        audience = plain(document.audience)
        for part in range(parts):
            cut = [words[part * PART : (part + 1) * PART] for words in fields]
            offered = sorted({word.offered for words in cut for word in words if word.offered})
            title, tags, body = (_vector(words) for words in cut)
            yield number, part, audience, title, tags, body, " ".join(offered)

    def _words(self, found: list[str], language: str) -> list[_Word]:
        known = self._known.setdefault(language, {})
        if new := list(dict.fromkeys(word for word in found if word not in known)):
            folded = [analysis.fold(word) for word in new]
            for word, plain_word, stem in zip(new, folded, analysis.terms(folded, language), strict=True):
                bare = analysis.without_elision(plain_word, language)
                known[word] = _Word(quoted(stem), quoted(bare) if may_be_suggested(bare) else "")
        return [known[word] for word in found]


def _vector(words: Iterable[_Word]) -> str:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word.stem, []).append(str(place))
    return " ".join(f"{stem}:{','.join(at)}" for stem, at in places.items())


def quoted(stem: str) -> str:
    """One word as vectors and queries of PostgreSQL take it, whatever its letters."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def plain(value: str) -> str:
    """An exact value as PostgreSQL's text can hold it."""
    return exact(value).decode().replace("\0", "\ufffd")
