"""From an import to a space in order: owners, review dates and the desk, by keyboard and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.core.db import Database
from models.core.settings import Settings
from models.loading import load_all
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from tests.journeys.conftest import Served, Windows
from tests.journeys.looking import faults
from tests.journeys.test_journeys_alone import press_until
from tests.shared import shared_path

OWNERS = "/s/home-office/owners"


@pytest.fixture(scope="session")
def home_office(served: Served) -> str:
    """The address of the Home Office's handbook, imported as its department would have it; Aisha owns the space."""
    load_all()
    database = Database(Settings(data=served.data).database)
    folder = shared_path("data/handbook-home-office-engineering")
    try:
        with Intake(database, steward="aisha.khan") as intake:
            import_handbook(intake, Handbook(folder, "home-office", "Home Office", "Home Office engineering"))
    finally:
        database.close()
    return "/s/home-office"


def chosen_by_typing(page: Page, field: str, words: str) -> None:
    press_until(page, "Tab", field, 60)
    page.keyboard.type(words)


@pytest.mark.shared_data
def test_a_curator_brings_an_imported_space_into_order_by_keyboard(
    open_page: Windows, home_office: str, axe: str
) -> None:
    page = open_page(f"{home_office}/desk", who="aisha.khan")
    press_until(page, "Tab", "a[href='/s/home-office/owners?date=todo']", 120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("owners"))
    expect(page.get_by_text(re.compile(r"0 of \d+ pages have an owner and a review date"))).to_be_visible()
    press_until(page, "Tab", "[name=which]", 60)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label(re.compile("All .* pages of this list"))).to_be_checked()
    chosen_by_typing(page, "#owner", "Curators of")
    chosen_by_typing(page, "#review", "Every 12")
    press_until(page, "Tab", "#spread", 10)
    page.keyboard.press("Space")
    press_until(page, "Tab", "button", 5)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"All \d+ pages have an owner and a review date"))).to_be_visible()
    assert faults(page, axe) == []
    page.goto(f"{home_office}/desk")
    expect(page.get_by_text("Pages without an owner")).to_have_count(0)


@pytest.mark.shared_data
def test_many_pages_are_handed_over_without_a_script_and_taken_back(open_page: Windows, home_office: str) -> None:
    page = open_page(OWNERS, who="aisha.khan", scripts=False, width="phone")
    page.get_by_label("Choose “Accessibility”").check()
    page.get_by_label("Choose “Code reviews”").check()
    page.get_by_label("Owner", exact=True).nth(1).select_option(label="Owners of the space")
    page.get_by_role("button", name="Change the pages").click()
    expect(page.get_by_text("2 pages are changed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 pages are as they were.")).to_be_visible()


def test_one_press_says_that_a_page_is_still_right(open_page: Windows, axe: str) -> None:
    page = open_page("/s/digital-service-desk/desk", who="aisha.khan")
    before = page.locator("#overdue .row").count()
    page.locator("#overdue .row").first.get_by_role("button", name="Still right").click()
    page.wait_for_load_state()
    if page.get_by_role("button", name="It is still right").count():
        assert faults(page, axe) == []
        page.get_by_role("button", name="It is still right").click()
    expect(page.get_by_text("Checked. The next check is on")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is as it was.")).to_be_visible()
    page.goto("/s/digital-service-desk/desk")
    expect(page.locator("#overdue .row")).to_have_count(before)
