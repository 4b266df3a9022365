"""A served demo, a browser, and pages that check themselves: console, sideways scroll, axe."""

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)

from models.transfer.demo_world import PASSWORD
from tests.journeys.furnishing import Places, furnish

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for a second: its scripts, and axe, are done before it pays to make them faster.
    "--js-flags=--no-opt",
]
# Wide, high. "zoomed" is what 400 % leaves of a desk's screen.
WIDTHS = {"wide": (1280, 900), "phone": (360, 740), "zoomed": (320, 256)}
SECONDS_TO_START = 90
# Each has a process and memory of its own.
LEFT_OPEN = 8
State = dict[str, Any]

# A busy machine is no fault of the page.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Served:
    """A running Witan: where it is, where its data lies, what to look at, and its administrator's password."""

    address: str
    data: Path
    places: Places
    admin_password: str
    pid: int

    def mails(self) -> list[str]:
        """All mails that were sent, the oldest first."""
        return [file.read_text() for file in sorted((self.data / "mail").glob("*.eml"))]

    def password_of(self, username: str) -> str:
        return self.admin_password if username == "admin" else PASSWORD


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`flask serve --demo` in a process of its own, on a free port; started once for all journeys."""
    port = _free_port()
    data = tmp_path_factory.mktemp("served")
    places = furnish(data)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WITAN_")}
    environ |= {"WITAN_DATA": str(data), "WITAN_PORT": str(port), "WITAN_SIGN_UP": "open", "WITAN_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--demo"]
    base = f"http://127.0.0.1:{port}"
    with (data / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(base, server, data / "log")
            found = re.search(r"password  (\S+)", (data / "log").read_text())
            assert found, "serve printed no password for the administrator"
            yield Served(base, data, places, found[1], server.pid)
        finally:
            _end(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{base}/sign-in", timeout=2):
            return
        time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=20)
    server.kill()
    server.wait()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("the journeys need Chromium: install the package chromium")
    with sync_playwright() as playwright:
        browser = _launch(playwright, path)
        yield browser
        browser.close()


def _launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None and spec.origin is not None
    return next(Path(spec.origin).parent.rglob("axe*.js")).read_text()


@pytest.fixture(scope="session")
def signed_in(served: Served, chromium: Browser) -> Callable[[str], State]:
    """The cookies of a person, signed in once through the form."""
    kept: dict[str, State] = {}

    def state(username: str) -> State:
        if username not in kept:
            page = chromium.new_page(base_url=served.address)
            sign_in(page, username, served.password_of(username))
            kept[username] = dict(page.context.storage_state())
            page.context.close()
        return kept[username]

    return state


def sign_in(page: Page, username: str, password: str) -> None:
    """Fill the form and wait for Home."""
    page.goto("/sign-in")
    page.get_by_label(re.compile("username", re.I)).fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^[^/]+//[^/]+/$"))


class Windows:
    """Opens browser windows of people and notes what their consoles say."""

    def __init__(
        self,
        served: Served,
        chromium: Browser,
        signed_in: Callable[[str], State],
        left_open: dict[str | None, Page] | None = None,
    ) -> None:
        self.served, self.chromium, self.signed_in = served, chromium, signed_in
        # Windows that earlier tests only looked at, by who looked; this test's are in `looking`.
        self.left_open: dict[str | None, Page] = {} if left_open is None else left_open
        self.looking: dict[str | None, Page] = {}
        self.contexts: list[BrowserContext] = []
        self.said: list[tuple[str, str]] = []
        self.error_pages: set[str] = set()
        # A page that is still open goes on asking, and is refused, once its session has ended.
        self.session_ended = False

    def __call__(
        self,
        path: str,
        *,
        who: str | None = "aisha.khan",
        width: str = "wide",
        scripts: bool = True,
        dark: bool = False,
        touch: bool = False,
    ) -> Page:
        """`open_page("/spaces", who="aisha.khan", width="phone", scripts=False)`: a window with this page."""
        wide, high = WIDTHS[width]
        context = self.chromium.new_context(
            viewport={"width": wide, "height": high},
            storage_state=self.signed_in(who) if who else None,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            base_url=self.served.address,
            # axe is put into the page from outside; the server's own policy is tested by requests.
            bypass_csp=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page)
        page.goto(path)
        return page

    def look(self, path: str, *, who: str | None, width: str = "wide", dark: bool = False) -> Page:
        """A window with this page, the one that an earlier test looked with: a new one takes longer than to look.

        Only for tests that touch nothing in it."""
        page = self.left_open.pop(who, None)
        if page is None:
            page = self("about:blank", who=who)
            self.contexts.remove(page.context)
        else:
            self.watch(page)
        self.looking[who] = page
        wide, high = WIDTHS[width]
        page.set_viewport_size({"width": wide, "height": high})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(path)
        return page

    def close(self) -> None:
        """Closes the windows of this test; those that it only looked with stay for the next, empty."""
        for context in self.contexts:
            context.close()
        for who, page in self.looking.items():
            page.goto("about:blank")
            for event, hear in self._ears:
                page.remove_listener(event, hear)
            self.left_open[who] = page
        while len(self.left_open) > LEFT_OPEN:
            # The one that nobody has looked with for longest.
            self.left_open.pop(next(iter(self.left_open))).context.close()

    def watch(self, page: Page) -> None:
        for event, hear in self._ears:
            page.on(event, hear)

    @property
    def _ears(self) -> list[tuple[Any, Callable[..., None]]]:
        return [("console", self._note), ("pageerror", self._note_error), ("response", self._note_error_page)]

    def _note_error(self, error: Exception) -> None:
        self.said.append((f"exception: {error}", ""))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append((f"{message.type}: {message.text}", str(message.location.get("url", ""))))

    def _note_error_page(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self.error_pages.add(response.url.partition("#")[0])

    def complaints(self) -> list[str]:
        """What the consoles said, but for two words of Chromium that are no fault."""
        return [f"{text} ({where})" for text, where in self.said if not self._expected(text, where)]

    def _expected(self, text: str, where: str) -> bool:
        """A test opened an error page, ended a session, pulled the plug, or left while a socket was on its way."""
        opened = "Failed to load resource" in text and where.partition("#")[0] in self.error_pages
        ended = self.session_ended and re.search("status of 40[01] ", text) is not None
        unplugged = "ERR_INTERNET_DISCONNECTED" in text or "closed before the connection is established" in text
        return opened or ended or unplugged


@pytest.fixture(scope="session")
def left_open(chromium: Browser) -> Iterator[dict[str | None, Page]]:
    pages: dict[str | None, Page] = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def open_page(
    served: Served, chromium: Browser, signed_in: Callable[[str], State], left_open: dict[str | None, Page]
) -> Iterator[Windows]:
    """Opens windows; the test fails when a console says a word."""
    windows = Windows(served, chromium, signed_in, left_open)
    yield windows
    windows.close()
    assert windows.complaints() == []


@pytest.fixture
def places(served: Served) -> Places:
    return served.places
