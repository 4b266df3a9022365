"""How typed text is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search import analysis
from models.search.query import MAX_WORDS, parse
from tests.shared import shared_path

QUERY_TEXT = st.one_of(st.text(), st.text(st.sampled_from("ab\"“” '’-+*?:()~^&|!\x00\ud800\u202e\u0301東É")))


def test_words_and_phrases_are_told_apart() -> None:
    parsed = parse('data "the sharing of" policies')
    assert [(clause.kind, clause.words) for clause in parsed.clauses] == [
        ("phrase", ("the", "sharing", "of")),
        ("words", ("data", "policies")),
    ]
    assert parsed.counts == {"share": 1, "data": 1, "polici": 1}
    assert parsed.phrases == (("the", "share", "of"),)


def test_a_repeated_word_counts_twice() -> None:
    assert parse("data rail Data").counts == {"data": 2, "rail": 1}


@pytest.mark.parametrize(
    "text", ['"data rail', 'data" rail', 'data rail""', '" " data rail', "…data, -rail!", "(data OR* rail)"]
)
def test_junk_around_words_is_ignored(text: str) -> None:
    assert {"data", "rail"} <= set(parse(text).counts)
    assert parse(text).phrases == ()


@pytest.mark.parametrize("text", ["", " ", '""', "!!!", "\x00", "_", "🙂", "\ud800"])
def test_nothing_to_look_for(text: str) -> None:
    assert parse(text).clauses == ()


def test_stop_words_are_used_when_there_is_nothing_else() -> None:
    assert set(parse("to be or not").counts) == {"not"}
    assert set(parse("to be or").counts) == {"to", "be", "or"}
    assert set(parse('"to the"').counts) == {"to", "the"}


def test_a_very_long_text_is_cut() -> None:
    assert len(parse("word " * 100_000).words[0].words) == MAX_WORDS
    assert len(parse("x" * 100_000).words[0].words[0]) == analysis.MAX_TERM_BYTES


@given(QUERY_TEXT)
def test_reading_never_fails(text: str) -> None:
    parsed = parse(text)
    assert all(len(clause.words) == len(clause.stems) <= MAX_WORDS for clause in parsed.clauses)
    assert all(
        len(word.encode("utf-8", "replace")) <= analysis.MAX_TERM_BYTES for c in parsed.clauses for word in c.words
    )


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = [analysis.fold(word) for word in analysis.words(text)]
    assert [analysis.fold(word) for word in once] == once


@pytest.mark.shared_data
def test_naughty_strings_are_read() -> None:
    for path in sorted(shared_path("data/hostile-text").rglob("*")):
        if path.is_file():
            for line in path.read_text(errors="surrogateescape").splitlines():
                parse(line)
