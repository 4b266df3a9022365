"""Hostile sources are shown as typed instead of taking the machine; honest ones are rendered. Counts, no clocks."""

import cProfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from bench.pathological import REPEATED, pathological, shaped
from models.core.text import MAX_BODY, clean, references, render
from models.core.text.guard import check_depth, estimate, is_plain
from models.core.text.parsing import parse
from tests.models.core.html_checks import faults
from tests.shared import shared_path

HONEST = """# Travel

Most journeys for work are made by train. Before you book, read what the policy says about classes and times of day,
and find out whether a call would do: it often does, and nobody needs to leave home at five in the morning for it.

Book [trains](https://example.org/trains?a=b&c=d) and *hotels* early, see [[Expenses]] and ask @amir. `code` too.

- one item with **words**
- another item of a list
  - and one below

| Class | Price in pounds |
|---|---|
| first | 100 |

```python
rows = [[[x for x in y] for y in z] for z in [[1], [2]]]
```

"""


def is_shown_as_typed(source: str) -> bool:
    return parse(clean(source)) is None


def calls(verb: Callable[[str], object], source: str) -> int:
    """Count the calls, own and built in, that a verb makes: a measure of work that no clock disturbs."""
    profile = cProfile.Profile()
    with suppress(ValueError):
        profile.runcall(verb, source)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_long_honest_page_is_rendered():
    assert not is_shown_as_typed(HONEST * (MAX_BODY // len(HONEST) - 1))


def test_a_long_listing_in_a_fence_is_rendered():
    assert not is_shown_as_typed("```json\n" + '{"a": [[[[{"b": `*_' * 4000 + "\n```")


@pytest.mark.parametrize("name", ["open brackets", "open images", "wiki half", "links open", "cdata"])
def test_three_thousand_open_brackets_are_shown_as_typed(name):
    assert is_shown_as_typed(REPEATED[name] * 3000)


def test_text_shown_as_typed_is_safe_and_complete():
    shown = render("[<script>&" * 5000)
    assert shown.html.startswith('<pre tabindex="0">[&lt;script&gt;&amp;[')
    assert shown.text == "[<script>&" * 5000
    assert faults(shown.html) == []
    assert references("[@amir" * 5000).mentions == ()


def test_a_source_that_is_too_large_is_shown_as_typed():
    assert is_shown_as_typed("*a* " * (MAX_BODY // 4 + 1))


@pytest.mark.parametrize("name", [name for name, _ in shaped()])
def test_shaped_attacks_are_rendered_safely_or_shown_as_typed(name):
    source = dict(shaped())[name]
    assert not render(source).html.endswith("<p></p>")


@pytest.mark.parametrize("name", REPEATED)
def test_pieces_repeated_three_thousand_times_end_safely(name):
    assert faults(render(REPEATED[name] * 3000).html) == []


@pytest.mark.parametrize("check", [estimate, is_plain, check_depth])
def test_the_guard_itself_is_linear(check):
    """Ten times the source makes at most ten times the calls and a bit, whatever the source."""
    for piece in ("[", "[a](", "` `` ", "<b>", "- a\n", "|a", "a\n\n"):
        small, large = calls(check, piece * 300), calls(check, piece * 3000)
        assert large <= 11 * small + 100


@pytest.mark.shared_data
def test_known_pathological_inputs_end_safely():
    for _, source in pathological(shared_path(".")):
        assert faults(render(source).html) == []


@pytest.mark.shared_data
def test_no_page_of_five_handbooks_is_taken_for_hostile():
    paths = sorted(path for path in shared_path("data").glob("handbook-*/**/*.md") if path.stat().st_size > 20_000)
    assert paths
    assert [path.name for path in paths if is_shown_as_typed(path.read_text("utf-8", "replace"))] == []
