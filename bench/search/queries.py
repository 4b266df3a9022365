"""Queries as people type them, drawn from the documents themselves: words, phrases, beginnings, slips of the finger."""

import random
import re
from dataclasses import dataclass

from bench.search.documents import Kept
from models.search import analysis

MODES = ("one word", "two or three words", "phrase", "prefix", "typo")
WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Asked:
    """A query of one mode. `meant` is what a typo was before."""

    mode: str
    text: str
    meant: str = ""


def draw(kept: Kept, number: int) -> list[Asked]:
    """So many queries of each mode, the same each time for the same documents."""
    chance = random.Random(5)
    return [_one(kept, chance, mode) for mode in MODES for _ in range(number)]


def _one(kept: Kept, chance: random.Random, mode: str) -> Asked:
    while True:
        document = kept[chance.randrange(len(kept))]
        # Half of what people type stands in titles.
        text = (document.title if document.title and chance.random() < 0.5 else document.body).lower()
        words = [word for word in WORD.findall(text) if word not in analysis.STOP_WORDS]
        if len(words) < 3:
            continue
        if mode == "phrase":
            run = re.findall(r"[a-z]+", text)
            at = chance.randrange(max(1, len(run) - 3))
            phrase = " ".join(run[at : at + chance.choice((2, 3))])
            if " " in phrase and not set(phrase.split()) <= analysis.STOP_WORDS:
                return Asked(mode, phrase)
            continue
        word = chance.choice(words)
        if mode == "one word":
            return Asked(mode, word)
        if mode == "prefix":
            return Asked(mode, word[: chance.choice((2, 3, 4))])
        if mode == "typo":
            return Asked(mode, _slip(chance, word), word)
        return Asked(mode, " ".join(chance.sample(words, k=chance.choice((2, 3)))))


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
