"""Comparing two texts: exact for any two, readable for those that people write, and bounded in work."""

import random

import pytest

from models.entries import comparing, matching
from models.entries.comparing import Comparison, compare


def sides(found: Comparison) -> tuple[list[str], list[str]]:
    lines = [line for block in found.blocks for line in block.lines]
    old = ["".join(piece.text for piece in line.pieces) for line in lines if line.kind != "add"]
    new = ["".join(piece.text for piece in line.pieces) for line in lines if line.kind != "del"]
    return old, new


def changed(found: Comparison, kind: str) -> list[str]:
    lines = [line for block in found.blocks for line in block.lines if line.kind == kind]
    return [piece.text for line in lines for piece in line.pieces if piece.changed]


def test_equal_texts_have_no_changes():
    found = compare("One\nTwo", "One\nTwo")
    assert found.same and found.blocks[0].size == 2


def test_line_endings_alone_are_no_change():
    assert compare("One\r\nTwo\r\n", "One\nTwo").same


def test_only_the_words_that_differ_are_marked():
    found = compare("Allow three weeks for it.", "Allow two weeks for it.")
    assert (changed(found, "del"), changed(found, "add")) == (["three"], ["two"])


def test_an_added_line_leaves_its_neighbours_unchanged():
    found = compare("A\nC", "A\nB\nC")
    assert (found.added, found.removed) == (1, 0)


def test_lines_without_common_words_are_shown_whole():
    found = compare("Entirely other words stand here", "Nothing at all in common")
    assert changed(found, "add") == changed(found, "del") == []
    assert (found.added, found.removed) == (1, 1)


def test_a_paragraph_that_was_split_shows_the_new_line_only():
    found = compare("One two three four five six", "One two three\nfour five six")
    assert (found.removed, found.added) == (1, 2)
    assert "".join(changed(found, "del") + changed(found, "add")).strip() == ""


def test_what_is_far_from_a_change_is_folded():
    old = "\n".join(f"Line {n}" for n in range(30))
    found = compare(old, old.replace("Line 15", "Line fifteen"))
    assert [(block.folded, block.size) for block in found.blocks] == [(True, 12), (False, 8), (True, 11)]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "New\n\ntext"), ("Old", ""), ("\n\n", "x"), (" ", "\n x")])
def test_empty_texts_compare_as_any_other(old, new):
    found = compare(old, new)
    assert found.added == len(sides(found)[1]) or found.same


def test_both_texts_can_be_read_off_the_comparison():
    dice = random.Random(7)
    for alphabet in ("ab", "ab \n", "the cat\n sat\n\n"):
        for _ in range(400):
            old, new = ("".join(dice.choices(alphabet, k=dice.randint(0, 40))) for _ in range(2))
            expected = tuple(text.rstrip("\n").split("\n") if text.strip("\n") else [] for text in (old, new))
            assert sides(compare(old, new)) == expected


def hostile() -> list[tuple[str, str]]:
    dice = random.Random(3)
    two_words = ["\n".join(dice.choices("ab", k=60_000)) for _ in range(2)]
    one_line = [" ".join(dice.choices("ab", k=60_000)) for _ in range(2)]
    numbers = [str(n) for n in range(20_000)]
    return [
        (two_words[0], two_words[1]),
        (one_line[0], one_line[1]),
        ("\n".join(numbers), "\n".join(reversed(numbers))),
        ("a\n" * 60_000, "b\n" * 60_000),
        ("a\n" * 60_000, "b" + "a\n" * 59_999 + "c"),
    ]


@pytest.mark.parametrize("number", range(5))
def test_hostile_texts_are_compared_and_cut(number):
    found = compare(*hostile()[number])
    assert not found.same
    assert sum(len(block.lines) for block in found.blocks) <= comparing.MOST_LINES


def test_the_search_ends_when_its_budget_is_used_up():
    dice = random.Random(5)
    budget = matching.Budget(10_000)
    matching.matches(dice.choices("ab", k=50_000), dice.choices("ab", k=50_000), budget)
    assert -10_000 < budget.left < 0


def test_what_is_too_much_to_show_is_counted():
    found = compare("", "x\n" * 10_000)
    assert (found.added, found.left_out) == (10_000, 7_000)
