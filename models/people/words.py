"""Who is found in the directory by which words, and by what in what they say. Where that is read from is `known`."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock
from typing import Any, TypeVar

from models.core.text import unaccented

# Between the names of one skill: words that are looked for do not reach across it.
BAR = "|"
# Answers that are kept: who holds words, who fits choices, how many fit each further one.
MOST_KEPT = 200
# Which of several words is rare is told from one part in so many.
SAMPLE = 16
_turn = Lock()
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Said:
    """What one person is found by: `own` holds name, username, job title and place, `lines` all else.

    `places` is what each line is: (`skill`, `topic`, `language`, `about`, `ask` or `post`, the words as shown).
    `choices` are what they are of the filters, (`place`, `language`, `skill` or `profession`, value), with what people
    read there; `path` is that of their department, and they are `here` when they are not away today.
    """

    changed: int
    own: str
    lines: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    path: str
    choices: dict[tuple[str, str], str]
    here: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What all colleagues are found by, in the order of the directory, as it stood at `stamp`."""

    stamp: tuple[Any, ...]
    people: dict[int, Said]
    order: tuple[int, ...]
    # Each line that anybody says once, all of them in one text, where each begins in it, and who says it by their place
    # in the order: thousands share a skill, and what is read once takes less time than what is read for each.
    whole: str
    starts: tuple[int, ...]
    sayers: tuple[list[int], ...]
    # What was answered from all this. It goes with the rest when anybody changes.
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, stamp: tuple[Any, ...], people: dict[int, Said]) -> "Words":
        """Those of these people, by their numbers."""
        sayers = defaultdict[str, list[int]](list)
        for place, said in enumerate(people.values()):
            sayers[said.own].append(place)
            for line in said.lines:
                sayers[line].append(place)
        starts = tuple(accumulate((len(line) + 1 for line in sayers), initial=0))[:-1]
        return cls(stamp, people, tuple(people), "\n".join(sayers), starts, tuple(sayers.values()))

    def kept(self, asked: Hashable, answer: Callable[[], Kept]) -> Kept:
        """The answer to what was asked, worked out once."""
        found: Kept | None = self.answers.get(asked)
        if found is None:
            found = answer()
            with _turn:
                self.answers[asked] = found
                while len(self.answers) > MOST_KEPT:
                    self.answers.pop(next(iter(self.answers)))
        return found

    def holding(self, text: str, *, by_name: bool = False) -> list[int]:
        """Who is found by these words, in this order in one text: all people for no words."""
        holds = matcher(text)
        if by_name:
            return [each for each, said in self.people.items() if holds(said.own)]
        # The rarest word is looked for in one long text; the others, and their order, in the few lines that have it.
        rarest = min(plain(text).split(), key=self._often, default="")
        found = {place for number, line in self._with(rarest) if holds(line) for place in self.sayers[number]}
        return [self.order[place] for place in sorted(found)]

    def _often(self, word: str) -> int:
        """How often a word stands in a part of the text: enough to tell the rare from the common."""
        return self.whole.count(word, 0, len(self.whole) // SAMPLE)

    def _with(self, word: str) -> Iterator[tuple[int, str]]:
        """The lines that hold this word, with their numbers."""
        at = self.whole.find(word)
        while at >= 0:
            number = bisect_right(self.starts, at)
            # On with the next line: one that holds it again is the same.
            end = self.starts[number] if number < len(self.starts) else len(self.whole) + 1
            yield number - 1, self.whole[self.starts[number - 1] : end - 1]
            at = self.whole.find(word, end)

    def found_by(self, text: str, ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
        """For each person what the words were found in, beside the name, the job title and the place."""
        holds = matcher(text)
        found = {}
        for each in ids:
            said = self.people.get(each)
            if said is not None:
                lines = zip(said.places, said.lines, strict=True)
                found[each] = list(dict.fromkeys([place for place, line in lines if holds(line)]))
        return found


def plain(text: str) -> str:
    """For comparing: case, accents and the width of blanks are alike, as "zoe" for "Zoë"."""
    return " ".join(unaccented(text).casefold().replace(BAR, " ").split())


def matcher(text: str) -> Callable[[str], bool]:
    """Whether a text in the form of `plain` holds these words in order, with anything between them but another name."""
    words = plain(text).split()
    if len(words) < 2:
        word = "".join(words)
        return lambda said: word in said
    found = re.compile(r"[^|]*".join(map(re.escape, words))).search
    # Most texts lack one of the words, which costs little to see.
    last = words[-1]
    return lambda said: last in said and found(said) is not None
