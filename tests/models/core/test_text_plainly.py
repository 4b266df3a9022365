"""Plain words in a source, and links that keep their meaning when a page leaves its space."""

import pytest

from models.core.text import plain_spans, references, relinked


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[A]]", "[[old:A]]"),
        ("[[A|said so]] and [[A#Part]]", "[[old:A|said so]] and [[old:A#Part]]"),
        ("[[other:A]] [[Came along]] [[#Part]]", "[[other:A]] [[Came along]] [[#Part]]"),
        (
            "`[[A]]` and\n\n```\n[[A]]\n```\n\n    [[A]]\n\n[[A]]",
            "`[[A]]` and\n\n```\n[[A]]\n```\n\n    [[A]]\n\n[[old:A]]",
        ),
        ("| x |\n|---|\n| [[A\\|b]] |", "| x |\n|---|\n| [[old:A\\|b]] |"),
        ("- one\n    - [[A]]", "- one\n    - [[old:A]]"),
        ("a `tick [[A]]", "a `tick [[old:A]]"),
    ],
)
def test_a_link_names_the_space_that_its_page_left(source: str, expected: str) -> None:
    assert relinked(source, "old", {"came-along"}) == expected
    spaces = {(link.space, link.slug) for link in references(expected).links}
    assert spaces == {
        (link.space or ("old" if link.slug != "came-along" else None), link.slug) for link in references(source).links
    }


def test_plain_spans_leave_out_code_links_addresses_and_headings() -> None:
    source = "# Head\n\nOne [two](/x) `three` [[four]] five https://six.example #seven\n\n```\neight\n```\n<b>nine</b>"
    words = " ".join(source[start:end] for start, end in plain_spans(source)).split()
    assert words == ["One", "five", "nine"]
