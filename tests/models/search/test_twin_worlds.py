"""Two worlds that differ only in closed documents answer the same, to the last byte, to whoever may not read those."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.core import clock
from models.search.engine import FACETS, Asking, Engine, Query, Result
from models.search.similar import asking_of
from tests.models.search.collection import EVERYONE, NOW, NOW_MICROSECONDS, document, many

TEXTS = [
    "",
    "rail",
    "travel budget",
    '"data sharing"',
    "the",
    "secret",
    "secrett",
    "budgit polcy",
    "xyzzy rail",
    "hospitl",
    '"the data" AND travel',
    "title:rail OR secret",
    "secr* OR hosp*",
    "rail NOT secret",
]
PREFIXES = ["ra", "se", "secr", "data sh", "b", "xyz", "tr"]


@pytest.fixture
def worlds(open_engine: Callable[[str], Engine]) -> tuple[Engine, Engine]:
    """The same 150 documents; the second world holds 300 more that are closed, between and after them."""
    shown = [one for one in many(150) if one.audience in EVERYONE]
    hidden = [
        replace(one, audience="space:99", tags=("secret",), author="spy", changed=NOW_MICROSECONDS + number, space="99")
        for number, one in enumerate(many(300, seed=7, prefix="hidden"))
    ]
    hidden += [
        document(f"hidden:x{n}", "Secret xyzzy rail", "rail budget hospitle", audience="person:7") for n in range(40)
    ]
    plain, full = open_engine("plain"), open_engine("full")
    plain.rebuild(shown)
    full.rebuild(hidden[:100] + shown[:50])
    for start in range(50, len(shown), 25):
        full.upsert(hidden[start * 2 : start * 2 + 50] + shown[start : start + 25])
        full.commit()
    full.upsert(hidden[100:])
    full.commit()
    return plain, full


def answer(engine: Engine, query: Query) -> Result:
    with clock.at(NOW):
        return replace(engine.search(query, EVERYONE | {"space:1"}), generation=0)


@pytest.mark.parametrize("text", TEXTS)
def test_results_do_not_depend_on_hidden_documents(worlds: tuple[Engine, Engine], text: str) -> None:
    for query in (
        Query(text, facets=FACETS, limit=300),
        Query(text, sort="newest", kinds=("page",), offset=3, limit=4),
    ):
        assert repr(answer(worlds[0], query)) == repr(answer(worlds[1], query))


def test_suggestions_do_not_depend_on_hidden_documents(worlds: tuple[Engine, Engine]) -> None:
    for prefix in PREFIXES:
        assert worlds[0].suggest(prefix, EVERYONE, limit=50) == worlds[1].suggest(prefix, EVERYONE, limit=50)


def test_what_is_like_a_question_does_not_depend_on_hidden_documents(worlds: tuple[Engine, Engine]) -> None:
    for title in ("Secret xyzzy rail budget", "Who shares travel data with a hospital?"):
        asking = Asking(title, "the policy of the budget", NOW_MICROSECONDS, ("page", "question"), least=0.0)
        found = [engine.similar(asking, EVERYONE, limit=50) for engine in worlds]
        assert found[0] == found[1]
        assert found[0]


def test_slips_in_a_question_are_not_read_as_words_of_hidden_documents(worlds: tuple[Engine, Engine]) -> None:
    for title in ("Whose secrat xyzy budgit for rial?", "Where is the secr", "A hospitl", "Data on hospitle"):
        asking = asking_of(title, "", NOW_MICROSECONDS, ("page", "question"), least=0.0)
        found = [engine.similar(asking, EVERYONE, limit=50) for engine in worlds]
        assert found[0] == found[1], title


def test_related_documents_and_key_terms_do_not_depend_on_hidden_documents(worlds: tuple[Engine, Engine]) -> None:
    for id in list(worlds[0].ids())[:15]:
        assert worlds[0].related(id, EVERYONE, limit=50) == worlds[1].related(id, EVERYONE, limit=50)
        assert worlds[0].terms(id) == worlds[1].terms(id)
