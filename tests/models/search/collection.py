"""Made-up documents for the search tests, and what a search should answer, worked out the slow and plain way."""

import math
import random
from collections import Counter
from datetime import UTC, datetime

from models.search import analysis, engine, weights
from models.search.engine import DAY, Document, Query

EVERYONE = frozenset({"everyone"})
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NOW_MICROSECONDS = int(NOW.timestamp()) * 1_000_000

VOCABULARY = analysis.words(
    "travel budget policy data sharing planning housing benefits passport licence minister report evidence guidance "
    "service school hospital water energy climate transport rail procurement contract supplier digital identity the of"
)


def document(id: str, title: str = "", body: str = "", **more: object) -> Document:
    """One document with defaults for all that a test does not care about."""
    values: dict[str, object] = {
        "kind": "page",
        "tags": (),
        "audience": "everyone",
        "department": "",
        "space": "",
        "author": "",
        "language": "en",
        "status": "",
        "changed": NOW_MICROSECONDS,
    }
    values.update(more)
    values.setdefault("created", values["changed"])
    return Document(id=id, title=title, body=body, **values)  # type: ignore[arg-type]  # a helper for tests


def many(count: int, seed: int = 1, prefix: str = "entry") -> list[Document]:
    """Varied documents, the same for the same seed; about a third are closed."""
    chance = random.Random(seed)
    return [_varied(f"{prefix}:{number}", chance) for number in range(count)]


def _varied(id: str, chance: random.Random) -> Document:
    space = str(chance.randrange(6))
    return document(
        id,
        " ".join(chance.choices(VOCABULARY, k=chance.randrange(1, 6))),
        " ".join(chance.choices(VOCABULARY, k=chance.randrange(1, 80))),
        kind=chance.choice(["page", "question", "post"]),
        tags=tuple(sorted(set(chance.choices(VOCABULARY[:8], k=chance.randrange(3))))),
        audience=chance.choice(["everyone", "everyone", f"space:{space}"]),
        department=str(chance.randrange(4)),
        space=space,
        author=str(chance.randrange(5)),
        language=chance.choice(["en", "cy", "fr", "en"]),
        status=chance.choice(["", "official", "outdated", "open"]),
        changed=NOW_MICROSECONDS - chance.randrange(800) * DAY,
        stamp=chance.randrange(100),
    )


def stems(text: str) -> list[str]:
    """Every English stem of a text."""
    return analysis.stems(folded(text))


def folded(text: str) -> list[str]:
    """Every word of a text without case and accents."""
    return [analysis.fold(word) for word in analysis.words(text)]


def held(one: Document, text: str) -> list[str]:
    """What a text of a document is found by: the terms of its language."""
    return analysis.terms(folded(text), analysis.written_in(one.language))


class Oracle:
    """BM25F over plain Python lists, with statistics from open documents only."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.fields = {
            one.id: {"title": held(one, one.title), "tags": held(one, " ".join(one.tags)), "body": held(one, one.body)}
            for one in documents
        }
        self.open = [one for one in documents if one.audience == "everyone"]
        self.average = {name: self._average(name) for name in ("title", "tags", "body")}
        self.newest = max((one.changed for one in self.open), default=0)

    def _length(self, id: str, name: str) -> int:
        return sum(not analysis.is_stop_stem(stem) for stem in self.fields[id][name])

    def _average(self, name: str) -> float:
        total = sum(self._length(one.id, name) for one in self.open)
        return total / len(self.open) if total else weights.DEFAULT_AVERAGE_LENGTH[name]

    def _times(self, one: Document, words: frozenset[str], name: str) -> int:
        """How often a document holds words that have one stem in English, in the forms of its own language."""
        forms = set(analysis.terms(sorted(words), analysis.written_in(one.language)))
        return sum(term in forms for term in self.fields[one.id][name])

    def _idf(self, words: frozenset[str], names: tuple[str, ...]) -> float:
        holders = sum(any(self._times(one, words, name) for name in names) for one in self.open)
        holders = holders or weights.UNSEEN_DOCUMENT_FREQUENCY
        return math.log(1 + (max(len(self.open), holders) - holders + 0.5) / (holders + 0.5))

    def score(self, one: Document, text: str) -> float:
        """The score of one document for a text without phrases and stop words."""
        asked: dict[str, list[str]] = {}
        for word in folded(text):
            asked.setdefault(stems(word)[0], []).append(word)
        self.alone = weights.TITLE_ALONE * min(1, weights.TITLE_ALONE_UP_TO / max(1, len(asked)))
        total = sum(len(words) * self._term(one, frozenset(words)) for words in asked.values())
        age = max(self.newest - one.changed, 0)
        recency = 1 + weights.RECENCY_SHARE * math.exp(-age / weights.RECENCY_SCALE)
        return total * recency * weights.STATUS_FACTOR.get(one.status, 1.0)

    def _term(self, one: Document, words: frozenset[str]) -> float:
        frequency = 0.0
        for name in self.fields[one.id]:
            b = weights.FIELD_LENGTH_NORM[name]
            norm = 1 - b + b * self._length(one.id, name) / self.average[name]
            frequency += weights.FIELD_BOOST[name] * self._times(one, words, name) / norm
        whole = self._saturated(frequency, weights.K1) * self._idf(words, ("title", "tags", "body"))
        in_title = self._times(one, words, "title")
        if not in_title:
            return whole
        b = weights.TITLE_ALONE_LENGTH_NORM
        norm = weights.K1 * (1 - b + b * self._length(one.id, "title") / self.average["title"])
        return whole + self.alone * self._saturated(in_title, norm) * self._idf(words, ("title",))

    @staticmethod
    def _saturated(frequency: float, norm: float) -> float:
        return frequency * (weights.K1 + 1) / (frequency + norm)

    def ranked(self, text: str, keyring: frozenset[str]) -> list[tuple[str, float]]:
        """Ids with scores, best first."""
        scored = [(one, self.score(one, text)) for one in self.documents if one.audience in keyring]
        found = [(one, score) for one, score in scored if score > 0]
        return [(one.id, score) for one, score in sorted(found, key=lambda pair: -pair[1])]


def values_of(one: Document, facet: str) -> tuple[str, ...]:
    """The values that a document counts for in a facet."""
    if facet == "tag":
        return one.tags
    if facet == "date":
        buckets = (*engine.DATE_BUCKETS, engine.OLDER)
        return tuple(bucket for bucket in buckets if _inside(one, engine.date_range(bucket, NOW_MICROSECONDS)))
    value = str(getattr(one, facet))
    return (value,) if value else ()


def _inside(one: Document, bounds: tuple[int | None, int | None]) -> bool:
    after, before = bounds
    return (after is None or one.changed >= after) and (before is None or one.changed < before)


def passes(one: Document, query: Query, but: str = "") -> bool:
    """Whether a document passes the filters of a query, leaving out one of them."""
    chosen = {name: values for name, values in query.filters().items() if name != but}
    date = but == "date" or _inside(one, (query.after, query.before))
    return date and all(set(values) & set(values_of(one, name)) for name, values in chosen.items())


def counted(documents: list[Document], query: Query, facet: str, keyring: frozenset[str]) -> dict[str, int]:
    """The counts that a facet should show."""
    counts: Counter[str] = Counter()
    for one in documents:
        wanted = set(held(one, query.text))
        words = set(held(one, f"{one.title} {' '.join(one.tags)} {one.body}"))
        if one.audience in keyring and (wanted & words or not wanted) and passes(one, query, but=facet):
            counts.update(values_of(one, facet))
    return dict(counts)
