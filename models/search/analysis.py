"""How text becomes words and words become stems, for every engine and for highlighting. Knows no index.

Words are runs of letters and digits in any script; Chinese and Japanese characters count singly. Stems are Snowball
English (PyStemmer) for all languages: its rules leave most foreign words as they are.
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from typing import Final

import Stemmer

VERSION: Final = 1  # raise it when words or stems change: every index is then rebuilt by itself

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


class _PerThread(threading.local):
    """A Snowball stemmer must not be shared between threads."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english", 0)


_local = _PerThread()


def words(text: str) -> list[str]:
    """The words of a text as they stand there, in order."""
    return WORD.findall(text)


def fold(word: str) -> str:
    """One word without case and accents, cut to what an index holds."""
    if word.isascii():
        return word.lower()[:MAX_TERM_BYTES]
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or decomposed
    return cut(plain, MAX_TERM_BYTES).decode()


def stems(folded: Sequence[str]) -> list[str]:
    """The stems of words that went through `fold`."""
    found: list[str] = _local.stemmer.stemWords(list(folded))
    return found


def is_stop_stem(stem: str) -> bool:
    """Whether a stem says nothing about what a document is about."""
    return stem in _STOP_STEMS


def cut(text: str, size: int) -> bytes:
    """UTF-8 of at most `size` bytes that ends with a whole character; what UTF-8 cannot say becomes '?'."""
    raw = text.encode("utf-8", "replace")
    return raw if len(raw) <= size else raw[:size].decode("utf-8", "ignore").encode()


_STOP_STEMS: Final = frozenset(stems(sorted(STOP_WORDS)))
