"""Who of those found is named beside the best of them."""

from models.expertise.listing import worth_naming


def test_who_comes_to_a_fiftieth_of_the_ten_best_together_is_named() -> None:
    assert worth_naming([90.0, 8.0, 2.1, 1.9]) == [True, True, True, False]


def test_the_best_is_named_however_many_are_as_good() -> None:
    assert worth_naming([1.0] * 300) == [True] * 300
    assert worth_naming([]) == []


def test_what_stands_below_the_ten_best_makes_nobody_worse() -> None:
    ten = [10.0] * 9 + [2.0]
    assert worth_naming(ten)[-1] and worth_naming([*ten, *[1.8] * 90])[9]
