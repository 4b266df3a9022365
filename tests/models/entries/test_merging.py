"""Two people changed one text: what merges by itself, and what is handed back to decide. Nothing is ever lost."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.entries.deciding import decide, headings_left, prepared, undecided
from models.entries.merging import Place, merge, merge_unrelated, merge_value

LINES = st.lists(st.sampled_from(["", "One.", "Two. Three? Four.", "| a | b |", "- item", "## Part"]), max_size=9)
EDITS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["put in", "take out", "append"])), max_size=4)


def changed(lines: list[str], edits: list[tuple[int, str]], mark: str) -> str:
    lines = list(lines)
    for number, (at, what) in enumerate(edits):
        if what == "put in":
            lines.insert(at, f"{mark}{number}")
        elif at < len(lines):
            if what == "take out":
                del lines[at]
            else:
                lines[at] += f" {mark}{number}"
    return "\n".join(lines)


@given(st.text(), st.text())
def test_who_alone_changed_a_text_gets_just_that(base: str, new: str):
    for found in (merge(base, base, new), merge(base, new, base), merge(base, new, new)):
        assert found.clean
        assert found.text == new


@settings(max_examples=300)
@given(LINES, EDITS, EDITS)
def test_it_does_not_matter_who_saved_first(lines, hers, his):
    base = "\n".join(lines)
    a, b = changed(lines, hers, "A"), changed(lines, his, "B")
    one, other = merge(base, a, b), merge(base, b, a)
    assert (one.clean, one.text) == (other.clean, other.text)
    assert [(place.theirs, place.mine) for place in one.places] == [(p.mine, p.theirs) for p in other.places]


@settings(max_examples=300)
@given(LINES, EDITS, EDITS)
def test_nothing_that_either_side_wrote_disappears(lines, hers, his):
    a, b = changed(lines, hers, "A"), changed(lines, his, "B")
    text = prepared(merge("\n".join(lines), a, b), "Mei Wong")
    for side, mark in ((a, "A"), (b, "B")):
        assert {word for word in side.split() if word.startswith(mark)} <= set(text.split())


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_three_texts_give_a_text_that_can_be_decided(base, theirs, mine):
    found = merge(base, theirs, mine)
    text = prepared(found, "Mei Wong")
    assert headings_left(text) == list(range(1, len(found.places) + 1))
    for choice in ("theirs", "mine", "both"):
        assert not headings_left(decide(text, dict.fromkeys(range(1, len(found.places) + 1), choice)))


def test_choosing_one_side_everywhere_gives_the_text_of_that_side():
    base, theirs, mine = "a\nb\nc\nd", "a\nB\nc\nD1\nD2", "a\nbb\nc\nd!"
    text = prepared(merge(base, theirs, mine), "Mei Wong")
    assert decide(text, {1: "theirs", 2: "theirs"}) == theirs
    assert decide(text, {1: "mine", 2: "mine"}) == mine
    assert [place.number for place in undecided(decide(text, {1: "mine"}))] == [2]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("One. Two. Three.", "ONE. Two. Three.", "One. Two. THREE.", "ONE. Two. THREE."),
        ("One. Two.", "ONE. Two.", "One. TWO.", "ONE. TWO."),
        ("| a | b |", "| A | b |", "| a | B |", "| A | B |"),
        ("- a\n- b", "- A\n- b", "- a\n- B", "- A\n- B"),
        ("- a\n- b\n- c", "- a\n- B\n- c", "- a\n- b\n- new\n- c", "- a\n- B\n- new\n- c"),
        ("Top\n\nEnd", "Top\n\nMore\n\nEnd", "Top\n\nEnd\n\nLast", "Top\n\nMore\n\nEnd\n\nLast"),
    ],
    ids=["sentences", "neighbouring sentences", "cells", "lines", "beside a new line", "paragraphs"],
)
def test_different_places_merge(base, theirs, mine, merged):
    found = merge(base, theirs, mine)
    assert (found.clean, found.text) == (True, merged)


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("Fee: 10 pounds.", "Fee: 12 pounds.", "Fee: 11 pounds."),
        ("List:", "List:\n- hers", "List:\n- his"),
        ("a\n\ngone\n\nb", "a\n\nb", "a\n\ngone, or not\n\nb"),
    ],
    ids=["one sentence", "two ends", "taken out and changed"],
)
def test_the_same_place_is_handed_back(base, theirs, mine):
    assert len(merge(base, theirs, mine).places) == 1


def test_lines_that_both_wrote_are_settled_around_a_place():
    found = merge("x", "new\nhers\nend", "new\nhis\nend")
    assert found.parts == ("new", Place("x", "hers", "his"), "end")


def test_texts_of_unknown_origin_are_asked_about_wherever_they_differ():
    found = merge_unrelated("a\nb\nc", "a\nB\nc\nd")
    assert [(place.theirs, place.mine) for place in found.places] == [("b", "B"), ("", "d")]


def test_a_value_that_cannot_be_taken_apart():
    assert [merge_value("a", "a", "b"), merge_value("a", "b", "a"), merge_value("a", "b", "b")] == ["b", "b", "b"]
    assert merge_value("a", "b", "c") is None


def hostile() -> list[tuple[str, str, str]]:
    size, dice = 262_144, random.Random(3)
    words = [str(dice.random()) for _ in range(13_000)]
    shuffled = ["\n".join(dice.sample(words, len(words))) for _ in range(2)]
    return [
        ("\n" * size, "x\n" * (size // 2), "\nx" * (size // 2)),
        ("a\nb\n" * (size // 4), "b\na\n" * (size // 4), "a\na\nb\n" * (size // 6)),
        ("\n".join(words), *shuffled),
        ("a. " * (size // 3), "b. " * (size // 3), "c. " * (size // 3)),
        ("|" * size, "||a" * (size // 3), "|b|" * (size // 3)),
        ("." * size, ". " * (size // 2), " ." * (size // 2)),
    ]


@pytest.mark.parametrize("number", range(6))
def test_hostile_texts_are_merged_in_bounded_time(number):
    base, theirs, mine = hostile()[number]
    begun = time.process_time()
    found = merge(base, theirs, mine)
    assert found.parts
    # Two to five tenths of a second on one core; what has no bound would take minutes.
    assert time.process_time() - begun < 30
