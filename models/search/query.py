"""How the text that a person typed becomes clauses. Never raises, whatever was typed; knows no engine.

First form: words, of which a result needs any, and "exact phrases", which it must hold. A later form adds AND, OR, NOT
and fields as more kinds of clauses.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from models.search import analysis

MAX_LENGTH: Final = 1_000
MAX_WORDS: Final = 32
MAX_WHOLE_LENGTH: Final = 4_000
MAX_WHOLE_WORDS: Final = 300

_PHRASE: Final = re.compile(r'"([^"]*)"')
_QUOTES: Final = str.maketrans("“”„«»＂", '""""""')


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of which any may match, or one phrase that must. `words` are folded, `stems` their stems, in order."""

    kind: Literal["words", "phrase"]
    words: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Parsed:
    """The clauses of a query; stop words have been dropped unless there was nothing else."""

    clauses: tuple[Clause, ...] = ()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each stem is asked for; a word that is repeated weighs more."""
        return dict(Counter(stem for clause in self.clauses for stem in _content(clause)))

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The stems of each phrase, stop words included."""
        return tuple(clause.stems for clause in self.clauses if clause.kind == "phrase")

    @property
    def words(self) -> tuple[Clause, ...]:
        """The clauses of which any word may match."""
        return tuple(clause for clause in self.clauses if clause.kind == "words")

    @property
    def marks(self) -> frozenset[str]:
        """The stems that a highlighter marks."""
        return frozenset(self.counts)


def parse(text: str) -> Parsed:
    """Read what a person typed."""
    plain = text[:MAX_LENGTH].translate(_QUOTES)
    phrases = [_clause("phrase", found) for found in _PHRASE.findall(plain)]
    loose = _clause("words", _PHRASE.sub(" ", plain))
    kept = [clause for clause in phrases if clause.words]
    content = _without_stop_words(loose)
    if content.words:
        kept.append(content)
    elif loose.words and not kept:
        kept.append(loose)
    return Parsed(tuple(kept))


def parse_whole(text: str) -> dict[str, int]:
    """How often each stem stands in a whole text; stop words are dropped unless there is nothing else."""
    folded = [analysis.fold(word) for word in analysis.words(text[:MAX_WHOLE_LENGTH])[:MAX_WHOLE_WORDS]]
    telling = [word for word in folded if word not in analysis.STOP_WORDS]
    return dict(Counter(analysis.stems(telling or folded)))


def _clause(kind: Literal["words", "phrase"], text: str) -> Clause:
    folded = [analysis.fold(word) for word in analysis.words(text)[:MAX_WORDS]]
    return Clause(kind, tuple(folded), tuple(analysis.stems(folded)))


def _without_stop_words(clause: Clause) -> Clause:
    kept = [
        (word, stem) for word, stem in zip(clause.words, clause.stems, strict=True) if word not in analysis.STOP_WORDS
    ]
    return Clause(clause.kind, tuple(word for word, _ in kept), tuple(stem for _, stem in kept))


def _content(clause: Clause) -> tuple[str, ...]:
    """Stems that count for rank and marks: those of a phrase leave its stop words out, unless it has no others."""
    return _without_stop_words(clause).stems or clause.stems
