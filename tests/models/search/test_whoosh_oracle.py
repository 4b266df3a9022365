"""Whoosh's own searcher over our segments is the oracle of the embedded engine: documents, scores and order.

Its BM25 knows one field and no rights, age or status. So scores are compared where a word stands in one field alone,
with our measure of how rare a word is; which documents match is compared for queries of every form that it can read.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import And, Every, Not, Or, Prefix, Term
from whoosh.scoring import BM25F

from models.search import analysis, weights
from models.search.engine import Document, Query
from models.search.ranking import title_alone
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.collection import EVERYONE, NOW_MICROSECONDS, many, stems

FIELDS = ("title", "tags", "body")
NEW = 1 + weights.RECENCY_SHARE  # what everything gains that is as new as can be


class Native(BM25F):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's BM25 with our idf."""

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        holders = searcher.doc_frequency(fieldname, text)
        return math.log(1 + (searcher.doc_count() - holders + 0.5) / (holders + 0.5))


@contextmanager
def searcher(root: Path, **more: Any) -> Iterator[Any]:
    folder = next(path for path in root.iterdir() if path.is_dir())
    with FileIndex(FileStorage(str(folder))).searcher(**more) as found:
        yield found


def anywhere(word: str) -> Any:
    """A word in any text field, in the form of each language."""
    forms = [analysis.terms([word], language)[0] for language in (analysis.ENGLISH, *analysis.MORE_LANGUAGES)]
    return Or([Term(name, form) for form in forms for name in FIELDS])


QUERIES = {
    "rail": anywhere("rail"),
    "travel budget": Or([anywhere("travel"), anywhere("budget")]),
    "hospital data of": Or([anywhere("hospital"), anywhere("data")]),
    "nothing at all": Or([anywhere("nothing"), anywhere("all")]),
    "travel AND budget": And([anywhere("travel"), anywhere("budget")]),
    "travel OR budget": Or([anywhere("travel"), anywhere("budget")]),
    "travel NOT budget": And([anywhere("travel"), Not(anywhere("budget"))]),
    "(travel OR rail) AND -data": And([Or([anywhere("travel"), anywhere("rail")]), Not(anywhere("data"))]),
    "title:rail": Or([Term("title", form) for form in ("rail", "rail~", "rail~fr")]),
    "tra*": Or([Prefix(name, "tra") for name in FIELDS]),
    "kind:page rail": And([Term("kind", "page"), anywhere("rail")]),
    "-kind:page": And([Every(), Not(Term("kind", "page"))]),
}


@pytest.mark.parametrize("text", QUERIES)
def test_the_same_documents_are_found(tmp_path: Path, text: str) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild(many(80))
    engine.upsert(many(30, seed=5, prefix="more"))
    engine.delete(["entry:3", "entry:17"])
    engine.commit()
    with searcher(tmp_path) as native:
        hits = native.search(And([QUERIES[text], Term("audience", "everyone")]), limit=None)
        expected = {hit["id"] for hit in hits}
    assert {hit.id for hit in engine.search(Query(text, limit=500), EVERYONE).hits} == expected


def test_words_with_a_beginning_are_as_many(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild([replace(one, audience="everyone") for one in many(80)])
    with searcher(tmp_path) as native:
        counted = {word: native.doc_frequency("word", word) for word in native.reader().expand_prefix("word", "tr")}
    expected = sorted(counted, key=lambda word: (-counted[word], word))
    assert engine.suggest("tr", EVERYONE, limit=50) == [word.decode() for word in expected]


@pytest.mark.parametrize("text", ["rail", "travel budget", "hospital water energy rail", "passport data sharing"])
@pytest.mark.parametrize("field", ["body", "title"])
def test_scores_and_order_are_those_of_whoosh(tmp_path: Path, field: str, text: str) -> None:
    engine = WhooshEngine(tmp_path)
    documents = [alone(one, field) for one in many(240)]
    engine.rebuild(documents[:150])
    engine.upsert(documents[150:])
    engine.commit()
    expected = native_scores(tmp_path, field, stems(text))
    hits = engine.search(Query(text, limit=500), EVERYONE).hits
    assert {hit.id: hit.score for hit in hits} == pytest.approx(expected, rel=1e-9)
    scores = [expected[hit.id] for hit in hits]
    assert all(one >= next_one * (1 - 1e-9) for one, next_one in zip(scores, scores[1:], strict=False))


def alone(one: Document, field: str) -> Document:
    """A document with text in one field, without anything else that Whoosh does not weigh."""
    text = one.body if field == "body" else f"{one.title} {one.body[:30]}"
    bare = replace(one, title="", tags=(), body="", status="", language="en", audience="everyone")
    held: dict[str, Any] = {field: text, "changed": NOW_MICROSECONDS}
    return replace(bare, **held)


def native_scores(root: Path, field: str, words: list[str]) -> dict[str, float]:
    """Scores by Whoosh: BM25 of a field; for the title a boosted one, which is the same with less K1, and its own."""
    boost = weights.FIELD_BOOST[field]
    parts = [(weights.FIELD_LENGTH_NORM[field], weights.K1 / boost, (weights.K1 + 1) / (weights.K1 / boost + 1))]
    if field == "title":
        parts.append((weights.TITLE_ALONE_LENGTH_NORM, weights.K1, title_alone(len(words))))
    scores: dict[str, float] = {}
    for b, k1, share in parts:
        with searcher(root, weighting=Native(B=b, K1=k1)) as native:
            for hit in native.search(Or([Term(field, word) for word in words]), limit=None):
                scores[hit["id"]] = scores.get(hit["id"], 0.0) + NEW * share * hit.score
    return scores
