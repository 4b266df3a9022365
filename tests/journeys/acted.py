"""The states of pages that come of doing something there, for test_every_page.py; and who looks at which of them."""

from collections.abc import Callable

from playwright.sync_api import Page

from models.transfer.demo_world import PASSWORD

NOBODY = None
AISHA, MEI, BEN, NOOR, NORA, ADMIN = "aisha.khan", "mei.wong", "ben.okafor", "noor.jansen", "nora.vance", "admin"
CALLUM = "callum.reid"
DESK = "/s/digital-service-desk"
# The pictures of the README.
MAIN: dict[str, tuple[str, str | None]] = {
    "home": ("/", AISHA),
    "wiki-page": (f"{DESK}/wiki/publishing-an-accessibility-statement", AISHA),
    "topic": ("/topics/{question}", AISHA),
    "search": ("/search?q=accessibility+statement", AISHA),
    "person": ("/people/jo.lindqvist", AISHA),
}


def _empty_question(page: Page) -> None:
    page.get_by_role("button", name="Post question").click()
    page.get_by_text("There is a problem").wait_for()


def _nearly_there(page: Page) -> None:
    """A page that another space has, with the same title."""
    page.get_by_label("Title", exact=True).fill("Salt: ordering, storing, spreading")
    page.get_by_label("Text", exact=True).fill("Order early, store dry, spread little.")
    page.get_by_role("button", name="Save the page").click()
    page.get_by_role("heading", name="Something very like this is there already").wait_for()


def _asked_nearly(page: Page) -> None:
    page.get_by_label("Your question in one sentence").fill("Do intranets need an accessibility statement?")
    page.get_by_label("What have you tried").fill(
        "Our intranet was rebuilt. Do we have to publish a statement for staff?"
    )
    page.get_by_role("button", name="Post question").click()
    page.get_by_role("heading", name="Something very like this is there already").wait_for()


def _wrong_password(page: Page) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("There is a problem").wait_for()


def _conflict(page: Page) -> None:
    """Another window of the same person saves first."""
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((other, "First"), (page, "Second")):
        text = window.get_by_label("Text", exact=True)
        text.fill(f"{text.input_value()}\n\n{words} thought.")
        window.get_by_role("button", name="Save", exact=True).click()
    other.close()
    page.get_by_text("saved this while you were writing").wait_for()


def _preview(page: Page) -> None:
    page.get_by_role("button", name="Preview").click()
    page.locator("[data-view] p").first.wait_for()


def _grid(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox").first.wait_for()


def _suggestions(page: Page) -> None:
    page.get_by_role("button", name="Bold").wait_for()
    page.get_by_label("Text", exact=True).press_sequentially("[[p")
    page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.wait_for()


def _full_screen(page: Page) -> None:
    page.get_by_role("button", name="Full screen").click()
    page.get_by_role("button", name="Done").wait_for()


def _diagrams(page: Page) -> None:
    page.get_by_role("figure").get_by_role("img").wait_for()


def _open_menu(page: Page) -> None:
    page.locator("main details[data-menu] > summary").first.click()


def _followed(page: Page) -> None:
    """Whatever it was before: the button is drawn anew in its place."""
    button = page.locator("main .toggle button").first
    before = button.inner_text()
    button.click()
    page.wait_for_function("before => document.querySelector('main .toggle button').innerText !== before", arg=before)


def _suspended(page: Page) -> None:
    page.get_by_label("Username or email address").fill("vera.away")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your account is suspended").wait_for()


def _limit_met(page: Page) -> None:
    """The sixth post of a new account within a minute."""
    for n in range(6):
        page.goto("/posts")
        page.get_by_label("Post to colleagues").fill(f"Hello from a new colleague, {n}")
        page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("heading", name="You have reached a limit").wait_for()


Step = Callable[[Page], None]
# States that a few steps lead to.
STEPS: dict[str, tuple[str, str | None, Step]] = {
    "question with errors": ("/ask", AISHA, _empty_question),
    "question that is nearly there": ("/ask", AISHA, _asked_nearly),
    "page that is nearly there": (f"{DESK}/wiki/new", AISHA, _nearly_there),
    "sign in with errors": ("/sign-in", NOBODY, _wrong_password),
    "edit conflict": ("/pages/{edited}/edit", AISHA, _conflict),
    "preview": ("/pages/{page}/edit", AISHA, _preview),
    "table as a grid": ("/pages/{page}/edit", AISHA, _grid),
    "suggestions": ("/pages/{page}/edit", AISHA, _suggestions),
    "full screen": ("/pages/{page}/edit", AISHA, _full_screen),
    "diagrams": ("/s/very-full/wiki/everything-on-one-page", MEI, _diagrams),
    "suspended": ("/sign-in", NOBODY, _suspended),
    "a limit that is met": ("/posts", "nina.fresh", _limit_met),
    "open menu": (MAIN["wiki-page"][0], AISHA, _open_menu),
    "followed": ("/people/mei.wong", NOOR, _followed),
}
