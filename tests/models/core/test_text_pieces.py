"""A text put together from its sections reads as the whole does: what is remembered of a section changes nothing."""

import random
import re

import pytest

from models.core.text import clean, parsing, render
from models.core.text.guard import HostileTextError
from models.core.text.pieces import pieces
from models.core.text.sanitising import canonical
from tests.shared import shared_path

PIECES = [
    "## ", "# ", "### ", "\n\n## Head\n", "\n\n# Head\n\n", "\n", "\n\n", "- ", "1. ", "    ", "> ", "term\n",
    "|a|b|\n|-|-|\n", ":   ", "*", "`", "``", "[[Page]]", "@ben", "#tag", "word", " ", "[a](b)", "![a](b.png)",
    "---\n", "===\n", "\\", "&amp;", "- [ ] task\n", "**", "_", "[", "]", "~~", "http://x.y",
]  # fmt: skip


# The library numbers what it forgets to put back; the number says only how much stood before.
NUMBER = re.compile(r"klzzwxh:\d+")


def whole(source: str) -> str:
    return NUMBER.sub("", canonical(parsing._markdown(source, short=False)[0]))


def together(cut: list[str]) -> str:
    return NUMBER.sub("", parsing._joined(cut))


def test_texts_made_up_of_all_kinds_of_markup_read_the_same():
    dice = random.Random(7)
    texts = ["".join(dice.choices(PIECES, k=dice.randint(4, 40))) for _ in range(4000)]
    several = [(text, cut) for text in texts if len(cut := pieces(text)) > 1]
    assert len(several) > 60
    assert [text for text, cut in several if whole(text) != together(cut)] == []


@pytest.mark.shared_data
def test_every_page_of_five_handbooks_reads_the_same():
    paths = sorted(shared_path("data").glob("handbook-*/**/*.md"))[::12]
    texts = [clean(path.read_text("utf-8", "replace")) for path in paths]
    several = [(text, cut) for text in texts if len(cut := pieces(text)) > 1]
    assert len(several) > 80
    assert [text[:80] for text, cut in several if whole(text) != together(cut)] == []


@pytest.mark.parametrize(
    "far", ["```\n## not a heading\n```", "<!--", "[^1]: a note", "[a]: /b", "{{include: A}}", "[TOC]"]
)
def test_what_reaches_over_a_heading_keeps_the_text_in_one_piece(far: str):
    assert len(pieces(f"{far}\n\n## One\n\na\n\n## Two\n\nb")) == 1


def test_many_costly_sections_are_as_hostile_as_one_text_of_them_all():
    dense = "## Head\n\n" + "[x]" * 1300 + "\n\n"
    with pytest.raises(HostileTextError):
        parsing._markdown(dense * 20, short=False)
    assert render(dense * 20).html.startswith("<pre")


def test_an_edit_of_one_section_parses_that_section_alone():
    text = "\n\n".join(f"## Part {number}\n\nSome *words* of it." for number in range(20))
    render(text)
    known = parsing._remembered.cache_info().misses
    render(text.replace("Part 7", "Part seven"))
    assert parsing._remembered.cache_info().misses == known + 1
