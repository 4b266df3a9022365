"""Nothing typed is lost: two people in one page, a closed tab, a line that drops, a session that ends."""

from playwright.sync_api import Page, expect

from models.transfer.demo_world import PASSWORD
from tests.journeys.conftest import Windows
from tests.journeys.test_journeys import with_and_without_scripts, write_page

TEXT = "Intro.\n\nLamps cost ten pounds.\n\nOpen on Mondays."


def open_editor(page: Page) -> None:
    page.get_by_role("link", name="Edit", exact=True).click()


def fill(page: Page, text: str) -> None:
    page.get_by_label("Text", exact=True).fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


@with_and_without_scripts
def test_different_places_of_one_page_merge_by_themselves(open_page: Windows, scripts: bool) -> None:
    aisha = open_page("/", scripts=scripts)
    write_page(aisha, f"Lamp prices {scripts}", TEXT)
    hannah = open_page(aisha.url, who="hannah.fielding", scripts=scripts)
    open_editor(aisha)
    open_editor(hannah)
    fill(hannah, TEXT.replace("ten", "twelve"))
    save(hannah)
    fill(aisha, TEXT.replace("Mondays", "Fridays"))
    save(aisha)
    expect(aisha.get_by_text("together with what Hannah Fielding changed meanwhile")).to_be_visible()
    expect(aisha.locator(".prose")).to_contain_text("twelve pounds")
    expect(aisha.locator(".prose")).to_contain_text("Open on Fridays")
    aisha.get_by_role("link", name="See that change").click()
    expect(aisha.get_by_role("region", name="Changed lines")).to_contain_text("twelve")


def test_a_choice_at_a_place_is_carried_out_in_the_text(open_page: Windows) -> None:
    aisha = open_page("/")
    write_page(aisha, "Lamp oil", TEXT)
    hannah = open_page(aisha.url, who="hannah.fielding")
    open_editor(aisha)
    open_editor(hannah)
    fill(hannah, TEXT.replace("ten", "twelve"))
    save(hannah)
    fill(aisha, TEXT.replace("ten", "eleven"))
    save(aisha)
    text = aisha.get_by_label("Text", exact=True)
    for choice, words in (("Their text", "twelve"), ("Your text", "eleven")):
        aisha.get_by_role("group", name="Place 1 of 1").get_by_label(choice, exact=True).check()
        expect(text).to_have_value(TEXT.replace("ten", words))
    aisha.get_by_role("group", name="Place 1 of 1").get_by_label("I put it together").check()
    save(aisha)
    expect(aisha.get_by_text("Choose what stays in place 1").first).to_be_visible()


def test_who_else_is_editing_shows_while_one_types(open_page: Windows) -> None:
    aisha = open_page("/")
    write_page(aisha, "Lamp glass", TEXT)
    hannah = open_page(aisha.url, who="hannah.fielding")
    open_editor(aisha)
    with hannah.expect_response("**/editing"):
        open_editor(hannah)
    expect(hannah.get_by_text("Aisha Khan is editing this too.")).to_be_visible()
    fill(aisha, TEXT + " More.")
    expect(aisha.get_by_text("Hannah Fielding is editing this too.")).to_be_visible()


def test_a_closed_tab_loses_nothing(open_page: Windows) -> None:
    aisha = open_page("/")
    write_page(aisha, "Lamp wicks", TEXT)
    open_editor(aisha)
    place = aisha.url
    fill(aisha, "Half a thought")
    expect(aisha.get_by_text("Draft kept at")).to_be_visible()
    again = aisha.context.new_page()
    aisha.close()
    again.goto(place)
    expect(again.get_by_text("You have a draft of this")).to_be_visible()
    expect(again.get_by_label("Text", exact=True)).to_have_value(TEXT)
    again.get_by_role("link", name="Use the draft").click()
    expect(again.get_by_label("Text", exact=True)).to_have_value("Half a thought")
    again.goto("/drafts")
    row = again.get_by_role("listitem").filter(has_text="Lamp wicks")
    row.get_by_role("button", name="Discard").click()
    expect(again.get_by_text("The draft is discarded.")).to_be_visible()


def test_what_is_typed_while_the_line_is_down_comes_back(open_page: Windows) -> None:
    aisha = open_page("/")
    write_page(aisha, "Lamp posts", TEXT)
    open_editor(aisha)
    place = aisha.url
    aisha.context.set_offline(True)
    fill(aisha, "Typed on the train")
    expect(aisha.get_by_text("Not connected. Your text is kept in this browser.")).to_be_visible()
    aisha.evaluate("sessionStorage.clear()")
    aisha.context.set_offline(False)
    again = aisha.context.new_page()
    again.goto(place)
    expect(
        again.get_by_text("This browser kept a text of yours").or_(again.get_by_text("You have a draft"))
    ).to_be_visible()


@with_and_without_scripts
def test_a_session_that_ends_loses_nothing(open_page: Windows, scripts: bool) -> None:
    title = f"Lamp lenses {scripts}"
    luca = open_page("/", who="hannah.fielding", scripts=scripts)
    write_page(luca, title, TEXT)
    open_editor(luca)
    # A line that is being opened would be refused, which the console says.
    luca.wait_for_load_state("networkidle")
    luca.context.clear_cookies()
    open_page.session_ended = True
    fill(luca, "Typed for an hour")
    save(luca)
    luca.get_by_label("Username").fill("hannah.fielding")
    luca.get_by_label("Password", exact=True).fill(PASSWORD)
    luca.get_by_role("button", name="Sign in and go on").click()
    luca.get_by_role("button", name="Go on writing").click()
    expect(luca.get_by_label("Text", exact=True)).to_have_value("Typed for an hour")
