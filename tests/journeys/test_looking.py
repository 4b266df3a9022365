"""The proof that looking can fail: faults are found and words are heard in a window that other tests looked with."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Served, State, Windows
from tests.journeys.looking import at_both_widths

WRONG = "document.querySelector('main').innerHTML = '<h1>A</h1><img src=\"/favicon.ico\"><p class=wide>B</p>'"


def test_a_window_that_was_used_before_hears_and_finds_what_is_wrong(
    served: Served, chromium: Browser, signed_in: Callable[[str], State], axe: str
) -> None:
    left_open: dict[str | None, Page] = {}
    before, after = (Windows(served, chromium, signed_in, left_open) for _ in range(2))
    first = before.look("/spaces", who="aisha.khan")
    assert at_both_widths(first, axe) == []
    before.close()

    second = after.look("/tags", who="aisha.khan")
    assert second is first and second.url.endswith("/tags")
    second.evaluate(WRONG)
    second.evaluate("document.querySelector('.wide').style.width = '700px'")
    second.evaluate("console.error('It broke')")
    found = at_both_widths(second, axe)
    second.context.close()

    assert {each.partition(" <")[0].partition(" x1")[0] for each in found} >= {"wide: image-alt", "phone: image-alt"}
    assert [each for each in found if each.startswith("phone:") and "wider than the screen" in each]
    assert "It broke" in " ".join(after.complaints())
    assert before.complaints() == []
