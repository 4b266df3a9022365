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


def test_the_other_words_say_which_word_was_meant(engine: Engine) -> None:
    common = [document(f"entry:{n}", "Notes", "How people feel about the winter") for n in range(10, 20)]
    engine.rebuild([*common, document("entry:1", "Winter fuel payment"), document("entry:2", "Fuel payment")])
    assert engine.search(Query("feul"), EVERYONE).suggestion == "feel"
    assert engine.search(Query("winter feul payment"), EVERYONE).suggestion == "winter fuel payment"
    assert engine.search(Query("feul payment unicorn"), EVERYONE).suggestion == "fuel payment unicorn"


def test_a_slip_that_was_made_a_few_times_is_corrected_where_the_right_word_is_common(engine: Engine) -> None:
    slips = [document(f"entry:{n}", "Form", "of goverment") for n in range(4)]
    engine.rebuild([*slips, *(document(f"entry:{n}", "Form", "of government") for n in range(10, 110))])
    assert engine.search(Query("goverment"), EVERYONE).suggestion == "government"
    engine.rebuild([*slips, *(document(f"entry:{n}", "Form", "of government") for n in range(10, 100))])
    assert engine.search(Query("goverment"), EVERYONE).suggestion is None


def test_what_is_closed_does_not_say_which_word_was_meant(engine: Engine) -> None:
    common = [document(f"entry:{n}", "Notes", "How people feel about the winter") for n in range(10, 20)]
    closed = [document(f"entry:{n}", "Winter fuel payment", audience="space:1") for n in range(20, 40)]
    engine.rebuild([*common, *closed, document("entry:1", "Fuel")])
    assert engine.search(Query("winter feul"), EVERYONE).suggestion == "winter feel"
    assert engine.search(Query("winter feul"), EVERYONE | {"space:1"}).suggestion == "winter fuel"


def test_words_that_stand_together_are_no_slips(engine: Engine) -> None:
    common = [document(f"entry:{n}", "Annual report", "of the annual accounts") for n in range(10, 40)]
    engine.rebuild([*common, document("entry:1", "Poser ses congés annuels", language="fr")])
    assert engine.search(Query("annuel"), EVERYONE).suggestion == "annual"
    assert engine.search(Query("congé annuel"), EVERYONE).suggestion is None
    assert engine.search(Query("report annuel"), EVERYONE).suggestion == "report annual"
