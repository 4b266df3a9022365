"""Counts beside the results, against counting by hand."""

import pytest

from models.core import clock
from models.search.engine import DAY, FACETS, Engine, Query
from tests.models.search.collection import EVERYONE, NOW, NOW_MICROSECONDS, counted, document, many, passes

KEYRING = EVERYONE | {"space:1", "space:2"}
QUERIES = [
    Query(facets=FACETS),
    Query("rail", facets=FACETS),
    Query("rail budget", kinds=("page", "post"), facets=FACETS),
    Query("data", tags=("travel", "policy"), statuses=("official",), facets=FACETS),
    Query("water", departments=("1", "2"), spaces=("1", "2", "3"), authors=("0", "1", "2"), facets=FACETS),
    Query("report", languages=("cy",), after=NOW_MICROSECONDS - 200 * DAY, facets=FACETS),
    Query(before=NOW_MICROSECONDS - 30 * DAY, kinds=("question",), facets=FACETS),
    Query("data", kinds=("no such kind",), tags=("",), facets=FACETS),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text or "all")
@pytest.mark.parametrize("optimized", [True, False])
def test_counts_equal_counting_by_hand(engine: Engine, query: Query, optimized: bool) -> None:
    documents = many(300)
    for start in range(0, 300, 60):
        engine.upsert(documents[start : start + 60])
        engine.commit()
    if optimized:
        engine.optimize()
    with clock.at(NOW):
        result = engine.search(query, KEYRING)
    for facet in FACETS:
        expected = counted(documents, query, facet, KEYRING)
        assert {name: count for name, count in result.facets[facet].items() if count} == expected, facet


def test_filters_narrow_the_results(engine: Engine) -> None:
    documents = many(300)
    engine.rebuild(documents)
    for query in QUERIES:
        allowed = {one.id for one in documents if one.audience in KEYRING and passes(one, query)}
        found = {hit.id for hit in engine.search(query, KEYRING).hits}
        assert found <= allowed


def test_the_commonest_value_of_a_facet_comes_first(engine: Engine) -> None:
    engine.rebuild([document(f"entry:{number}", kind="page" if number % 3 else "post") for number in range(9)])
    assert list(engine.search(Query(facets=("kind",)), EVERYONE).facets["kind"].items()) == [("page", 6), ("post", 3)]


def test_a_facet_never_names_what_only_hidden_documents_hold(engine: Engine) -> None:
    engine.rebuild([document("entry:1", tags=("open",)), document("entry:2", tags=("secret",), audience="space:1")])
    assert engine.search(Query(facets=("tag",)), EVERYONE).facets == {"tag": {"open": 1}}


def test_a_facet_that_does_not_exist_is_an_error_of_the_program(engine: Engine) -> None:
    with pytest.raises(ValueError, match="colour"):
        engine.search(Query(facets=("colour",)), EVERYONE)
