"""Payloads written to get past sanitisers: posted as pages, answers and posts, they are read and nothing runs."""

from html.parser import HTMLParser

import pytest

from models.core.errors import Invalid
from models.forums.topic import answer, ask, discuss, reply
from models.microblog.micropost import POST_LIMIT, post
from models.wiki.page import write_page
from tests.hostile.material import Activity, harmless, naughty, payloads
from tests.models.core.html_checks import faults
from tests.naming import load
from tests.staging import Stage, Visitor
from tests.world import World

pytestmark = pytest.mark.shared_data
PER_TOPIC = 12


@pytest.fixture(scope="module")
def addresses(stage: Stage[World], visitors: dict[str, Visitor]) -> list[str]:
    """Everything is written down in one go; where it is read and listed."""
    found = ["/posts", "/", "/s/desk/wiki/", "/s/desk/forum", "/s/desk", "/s/desk/posts", "/s/desk/wiki/changes"]
    with stage.database.writing() as session:
        world = load(session)
        for number, text in enumerate(payloads()):
            page = write_page(session, world.aisha, world.desk, f"{number} {text}"[:200], text, tags=text.split()[:3])
            found += [f"/s/desk/wiki/{page.slug}", f"/e/{page.id}/history/1"]
            if number % PER_TOPIC == 0:
                question = ask(session, world.aisha, text[:200] or "?", text, space=world.desk)
                talk = discuss(session, world.aisha, text[:200] or "?", f"{text} ", space=world.desk)
                found += [f"/topics/{question.id}", f"/topics/{talk.id}"]
            said = answer(question, world.ben, text)
            reply(said, question, world.ben, text)
            reply(talk, talk, world.ben, text)
            if len(text) <= POST_LIMIT:
                made = post(session, world.aisha, text, space=world.desk)
                found += [f"/posts/{made.id}"] if number % 5 == 0 else []
    stage.worker.drain()
    return found


def test_no_page_that_shows_them_runs_anything(
    stage: Stage[World], visitors: dict[str, Visitor], addresses: list[str]
) -> None:
    assert len(addresses) > 300
    for address in addresses:
        shown = visitors["aisha"].get(address)
        assert shown.status_code == 200, address
        if address.startswith("/topics/"):
            # Answers with the same heading repeat its id, so the rest of the inspection does not hold here.
            assert Activity(shown.text).faults == [], address
        else:
            harmless(shown)


@pytest.mark.parametrize("query", ["script", "alert", "onerror", "javascript:alert(1)", "<img", "svg onload", "1"])
def test_finding_them_runs_nothing(visitors: dict[str, Visitor], addresses: list[str], query: str) -> None:
    harmless(visitors["aisha"].get("/search", query_string={"q": query}))
    suggested = visitors["aisha"].get("/search/suggest", query_string={"q": query})
    # Such text may stand in JSON, as long as no browser takes it for a page.
    assert (suggested.mimetype, suggested.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")


def test_editors_and_previews_give_them_back_as_text(visitors: dict[str, Visitor]) -> None:
    for text in payloads()[::4]:
        form = {"title": text[:300], "body": text, "tags": text, "parent": "x"}
        answer = visitors["aisha"].post("/s/desk/wiki/new", form)
        assert answer.status_code == 422
        harmless(answer)
        drawn = visitors["aisha"].post("/preview?space=desk", {"text": text})
        assert faults(drawn.text) == []


class Attributes(HTMLParser):
    """The names of all attributes in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {name for name, _value in attrs}


# What htmx, which pages load, would run if it stood in a text.
FOR_HTMX = [
    "<a {}='/x'>a</a>",
    "<div {}='/x'>a</div>",
    "<b id=x {}='alert(1)'>a</b>",
    "[a](/x){{ {}=/x }}",
    "<img src=/files/1/a.png {}=x>",
]
ATTRIBUTES = [
    "hx-get",
    "data-hx-get",
    "data-hx-post",
    "data-hx-on:click",
    "hx-on::load",
    "data-hx-vals",
    "data-fresh",
    "data-undo",
]


def test_no_text_holds_an_attribute_that_a_script_of_ours_obeys(visitors: dict[str, Visitor]) -> None:
    for frame in FOR_HTMX:
        for name in ATTRIBUTES:
            drawn = visitors["aisha"].post("/preview?space=desk", {"text": frame.format(name)}).text
            assert not Attributes(drawn).names & {name}, drawn


def test_error_pages_give_them_back_as_text(visitors: dict[str, Visitor]) -> None:
    for text in payloads()[::6] + naughty()[::40]:
        answer = visitors["tomas"].post("/s/mill/wiki/new", {"title": "A", "body": text})
        assert answer.status_code == 404
        harmless(answer)


def test_everything_is_put_back(stage: Stage[World], visitors: dict[str, Visitor]) -> None:
    stage.put_back()
    with stage.database.reading() as session, pytest.raises(Invalid):
        post(session, load(session).ben, "")
