"""One search over one snapshot: match, mask by rights and filters, count facets, cut the page."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Final

import numpy as np

from models.search import analysis, engine, weights
from models.search.engine import Asking, Hit, Query, Result
from models.search.matching import matching
from models.search.meant import meant
from models.search.offering import correct
from models.search.pack import TEXT_FIELDS
from models.search.packing import Array
from models.search.query import whole_words
from models.search.ranking import Ranking, best, best_of, rank, terms_asked
from models.search.snapshot import Reader, Snapshot

NAMES: Final = {"title": "title", "tags": "tags", "body": "text"}  # of fields, as a hit tells them


def search(snapshot: Snapshot, query: Query, reader: Reader, now: int) -> Result:
    """Answer a query."""
    parsed = query.parsed()
    asked = terms_asked(snapshot, parsed.counts, parsed.elsewhere)
    filters = _filters(snapshot, query)
    matched, chosen, ranking = _found(snapshot, query, asked, filters, reader.mask)
    newest = query.sort == "newest" or not parsed.texts
    worth = snapshot.changed[chosen] if newest else ranking.scores[chosen] * snapshot.factor[chosen]
    first = max(0, query.offset)
    page = best_of(snapshot, chosen, worth, first + max(0, query.limit))[first:]
    worth_of = worth[np.searchsorted(chosen, page)]
    return Result(
        hits=tuple(map(partial(_hit, snapshot, ranking), page.tolist(), worth_of.tolist())),
        total=len(chosen),
        facets=_facets(snapshot, query, matched, filters, chosen, now),
        suggestion=correct(snapshot, query.text, reader, asked) if parsed.texts else None,
        generation=snapshot.generation,
    )


def _found(
    snapshot: Snapshot, query: Query, asked: dict[str, list[str]], filters: dict[str, Array], visible: Array
) -> tuple[Array, Array, Ranking]:
    """A mask of what matches, the numbers of those that the filters leave, and how they rank.

    Where any of the words is enough, ranking tells what holds them; else only what was found is ranked.
    """
    parsed = query.parsed()
    if parsed.needs_loose:
        ranking = rank(snapshot, parsed.counts, asked)
        matched = matching(snapshot, parsed, ranking.found, visible)
        return matched, np.flatnonzero(_all(matched, filters.values())), ranking
    matched = matching(snapshot, parsed, {}, visible) if parsed or query.text.strip() else visible
    chosen = np.flatnonzero(_all(matched, filters.values()))
    return matched, chosen, rank(snapshot, parsed.counts, asked, chosen)


def similar(snapshot: Snapshot, asking: Asking, reader: Reader, limit: int) -> list[Hit]:
    """What is like a question being written.

    The same matter is mostly asked again within days, so what was begun near that moment counts more.
    """
    words, matter = _words_of(snapshot, asking, reader)
    stems = Counter(analysis.stems(words))
    ranking = rank(snapshot, stems, terms_asked(snapshot, stems, analysis.in_other_languages(words)))
    age = np.abs(asking.at - snapshot.fact("created"))
    near = 1 + weights.SIMILAR_NEAR_SHARE * np.exp(-age / weights.SIMILAR_NEAR_SCALE)
    parts, alike = _shared(snapshot, ranking, matter)
    mask = reader.mask & snapshot.where("kind", asking.kinds)
    mask &= alike if asking.least is None else (parts >= asking.least) & (parts > 0)
    if (own := snapshot.find_document(asking.but) if asking.but else -1) >= 0:
        mask[own] = False
    key = ranking.scores * near * snapshot.standing
    found = best(snapshot, mask, key, max(0, limit))
    told = zip(found.tolist(), key[found].tolist(), parts[found].tolist(), alike[found].tolist(), strict=True)
    return [Hit(snapshot.id_of(each), score, part=part, alike=is_alike) for each, score, part, is_alike in told]


def _words_of(snapshot: Snapshot, asking: Asking, reader: Reader) -> tuple[list[str], frozenset[str]]:
    """The words that a question is asked with, and the stems of those that say what it is about."""
    typed = whole_words(f"{asking.title} {asking.text}")
    words = typed
    if asking.typed:
        last = analysis.words(asking.title)[-1:]
        is_open = not asking.text.strip() and asking.title.endswith(tuple(last)) and bool(last)
        words = meant(snapshot, typed, reader, is_open=is_open and analysis.fold(last[0]) == typed[-1])
    telling = [word for was, word in zip(typed, words, strict=True) if was not in asking.aside]
    return words, frozenset(analysis.stems(telling or words))


def _shared(snapshot: Snapshot, ranking: Ranking, matter: frozenset[str]) -> tuple[Array, Array]:
    """What each document holds of all that the words are worth, those that nobody wrote as much as the rarest; and
    whether that makes it alike: something of the matter, and more than one word of it unless that one is worth much."""
    shared, whole, held = np.zeros(snapshot.size), 0.0, np.zeros(snapshot.size, np.int32)
    for stem, documents in ranking.found.items():
        worth = snapshot.idf(documents)
        shared[documents] += worth
        whole += worth
        if stem in matter:
            held[documents] += 1
    parts = shared / whole if whole else shared
    alike = (held > 0) & (parts >= weights.SIMILAR_LEAST_SHARED)
    if len(matter) > weights.SIMILAR_ONE_WORD_OF:
        alike &= (held > 1) | (parts >= weights.SIMILAR_BY_ONE_WORD)
    return parts, alike


def _hit(snapshot: Snapshot, ranking: Ranking, document: int, score: float) -> Hit:
    fields = tuple(NAMES[name] for name in TEXT_FIELDS if ranking.fields[name][document])
    return Hit(snapshot.id_of(document), score, fields)


def _filters(snapshot: Snapshot, query: Query) -> dict[str, Array]:
    """A mask for each facet that the reader has narrowed."""
    masks = {name: snapshot.where(name, values) for name, values in query.filters().items()}
    if query.after is not None or query.before is not None:
        date = np.ones(snapshot.size, bool)
        if query.after is not None:
            date &= snapshot.changed >= query.after
        if query.before is not None:
            date &= snapshot.changed < query.before
        masks["date"] = date
    return masks


def _all(matched: Array, masks: Iterable[Array]) -> Array:
    for mask in masks:
        matched = matched & mask
    return matched


def _facets(
    snapshot: Snapshot, query: Query, matched: Array, filters: dict[str, Array], chosen: Array, now: int
) -> dict[str, dict[str, int]]:
    """Counts of each facet: its own filter is ignored, so that a reader can choose several values."""
    found = {}
    for name in query.facets:
        narrowed = name in filters
        mask = _all(matched, [other for of, other in filters.items() if of != name])
        documents = np.flatnonzero(mask) if narrowed else chosen
        found[name] = _dates(snapshot, documents, now) if name == "date" else _facet(snapshot, name, mask, documents)
    return found


def _facet(snapshot: Snapshot, name: str, mask: Array, documents: Array) -> dict[str, int]:
    if name not in engine.FACETS:
        raise ValueError(f"there is no facet {name!r}")
    table = snapshot.facet(name)
    if table.only is not None:
        counts = np.bincount(table.only[documents], minlength=len(table.names) + 1)[:-1]
    else:
        counts = np.bincount(table.values[mask[table.documents]], minlength=len(table.names))
    present = np.flatnonzero(counts)
    # Names are sorted, so a stable sort by count leaves equals in order of their names.
    ordered = present[np.argsort(-counts[present], kind="stable")]
    return {
        table.names[number]: count for number, count in zip(ordered.tolist(), counts[ordered].tolist(), strict=True)
    }


def _dates(snapshot: Snapshot, documents: Array, now: int) -> dict[str, int]:
    changed = snapshot.changed[documents]
    counts = {}
    for bucket in (*engine.DATE_BUCKETS, engine.OLDER):
        after, before = engine.date_range(bucket, now)
        inside = changed >= after if after is not None else changed < before
        counts[bucket] = int(np.count_nonzero(inside))
    return counts
