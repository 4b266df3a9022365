"""Asking, as a person does it: what is like it comes while the title is typed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Windows


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_what_is_like_a_question_comes_while_its_title_is_typed(open_page: Windows, width: str) -> None:
    page = open_page("/ask", width=width)
    title = page.get_by_role("textbox", name="Your question in one sentence")
    title.focus()
    page.keyboard.type("Is there a shuttle in the evening?")
    found = page.get_by_role("region", name="Similar questions and pages")
    expect(found.get_by_role("link", name="Is there a shuttle between")).to_be_visible()
    expect(page.locator("[data-similar-said]")).to_contain_text("below the title")
    expect(title).to_be_focused()
