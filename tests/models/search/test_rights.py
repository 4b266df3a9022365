"""What a keyring may and may not find."""

import pytest

from models.search.engine import FACETS, Asking, Engine, Query, Sort
from tests.models.search.collection import EVERYONE, NOW_MICROSECONDS, document, many


def test_an_empty_keyring_finds_nothing_ever(engine: Engine) -> None:
    engine.rebuild(many(50))
    for text in ("", "travel budget", '"the"', "the"):
        result = engine.search(Query(text, facets=("kind", "tag")), frozenset())
        assert (result.hits, result.total, result.facets) == ((), 0, {"kind": {}, "tag": {}})
    assert engine.suggest("tra", frozenset()) == []
    assert engine.related("entry:1", frozenset()) == []


def test_only_documents_with_a_held_audience_are_found(engine: Engine) -> None:
    documents = many(200)
    engine.rebuild(documents)
    for keyring in (EVERYONE, EVERYONE | {"space:2"}, frozenset({"space:3"}), EVERYONE | {"space:no-such"}):
        expected = {one.id for one in documents if one.audience in keyring}
        result = engine.search(Query(limit=500), keyring)
        assert {hit.id for hit in result.hits} == expected
        assert result.total == len(expected)


MODES = [
    "rail",
    "rail budget",
    '"data sharing"',
    "rail AND budget",
    "rail OR data",
    "NOT rail",
    "-rail",
    "budg*",
    "title:rail",
    "tag:travel",
    "tag:tr*",
    "author:1",
    "space:2",
    "kind:page",
    "after:2025-01-01",
    "before:2026-01-01 data",
    "(rail OR water) AND NOT budget",
    "budgit",
    "the",
]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_no_mode_of_searching_finds_or_counts_what_is_closed(engine: Engine, sort: Sort) -> None:
    documents = many(200)
    engine.rebuild(documents)
    readable = {one.id for one in documents if one.audience in EVERYONE | {"space:1"}}
    for text in MODES:
        result = engine.search(Query(text, limit=500, sort=sort, facets=FACETS), EVERYONE | {"space:1"})
        assert {hit.id for hit in result.hits} <= readable, text
        assert result.total == len(result.hits) == sum(result.facets["kind"].values()), text
        nobody = engine.search(Query(text, sort=sort, facets=FACETS), frozenset())
        assert (nobody.hits, nobody.total, nobody.suggestion) == ((), 0, None), text
        assert not any(counts and any(counts.values()) for counts in nobody.facets.values()), text
    asking = Asking("Rail budget", "data sharing", NOW_MICROSECONDS, ("page", "question", "post"))
    assert {hit.id for hit in engine.similar(asking, EVERYONE | {"space:1"}, 500)} <= readable
    assert engine.similar(asking, frozenset(), 500) == []


def test_a_renamed_document_is_found_by_its_new_name_alone(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Harbour", "All about quays")])
    engine.upsert([document("entry:1", "Ferry", "All about quays")])
    engine.commit()
    assert engine.search(Query("harbour"), EVERYONE).total == 0
    assert engine.search(Query("title:ferry"), EVERYONE).total == 1
    assert (engine.suggest("harb", EVERYONE), engine.suggest("fer", EVERYONE)) == ([], ["ferry"])


def test_an_audience_matches_as_a_whole(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Secret", audience="space:44")])
    for key in ("space:4", "space:444", "space", "44", "space:*", "SPACE:44", ""):
        assert engine.search(Query("secret"), frozenset({key})).total == 0


def test_a_space_that_is_catching_up_is_left_out(engine: Engine) -> None:
    documents = many(100)
    engine.rebuild(documents)
    result = engine.search(Query(limit=200, facets=("space",)), EVERYONE, frozenset({"1", "2"}))
    assert {hit.id for hit in result.hits} == {
        one.id for one in documents if one.audience == "everyone" and one.space not in {"1", "2"}
    }
    assert not {"1", "2"} & set(result.facets["space"])


def test_related_needs_the_right_to_the_document_itself(engine: Engine) -> None:
    engine.rebuild(
        [document("entry:1", "Rail budget", audience="space:1"), document("entry:2", "Rail budget of the year")]
    )
    assert engine.related("entry:1", EVERYONE) == []
    assert [hit.id for hit in engine.related("entry:1", EVERYONE | {"space:1"})] == ["entry:2"]


def test_related_shows_only_what_may_be_read_and_never_itself(engine: Engine) -> None:
    documents = many(120)
    engine.rebuild(documents)
    readable = {one.id for one in documents if one.audience == "everyone"}
    for id in sorted(readable)[:20]:
        found = [hit.id for hit in engine.related(id, EVERYONE, limit=200)]
        assert set(found) <= readable - {id}


def test_a_moved_document_follows_its_new_audience(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Passport report")])
    engine.upsert([document("entry:1", "Passport report", audience="space:1")])
    engine.commit()
    assert engine.search(Query("passport", facets=FACETS), EVERYONE).total == 0
    assert engine.suggest("pass", EVERYONE) == []
    assert engine.search(Query("passport"), frozenset({"space:1"})).total == 1
