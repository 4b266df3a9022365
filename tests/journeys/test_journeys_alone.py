"""What one person does with the browser itself: Back and reload, the keyboard, a forgotten password, other sessions."""

import re
import time
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Served, Windows, sign_in
from tests.journeys.furnishing import Places

SECONDS_FOR_MAIL = 20


def test_text_survives_back_and_reload(open_page: Windows) -> None:
    page = open_page("/ask")
    title = page.get_by_label("Your question in one sentence")
    title.fill("Who keeps the tide tables?")
    page.wait_for_function("Object.values(sessionStorage).some(kept => kept.includes('tide tables'))")
    page.goto("/spaces")
    page.go_back()
    expect(title).to_have_value("Who keeps the tide tables?")
    page.reload()
    expect(title).to_have_value("Who keeps the tide tables?")
    page.get_by_role("button", name="Discard it").click()
    expect(title).to_have_value("")


def press_until(page: Page, key: str, reached: str, most: int) -> None:
    """Press the key until the focused element fits the CSS selector."""
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", reached):
            return
    raise AssertionError(f"{reached} was not reached with {most} times {key}")


def test_the_keyboard_alone_searches_opens_and_reacts(open_page: Windows) -> None:
    page = open_page("/help")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.reload()
    press_until(page, "Tab", "#q", 5)
    page.keyboard.type("retiring a page")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    press_until(page, "Tab", "main .list h2 a", 80)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Retiring a page")
    press_until(page, "Tab", "main button[aria-pressed]", 80)
    page.keyboard.press("Space")
    expect(page.locator("main button[aria-pressed=true]").first).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(open_page: Windows) -> None:
    page = open_page("/s/digital-service-desk/wiki/retiring-a-page")
    menu = page.locator("main summary", has_text="More")
    menu.press("Enter")
    expect(page.get_by_role("link", name="Permalink")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Permalink")).to_be_hidden()
    expect(menu).to_be_focused()


def test_every_menu_opens_within_the_screen_of_a_small_phone(open_page: Windows, places: Places) -> None:
    page = open_page(f"/topics/{places.discussion}")
    page.set_viewport_size({"width": 320, "height": 700})
    menus = page.locator("main details.more")
    for number in range(menus.count()):
        menus.nth(number).locator("summary").click()
        box = menus.nth(number).locator(".pop").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")


def link_mailed_to(served: Served, address: str, page: Page) -> str:
    """The path of the link in the mail to this address, which the worker sends."""
    until = time.monotonic() + SECONDS_FOR_MAIL
    while time.monotonic() < until:
        for mail in served.mails():
            found = re.search(r"https?://\S+/password/reset/\S+", mail.replace("=\n", ""))
            if f"To: {address}" in mail and found:
                return urlsplit(found[0]).path
        page.wait_for_timeout(100)
    raise AssertionError("no mail came")


def test_a_forgotten_password_is_replaced_through_a_mail(open_page: Windows, served: Served) -> None:
    page = open_page("/sign-in", who=None)
    page.get_by_role("link", name="I forgot my password").click()
    page.get_by_label("Username or email address").fill("piotr.zielinski")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    page.goto(link_mailed_to(served, "piotr.zielinski@health-inspectorate.example", page))
    page.get_by_label("New password", exact=True).fill("seven umbrellas under glass")
    page.get_by_role("button", name="Save password").click()
    sign_in(page, "piotr.zielinski", "seven umbrellas under glass")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Piotr")


def test_a_session_is_ended_from_another_browser(open_page: Windows, served: Served) -> None:
    here, there = open_page("/sign-in", who=None), open_page("/sign-in", who=None)
    for window in (there, here):
        sign_in(window, "yusuf.demir", served.password_of("yusuf.demir"))
    here.goto("/account/sessions")
    here.get_by_role("button", name="End", exact=True).click()
    expect(here.get_by_role("button", name="End", exact=True)).to_have_count(0)
    there.goto("/bookmarks")
    expect(there.get_by_role("heading", level=1)).to_have_text("Sign in")
