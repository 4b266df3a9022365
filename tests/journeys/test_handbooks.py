"""Real handbooks of two departments: put in order by touch, and read without a fault at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from models.core.db import Database
from models.core.settings import Settings
from models.entries.entry import Entry
from models.loading import load_all
from models.spaces.space import Space
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from tests.journeys.conftest import Served, Windows
from tests.journeys.looking import at_both_widths, faults
from tests.shared import shared_path

MANUAL = "/s/service-manual"
LONGEST, WITH_TABLES = 2, 3


@pytest.fixture(scope="session")
def manual(served: Served) -> list[str]:
    """Addresses of pages of the service design manual: the longest, and the longest with tables; Aisha owns it."""
    load_all()
    database = Database(Settings(data=served.data).database)
    folder = shared_path("data/handbook-gov-service-manual")
    try:
        with Intake(database, steward="aisha.khan") as intake:
            import_handbook(intake, Handbook(folder, "service-manual", "Cabinet Office", "Service manual"))
        with database.reading() as session:
            pages = select(Entry.slug).join(Space, Space.id == Entry.space_id).where(Space.slug == "service-manual")
            pages = pages.where(Entry.kind == "page").order_by(func.length(Entry.html).desc())
            long = session.scalars(pages.limit(LONGEST)).all()
            tables = session.scalars(pages.where(Entry.html.contains("<table>")).limit(WITH_TABLES)).all()
            return [f"{MANUAL}/wiki/{slug}" for slug in {*long, *tables}]
    finally:
        database.close()


@pytest.mark.shared_data
def test_a_curator_brings_an_imported_space_into_order_by_touch(open_page: Windows, manual: list[str]) -> None:
    page = open_page("/spaces", who="aisha.khan", width="phone", touch=True)
    page.get_by_role("link", name="Service manual", exact=True).tap()
    page.get_by_text("Places in this space").tap()
    page.get_by_role("link", name="Desk", exact=True).tap()
    page.get_by_role("link", name="Set owners and dates for many pages").tap()
    expect(page.get_by_text(re.compile(r"0 of \d+ pages have an owner and a review date"))).to_be_visible()
    page.get_by_text(re.compile(r"All \d+ pages of this list")).tap()
    page.get_by_label("Owner", exact=True).nth(1).select_option(label="Curators of the space")
    page.locator("#review").select_option(label="Every 12 months")
    page.get_by_text("Spread the first reviews evenly").tap()
    page.get_by_role("button", name="Change the pages").tap()
    expect(page.get_by_text(re.compile(r"All \d+ pages have an owner and a review date"))).to_be_visible()
    expect(page.get_by_text("Nothing is left to do here")).to_be_visible()


@pytest.mark.shared_data
def test_one_page_of_a_long_list_is_chosen_with_a_thumb(open_page: Windows, manual: list[str], axe: str) -> None:
    page = open_page(f"{MANUAL}/owners", who="aisha.khan", width="phone", touch=True)
    around = page.locator(".pick label").first
    box = around.bounding_box()
    assert box is not None and box["width"] >= 44 and box["height"] >= 44
    around.tap(position={"x": 3, "y": 3})
    expect(page.locator(".pick input").first).to_be_checked()
    assert faults(page, axe) == []


@pytest.mark.shared_data
def test_real_pages_are_accessible_and_fit_for_readers_elsewhere(
    open_page: Windows, manual: list[str], axe: str
) -> None:
    page = open_page(MANUAL, who="tomas.reyes")
    # The phone is the harder of the two: wide tables scroll there, and have to by keyboard too.
    found = {MANUAL: at_both_widths(page, axe)}
    for address in manual:
        page.goto(address)
        found[address] = faults(page, axe)
    assert {address: each for address, each in found.items() if each} == {}


@pytest.mark.shared_data
def test_a_guest_sees_nothing_of_a_handbook(open_page: Windows, manual: list[str]) -> None:
    page = open_page(manual[0], who="nora.vance", width="phone")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    page.goto("/search?q=browsers+and+devices")
    # Words that are spelt nearly so may lead to what guests can read, never to the handbook.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(f'a[href*="{MANUAL}"]')).to_have_count(0)
    expect(page.get_by_text("Service manual")).to_have_count(0)
    page.goto('/search?q="browsers+and+devices"')
    expect(page.get_by_text("Nothing found for")).to_be_visible()
