"""What is nearly the same as something that somebody is about to save: few, and only where both titles or texts agree.

The engine finds what is alike (`search.similar`, as while typing); here the texts themselves are compared, under the
rights of whoever writes.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import as_words
from models.core.language import lazy_gettext as _l
from models.entries.rows import visible_rows, visible_texts
from models.policy.viewer import Viewer
from models.search import analysis
from models.search.engine import Engine
from models.search.similar import hits_like
from models.search.telling import is_telling

SHOWN = 2
LOOKED_AT = 8
# Characters of a text that are compared.
READ = 20_000
# What is compared with what.
SORTS = {"page": ("page",), "question": ("question", "discussion"), "discussion": ("question", "discussion")}
# Titles that share so much, and texts that share so much, are nearly the same; so are long texts that share most.
TITLES, TEXTS = 0.6, 0.6
COPY, LONG = 0.92, 50
# A title of fewer telling words is the name of many things.
LEAST_TITLE = 2


@dataclass(frozen=True)
class Sketch:
    """The words of a title, numbers included, and how often each telling stem stands in title and text."""

    title: frozenset[str]
    telling: frozenset[str]
    counts: dict[str, float]

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(stem for stem in self.title if stem.isdigit())


def sketch_of(text: Any) -> Sketch:
    """That of a row (title, text, language), by the stems that the index has of it."""
    return sketch(text.title, text.text, text.language)


def sketch(title: str, text: str, language: str = "en") -> Sketch:
    """What of an entry is compared."""
    named, said = _stems(title, language), _stems(text[:READ], language)
    counts = {
        stem: said.get(stem, 0) + 2 * named.get(stem, 0) for stem in said.keys() | named.keys() if is_telling(stem)
    }
    telling = frozenset(stem for stem in named if stem in counts)
    return Sketch(
        frozenset(stem for stem in named if stem in telling or stem.isdigit()),
        telling,
        {stem: 1 + math.log(times) for stem, times in counts.items()},
    )


def _stems(text: str, language: str) -> Counter[str]:
    """How often each stem stands in a text. Each different word is folded and stemmed once."""
    words = Counter(analysis.words(text))
    found: Counter[str] = Counter()
    for stem, times in zip(
        analysis.terms([analysis.fold(word) for word in words], analysis.written_in(language)),
        words.values(),
        strict=True,
    ):
        found[stem] += times
    return found


def nearly_same(one: Sketch, other: Sketch) -> bool:
    """Whether two are so much alike that one of them would do; the notes of two days or years never are."""
    if in_a_row(one, other):
        return False
    titles = titles_alike(one, other)
    if titles == 1 and len(one.telling) >= LEAST_TITLE:
        return True
    texts = texts_alike(one, other)
    return (titles >= TITLES and texts >= TEXTS) or (texts >= COPY and min(len(one.counts), len(other.counts)) >= LONG)


def in_a_row(one: Sketch, other: Sketch) -> bool:
    """Whether both titles have numbers, but others: the notes of two days, the reports of two years."""
    return bool(one.numbers and other.numbers and one.numbers != other.numbers)


def titles_alike(one: Sketch, other: Sketch) -> float:
    """The share of the words of both titles that stand in each; 1 for the same words."""
    union = one.title | other.title
    return len(one.title & other.title) / len(union) if union else 0.0


def texts_alike(one: Sketch, other: Sketch) -> float:
    """The cosine of the telling stems of title and text."""
    both = sum(weight * other.counts[stem] for stem, weight in one.counts.items() if stem in other.counts)
    lengths = math.sqrt(sum(w * w for w in one.counts.values())) * math.sqrt(sum(w * w for w in other.counts.values()))
    return both / lengths if lengths else 0.0


def nearly_there(session: Session, engine: Engine, viewer: Viewer, kind: str, title: str, text: str) -> list[Any]:
    """List rows of what the viewer may read and is nearly the same, the most alike first; mostly none."""
    hits = hits_like(session, engine, viewer, title, text, LOOKED_AT)
    ids = [int(hit.id.partition(":")[2]) for hit in hits]
    if not ids:
        return []
    mine = sketch(title, text)
    texts = visible_texts(session, viewer, as_words(ids))
    same = [each for each in ids if each in texts and nearly_same(mine, sketch(texts[each].title, texts[each].text))]
    found = visible_rows(session, viewer, as_words(same)) if same else {}
    return [found[each] for each in same if each in found and found[each].kind in SORTS[kind]][:SHOWN]


automatic(
    Automatic(
        name="nearly-the-same",
        title=_l("What is nearly the same as what you are about to save"),
        does=_l(
            "Shows up to %(most)s pages or topics once before you save a new one, and what you can do.", most=SHOWN
        ),
        inputs=(_l("The words of your title and text, and of what you may read yourself."),),
        never=(_l("Who wrote either of them."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Save once more, and yours is saved as it is."),
    )
)
