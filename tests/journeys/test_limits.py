"""Meeting a limit with a new account, and being suspended while a page is open: each as the person sees it."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places


def test_a_new_account_reads_of_limits_meets_one_and_keeps_its_text(open_page: Windows) -> None:
    page = open_page("/ask", who="nina.fresh", width="phone")
    expect(page.get_by_text("Your account is new. You can send")).to_be_visible()
    for n in range(3):
        page.goto("/ask")
        page.get_by_label("Your question in one sentence").fill(f"How do I begin, part {n}?")
        page.get_by_label("What have you tried").fill("I have read the welcome page. What comes next?")
        page.get_by_role("button", name="Post question").click()
    expect(page.get_by_role("heading", name="You have reached a limit")).to_be_visible()
    expect(page.get_by_text("A new account can send 2 questions or discussions in a minute at most.")).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value(re.compile("What comes next"))
    expect(page.get_by_role("button", name="Send it again")).to_be_visible()
    page.goto("/account/limits")
    expect(page.get_by_text("Questions and discussions: you have reached the limit.")).to_be_visible()


def test_a_suspended_person_is_out_at_once_and_appeals(open_page: Windows, places: Places) -> None:
    open_page.session_ended = True
    paul = open_page("/", who="paul.loud")
    jamal = open_page("/people/paul.loud/moderate", who="jamal.edwards")
    jamal.get_by_label("Suspend from the whole site").check()
    jamal.get_by_label("Why").fill("Rude again, after a warning")
    jamal.get_by_role("button", name="Decide").click()
    expect(jamal.get_by_text("Paul Loud is suspended and signed out.")).to_be_visible()
    paul.goto("/posts")
    paul.get_by_label("Username or email address").fill("paul.loud")
    paul.get_by_label("Password", exact=True).fill("witan-demo-2026")
    paul.get_by_role("button", name="Sign in").click()
    expect(paul.get_by_text("Rude again, after a warning")).to_be_visible()
    paul.get_by_label("What should the other moderator know?").fill("I quoted somebody")
    paul.get_by_role("button", name="Appeal").click()
    expect(paul.get_by_text("Somebody else than who decided looks at it.")).to_be_visible()
