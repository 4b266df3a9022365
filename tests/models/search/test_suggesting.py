"""Completions and corrections."""

import pytest

from models.search.engine import Engine, Query
from models.search.offering import one_edit, within_two_edits
from tests.models.search.collection import EVERYONE, document

DOCUMENTS = [
    document("entry:1", "Government policy", "The department of transport plans environmental assessments"),
    document("entry:2", "Governance", "Data protection, data sharing"),
    document("entry:3", "Data protection", audience="space:1", body="Zebra crossing"),
    document("entry:4", "Government data"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.rebuild(DOCUMENTS)
    return engine


def test_the_last_word_is_completed_by_number_of_visible_hits(filled: Engine) -> None:
    assert filled.suggest("gov", EVERYONE) == ["government", "governance"]
    assert filled.suggest("Go", EVERYONE, limit=1) == ["government"]


def test_the_words_before_narrow_the_completions(filled: Engine) -> None:
    assert filled.suggest("data gover", EVERYONE) == ["data governance", "data government"]
    assert filled.suggest("policy gov", EVERYONE) == ["policy government"]


@pytest.mark.parametrize("text", ["", " ", "g", "gov ", "gov!", "zzz", "ze", "x" * 5000, "\x00go\x00"])
def test_nothing_is_completed_without_a_beginning_or_a_visible_hit(filled: Engine, text: str) -> None:
    assert filled.suggest(text, EVERYONE) == []


def test_a_member_gets_completions_from_their_space(filled: Engine) -> None:
    assert filled.suggest("zeb", EVERYONE | {"space:1"}) == ["zebra"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("goverment", "government"),
        ("govrenment data", "government data"),
        ("Data Protecton!", "Data protection!"),
        ("enviromental assesments", "environmental assessments"),
        ("departmnt of trasnport", "department of transport"),
        ("enviornmetal", "environmental"),
    ],
)
def test_a_mistyped_word_is_corrected(filled: Engine, typed: str, meant: str) -> None:
    assert filled.search(Query(typed), EVERYONE).suggestion == meant


@pytest.mark.parametrize("text", ["government", "data", "the", "", "a1b2c3", "zebre", "zebra", "qqqqqqq", "gov", "'"])
def test_no_correction_without_need_or_without_a_visible_word(filled: Engine, text: str) -> None:
    assert filled.search(Query(text), EVERYONE).suggestion is None


def test_edits() -> None:
    assert {"cat", "at", "chat", "act"} <= set(one_edit("cat")) | {"cat"}
    assert within_two_edits("enviornmetal", "environmental")
    assert not within_two_edits("abc", "xyz")
