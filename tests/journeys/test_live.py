"""Live in real browsers: two people see what the other does, and nothing is missed by whoever was cut off."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows


def ready(page: Page, address: str) -> Page:
    """Open a page and wait until it has caught up: from then on news come."""
    with page.expect_response(re.compile("/live/since")):
        page.goto(address)
    return page


def discussion(open_page: Windows, title: str) -> tuple[Page, str]:
    """Aisha starts a discussion; her window and its address."""
    aisha = open_page("/discuss?space=digital-service-desk")
    aisha.get_by_label("What it is about").fill(title)
    aisha.get_by_label("What you want to say").fill("What do you think?")
    aisha.get_by_role("button", name="Post discussion").click()
    aisha.wait_for_url(re.compile(r"/topics/\d+"))
    return aisha, re.sub(r"[?#].*", "", aisha.url)


def write(page: Page, text: str) -> None:
    page.locator("#answer textarea").first.fill(text)
    page.get_by_role("button", name=re.compile("^Post (reply|answer)$")).click()
    expect(page.locator("article", has_text=text)).to_be_visible()


def test_two_browsers_see_replies_reactions_and_edits(open_page: Windows) -> None:
    aisha, address = discussion(open_page, "Live between two browsers")
    ben = ready(open_page("/help", who="ben.okafor"), address)
    ready(aisha, address)
    write(aisha, "The first reply comes by itself")
    reply = ben.locator("article", has_text="The first reply comes by itself")
    expect(reply).to_be_visible()
    expect(ben.get_by_role("heading", name="1 reply")).to_be_visible()
    assert ben.evaluate("document.activeElement === document.body")

    ready(aisha, address)
    reply.get_by_role("button", name=re.compile("^Thanks")).click()
    mine = aisha.locator("article", has_text="The first reply comes by itself")
    expect(mine.get_by_role("button", name=re.compile(r"Thanks\s*1"))).to_be_visible()

    mine.get_by_role("link", name="Edit").click()
    aisha.get_by_label("Text", exact=True).fill("The first reply, said anew")
    aisha.get_by_role("button", name="Save", exact=True).click()
    expect(ben.get_by_text("The first reply, said anew")).to_be_visible()
    expect(reply.or_(ben.locator("article", has_text="said anew")).get_by_text("edited").first).to_be_visible()


def test_what_is_read_stays_when_replies_come(open_page: Windows) -> None:
    aisha, address = discussion(open_page, "A long talk")
    for number in range(3):
        write(aisha, f"Reply {number}. " + "Words that fill the window. " * 120)
    ben = ready(open_page("/help", who="ben.okafor", width="phone"), address)
    before = ben.evaluate("scrollY")
    write(aisha, "One that comes later")
    button = ben.get_by_role("link", name="1 new reply")
    expect(button).to_be_visible()
    assert ben.evaluate("scrollY") == before
    expect(ben.get_by_text("One that comes later")).to_have_count(0)
    button.click()
    expect(ben.get_by_text("One that comes later")).to_be_visible()
    expect(button).to_be_hidden()


def test_whoever_was_cut_off_catches_up_without_gap_or_double(open_page: Windows) -> None:
    aisha, address = discussion(open_page, "Cut off")
    ben = ready(open_page("/help", who="ben.okafor"), address)
    ben.wait_for_load_state("networkidle")
    ben.context.set_offline(True)
    for number in range(3):
        write(aisha, f"While Ben was away {number}")
    ben.context.set_offline(False)
    for number in range(3):
        expect(ben.get_by_text(f"While Ben was away {number}")).to_have_count(1, timeout=60_000)
    write(aisha, "And after that")
    expect(ben.get_by_text("And after that")).to_have_count(1)


def test_where_sockets_are_blocked_it_asks_from_time_to_time(open_page: Windows) -> None:
    aisha, address = discussion(open_page, "Without sockets")
    ben = open_page("/help", who="ben.okafor")
    ben.route_web_socket(re.compile("socket.io"), lambda line: line.close())
    ben.goto(address)
    ben.wait_for_timeout(1500)
    write(aisha, "It comes a little later")
    expect(ben.get_by_text("It comes a little later")).to_have_count(1, timeout=60_000)


def test_others_see_who_is_writing_unless_it_is_switched_off(open_page: Windows) -> None:
    aisha, address = discussion(open_page, "Who is writing")
    ben = ready(open_page("/help", who="ben.okafor"), address)
    ready(aisha, address)
    aisha.locator("#answer textarea").first.press_sequentially("Let me think")
    expect(ben.get_by_text("Aisha Khan is writing.")).to_be_visible()
    aisha.locator("#answer textarea").first.fill("")
    aisha.goto("/account")
    expect(ben.get_by_text("Aisha Khan is writing.")).to_have_count(0)
    presence = aisha.get_by_role("row", name=re.compile("^Presence"))
    presence.get_by_role("button", name="Switch off").click()
    expect(aisha.get_by_text("Nobody sees when you write or edit.")).to_be_visible()
    ready(aisha, address)
    with aisha.expect_response(re.compile("/writing$")) as told:
        aisha.locator("#answer textarea").first.press_sequentially("Unseen")
    assert told.value.json() == {"seen": False}
    aisha.locator("#answer textarea").first.fill("")
    aisha.goto("/account")
    aisha.get_by_role("row", name=re.compile("^Presence")).get_by_role("button", name="Switch on").click()
    expect(aisha.get_by_text("Others see when you write or edit.")).to_be_visible()
