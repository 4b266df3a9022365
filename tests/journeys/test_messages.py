"""Direct messages between two open browsers, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.looking import faults


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_two_talk_live_and_see_what_was_read(open_page: Windows, axe: str, width: str) -> None:
    hannah = open_page("/people/luca.moretti", who="hannah.fielding", width=width)
    hannah.get_by_role("link", name="Send a message").click()
    hannah.get_by_label("Your message").fill(f"Is the **rota** ready? ({width})")
    hannah.get_by_role("button", name="Send", exact=True).click()
    expect(hannah.get_by_text(f"Is the rota ready? ({width})")).to_be_visible()

    luca = open_page("/messages", who="luca.moretti", width=width)
    luca.get_by_role("link", name="Hannah Fielding").first.click()
    expect(luca.get_by_text(f"Is the rota ready? ({width})")).to_be_visible()
    expect(hannah.get_by_text("Read by Luca Moretti")).to_be_visible()
    luca.get_by_label("Your message").fill(f"On Thursday ({width})")
    luca.get_by_role("button", name="Send", exact=True).click()
    expect(hannah.get_by_text(f"On Thursday ({width})")).to_be_visible()
    assert faults(hannah, axe) == []


def test_a_group_is_begun_by_keyboard(open_page: Windows, axe: str) -> None:
    page = open_page("/messages/new")
    for name in ("Ben Okafor", "Luca Moretti"):
        page.get_by_role("textbox", name="Name or username").or_(page.get_by_role("textbox", name="Add somebody")).fill(
            name
        )
        page.keyboard.press("Enter")
        page.get_by_role("button", name=f"Add {name}").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    page.get_by_label("Name of the group").fill("Salt")
    page.get_by_label("Your message").fill("Who has the key to the store?")
    assert faults(page, axe) == []
    page.get_by_role("button", name="Send", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Salt", level=1)).to_be_visible()
    expect(page.get_by_text("Who has the key to the store?")).to_be_visible()
