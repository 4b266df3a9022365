"""Writing with the editor: what the clipboard brings, suggestions, tables, preview, sections, diagrams, the phone."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places

DESK = "/s/digital-service-desk"
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
PASTE_DRAWN = """async (kind) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
  canvas.getContext("2d").fillRect(0, 0, kind === "drop" ? 10 : 20, 20);
  const drawn = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const data = new DataTransfer();
  data.items.add(new File([drawn], "image.png", { type: "image/png" }));
  const event = kind === "drop" ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""
PASTE_PICTURE = """() => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(64)], "image.png", { type: "image/png" }));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def new_page(open_page: Windows, text: str = "", **more: object) -> tuple[Page, Locator]:
    page = open_page(f"{DESK}/wiki/new", **more)  # type: ignore[arg-type]  # keywords are passed through
    area = page.get_by_label("Text", exact=True)
    page.get_by_role("button", name="Bold").wait_for()
    area.fill(text)
    area.press("Control+End")
    return page, area


@pytest.mark.parametrize("source", sorted(path.stem for path in CLIPBOARD.glob("*.html")))
def test_what_other_programs_copy_becomes_markdown(open_page: Windows, source: str) -> None:
    page, area = new_page(open_page)
    page.evaluate(PASTE, [(CLIPBOARD / f"{source}.html").read_text(), "words alone"])
    expect(area).to_have_value((CLIPBOARD / f"{source}.md").read_text().strip())
    expect(page.get_by_text("Pasted with headings, lists and tables")).to_be_visible()
    area.press("Control+z")
    expect(area).to_have_value("")


def test_pasted_blocks_stand_apart_from_what_is_there(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    page.evaluate(PASTE, ["<ul><li>one</li></ul>", "one"])
    expect(area).to_have_value("Before\n\n- one")
    page.evaluate(PASTE, [" <b>bold</b> word", "bold word"])
    expect(area).to_have_value("Before\n\n- one**bold** word")


def test_words_alone_are_pasted_with_shift_and_into_code(open_page: Windows) -> None:
    page, area = new_page(open_page, "```\n")
    handled = (
        "html => !document.activeElement.dispatchEvent(new ClipboardEvent('paste', {cancelable: true, bubbles: true,"
    )
    handled += " clipboardData: (() => { const d = new DataTransfer(); d.setData('text/html', html); return d; })()}))"
    assert page.evaluate(handled, "<ul><li>one</li></ul>") is False
    area.fill("")
    area.dispatch_event("keydown", {"key": "v", "ctrlKey": True, "shiftKey": True})
    assert page.evaluate(handled, "<ul><li>one</li></ul>") is False
    assert page.evaluate(handled, "<ul><li>one</li></ul>") is True


def test_an_address_pasted_over_words_makes_them_a_link(open_page: Windows) -> None:
    page, area = new_page(open_page, "guide")
    area.select_text()
    page.evaluate(PASTE, ["", "https://www.gov.example/guide"])
    expect(area).to_have_value("[guide](https://www.gov.example/guide)")


def test_suggestions_are_chosen_by_keyboard(open_page: Windows) -> None:
    page, area = new_page(open_page)
    area.press_sequentially("See [[retiri")
    offers = page.get_by_role("listbox", name="Suggestions")
    expect(offers.get_by_role("option", name="Retiring a page")).to_be_visible()
    expect(area).to_have_attribute("aria-activedescendant", re.compile("offers"))
    area.press("Enter")
    expect(area).to_have_value("See [[Retiring a page]]")
    area.press_sequentially(" and @ben.o")
    expect(offers.get_by_role("option", name=re.compile("Ben Okafor"))).to_be_visible()
    area.press("Tab")
    expect(area).to_have_value("See [[Retiring a page]] and @ben.okafor ")
    area.press_sequentially("#acces")
    expect(offers.get_by_role("option", name=re.compile("#accessibility"))).to_be_visible()
    area.press("Escape")
    expect(offers).to_be_hidden()
    area.press_sequentially("s")
    offers.get_by_role("option").first.wait_for()
    area.press("ArrowDown")
    area.press("Enter")
    expect(area).to_have_value(re.compile("#accessib"))
    for _step in range(4):
        area.press("Control+z")
    expect(area).not_to_have_value(re.compile("Retiring a page"))


def test_suggestions_work_in_answers_too(open_page: Windows, places: Places) -> None:
    page = open_page(f"/topics/{places.unanswered}")
    area = page.get_by_role("textbox", name="Your answer")
    page.get_by_role("button", name="Bold").first.wait_for()
    area.press_sequentially("[[retiri")
    page.get_by_role("option").first.wait_for()
    area.press("Enter")
    expect(area).to_have_value(re.compile(r"^\[\[.*Retiring a page\]\]$"))


def test_lists_go_on_and_move_in_and_out_by_keyboard(open_page: Windows) -> None:
    page, area = new_page(open_page)
    area.press_sequentially("1. one\n")
    area.press_sequentially("two\n")
    area.press("Tab")
    area.press_sequentially("below\n\n")
    expect(area).to_have_value("1. one\n2. two\n   3. below\n")
    area.fill("- [x] done")
    area.press("End")
    area.press_sequentially("\nopen")
    area.press("Tab")
    area.press("Shift+Tab")
    expect(area).to_have_value("- [x] done\n- [ ] open")
    area.press("Escape")
    area.press("Tab")
    expect(area).not_to_be_focused()


def test_shortcuts_write_and_save(open_page: Windows) -> None:
    page, area = new_page(open_page, "words")
    area.press("Control+a")
    area.press("Control+b")
    expect(area).to_have_value("**words**")
    page.get_by_label("Title").fill("Short cuts of the day")
    page.get_by_label("Title").press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Short cuts of the day")


def test_a_table_is_edited_as_a_table_by_keyboard(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before\n\n| A | B |\n|---|--:|\n| `x|y` [[P|q]] | 2 |\n")
    area.press("ArrowUp")
    page.get_by_role("button", name="Table", exact=True).press("Enter")
    first = page.get_by_label("Row 1, column 1")
    expect(first).to_be_focused()
    expect(first).to_have_value("`x|y` [[P|q]]")
    first.press("Tab")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Row 2, column 2")).to_be_focused()
    page.keyboard.type("30 | 40")
    page.get_by_role("button", name="Move up").press("Enter")
    page.get_by_role("button", name="Add a column").press("Enter")
    page.keyboard.type("new")
    page.get_by_role("combobox", name="Align").select_option("center")
    page.get_by_role("button", name="Put into the text").press("Enter")
    expect(area).to_be_focused()
    expect(area).to_have_value(
        "Before\n\n"
        "| A               |        B |     |\n"
        "| --------------- | -------: | :-: |\n"
        "|                 | 30 \\| 40 | new |\n"
        "| `x\\|y` [[P\\|q]] |        0 |     |\n"
    )
    area.press("Control+z")
    expect(area).to_have_value(re.compile(r"\|---\|--:\|"))


def test_a_new_table_takes_cells_of_a_spreadsheet(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_label("Heading of column 1").focus()
    page.evaluate(PASTE, ["", "A\tB\tC\tD\n1\t2\t3\t4\n"])
    page.get_by_role("button", name="Put into the text").click()
    expect(area).to_have_value(
        re.compile(r"^Before\n\n\| A   \| B   \| C   \| D   \|\n.*\n\| 1   \| 2   \| 3   \| 4   \|\n")
    )


def test_a_table_that_is_given_up_leaves_the_text(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    page.get_by_role("button", name="Table", exact=True).click()
    page.keyboard.type("lost")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(area).to_have_value("Before")


def test_the_preview_follows_what_is_typed(open_page: Windows) -> None:
    page, area = new_page(open_page)
    area.press_sequentially("A **live** word")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text("live")
    page.get_by_role("button", name="Side by side").click()
    expect(preview).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="Side by side").wait_for()
    expect(preview).to_be_hidden()


def test_the_phone_gives_the_whole_screen_to_the_text(open_page: Windows) -> None:
    page, area = new_page(open_page, "Words", width="phone")
    page.get_by_role("button", name="Full screen").click()
    box = page.locator("[data-editor]").bounding_box()
    tools = page.get_by_role("toolbar", name="Formatting").bounding_box()
    assert box and tools
    assert (box["x"], box["y"], box["width"]) == (0, 0, 360)
    assert tools["y"] + tools["height"] > box["height"] - 8
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Words")
    page.get_by_role("button", name="Done").click()
    page.get_by_label("Title").fill("Reachable again")


def test_a_finger_on_the_text_fills_the_screen(open_page: Windows) -> None:
    window = open_page("/", width="phone")
    context = open_page.chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, bypass_csp=True,
        storage_state=window.context.storage_state(), base_url=open_page.served.address,
    )  # fmt: skip
    open_page.contexts.append(context)
    page = context.new_page()
    page.goto(f"{DESK}/wiki/new")
    page.get_by_role("button", name="Bold").wait_for()
    page.get_by_label("Text", exact=True).tap()
    expect(page.get_by_role("button", name="Done")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_section_is_edited_alone(open_page: Windows, places: Places) -> None:
    page = open_page("/s/very-full/wiki/everything-on-one-page", who="mei.wong")
    page.get_by_role("link", name="Edit section: Tasks and notes").click()
    area = page.get_by_label("Text", exact=True)
    expect(area).to_have_value(re.compile(r"^# Tasks and notes[\s\S]*December on \|$"))
    area.fill("# Tasks and notes\n\nNone today.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("None today.")).to_be_visible()
    expect(page.get_by_role("heading", name="Callouts")).to_be_visible()
    page.goto(f"/e/{places.rich}/history")
    expect(page.get_by_role("main")).to_contain_text("Tasks and notes")


def test_a_diagram_is_drawn_and_its_text_stays_reachable(open_page: Windows) -> None:
    page = open_page("/s/very-full/wiki/everything-on-one-page", who="mei.wong")
    image = page.get_by_role("img", name=re.compile("Diagram: Ask, Known"))
    expect(image).to_be_visible()
    assert image.evaluate("each => each.naturalWidth") > 200
    page.get_by_text("Text of the diagram").click()
    expect(page.get_by_role("figure").get_by_text("graph LR")).to_be_visible()
    frame = page.locator("iframe")
    assert frame.get_attribute("sandbox") == "allow-scripts"


HOSTILE = """```mermaid
%%{init: {"securityLevel": "loose", "themeCSS": "@import url(http://evil.example/a.css); * {background: url(http://evil.example/b.png)}"}}%%
graph TD
  A["<img src=http://evil.example/c.png onerror=parent.alert(1)><script>parent.alert(2)</script>"] --> B
  click A "javascript:parent.alert(3)"
  click B call alert(4)
```

