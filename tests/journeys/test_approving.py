"""Changes that wait for approval and pages that people confirm, as colleagues do it: with scripts and without."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows

SPACE = "/s/night-desk"
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def propose_page(page: Page, title: str, text: str) -> str:
    """Send a new page for approval; gives the address of the request."""
    page.goto(f"{SPACE}/wiki/new?template=blank")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("Sent for approval. It is saved as soon as 2 people approve it.")).to_be_visible()
    return page.url


def approve(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Approve", exact=True).click()


@with_and_without_scripts
def test_a_change_is_sent_discussed_on_a_line_approved_and_saved(open_page: Windows, scripts: bool) -> None:
    title = "Torches" if scripts else "Batteries"
    callum, aisha, mei = (open_page("/", who=who, scripts=scripts) for who in ("callum.reid", "aisha.khan", "mei.wong"))
    change = propose_page(callum, title, "One for each of us.")
    for approver in (aisha, mei):
        approve(approver, change)
    expect(mei.get_by_text("Approved. The change is saved.")).to_be_visible()

    callum.goto(f"{SPACE}/wiki/{title.lower()}")
    callum.get_by_role("link", name="Edit", exact=True).first.click()
    callum.get_by_label("Text", exact=True).fill("Two for each of us.")
    callum.get_by_label("What you changed").fill("One broke last week")
    callum.get_by_role("button", name="Send for approval").click()
    change = callum.url.partition("#")[0]

    aisha.goto("/")
    expect(aisha.get_by_role("region", name="Waiting for you").get_by_role("link", name=title).first).to_be_visible()
    aisha.goto(change)
    aisha.locator(".review summary", has_text="Comment").first.click()
    aisha.get_by_label("Your comment").fill("Why two?")
    aisha.get_by_role("button", name="Add comment").first.click()
    expect(aisha.get_by_text("Your comment is added.")).to_be_visible()

    callum.goto(change)
    expect(callum.locator(".review .thread")).to_contain_text("Why two?")
    expect(callum.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    callum.locator(".review summary", has_text="Answer").first.click()
    callum.get_by_label("Your answer").first.fill("In case one fails.")
    callum.get_by_role("button", name="Answer", exact=True).first.click()
    expect(callum.locator(".review .thread")).to_contain_text("In case one fails.")

    approve(aisha, change)
    expect(aisha.get_by_text("1 more is needed")).to_be_visible()
    approve(mei, change)
    expect(mei.locator(".prose", has_text="Two for each of us.")).to_be_visible()
    mei.get_by_role("link", name="History", exact=True).click()
    expect(mei.get_by_text("One broke last week · Approved by Aisha Khan, Mei Wong")).to_be_visible()


@with_and_without_scripts
def test_a_page_is_confirmed_and_after_a_change_only_the_difference_is_asked_for(
    open_page: Windows, scripts: bool
) -> None:
    title = "Keys" if scripts else "Badges"
    callum, aisha, mei = (open_page("/", who=who, scripts=scripts) for who in ("callum.reid", "aisha.khan", "mei.wong"))
    change = propose_page(callum, title, "Hang them on the hook.\n\nLock the cabinet.")
    for approver in (aisha, mei):
        approve(approver, change)
    place = f"{SPACE}/wiki/{title.lower()}"
    mei.goto(place)
    mei.locator("main summary", has_text="More").first.click()
    mei.get_by_role("link", name="Ask people to read and confirm").click()
    mei.get_by_label("People whom I name").check()
    mei.get_by_label("Usernames").fill("callum.reid, aisha.khan")
    mei.get_by_label("Until when").fill((date.today() + timedelta(days=20)).isoformat())
    mei.get_by_role("button", name="Go on").click()
    expect(mei.get_by_text("2 people are asked today.")).to_be_visible()
    mei.get_by_role("button", name="Ask 2 people").click()
    mei.get_by_role("link", name="Who is missing").click()
    expect(mei.get_by_role("link", name="Aisha Khan")).to_be_visible()

    aisha.goto(place)
    expect(aisha.get_by_role("heading", name=re.compile("Read and confirm by"))).to_be_visible()
    aisha.get_by_role("button", name="I have read and understood this").click()
    expect(aisha.get_by_role("heading", name=re.compile("Read and confirm by"))).to_have_count(0)

    callum.goto(f"{place}")
    callum.get_by_role("link", name="Edit", exact=True).first.click()
    callum.get_by_label("Text", exact=True).fill("Hang them on the hook.\n\nLock the cabinet and sign the book.")
    callum.get_by_role("button", name="Send for approval").click()
    change = callum.url.partition("#")[0]
    for approver in (aisha, mei):
        approve(approver, change)

    aisha.goto(place)
    aisha.get_by_role("link", name="See only what changed").click()
    expect(aisha.get_by_role("region", name="What changed").locator("ins")).to_contain_text("and sign the book")
    aisha.get_by_role("button", name="I have read and understood this").click()
    aisha.goto("/account/confirmed")
    expect(aisha.get_by_role("row", name=re.compile(title)).first).to_contain_text("What changed since version 1")
