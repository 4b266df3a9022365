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
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from models.transfer.demo_world import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": (1280, 900), "phone": (360, 740)}
SECONDS_TO_START = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`flask serve --demo` in a process of its own, on a free port."""
    port = _free_port()
    data = tmp_path_factory.mktemp("served")
    log = (data / "log").open("w")
    environ = {**os.environ, "WITAN_DATA": str(data), "WITAN_PORT": str(port), "WITAN_LOG_LEVEL": "warning"}
    environ.pop("WITAN_SHARED", None)
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--demo"]
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base, server, data / "log")
        yield base
    finally:
        server.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        server.kill()
        log.close()


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
def signed_in(address: str, chromium: Browser) -> Callable[[str], dict[str, object]]:
    """The cookies of a person, signed in once through the form."""
    kept: dict[str, dict[str, object]] = {}

    def state(username: str) -> dict[str, object]:
        if username not in kept:
            page = chromium.new_page()
            page.goto(f"{address}/sign-in")
            page.get_by_label(re.compile("username", re.I)).fill(username)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{address}/")
            kept[username] = dict(page.context.storage_state())
            page.context.close()
        return kept[username]

    return state


@pytest.fixture
def open_page(
    address: str, chromium: Browser, signed_in: Callable[[str], dict[str, object]]
) -> Iterator[Callable[..., Page]]:
    """`open_page("/spaces", who="aisha.khan", width="phone", scripts=False)`: a page that fails the test on errors."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_(path: str, *, who: str | None = "aisha.khan", width: str = "wide", scripts: bool = True) -> Page:
        wide, high = WIDTHS[width]
        context = chromium.new_context(
            viewport={"width": wide, "height": high},
            storage_state=signed_in(who) if who else None,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            base_url=address,
            # axe is put into the page from outside; the server's own policy is tested by requests.
            bypass_csp=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: said.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(f"exception: {error}"))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not said, f"the console said: {said}"


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds: the rule and the first place."""
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)["violations"]
    return [f"{each['id']} x{len(each['nodes'])}: {each['nodes'][0]['html'][:150]}" for each in found]