```mermaid
graph TD
  A@{ img: "http://evil.example/d.png", label: "x" }
```

```mermaid
graph TD
  A --> --> B
```
"""


def test_a_hostile_diagram_runs_nothing_and_reaches_nothing(open_page: Windows) -> None:
    window = open_page("/")
    context = open_page.chromium.new_context(  # with the server's own policy, which other windows leave out
        storage_state=window.context.storage_state(), base_url=open_page.served.address
    )
    open_page.contexts.append(context)
    page = context.new_page()
    page.goto(f"{DESK}/wiki/new")
    page.get_by_role("button", name="Bold").wait_for()
    area = page.get_by_label("Text", exact=True)
    asked: list[str] = []
    # What the policy forbids never gets as far as a route.
    context.route("**evil**", lambda route: (asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    area.fill(HOSTILE)
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("This diagram cannot be drawn")).not_to_have_count(0)
    expect(preview.get_by_text("A --> --> B")).to_be_visible()
    expect(preview.locator("pre.diagram:visible, .diagram-box")).to_have_count(3)
    for image in preview.locator(".diagram-box img").all():
        image.click()
    assert asked == []


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_there_as_soon_as_it_is_pasted(open_page: Windows, places: Places, kind: str) -> None:
    page = open_page(f"/pages/{places.page}/edit")
    page.get_by_role("button", name="Bold").wait_for()
    area = page.get_by_label("Text", exact=True)
    area.fill("Before")
    area.press("Control+End")
    page.evaluate(PASTE_DRAWN, kind)
    expect(area).to_have_value(re.compile(r"^Before !\[[^\]]+\]\(/files/\d+/[^)]+\)$"))
    image = page.get_by_role("region", name="Preview").locator("img")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 40)


def test_what_a_picture_shows_is_said_without_leaving_the_keyboard(open_page: Windows, places: Places) -> None:
    page = open_page(f"/pages/{places.page}/edit")
    page.get_by_role("button", name="Bold").wait_for()
    area = page.get_by_label("Text", exact=True)
    # Both are pasted in one second, so they have one name and one address.
    page.clock.set_fixed_time(datetime.now())
    area.fill("Before")
    area.press("Control+End")
    page.evaluate(PASTE_DRAWN, "paste")
    field = page.get_by_label("What does pasted-")
    field.wait_for()
    expect(area).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(field).to_be_focused()
    page.keyboard.type("A green [square]")
    page.keyboard.press("Enter")
    expect(area).to_have_value(re.compile(r"^Before !\[A green square\]\(/files/\d+/[^)]+\)$"))
    expect(area).to_be_focused()
    page.evaluate(PASTE_DRAWN, "paste")
    page.get_by_role("button", name="It only decorates").click()
    expect(area).to_have_value(
        re.compile(r"^Before !\[A green square\]\(/files/\d+/[^)]+\) !\[\]\(/files/\d+/[^)]+\)$")
    )


def test_a_chosen_file_goes_the_same_way(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    page.route(
        f"**{DESK}/files",
        lambda route: route.fulfill(
            status=201,
            json={"id": 7, "name": "map.png", "address": "/files/7/map.png", "markdown": "![map](/files/7/map.png)"},
        ),
    )
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture or file").click()
    chooser.value.set_files({"name": "map.png", "mimeType": "image/png", "buffer": b"x"})
    expect(area).to_have_value("Before ![map](/files/7/map.png)")
    expect(page.get_by_role("status").filter(has_text="is here")).to_be_visible()


def test_a_picture_that_is_refused_leaves_the_text_alone(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    open_page.error_pages.add(f"{open_page.served.address}{DESK}/files")
    page.route(f"**{DESK}/files", lambda route: route.fulfill(status=413, json={"error": "The file is too large."}))
    page.evaluate(PASTE_PICTURE)
    expect(page.get_by_text("was not taken: The file is too large. Your text is as it was.")).to_be_visible()
    expect(area).to_have_value(re.compile("^Before ?$"))


def test_saving_waits_for_a_picture_that_is_underway(open_page: Windows) -> None:
    page, area = new_page(open_page, "Before")
    page.get_by_label("Title").fill("Saved while sending")
    held = []
    page.route(f"**{DESK}/files", lambda route: held.append(route))
    area.focus()
    area.press("Control+End")
    page.evaluate(PASTE_PICTURE)
    expect(area).to_have_value(re.compile("Sending"))
    page.get_by_role("button", name="Save the page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New page")
    held[0].fulfill(status=201, json={"markdown": "[sent](/help)"})
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved while sending")
    expect(page.locator(".prose").get_by_role("link", name="sent")).to_be_visible()
