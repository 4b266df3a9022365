"""What the page of results makes of a mistyped word: another spelling, or its results."""

from urllib.parse import quote

import pytest

from tests.blueprints.test_search import Open, links, titles
from tests.world import World


def test_a_mistyped_word_is_offered_again(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search?q=publshing&sort=newest").text
    assert links(html, "publishing") == ["/search?q=publishing&sort=newest"]


def test_where_nothing_holds_a_mistyped_word_the_results_of_the_right_one_stand(browser: Open, world: World) -> None:
    html = browser("aisha.khan").get("/search?q=publshing").text
    assert "Nothing was found for “publshing”. These are the results for" in html
    assert titles(html) == titles(browser("aisha.khan").get("/search?q=publishing").text) != []
    assert 'name="q" id="q" value="publshing"' in html
    # What is narrowed and sorted from here on is what stands there.
    assert links(html, "newest first") in ([], ["/search?q=publishing&sort=newest"])
    assert "q=publshing" not in html


@pytest.mark.parametrize("text", ['"publshing hippopotamus"', "publshing AND hippopotamus", "publshing space:roads"])
def test_another_spelling_that_finds_nothing_is_not_offered(browser: Open, world: World, text: str) -> None:
    html = browser("aisha.khan").get(f"/search?q={quote(text)}").text
    assert "Nothing found for" in html
    assert "Did you mean" not in html and "These are the results" not in html


def test_a_mistyped_word_does_not_lead_to_what_is_closed(browser: Open, world: World) -> None:
    assert "These are the results" in browser("mei.wong").get("/search?q=zyxmillwhel").text
    assert "zyxmillwheel" not in browser("tomas.reyes").get("/search?q=zyxmillwhel").text
