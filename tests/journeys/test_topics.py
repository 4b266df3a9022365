"""Reading a long topic and quoting from it, each step as a person would."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places

# Marks the words of a post as dragging over them would.
MARK = """(post) => {
  const words = document.querySelector(`#e${post} .prose p`).firstChild;
  getSelection().setBaseAndExtent(words, 0, words, words.data.length);
}"""


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_topic_opens_where_one_stopped_and_remembers_what_was_seen(
    open_page: Windows, places: Places, width: str
) -> None:
    page = open_page(f"/topics/{places.long_talk}", who="ben.okafor", width=width)
    posts = page.locator("article[data-post]")
    first = posts.nth(3).get_attribute("data-post")
    posts.nth(3).locator("summary", has_text="More").click()
    posts.nth(3).get_by_role("button", name="Mark unread from here").click()
    expect(page.get_by_text("Marked unread.")).to_be_visible()

    page.goto(f"{page.url.split('/s/')[0]}/topics/{places.long_talk}")
    line = page.locator("#new")
    expect(line).to_be_in_viewport()
    expect(page.locator(f"#new + article#e{first}")).to_be_visible()
    with page.expect_response(re.compile(r"/topics/\d+/read$")) as sent:
        page.mouse.wheel(0, 200)
    assert sent.value.status == 204


def test_words_that_are_selected_are_quoted_into_the_reply(open_page: Windows, places: Places) -> None:
    page = open_page(f"/topics/{places.arranged}")
    page.get_by_role("textbox", name="Your reply").fill("I read this:")
    post = page.locator("article[data-post]").first.get_attribute("data-post")
    page.evaluate(MARK, post)
    page.locator(".quote-button").click()
    text = page.get_by_role("textbox", name="Your reply").input_value()
    assert text.startswith("I read this:\n\n> [")
    assert f"](/e/{post}):\n>\n> " in text
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("blockquote").get_by_role("link").first).to_have_attribute("href", f"/e/{post}")


def test_the_quote_link_keeps_what_was_typed(open_page: Windows, places: Places) -> None:
    page = open_page(f"/topics/{places.arranged}", who="ben.okafor")
    page.get_by_role("textbox", name="Your reply").fill("Before the quote.")
    page.get_by_role("link", name=re.compile("^Quote")).first.click()
    expect(page.get_by_role("textbox", name="Your reply")).to_have_value(re.compile(r"^Before the quote\.\n\n> \["))
