"""Nothing that people write can run, load from elsewhere or break the page: known attacks and made-up ones."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.core.text import References, clean, references, render, render_short
from models.core.text.sanitising import safe
from tests.models.core.html_checks import faults
from tests.shared import shared_path

PIECES = [
    "[[", "]]", "[", "](", ")", "![", "|", "#", "# ", "@aisha", "#tag", "`", "```\n", "*", "**", "_", "~~", ">", "> ",
    "- ", "1. ", "\n", "\n\n", "    ", "<", ">", "&", "&lt;", "&#x6a;", '"', "'", "\\", "http://a.b",
    "javascript:alert(1)", "data:text/html,x", "<script>", "</script>",
    "<a href='", "<img src=x onerror=alert(1)>", "<table>", "</td>",
    "<h1>", "<svg/onload=x>", "<style>", "<!--", "-->", "<p id=h-a>", "[^1]", "[^1]: ", ": ", "|-|-|\n",
    "\0", "\x02", "\x03",
    "\u202e", "\ud800", "<details>", "<span data-w=", "<math><mi>", "</p>", "<pre>", "a", " ", "word", "/files/", "\r",
]  # fmt: skip


def unsafe(source: str) -> list[str]:
    """Every fault of every way to render a source, in as many settings as there are."""
    shown = render(source, space="hr", people={"aisha"}, files={"x": "/files/1/x.png"})
    return faults(shown.html) + faults(render_short(source, people={"aisha"}).html)


def attacks() -> Iterator[str]:
    root = shared_path("data/hostile-text")
    yield from json.loads((root / "naughty-strings/blns.json").read_text("utf-8"))
    for line in (root / "dompurify/fixtures.jsonl").read_text("utf-8").strip().split("\n"):
        yield json.loads(line)["payload"]
    for path in sorted((root / "bleach-xss").glob("*.test")):
        yield path.read_text("utf-8").split("\n--\n")[0]


@pytest.mark.shared_data
def test_known_attacks_leave_nothing_that_runs():
    assert [(text, found) for text in attacks() if (found := unsafe(text))] == []


@pytest.mark.shared_data
def test_known_attacks_hidden_in_markdown_leave_nothing_that_runs():
    frames = (
        "[a]({})",
        "![a]({})",
        "[[{}]]",
        "| {} |\n|-|\n| b |",
        "- {}",
        "> {}",
        "<td>{}",
        "[a]: {}\n\n[a]",
        "[^{}]",
    )
    hidden = (frame.format(text) for text in attacks() for frame in frames)
    assert [(text, found) for text in hidden if (found := unsafe(text))] == []


@pytest.mark.shared_data
def test_every_example_of_the_specification_is_safe():
    examples = json.loads(shared_path("data/markdown-spec/commonmark-0.31.2/spec-tests.json").read_text("utf-8"))
    sources = [example["markdown"] for example in examples]
    assert [(text, found) for text in sources if (found := unsafe(text))] == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)",
     "data:text/html,x", "vbscript:x", "file:///etc/passwd", "\x01javascript:alert(1)", "jav&#x0A;ascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_runs_is_dropped(address):
    for source in (f"[a]({address})", f"<a href='{address}'>a</a>", f"![a]({address})", f"[a]\n\n[a]: {address}"):
        assert unsafe(source) == []


@pytest.mark.parametrize("address", ["//evil.example/x", "/\\evil.example/x", "https:evil.example", "\\\\evil.example"])
def test_an_address_elsewhere_in_disguise_is_marked_as_elsewhere(address):
    assert 'rel="noopener nofollow"' in render(f"<a href='{address}'>a</a>").html


@pytest.mark.parametrize("source", ["![a](/files/../admin)", "![a](/other/x.png)", "<img src='//evil.example/x'>"])
def test_an_image_loads_only_from_our_files(source):
    assert "<img" not in render(source).html


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_made_up_sources_are_safe(source):
    assert unsafe(source) == []


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_sanitising_again_changes_nothing(source):
    html = render(source, space="hr", people={"aisha"}).html
    without_line = re.compile(r"(<pre[^>]*>)\n+")  # HTML ignores a line end there, nh3 adds or drops one
    assert without_line.sub(r"\1", safe(html)) == without_line.sub(r"\1", html)


@given(st.text(st.characters(), max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_rendered(text):
    assert unsafe(text) == []
    assert isinstance(references(text), References)


@given(st.text(st.characters(categories=["L", "N", "Zs"], include_characters=".,;!?'\"()-\n"), max_size=200))
@settings(deadline=None)
def test_words_without_markup_keep_every_letter(text):
    assert "".join(render(text).text.split()) == "".join(clean(text).split()) or not text.isascii() or "-" in text


def test_threads_do_not_disturb_each_other():
    sources = [f"# Page {n}\n\n- a [[Link {n}]]\n  - b[^1]\n\n[^1]: Note {n}" for n in range(60)]
    expected = [render(source, space="hr") for source in sources]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda source: render(source, space="hr"), sources)) == expected
