"""The quick search for emphasis and links finds what the library finds."""

import random

import pytest
from markdown.treeprocessors import InlineProcessor

from models.core.text import parsing
from models.core.text.inline import SIGNS
from models.transfer import demo_files

PIECES = [
    "a", "*", "_", "**", "`", "[", "]", "(", ")", "!", "[[", "]]", "\\", "<", "http://x.y", "@ben", "#tag", "&amp;",
    "  \n", "\n", "~~", " ", "^", "[^1]", "|", "<b>", "www.x.y", "x@y.z", "![", "](u)",
]  # fmt: skip


@pytest.mark.parametrize("short", [False, True])
def test_the_quick_search_finds_what_the_library_finds(short: bool):
    quick, library = parsing._new(short), parsing._new(short)
    library.treeprocessors.register(InlineProcessor(library), "inline", 20)
    dice = random.Random(1)
    texts = ["".join(dice.choices(PIECES, k=dice.randint(1, 60))) for _ in range(1500)]
    for text in [*texts, *(page.body for page in demo_files.pages())]:
        assert quick.reset().convert(text) == library.reset().convert(text)


def test_every_pattern_of_ours_has_its_signs_said():
    from_us = {each.name for short in (False, True) for each in parsing._new(short).inlinePatterns._priority}
    assert from_us == set(SIGNS)
