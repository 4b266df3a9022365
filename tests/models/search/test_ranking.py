"""What comes first, against plain-Python BM25F, and which words match what."""

from dataclasses import replace

import pytest

from models.search.engine import DAY, Engine, Query
from tests.models.search.collection import EVERYONE, NOW_MICROSECONDS, Oracle, document, many

MANY_WORDS = "rail water energy school hospital minister report evidence guidance service"


def found(engine: Engine, text: str, **more: object) -> list[str]:
    return [hit.id for hit in engine.search(Query(text, limit=500, **more), EVERYONE).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["rail", "travel budget", "data data sharing policy", "hospitals contracted", "cymru", MANY_WORDS]
)
@pytest.mark.parametrize("keyring", [EVERYONE, EVERYONE | {"space:1", "space:2"}], ids=["outsider", "member"])
def test_scores_equal_plain_bm25f(engine: Engine, text: str, keyring: frozenset[str]) -> None:
    documents = many(250)
    for start in range(0, 250, 50):
        engine.upsert(documents[start : start + 50])
        engine.commit()
    hits = engine.search(Query(text, limit=500), keyring).hits
    expected = Oracle(documents).ranked(text, keyring)
    assert {hit.id: pytest.approx(hit.score) for hit in hits} == dict(expected)
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected])


def test_scores_stand_when_nothing_is_open(engine: Engine) -> None:
    documents = [document(f"entry:{n}", "Rail", "data " * n, audience="space:1") for n in range(1, 5)]
    engine.rebuild(documents)
    hits = engine.search(Query("rail data"), frozenset({"space:1"})).hits
    assert {hit.id: pytest.approx(hit.score) for hit in hits} == dict(
        Oracle(documents).ranked("rail data", frozenset({"space:1"}))
    )


def test_more_matched_words_rank_higher_and_one_is_enough(engine: Engine) -> None:
    engine.rebuild(
        [
            document("entry:1", body="rail something else entirely"),
            document("entry:2", body="rail budget something else"),
            document("entry:3", body="nothing of that"),
        ]
    )
    assert found(engine, "rail budget") == ["entry:2", "entry:1"]


def test_a_title_outranks_a_body_and_says_where_it_matched(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Other", "travel here"), document("entry:2", "Travel", "other here")])
    hits = engine.search(Query("travelling"), EVERYONE).hits
    assert [(hit.id, hit.matched) for hit in hits] == [("entry:2", ("title",)), ("entry:1", ("text",))]


def test_words_of_a_tag_match(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Other", tags=("data-sharing",))])
    assert engine.search(Query("sharing"), EVERYONE).hits[0].matched == ("tags",)


def test_official_rises_and_outdated_sinks(engine: Engine) -> None:
    engine.rebuild(
        [document(f"entry:{status or 'plain'}", "Rail", status=status) for status in ("outdated", "", "official")]
    )
    assert found(engine, "rail") == ["entry:official", "entry:plain", "entry:outdated"]


def test_the_newer_of_two_equals_comes_first(engine: Engine) -> None:
    engine.rebuild(
        [document(f"entry:{days}", "Rail", changed=NOW_MICROSECONDS - days * DAY) for days in (400, 10, 100)]
    )
    assert found(engine, "rail") == ["entry:10", "entry:100", "entry:400"]


def test_without_text_the_newest_are_listed(engine: Engine) -> None:
    documents = many(80)
    engine.rebuild(documents)
    changed = {one.id: one.changed for one in documents}
    for text, more in (("", {}), ("  ", {"kinds": ("page",)}), ("rail", {"sort": "newest"})):
        times = [changed[id] for id in found(engine, text, **more)]
        assert times
        assert times == sorted(times, reverse=True)


def test_pages_of_results_put_together_are_the_whole(engine: Engine) -> None:
    engine.rebuild(many(100))
    whole = found(engine, "rail data")
    pages = [engine.search(Query("rail data", offset=start, limit=7), EVERYONE) for start in range(0, len(whole), 7)]
    assert [hit.id for page in pages for hit in page.hits] == whole
    assert {page.total for page in pages} == {len(whole)}


def test_nothing_is_listed_for_a_limit_of_nothing_or_a_page_beyond_the_end(engine: Engine) -> None:
    engine.rebuild(many(20))
    assert engine.search(Query(limit=0), EVERYONE).hits == ()
    assert engine.search(Query(limit=-5, offset=-5), EVERYONE).hits == ()
    assert engine.search(Query(offset=10_000), EVERYONE).hits == ()


@pytest.mark.parametrize("text", ["the", "to be or not to be", "IS it"])
def test_a_query_of_stop_words_uses_them(engine: Engine, text: str) -> None:
    engine.rebuild([document("entry:1", "To be or not to be", "it is the question"), document("entry:2", "Rail")])
    assert found(engine, text) == ["entry:1"]


def test_stop_words_beside_other_words_match_nothing(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "The rail"), document("entry:2", "The water")])
    assert found(engine, "the rail") == ["entry:1"]


