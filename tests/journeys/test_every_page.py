"""Every page type at both widths: no axe violation, no sideways scroll, no word from the console; pictures on demand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, sideways, violations

PICTURES = ROOT / "docs" / "pictures"
# Name of the picture: address, and who looks (aisha.khan unless said otherwise; None is nobody).
PAGES: dict[str, tuple[str, str | None]] = {
    "sign-in": ("/sign-in", None),
    "home": ("/", "aisha.khan"),
    "wiki-page": ("/s/digital-service-desk/wiki/publishing-an-accessibility-statement", "aisha.khan"),
    "wiki-edit": ("/s/digital-service-desk/wiki/new", "aisha.khan"),
    "wiki-tree": ("/s/digital-service-desk/wiki/", "aisha.khan"),
    "space": ("/s/winter-roads", "aisha.khan"),
    "spaces": ("/spaces", "aisha.khan"),
    "space-new": ("/spaces/new", "aisha.khan"),
    "members": ("/s/digital-service-desk/members", "mei.wong"),
    "space-settings": ("/s/digital-service-desk/settings", "mei.wong"),
    "forum": ("/s/accessibility-network/forum", "aisha.khan"),
    "ask": ("/ask", "aisha.khan"),
    "posts": ("/posts", "aisha.khan"),
    "people": ("/people", "aisha.khan"),
    "person": ("/people/jo.lindqvist", "aisha.khan"),
    "tags": ("/tags", "aisha.khan"),
    "tag": ("/tags/accessibility", "aisha.khan"),
    "search": ("/search?q=accessibility+statement", "aisha.khan"),
    "search-nothing": ("/search?q=xyzzyplugh", "aisha.khan"),
    "bookmarks": ("/bookmarks", "aisha.khan"),
    "account": ("/account", "aisha.khan"),
    "menu": ("/menu", "aisha.khan"),
    "help": ("/help", "aisha.khan"),
    "not-found": ("/s/nowhere", "aisha.khan"),
}


@pytest.mark.parametrize("width", ["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(
    open_page: Callable[..., Page], axe: str, name: str, width: str, request: pytest.FixtureRequest
) -> None:
    path, who = PAGES[name]
    page = open_page(path, who=who, width=width)
    keep_picture(page, name, width, request)
    assert sideways(page) <= 0
    assert violations(page, axe) == []


def keep_picture(page: Page, name: str, width: str, request: pytest.FixtureRequest) -> None:
    """Save a picture when the run was started with --pictures."""
    if request.config.getoption("--pictures"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=False)
