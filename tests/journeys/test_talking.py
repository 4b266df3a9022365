"""Talking about a page, and reading it in another language, each step as a person would."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.looking import at_both_widths, faults
from tests.journeys.test_journeys import with_and_without_scripts, write_page

DESK = "/s/digital-service-desk"
TEXT = (
    "## Fees\n\nThe fee for a licence is £40 a year. Pay it by card before the end of May.\n\n"
    "| Who | How long |\n|---|---|\n| New owners | three weeks |\n\n"
    "## Appeals\n\nWrite to the licensing office within 21 days."
)
PASSAGE = "Pay it by card before the end of May."
# Marks words as dragging over them would.
MARK = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".middle > .prose"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    return true;
  }
  return false;
}"""


def edit(page: Page, old: str, new: str) -> None:
    page.get_by_role("link", name="Edit", exact=True).first.click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace(old, new))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_passage_is_commented_on_answered_and_resolved(open_page: Windows, axe: str, width: str) -> None:
    page = open_page(DESK, width=width)
    write_page(page, f"Licence fees ({width})", TEXT)
    place = page.url
    assert page.evaluate(MARK, PASSAGE)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.type("By cheque too?")
    assert faults(page, axe) == []
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="1 open comment")).to_be_visible()
    expect(page.locator("mark.commented")).to_have_text(PASSAGE)

    colleague = open_page(place, who="ben.okafor", width=width)
    colleague.get_by_role("button", name="Comment by Aisha Khan on this passage").click()
    thread = colleague.get_by_role("article", name="Comment by Aisha Khan")
    expect(thread).to_be_focused()
    assert faults(colleague, axe) == []
    thread.get_by_text("Answer", exact=False).first.click()
    thread.get_by_label("Your answer").fill("Only by card.")
    thread.get_by_role("button", name="Post answer").click()
    expect(colleague.get_by_text("Only by card.")).to_be_visible()

    page.goto(place)
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("Resolved (1)")).to_be_visible()
    expect(page.locator("mark.commented")).to_have_count(0)


@with_and_without_scripts
def test_a_comment_goes_with_its_passage_until_that_is_gone(open_page: Windows, scripts: bool) -> None:
    page = open_page(DESK, scripts=scripts)
    write_page(page, "Moorings in the harbour" if scripts else "Yearly boat permits", TEXT)
    page.get_by_text("Comment on this page").click()
    page.get_by_label("Passage you comment on").fill(PASSAGE)
    page.get_by_label("Your comment").fill("By cheque too?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="1 open comment")).to_be_visible()
    edit(page, "before the end of May", "before the end of June")
    expect(page.get_by_text("It was changed since. It read")).to_be_visible()
    edit(page, "Pay it by card before the end of June.", "")
    expect(page.get_by_text("The passage is gone.")).to_be_visible()
    edit(page, "a year.", "a year. Pay it by card before the end of June.")
    expect(page.get_by_text("The passage is gone.")).to_have_count(0)


def test_words_that_are_not_in_the_page_come_back_with_the_comment(open_page: Windows, axe: str) -> None:
    page = open_page(f"{DESK}/wiki/start-here", who="ben.okafor")
    page.get_by_text("Comment on this page").click()
    page.get_by_label("Passage you comment on").fill("Nobody ever wrote this here")
    page.get_by_label("Your comment").fill("Words to keep")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_contain_text("do not stand in the page")
    expect(page.get_by_label("Your comment")).to_have_value("Words to keep")
    assert at_both_widths(page, axe) == []


def test_a_comment_is_made_by_keyboard_alone(open_page: Windows) -> None:
    page = open_page(DESK)
    write_page(page, "Licence fees by keyboard", TEXT)
    assert page.evaluate(MARK, "three weeks")
    page.keyboard.press("Control+Alt+KeyM")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("Working weeks?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark.commented")).to_have_text("three weeks")
    page.locator(".to-comment").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="Comment by Aisha Khan")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".to-comment")).to_be_focused()


@with_and_without_scripts
def test_a_page_is_translated_and_says_when_its_original_moved_on(open_page: Windows, axe: str, scripts: bool) -> None:
    title, own = ("Fees", "Ffioedd") if scripts else ("Charges", "Taliadau")
    page = open_page(DESK, scripts=scripts)
    write_page(page, title, TEXT)
    original = page.url
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("link", name="Translate this page").click()
    if scripts:
        assert at_both_widths(page, axe) == []
    page.get_by_label("Language of the translation").select_option("cy")
    page.get_by_label("Title").fill(own)
    page.get_by_label("Text", exact=True).fill("## Ffioedd\n\nMae'r ffi yn £40 y flwyddyn.")
    page.get_by_role("button", name="Save the translation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(own)
    page.get_by_role("navigation", name="This page in other languages").get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(re.escape(original.partition("?")[0])))
    edit(page, "£40", "£45")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_text("after this translation")).to_be_visible()
    if scripts:
        assert at_both_widths(page, axe) == []
    page.get_by_role("link", name="See what changed").click()
    expect(page.locator("ins", has_text="45").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="It is up to date with version 2").click()
    expect(page.get_by_text("after this translation")).to_have_count(0)
