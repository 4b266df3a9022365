"""The tree of a wiki: opened level by level, pages moved by keyboard, by buttons and by drag, and taken back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Windows

DESK = "/s/digital-service-desk/wiki/"
LARGE = "/s/very-full/wiki/"
CURATOR = "mei.wong"


def titles(page: Page) -> list[str]:
    """All shown pages of the tree from top to bottom."""
    return page.locator(".tree .leaf .name:visible").all_inner_texts()


def grip(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Move {title}", exact=True)


def saved(page: Page) -> None:
    expect(page.locator("#tree-said")).to_contain_text("is moved")


def undo(page: Page, before: list[str]) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is moved")).to_be_visible()
    assert titles(page) == before


def test_a_level_is_fetched_when_it_is_opened(open_page: Windows) -> None:
    page = open_page(LARGE, who=CURATOR)
    assert "Minute 70" not in titles(page)
    twig = page.get_by_role("button", name=re.compile("Open the pages below Minutes"))
    twig.focus()
    page.keyboard.press("Space")
    expect(page.locator(".tree").get_by_role("link", name="Minute 70", exact=True)).to_be_visible()
    twig = page.get_by_role("button", name=re.compile("Close the pages below Minutes"))
    expect(twig).to_have_attribute("aria-expanded", "true")
    twig.click()
    expect(page.locator(".tree").get_by_role("link", name="Minute 70", exact=True)).to_be_hidden()


def test_without_scripts_a_link_opens_the_level(open_page: Windows) -> None:
    page = open_page(LARGE, who=CURATOR, scripts=False)
    page.get_by_role("link", name=re.compile("Open the pages below Minutes")).click()
    expect(page.locator(".tree").get_by_role("link", name="Minute 70", exact=True)).to_be_visible()


def test_pages_are_found_while_somebody_types(open_page: Windows) -> None:
    page = open_page(LARGE, who=CURATOR)
    page.get_by_label("Find a page in this wiki").fill("minute 7")
    expect(page.get_by_text("2 pages found")).to_be_visible()
    page.get_by_role("link", name=re.compile("Show in the tree.*Minute 70")).click()
    expect(page.locator("li:target .name").first).to_have_text("Minute 70")


def test_a_page_is_moved_by_keyboard_and_each_step_is_told(open_page: Windows) -> None:
    page = open_page(DESK, who=CURATOR)
    before, told = titles(page), page.locator("#tree-said")
    grip(page, "Analytics").focus()
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Moving Analytics")
    page.keyboard.press("ArrowUp")
    expect(told).to_contain_text("at the top")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("below Publishing")
    page.keyboard.press("ArrowUp")
    expect(told).to_contain_text(re.compile("Place 5 of 6, below Publishing"))
    page.keyboard.press("Enter")
    saved(page)
    assert titles(page).index("Analytics") == titles(page).index("Request a short web address") - 1
    expect(grip(page, "Analytics")).to_be_focused()
    after = titles(page)
    page.reload()
    assert titles(page) == after
    grip(page, "Analytics").focus()
    for key in ("Enter", "ArrowLeft", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    saved(page)
    page.reload()
    assert titles(page) == before


def test_escape_takes_a_move_back(open_page: Windows) -> None:
    page = open_page(DESK, who=CURATOR)
    before = titles(page)
    grip(page, "Retiring a page").focus()
    for key in ("Enter", "ArrowUp", "ArrowLeft", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("#tree-said")).to_contain_text("stays where it was")
    assert titles(page) == before
    expect(grip(page, "Retiring a page")).to_be_focused()


def test_a_page_is_dragged_to_another_place_and_brought_back(open_page: Windows) -> None:
    page = open_page(DESK, who=CURATOR)
    before = titles(page)
    page.locator("h1").scroll_into_view_if_needed()
    page.mouse.move(*middle(grip(page, "Content design basics")))
    page.mouse.down()
    x, y = middle(page.locator(".tree").get_by_role("link", name="Retiring a page", exact=True))
    page.mouse.move(x, y, steps=4)
    page.mouse.move(x, y + 12, steps=4)
    page.mouse.up()
    saved(page)
    assert titles(page).index("Content design basics") == titles(page).index("Retiring a page") + 1
    undo(page, before)


def test_a_phone_moves_a_page_by_buttons(open_page: Windows) -> None:
    page = open_page(DESK, who=CURATOR, width="phone")
    before = titles(page)
    grip(page, "Analytics").click()
    page.get_by_role("button", name="Up", exact=True).click()
    page.get_by_role("button", name="Put it here").click()
    saved(page)
    assert titles(page) != before
    undo(page, before)


def test_a_move_that_came_too_late_is_taken_back_and_told(open_page: Windows) -> None:
    first, second = open_page(DESK, who=CURATOR), open_page(DESK, who=CURATOR)
    before = titles(first)
    # The refusal is what this is about; the console notes it.
    open_page.error_pages.update(first.evaluate("[...document.querySelectorAll('.grip')].map(each => each.href)"))
    for page, keys in ((first, ("Enter", "ArrowUp", "ArrowRight", "Enter")), (second, ("Enter", "ArrowUp", "Enter"))):
        grip(page, "Analytics").focus()
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator("#tree-said")).to_contain_text(re.compile("is moved|Somebody else moved this page"))
    expect(second.locator("#tree-said")).to_contain_text("Somebody else moved this page")
    assert titles(second) == before
    undo(first, before)


def middle(thing: Locator) -> tuple[float, float]:
    thing.scroll_into_view_if_needed()
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
