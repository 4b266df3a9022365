"""What a keyring may and may not find."""

from models.search.engine import FACETS, Engine, Query
from tests.models.search.collection import EVERYONE, document, many


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
