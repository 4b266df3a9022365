"""Sections of a source: which there are, what they are called on the page, and putting a changed one back."""

import pytest

from models.core.text import render
from models.wiki.writing.sections import mark_of, replace_section, section_at, sections, source_of

PAGE = """Before.

# Fees

Ten pounds.

## Discounts ##

None.

## Waivers

Ask.

# Dates

In May.
"""


def anchors(body: str) -> list[str]:
    return [each.anchor for each in sections(body)]


def the(body: str, anchor: str) -> str:
    found = section_at(body, anchor)
    assert found is not None
    return source_of(body, found)


def test_a_section_holds_those_below_it():
    assert anchors(PAGE) == ["h-fees", "h-discounts", "h-waivers", "h-dates"]
    assert the(PAGE, "h-fees").startswith("# Fees")
    assert the(PAGE, "h-fees").endswith("Ask.")
    assert the(PAGE, "h-discounts") == "## Discounts ##\n\nNone."
    assert the(PAGE, "h-dates") == "# Dates\n\nIn May."


def test_a_changed_section_goes_back_to_its_place():
    found = section_at(PAGE, "h-discounts")
    changed = replace_section(PAGE, found, "## Discounts\n\nHalf.\n\n\n")
    assert changed == PAGE.replace("## Discounts ##\n\nNone.", "## Discounts\n\nHalf.")


def test_nothing_changes_when_the_section_did_not():
    for each in sections(PAGE):
        assert replace_section(PAGE, each, source_of(PAGE, each)) == PAGE


def test_an_empty_section_is_taken_out():
    assert replace_section(PAGE, section_at(PAGE, "h-fees"), "") == "Before.\n\n# Dates\n\nIn May.\n"


def test_headings_in_code_quotes_lists_and_html_are_no_sections():
    body = (
        "# A\n\n```sh\n# comment\n```\n\n> # Quoted\n\n- item\n\n  ## In a list\n\n<pre>\n# raw\n</pre>\n\n"
        "<!--\n# gone\n-->\n\n1. one\n\n    ```\n# at the margin\n    ```\n\n# B\n"
    )
    assert [each.title for each in sections(body)] == ["A", "B"]
    assert anchors(body) == ["h-a", "h-b"]


def test_underlined_headings_are_sections_and_rules_are_not():
    body = "Top\n===\n\nText\n\n---\n\nBelow\n-----\n\na\nb\n---\n"
    assert [(each.level, each.title) for each in sections(body)] == [(1, "Top"), (2, "Below")]


def test_equal_headings_are_told_apart_by_their_ids():
    body = "# A\n\none\n\n# A\n\ntwo\n"
    assert anchors(body) == ["h-a", "h-a-2"]
    assert the(body, "h-a-2") == "# A\n\ntwo"


def test_markup_in_a_heading_does_not_hide_it():
    body = "# *Fees* & [dates](/x) for [[hr:Leave|staff]]\n\nx\n\n> # Quoted\n\n# `Code`\n"
    assert anchors(body) == ["", "h-code"]
    assert anchors(body.replace("> # Quoted\n", "")) == ["h-fees-dates-for-staff", "h-code"]


@pytest.mark.parametrize("body", ["# ", "#\n#", "```\n# a", "<pre>\n# a", "a\n" * 5000, "# a\n" * 5000, "\r\n# a\r\nb"])
def test_odd_sources_have_the_headings_of_the_page(body):
    found = {each.anchor for each in sections(body)}
    assert found <= {heading.id for heading in render(body).headings} | {""}


def test_the_mark_of_a_section_sees_every_change_but_blank_lines_around():
    assert mark_of("# A\n\nx\n\n") == mark_of("# A\r\n\r\nx")
    assert mark_of("# A\n\nx") != mark_of("# A\n\nx.")
