"""What the titles of somebody's matters say again and again: phrases, and single words only where they stand alone.

No ranking here, and nothing of a person: deeds go in, and come out by topic.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.entries.tagging import tag_name
from models.search import analysis

# Of one matter; and in so many matters a phrase must stand before it says anything of the person.
KEY_WORDS: Final = 6
LEAST_MATTERS: Final = 3
# Of these so many may be topics by themselves.
MOST_TELLING: Final = 2
# Words of a phrase.
LONGEST: Final = 4
SMALL: Final = frozenset(("of", "and", "for", "in", "to", "de", "des", "du", "la", "et"))
# A phrase ends where a part of the title does: "Winter Fuel Payment: Gosport".
_ENDS: Final = re.compile(r"[^\w\s'’&-]+|\s[-–—]\s")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """The title of one matter in its parts, each a list of (stem, word), and its telling and most telling stems."""

    parts: list[list[tuple[str, str]]]
    telling: frozenset[str]
    most_telling: frozenset[str]


def said_in(title: str, language: str, terms: Collection[str]) -> Said:
    """The title as it is looked through; `terms` are the stems of the whole matter, the weightiest first."""
    parts = [_part(part, analysis.written_in(language)) for part in _ENDS.split(title)]
    held = {stem: word for part in parts for stem, word in part}
    telling = [stem for stem in terms if held.get(stem, "").isalpha()][:KEY_WORDS]
    return Said(parts, frozenset(telling), frozenset(telling[:MOST_TELLING]))


def without(title: str, names: Iterable[str]) -> str:
    """The title without these names, and with the end of a part where one stood."""
    for name in names:
        title = re.sub(rf"\b{re.escape(name)}\b", " : ", title, flags=re.IGNORECASE)
    return title


def _part(text: str, language: str) -> list[tuple[str, str]]:
    words = [analysis.fold(word) for word in analysis.words(text)]
    return list(zip(analysis.terms(words, language), words, strict=True))


def stems_of_topic(name: str) -> Phrase:
    """The stems of a topic's name, in order, as phrases have them in an English text."""
    return tuple(analysis.stems([analysis.fold(word) for word in analysis.words(name.replace("-", " "))]))


def by_phrase(matters: dict[int, Said], kept: Collection[str]) -> dict[str, set[int]]:
    """Numbers of matters by topic: phrases that stand in several, the longest first, and what stands beside them.

    `kept` are topics that stay topics whatever longer phrase they stand in, as somebody spoke of them.
    """
    holding: dict[Phrase, set[int]] = defaultdict(set)
    words: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for number, said in matters.items():
        for phrase, name in _phrases(said):
            holding[phrase].add(number)
            words[phrase][name] += 1
    spoken = {stems_of_topic(name): name for name in kept}
    for phrase in spoken:
        holding[phrase] = {number for number, said in matters.items() if _holds(said, phrase)}
    enough = {phrase: those for phrase, those in holding.items() if len(those) >= LEAST_MATTERS}
    found = _standing_alone(enough, spoken)
    return {
        spoken.get(phrase) or tag_name(max(sorted(words[phrase]), key=words[phrase].__getitem__)): those
        for phrase, those in found.items()
    }


def _standing_alone(enough: dict[Phrase, set[int]], spoken: Collection[Phrase]) -> dict[Phrase, set[int]]:
    """Each phrase with the matters in which it is no part of a longer one that was found."""
    found: dict[Phrase, set[int]] = {}
    lengths = sorted({len(phrase) for phrase in enough}, reverse=True)
    for phrase in (phrase for length in lengths for phrase in sorted(enough) if len(phrase) == length):
        within = [those for longer, those in found.items() if _within(phrase, longer)]
        alone = enough[phrase] if phrase in spoken else enough[phrase].difference(*within)
        if len(alone) >= LEAST_MATTERS:
            found[phrase] = alone
    return found


def _holds(said: Said, phrase: Phrase) -> bool:
    return any(_within(phrase, tuple(stem for stem, _word in part)) for part in said.parts)


def _within(phrase: Phrase, longer: Phrase) -> bool:
    return any(longer[at : at + len(phrase)] == phrase for at in range(len(longer) - len(phrase) + 1))


def _phrases(said: Said) -> Iterator[tuple[Phrase, str]]:
    """Every phrase that holds a telling word and neither begins nor ends with a small one; a single word where it is
    all that a part of the title says, and tells most."""
    for part in said.parts:
        for start in range(len(part)):
            for end in range(start + 1, min(start + LONGEST, len(part)) + 1):
                if _is_word(part, said) if end - start == 1 else _is_phrase(part[start:end], said.telling):
                    stems, words = zip(*part[start:end], strict=True)
                    yield stems, " ".join(words)


def _is_word(part: Sequence[tuple[str, str]], said: Said) -> bool:
    return len(part) == 1 and part[0][0] in said.most_telling and not _is_small(part[0][1])


def _is_phrase(piece: Sequence[tuple[str, str]], telling: frozenset[str]) -> bool:
    """True for words that belong together: large ones at both ends, and within none but the small words of names."""
    large = [(stem, word) for stem, word in piece if not _is_small(word)]
    return (
        len(large) > 1
        and (large[0], large[-1]) == (piece[0], piece[-1])
        and all(word.isalpha() for _stem, word in large)
        and any(stem in telling for stem, _word in large)
        and all(word in SMALL for _stem, word in piece if _is_small(word))
    )


def _is_small(word: str) -> bool:
    return word in SMALL or word in analysis.STOP_WORDS or word in analysis.FRENCH_STOP_WORDS
