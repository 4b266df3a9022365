"""Which words of a question say what it is about."""

import pytest

from models.expertise.closeness import close_to
from models.search.wording import matter_in


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("What is being done about the homes of service families?", "is the homes of service families?"),
        ("How long do learners wait, and why?", "learners wait, and"),
        ("Who knows the rules of the WHO? May we meet in May?", "the rules of the WHO? meet in May?"),
        ("Comment faut-il archiver un courriel ?", "archiver un courriel ?"),
        ("Who's who in statistics", "Who's in statistics"),
        ("what about it", "what about it"),
        ("???", "???"),
        ("", ""),
    ],
)
def test_words_that_merely_ask_are_left_out(asked: str, about: str) -> None:
    assert matter_in(asked) == about


def test_a_phrase_of_words_that_merely_ask_brings_no_document_nearer() -> None:
    openings = {1: "What is being done about dogs", 2: "Homes of service families", 3: "Anything else"}
    asked = "What is being done about homes of service families?"
    close = close_to(asked, dict.fromkeys(openings, 5.0), openings)
    assert close.units[2] == 1 > close.units[1] == close.units[3]
