"""Counts and marks that change under somebody's eyes: votes, the accepted answer, who is on it, polls, topics."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.test_live import ready


def question(open_page: Windows, title: str) -> tuple[Page, str]:
    """Hannah asks a question, for Aisha asked much just now; her window and its address."""
    hannah = open_page("/ask?space=digital-service-desk", who="hannah.fielding")
    hannah.get_by_label("Your question in one sentence").fill(title)
    hannah.get_by_label("What have you tried").fill("The list is from 2019.")
    hannah.get_by_role("button", name="Post question").click()
    hannah.wait_for_url(re.compile(r"/topics/\d+"))
    return hannah, re.sub(r"[?#].*", "", hannah.url)


def test_claims_votes_and_the_accepted_answer_come_by_themselves(open_page: Windows) -> None:
    hannah, address = question(open_page, "Who changes the lamps of the east gate?")
    ben = ready(open_page("/help", who="ben.okafor"), address)
    ready(hannah, address)
    ben.locator(".main-acts summary").click()
    ben.get_by_role("button", name="I am on it").click()
    expect(hannah.get_by_text(re.compile("Ben Okafor is on it"))).to_be_visible()

    ready(ben, address)
    ben.locator("#answer textarea").first.fill("The night shift of the east depot.")
    ben.get_by_role("button", name="Post answer").click()
    mine = ben.locator("article", has_text="The night shift")
    expect(mine).to_be_visible()
    there = hannah.locator("article", has_text="The night shift")
    expect(there).to_be_visible()

    ready(ben, address)
    expect(ben.get_by_text(re.compile("You are on it"))).to_be_visible()
    there.get_by_role("button", name="Useful").click()
    expect(mine.get_by_text("1 person finds this answer useful")).to_have_count(1)
    there.get_by_role("button", name=re.compile("Accept")).click()
    expect(mine.locator(".okflag")).to_be_visible()
    expect(ben.get_by_text(re.compile("You are on it"))).to_have_count(0)


def test_the_counts_of_a_poll_follow_the_votes(open_page: Windows) -> None:
    aisha = open_page("/posts")
    aisha.get_by_label("Post to colleagues").fill("When shall we meet about the lamps?")
    aisha.get_by_text("Add a poll").click()
    aisha.get_by_role("textbox", name="Options").fill("Monday\nTuesday")
    aisha.locator("form.composer").get_by_role("button", name="Post", exact=True).click()
    row = aisha.locator("li.post", has_text="about the lamps")
    expect(row).to_be_visible()
    row.get_by_role("radio", name="Monday").check()
    row.get_by_role("button", name="Vote").click()
    expect(row.get_by_text("Your choice")).to_be_visible()

    ready(aisha, "/posts")
    ben = ready(open_page("/help", who="ben.okafor"), "/posts")
    his = ben.locator("li.post", has_text="about the lamps")
    his.get_by_role("radio", name="Tuesday").check()
    his.get_by_role("button", name="Vote").click()
    expect(row.get_by_text("2 people have voted.")).to_be_visible()
    expect(row.get_by_text(re.compile("^1 vote"))).to_have_count(2)


def test_a_topic_says_what_is_new_and_moves_nothing(open_page: Windows) -> None:
    aisha = open_page("/posts")

    def say(text: str) -> None:
        aisha.goto("/posts")
        aisha.get_by_label("Post to colleagues").fill(text)
        aisha.locator("form.composer").get_by_role("button", name="Post", exact=True).click()
        expect(aisha.get_by_text(text.partition("#")[0]).first).to_be_visible()

    say("Lamps first #lamps-of-the-east")
    ben = ready(open_page("/help", who="ben.okafor", width="phone"), "/tags/lamps-of-the-east")
    say("Lamps second #lamps-of-the-east")
    say("Of another topic #lamps-of-the-west")
    new = ben.get_by_role("link", name="1 new entry")
    expect(new).to_be_visible()
    expect(ben.get_by_text("Lamps second")).to_have_count(0)
    new.click()
    expect(ben.get_by_text("Lamps second")).to_be_visible()
    expect(new).to_be_hidden()
