"""What a first visit downloads, in KB and requests, as benches count it: a phone on a slow line waits for all of it."""

from collections.abc import Callable

import pytest

from bench.places import Answer
from bench.visiting import everything
from tests.browser import Browser
from tests.world import World

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 6
NEXT_PAGE = 12 * 1024

PATHS = ("/s/desk/wiki/publishing", "/topics/{question}", "/posts", "/people/ben.okafor", "/s/desk")


class Phone:
    """Asks for addresses as a browser does that has kept nothing."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client

    def get(self, path: str) -> Answer:
        with self.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, path
            return Answer(200, dict(answer.headers), answer.data)


@pytest.mark.parametrize(("person", "path"), [(None, "/sign-in"), ("aisha.khan", "/"), ("mei.wong", "/")])
def test_a_first_visit_is_small_and_of_few_requests(
    browser: Callable[..., Browser], person: str | None, path: str
) -> None:
    loaded = everything(Phone(browser(person)), path)
    assert len(loaded) <= MOST_REQUESTS, list(loaded)
    assert sum(loaded.values()) <= MOST_BYTES, loaded


@pytest.mark.parametrize(
    "path", ["/s/desk/wiki/publishing", "/topics/{question}", "/posts", "/people/ben.okafor", "/s/desk"]
)
def test_the_next_page_brings_little_more(browser: Callable[..., Browser], world: World, path: str) -> None:
    phone = Phone(browser("aisha.khan"))
    kept = everything(phone, "/")
    loaded = everything(phone, path.format(question=world.question.id))
    new = {address: size for address, size in loaded.items() if address not in kept}
    assert sum(new.values()) <= NEXT_PAGE, new
