"""People put files into folders and onto pages: by dropping them, by keyboard, on a phone, and very large ones."""

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Served, Windows
from tests.journeys.furnishing import Places
from tests.models.files import material

DESK = "/s/digital-service-desk/files"
MEGABYTE = 1024 * 1024
# The parts that arrive are 64 KB; the rest is what a process under load takes anyway.
MOST_GROWTH = 40 * MEGABYTE
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  for (const kind of ["dragenter", "dragover", "drop"])
    window.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_files_are_dropped_onto_a_folder_and_the_same_name_is_asked_about(open_page: Windows, places: Places) -> None:
    page = open_page(f"{DESK}/{places.folder}", who="hannah.fielding")
    page.evaluate(DROP, ["dropped.txt", "First"])
    page.get_by_role("link", name="dropped.txt").wait_for()
    open_page.error_pages.add(page.url)
    page.evaluate(DROP, ["dropped.txt", "Second"])
    page.get_by_role("button", name="Upload as a new version").click()
    expect(page.get_by_role("row", name="dropped.txt")).to_contain_text("2")
    open_page.said.clear()  # the answer that asks is a 409, which the console calls an error


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(open_page: Windows) -> None:
    page = open_page(DESK, who="hannah.fielding")
    page.evaluate("document.querySelector('form[data-upload]').dataset.upload = 3")
    page.evaluate(DROP, ["large.txt", "Four letters and more"])
    page.get_by_text("is larger than").wait_for()


def test_without_scripts_on_a_phone_files_are_attached_to_a_page(open_page: Windows, places: Places) -> None:
    path = f"{DESK}/new?page={places.page}"
    page = open_page(path, who="hannah.fielding", width="phone", scripts=False)
    files = [{"name": f"phone {n}.txt", "mimeType": "text/plain", "buffer": b"%d" % n} for n in (1, 2)]
    page.get_by_label("Choose files").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("link", name="phone 2.txt").wait_for()


def test_by_keyboard_a_file_is_locked_and_released(open_page: Windows, places: Places) -> None:
    page = open_page(f"/files/{places.file}", who="hannah.fielding")
    page.get_by_label("What for").focus()
    page.keyboard.type("On the train")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("You have locked this file").wait_for()
    page.get_by_role("button", name="Release the lock").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The lock is released").wait_for()


def test_a_picture_shows_itself_on_its_page(open_page: Windows) -> None:
    page = open_page(DESK, who="hannah.fielding")
    content = material.picture("PNG", (300, 200))
    page.get_by_label("Choose files").set_input_files(
        {"name": "shown.png", "mimeType": "image/png", "buffer": content}  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("link", name="shown.png").click()
    assert page.get_by_role("img", name="Preview of shown.png").evaluate("each => each.naturalWidth") == 300


def test_a_hundred_megabytes_are_taken_in_constant_memory(served: Served, open_page: Windows) -> None:
    page = open_page(DESK, who="hannah.fielding")
    headers, answer = credentials(page), {}
    before = peak = memory_of(served.pid)
    sending = threading.Thread(target=lambda: answer.update(upload(served, headers)))
    sending.start()
    while sending.is_alive():
        peak = max(peak, memory_of(served.pid))
        time.sleep(0.02)
    assert answer["status"] == 201, answer
    assert peak - before < MOST_GROWTH, f"{(peak - before) // MEGABYTE} MB more"


def memory_of(pid: int) -> int:
    """Bytes that the server and its children hold for themselves."""
    found = psutil.Process(pid)
    return sum(_own(each) for each in [found, *found.children(recursive=True)])


def _own(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def credentials(page: Page) -> dict[str, str]:
    """What the window sends along."""
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    return {"Cookie": cookies, "X-CSRFToken": token}


def upload(served: Served, headers: dict[str, str]) -> dict[str, int]:
    """Send 99 MB in pieces."""
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=300)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
    size, end = 99 * MEGABYTE, b"\r\n--x--\r\n"

    def body() -> Iterator[bytes]:
        yield head
        for _ in range(99):
            yield b"\1" * MEGABYTE
        yield end

    connection.request(
        "POST", DESK, body(),
        {
            "Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(head) + size + len(end)),
            "Accept": "application/json", **headers,
        },
    )  # fmt: skip
    with contextlib.closing(connection), connection.getresponse() as answer:
        answer.read()
        return {"status": answer.status}
