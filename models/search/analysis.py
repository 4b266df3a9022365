"""How text becomes words and words become what an index holds, for every engine and for highlighting. Knows no index.

Words are runs of letters and digits in any script; Chinese and Japanese characters count singly. What is written in
English or French is found by Snowball's stems (PyStemmer), anything else by its plain words. Terms of different
languages never meet: "police" and "policies" have one stem in French. All but the English ones end with a mark.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import Stemmer

VERSION: Final = 2  # raise it when words or stems change: every index is then rebuilt by itself

MAX_WORDS: Final = 65_000  # of one field of one document; the rest is not indexed
MAX_TERM_BYTES: Final = 40

SINGLE_CHARACTERS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD: Final = re.compile(rf"[^\W_{SINGLE_CHARACTERS}]+(?:['’][^\W_{SINGLE_CHARACTERS}]+)*|[{SINGLE_CHARACTERS}]")

STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by for from has have he i in is it its of on or that the this to was we were will with "
        "you your",
    )
)


ENGLISH: Final = "en"
FRENCH: Final = "fr"
OTHER: Final = ""  # every language without a stemmer here
MARK: Final = "~"  # stands in no word
MORE_LANGUAGES: Final = (FRENCH, OTHER)

FRENCH_STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec ce ces cet cette dans de des du elle elles en est et il ils je la le les leur leurs mais me mes "
        "ne nos notre nous ont ou par pas pour qu que qui sa se ses son sont sur tu un une vos votre vous y",
    )
)
# Hardly an English text holds them; "un", "la" or "son" may well stand in one.
SURELY_FRENCH: Final = frozenset(
    re.findall(r"\w+", "aux avec ces cette dans des du elles et ils leurs les nos notre nous une vous")
)
_ELISION: Final = re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\w)")


class _PerThread(threading.local):
    """A Snowball stemmer must not be shared between threads."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english", 0)
        self.french = Stemmer.Stemmer("french", 0)


_local = _PerThread()


def words(text: str) -> list[str]:
    """The words of a text as they stand there, in order."""
    return WORD.findall(text)


def fold(word: str) -> str:
    """One word without case and accents, cut to what an index holds."""
    if word.isascii():
        return word.lower()[:MAX_TERM_BYTES]
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'").replace("œ", "oe").replace("Œ", "oe")).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or decomposed
    return cut(plain, MAX_TERM_BYTES).decode()


def stems(folded: Sequence[str]) -> list[str]:
    """The English stems of words that went through `fold`."""
    found: list[str] = _local.stemmer.stemWords(list(folded))
    return found


def written_in(language: str) -> str:
    """The language by whose rules a text is analysed: English where nothing is said, OTHER for what has no rules."""
    code = language.lower()[:2] or ENGLISH
    return code if code in (ENGLISH, FRENCH) else OTHER


def terms(folded: Sequence[str], language: str) -> list[str]:
    """What an index holds for folded words of a text in one of ENGLISH, FRENCH and OTHER."""
    if language == ENGLISH:
        return stems(folded)
    found = _french_stems(folded) if language == FRENCH else folded
    return [f"{each}{MARK}{language}" for each in found]


def _french_stems(folded: Sequence[str]) -> list[str]:
    """Snowball's rules look for accents, which are gone; two endings that they would see are mended here."""
    found: list[str] = _local.french.stemWords(list(folded))
    mended = [stem.rstrip("e") or stem for stem in found]
    return [f"{stem[:-2]}c" if stem.endswith("iqu") else stem for stem in mended]


def without_elision(folded: str, language: str) -> str:
    """The word itself: `accueil` of "d'accueil" in a French text."""
    return _ELISION.sub("", folded, count=1) if language == FRENCH and "'" in folded else folded


def stop_words(language: str) -> frozenset[str]:
    """Words that say nothing of a text in a language."""
    return {ENGLISH: STOP_WORDS, FRENCH: FRENCH_STOP_WORDS}.get(language, frozenset())


def telling(folded: Sequence[str]) -> list[str]:
    """The words of a query without stop words, unless it has no others; the French ones only where it is French."""
    kept = [word for word in folded if word not in STOP_WORDS]
    if not SURELY_FRENCH.isdisjoint(kept):
        kept = [word for word in kept if word not in FRENCH_STOP_WORDS]
    return kept or list(folded)


def in_other_languages(folded: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What texts in other languages than English hold for the words of a query, by the English stem of each.

    French stop words match nothing there, unless there is nothing else.
    """
    known = list(dict.fromkeys(folded))
    only_stops = FRENCH_STOP_WORDS.issuperset(known)
    found: dict[str, tuple[str, ...]] = {}
    for language in MORE_LANGUAGES:
        used = known if only_stops or language != FRENCH else [word for word in known if word not in FRENCH_STOP_WORDS]
        for stem, term in zip(stems(used), terms(used, language), strict=True):
            found[stem] = tuple(dict.fromkeys((*found.get(stem, ()), term)))
    return found


def language_of(term: str) -> str:
    """The language of the texts that hold a term."""
    _stem, mark, language = term.partition(MARK)
    return language if mark else ENGLISH


def unmarked(term: str) -> str:
    """A term as people may read it."""
    return term.partition(MARK)[0]


def is_stop_stem(stem: str) -> bool:
    """Whether a stem says nothing about what a document is about."""
    return stem in _STOP_STEMS


def cut(text: str, size: int) -> bytes:
    """UTF-8 of at most `size` bytes that ends with a whole character; what UTF-8 cannot say becomes '?'."""
    raw = text.encode("utf-8", "replace")
    return raw if len(raw) <= size else raw[:size].decode("utf-8", "ignore").encode()


_STOP_STEMS: Final = frozenset(stems(sorted(STOP_WORDS)) + terms(sorted(FRENCH_STOP_WORDS), FRENCH))
