"""What colleagues do together, each step as a person would: with scripts, and where it matters also without."""

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Served, Windows, sign_in

DESK = "/s/digital-service-desk"
SECONDS_TO_LOOK = 5.0

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def soon_found(page: Page, words: str, title: str) -> bool:
    """Search again and again for some seconds, as somebody would who has just posted."""
    until = time.monotonic() + SECONDS_TO_LOOK
    while time.monotonic() < until:
        page.goto(f"/search?q={words}")
        if page.get_by_role("link", name=title).count():
            return True
    return False


def write_page(page: Page, title: str, text: str, space: str = DESK) -> None:
    page.goto(f"{space}/wiki/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Save the page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@with_and_without_scripts
def test_a_question_is_asked_found_answered_and_its_answer_accepted(
    open_page: Windows, served: Served, scripts: bool
) -> None:
    word = "quillwort" if scripts else "sundew"
    # Two that are nearly the same would be asked about before the second is posted.
    title = f"Where do we count the {word} this spring?" if scripts else f"Who keeps the list of {word} in bogs?"
    asker = open_page("/sign-in", who=None, scripts=scripts)
    sign_in(asker, "grace.mwangi", served.password_of("grace.mwangi"))
    asker.get_by_role("link", name="Ask a question").first.click()
    asker.get_by_label("Your question in one sentence").fill(title)
    asker.get_by_label("What have you tried").fill(f"The list of the **{word}** is from 2019.")
    space = asker.locator("option", has_text="Inspections in the field").get_attribute("value")
    asker.get_by_label("Where to put it").select_option(space)
    asker.get_by_role("button", name="Post question").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text(title)
    place = asker.url

    colleague = open_page("/search", who="ben.okafor", scripts=scripts)
    assert soon_found(colleague, word, title)
    colleague.get_by_role("link", name=title).first.click()
    colleague.get_by_role("textbox", name="Your answer").fill("Along the old canal, in April.")
    colleague.get_by_role("button", name="Post answer").click()
    expect(colleague.get_by_text("Along the old canal")).to_be_visible()

    asker.goto(place)
    asker.get_by_role("button", name="Accept this answer").click()
    expect(asker.get_by_text("Grace Mwangi accepted this answer")).to_be_visible()


def test_the_toolbar_writes_markdown_and_the_preview_shows_it(open_page: Windows) -> None:
    page = open_page(f"{DESK}/wiki/new")
    page.get_by_label("Title").fill("Lighthouse lamps")
    text = page.get_by_label("Text", exact=True)
    text.fill("Change the lamp before it fails")
    text.press("Control+a")
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**Change the lamp before it fails**")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("Change the lamp before it fails")
    page.get_by_role("button", name="Save the page").click()
    expect(page.locator(".prose strong")).to_have_text("Change the lamp before it fails")


@with_and_without_scripts
def test_a_red_link_leads_to_writing_the_page(open_page: Windows, scripts: bool) -> None:
    title, wanted = ("Otter count", "Otter map") if scripts else ("Heron count", "Heron map")
    page = open_page("/", scripts=scripts)
    write_page(page, title, f"We count along the [[{wanted}]].")
    page.locator(".prose").get_by_role("link", name=wanted).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New page")
    expect(page.get_by_label("Title")).to_have_value(wanted)
    page.get_by_label("Text", exact=True).fill("Here.")
    page.get_by_role("button", name="Save the page").click()
    page.goto(f"{DESK}/wiki/{title.lower().replace(' ', '-')}")
    link = page.locator(".prose").get_by_role("link", name=wanted)
    assert "missing" not in (link.get_attribute("class") or "")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(wanted)


@with_and_without_scripts
def test_whoever_saves_second_sees_both_texts_and_saves(open_page: Windows, scripts: bool) -> None:
    aisha = open_page("/", scripts=scripts)
    write_page(aisha, f"Lamp rota {scripts}", "Nobody yet.")
    place = aisha.url
    aisha.get_by_role("link", name="Edit", exact=True).click()
    hannah = open_page(aisha.url, who="hannah.fielding", scripts=scripts)
    hannah.get_by_label("Text", exact=True).fill("Hannah on Monday.")
    hannah.get_by_role("button", name="Save", exact=True).click()
    expect(hannah.get_by_text("Hannah on Monday.")).to_be_visible()

    aisha.get_by_label("Text", exact=True).fill("Aisha on Monday.")
    aisha.get_by_role("button", name="Save", exact=True).click()
    expect(aisha.get_by_text("Hannah Fielding saved this while you were writing")).to_be_visible()
    place_of_both = aisha.get_by_role("group", name="Place 1 of 1")
    expect(place_of_both).to_contain_text("Hannah on Monday.")
    place_of_both.get_by_label("Both, theirs first").check()
    aisha.get_by_role("button", name="Save", exact=True).click()
    expect(aisha.get_by_text("Your changes are saved")).to_be_visible()
    expect(aisha.locator(".prose")).to_contain_text("Hannah on Monday. Aisha on Monday.")
    assert aisha.url == place


@with_and_without_scripts
def test_whoever_is_named_in_a_post_sees_it_waiting(open_page: Windows, scripts: bool) -> None:
    text = f"the lantern is in your room {'' if scripts else 'again'}"
    writer = open_page("/posts", scripts=scripts)
    writer.get_by_label("Post to colleagues").fill(f"@marta.silva {text}")
    writer.get_by_role("button", name="Post", exact=True).click()
    expect(writer.locator(".list").get_by_text(text).first).to_be_visible()
    named = open_page("/", who="marta.silva", scripts=scripts)
    waiting = named.get_by_role("region", name="Waiting for you")
    expect(waiting.get_by_text("Aisha Khan named you").first).to_be_visible()
    waiting.get_by_role("button", name=re.compile(f"Done.*{text.strip()}")).first.click()
    expect(named.get_by_text("It no longer waits for you")).to_be_visible()
    expect(named.get_by_role("region", name="Waiting for you").get_by_text(text)).to_have_count(0)


def test_a_new_post_is_announced_without_reload(open_page: Windows) -> None:
    frames: list[str] = []
    reader = open_page("/help", who="ben.okafor")
    reader.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    reader.goto("/posts")
    # The socket's first word after its own handshake: from then on news arrives.
    while not any(frame.startswith("40") for frame in frames):
        reader.wait_for_timeout(50)
    writer = open_page("/posts")
    writer.get_by_label("Post to colleagues").fill("The ferry leaves ten minutes early today.")
    writer.get_by_role("button", name="Post", exact=True).click()

    fresh = reader.get_by_role("link", name="1 new post")
    expect(fresh).to_be_visible()
    expect(reader.get_by_text("The ferry leaves ten minutes early")).to_have_count(0)
    fresh.click()
    expect(reader.get_by_text("The ferry leaves ten minutes early")).to_be_visible()


@with_and_without_scripts
def test_a_topic_is_followed(open_page: Windows, scripts: bool) -> None:
    name = "flood" if scripts else "safety"
    page = open_page(f"/tags/{name}", who="noor.jansen", scripts=scripts)
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    page.goto("/tags")
    expect(page.get_by_role("complementary").get_by_role("link", name=name)).to_be_visible()


@with_and_without_scripts
def test_a_space_is_joined_and_left(open_page: Windows, scripts: bool) -> None:
    page = open_page("/s/winter-roads", who="peter.novak", scripts=scripts)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Your role:")).to_be_visible()
    page.locator("main summary", has_text="More").click()
    page.get_by_role("button", name="Leave the space").click()
    expect(page.get_by_text("You have left Winter roads.")).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_be_visible()


@with_and_without_scripts
def test_a_space_that_closes_is_gone_for_outsiders(open_page: Windows, scripts: bool) -> None:
    name, word = ("Bell tower", "carillon") if scripts else ("Clock tower", "astrolabe")
    space = f"/s/{name.lower().replace(' ', '-')}"
    owner = open_page("/spaces/new", scripts=scripts)
    owner.get_by_label("Name", exact=True).fill(name)
    owner.get_by_role("button", name="Make the space").click()
    write_page(owner, f"The {word}", "It strikes at noon.", space)
    place = owner.url
    outsider = open_page("/search", who="tomas.reyes", scripts=scripts)
    assert soon_found(outsider, word, f"The {word}")

    owner.goto(f"{space}/openness")
    owner.get_by_label("By invitation").check()
    owner.get_by_label("Why it is closed").select_option(label="Security")
    owner.get_by_label("When to look at this again").fill((date.today() + timedelta(days=90)).isoformat())
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Only its").first).to_be_visible()

    outsider.goto(f"/search?q={word}")
    expect(outsider.get_by_text("Nothing found")).to_be_visible()
    for address in (space, place):
        outsider.goto(address)
        expect(outsider.get_by_role("heading", level=1)).to_have_text("Page not found")
    owner.goto(place)
    expect(owner.get_by_text("It strikes at noon.")).to_be_visible()
