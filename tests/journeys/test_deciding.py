"""Hiding what somebody wrote, their appeal and its answer: three people, each step as they would take it."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places


def test_a_report_is_decided_appealed_against_and_taken_back(open_page: Windows, places: Places) -> None:
    case = open_page(f"/moderation/cases/{places.case}", who="mei.wong")
    case.get_by_role("button", name="I am looking at this").click()
    expect(case.get_by_text("For half an hour others see it")).to_be_visible()
    case.get_by_label("Hide it").check()
    case.get_by_role("textbox", name="Why").fill("The number is private")
    case.get_by_role("button", name="Decide").click()
    expect(case.get_by_text("It is hidden. The author is told why and can appeal.")).to_be_visible()

    luca = open_page(f"/topics/{places.hidden_topic}", who="luca.moretti", width="phone")
    line = luca.locator("article", has_text="Hidden by a moderator: The number is private")
    line.get_by_text("only you still see it here").click()
    expect(line.get_by_text("Ring Pat")).to_be_visible()
    line.get_by_role("link", name="Why, and how to appeal").click()
    luca.get_by_label("Why the decision is wrong").fill("It is the number of the desk")
    luca.get_by_role("button", name="Appeal").click()
    expect(luca.get_by_text("Your appeal is sent.")).to_be_visible()

    aisha = open_page("/moderation/appeals", who="aisha.khan")
    aisha.locator("li", has_text="It is the number of the desk").get_by_role("link").click()
    aisha.get_by_label("The appeal is right").check()
    aisha.get_by_role("textbox", name="Why").fill("So it is")
    aisha.get_by_role("button", name="Answer").click()
    expect(aisha.get_by_text("Your answer is saved.")).to_be_visible()
    aisha.goto(re.sub(r"/moderation.*", f"/topics/{places.hidden_topic}", aisha.url))
    expect(aisha.get_by_text("Ring Pat")).to_be_visible()


def test_a_reader_sees_the_line_in_place_of_what_is_hidden(open_page: Windows, places: Places) -> None:
    page = open_page(f"/topics/{places.hidden_topic}", who="ben.okafor")
    expect(page.get_by_text("Hidden by a moderator: Selling private things does not belong here.")).to_be_visible()
    expect(page.get_by_text("concert tickets")).to_have_count(0)
