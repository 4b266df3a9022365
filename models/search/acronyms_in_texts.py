"""Acronyms that texts explain themselves: "Ministry of Defence (MoD)". Fills the dictionary from open texts.

The long form is found by the algorithm of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pacific Symposium on Biocomputing 2003.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.entry import LIVE, Entry
from models.policy.viewer import EVERYONE
from models.search.acronyms import EXPANSION_LIMIT, SHORT_LIMIT, Acronym
from models.search.word_keys import phrase_key

# Two letters at least are capitals: (see below) and (2019) are none.
_IN_BRACKETS: Final = re.compile(r"\(([A-Za-z][A-Za-z0-9&/-]{1,9})\)")
_SENTENCE: Final = re.compile(r"[.;:!?\n|()\[\]]")
_LOOKED_AT: Final = 150  # characters before the bracket

Pair = tuple[str, str]


def pairs_in(text: str) -> Iterator[Pair]:
    """(short, long) for each acronym that a text explains in brackets."""
    for match in _IN_BRACKETS.finditer(text):
        short = match[1]
        if sum(letter.isupper() for letter in short) < 2:
            continue
        before = _SENTENCE.split(text[max(0, match.start() - _LOOKED_AT) : match.start()])[-1].strip()
        if expansion := long_form(short, before):
            yield short, expansion


def long_form(short: str, before: str) -> str:
    """The words at the end of a text that a short form stands for; nothing where its letters are not in them."""
    words = before.split()
    before = " ".join(words[-min(len(short) + 5, len(short) * 2) :])
    at = len(before) - 1
    for place in range(len(short) - 1, -1, -1):
        letter = short[place].lower()
        if not letter.isalnum():
            continue
        while at >= 0 and (before[at].lower() != letter or (place == 0 and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    found = before[at + 1 :].strip(" ,–-\"'“”‘’")
    long_enough = len(found) > len(short) and len(found.split()) > 1
    return found if long_enough and len(found) <= EXPANSION_LIMIT and short not in found.split() else ""


def _open_texts(session: Session) -> Iterable[str]:
    texts = select(Entry.text).where(LIVE, Entry.audience == EVERYONE, Entry.text.like("%(%)%")).order_by(Entry.id)
    return session.scalars(texts.execution_options(yield_per=500))


def count_pairs(texts: Iterable[str]) -> dict[Pair, tuple[str, int]]:
    """By keys of short and long form: the long form as it is mostly written, and in how many texts it is."""
    forms: dict[Pair, Counter[Pair]] = {}
    for text in texts:
        for short, expansion in dict.fromkeys(pairs_in(text)):
            forms.setdefault((short, phrase_key(expansion)), Counter())[short, expansion] += 1
    return {
        keys: (max(counted, key=lambda form: (counted[form], form))[1], sum(counted.values()))
        for keys, counted in forms.items()
    }


def learn_acronyms(session: Session, least: int = 2) -> int:
    """Put what at least so many open texts explain into the dictionary; returns how many are new there."""
    known = {(row.short_key, row.expansion_key): row for row in session.scalars(select(Acronym))}
    new = 0
    for (short, expansion_key), (expansion, texts) in sorted(count_pairs(_open_texts(session)).items()):
        if texts < least or len(short) > SHORT_LIMIT:
            continue
        short_key = phrase_key(short).replace(" ", "")
        if (there := known.get((short_key, expansion_key))) is not None:
            there.texts = texts
            continue
        made = Acronym(short=short, short_key=short_key, expansion=expansion, expansion_key=expansion_key)
        made.texts, made.edited_at, made.meaning = texts, clock.now(), ""
        session.add(made)
        known[short_key, expansion_key] = made
        new += 1
    return new