def test_a_phrase_must_match_word_by_word(engine: Engine) -> None:
    engine.rebuild(
        [
            document("entry:1", "Data sharing", "nothing"),
            document("entry:2", "Nothing", "about sharing data"),
            document("entry:3", "Sharing", "the sharing of data; data, sharing!"),
            document("entry:4", "Data", "sharing"),
        ]
    )
    assert set(found(engine, '"data sharing"')) == {"entry:1", "entry:3"}
    assert found(engine, '"the sharing of data"') == ["entry:3"]
    assert found(engine, '"sharing data sharing"') == []
    assert set(found(engine, '"data sharing" nothing')) == {"entry:1", "entry:3"}
    assert set(found(engine, "“data sharing”")) == {"entry:1", "entry:3"}


def test_a_phrase_with_a_repeated_word_counts_places(engine: Engine) -> None:
    engine.rebuild([document("entry:1", body="had had enough"), document("entry:2", body="had enough")])
    assert found(engine, '"had had"') == ["entry:1"]


def test_two_phrases_must_both_match(engine: Engine) -> None:
    engine.rebuild([document("entry:1", body="data sharing and rail travel"), document("entry:2", body="data sharing")])
    assert found(engine, '"data sharing" "rail travel"') == ["entry:1"]


def test_case_accents_and_apostrophes_do_not_matter(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Café policy", "the minister’s diary"), document("entry:2", "東京 office")])
    assert found(engine, "CAFE") == found(engine, "café") == found(engine, "minister's") == ["entry:1"]
    assert found(engine, "京") == found(engine, '"東京"') == ["entry:2"]


def test_key_terms_are_telling_words(engine: Engine) -> None:
    engine.rebuild(
        [document("entry:1", "Rail", "the rail and the common word"), document("entry:2", body="common word")]
    )
    assert next(iter(engine.terms("entry:1"))) == "rail"
    assert "the" not in engine.terms("entry:1")
    assert engine.terms("entry:no-such") == {}


def test_the_closest_document_is_related_first(engine: Engine) -> None:
    engine.rebuild(
        [
            document("entry:1", "School water", "school water supply"),
            document("entry:2", "Water supply in schools"),
            document("entry:3", "Water licence"),
            document("entry:4", "Rail"),
        ]
    )
    assert [hit.id for hit in engine.related("entry:1", EVERYONE)] == ["entry:2", "entry:3"]


def test_official_and_checked_pages_rise_drafts_and_outdated_ones_sink(engine: Engine) -> None:
    marks = [("", ""), ("official", ""), ("outdated", ""), ("draft", ""), ("", "checked"), ("", "overdue")]
    engine.rebuild(
        [
            replace(document(f"entry:{n}", "Rail", "budget"), status=status, review=review)
            for n, (status, review) in enumerate(marks)
        ]
    )
    assert found(engine, "rail") == ["entry:1", "entry:4", "entry:0", "entry:5", "entry:3", "entry:2"]


def test_a_check_can_be_asked_for_beside_a_status(engine: Engine) -> None:
    engine.rebuild(
        [
            replace(document("entry:1", "Rail"), status="official", review="checked"),
            replace(document("entry:2", "Rail"), status="official"),
        ]
    )
    assert found(engine, "rail", statuses=("checked",)) == ["entry:1"]
    assert len(found(engine, "rail", statuses=("official",))) == 2
