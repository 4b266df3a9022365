"""The organisation chart: walked by keyboard, opened in place, and without scripts by links."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places

WHO = "aisha.khan"


def address(places: Places) -> str:
    return f"/departments/{places.department}/chart"


def names(page: Page) -> list[str]:
    """All shown posts from top to bottom."""
    return page.locator(".chart .name:visible").all_inner_texts()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_a_chart_is_walked_by_keyboard(open_page: Windows, places: Places) -> None:
    page = open_page(address(places), who=WHO)
    assert names(page) == ["Head of digital services"]
    page.locator(".chart .name").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart").get_by_role("link", name="Director", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Director"
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart").get_by_role("link", name="Administrator 000")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Deputy director for the coordination")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "Director"
    page.keyboard.press("ArrowLeft")
    assert names(page) == ["Head of digital services", "Director"]


def test_the_rest_of_a_large_level_is_fetched_in_place(open_page: Windows, places: Places) -> None:
    page = open_page(f"{address(places)}?post={places.director}", who=WHO)
    before = names(page)
    page.get_by_role("link", name="More posts here").click()
    expect(page.get_by_role("link", name="Administrator 099")).to_be_visible()
    assert len(names(page)) == len(before) + 2
    assert focused(page) == "Administrator 098"


def test_without_scripts_links_open_a_chart(open_page: Windows, places: Places) -> None:
    page = open_page(address(places), who=WHO, scripts=False)
    page.get_by_role("link", name=re.compile("Open what reports to Head of digital services")).click()
    expect(page.locator(".chart").get_by_role("link", name="Director", exact=True)).to_be_visible()
    assert page.get_by_text("Arrow keys walk the chart").is_hidden()
