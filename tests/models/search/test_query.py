"""How typed text is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search import analysis
from models.search.query import MAX_WORDS, Chosen, Every, Node, Period, Problem, Text, Without, parse
from models.search.query_tokens import dates_in
from tests.shared import shared_path

QUERY_TEXT = st.one_of(
    st.text(),
    st.text(st.sampled_from("ab\"“” '’-+*?:()~^&|!\x00\ud800\u202e\u0301東É")),
    st.lists(
        st.sampled_from(["a", "the", "AND", "OR", "NOT", "-", "(", ")", '"', "title:", "before:2", "x:y", "ab*"])
    ).map(" ".join),
)


def said(node: Node) -> str:
    """A node in a short form that people read."""
    if isinstance(node, Text):
        text = " ".join(node.words) + ("*" if node.prefix else "")
        return f"title:{text}" if node.title else f'"{text}"' if len(node.words) > 1 else text
    if isinstance(node, Chosen):
        return f"{node.name}={','.join(node.values)}" + (f"{node.begins}*" if node.begins else "")
    if isinstance(node, Period):
        return f"[{node.after}, {node.before})"
    if isinstance(node, Without):
        return f"not {said(node.part)}"
    return f"({(' and ' if isinstance(node, Every) else ' or ').join(map(said, node.parts))})"


def loose(text: str) -> list[str]:
    return [said(each) for each in parse(text).loose]


def must(text: str) -> list[str]:
    return [said(each) for each in parse(text).must]


def test_words_and_phrases_are_told_apart() -> None:
    assert must('data "the sharing of" policies') == ['"the sharing of"']
    assert loose('data "the sharing of" policies') == ["data", "policies"]
    assert parse('data "the sharing of" policies').counts == {"share": 1, "data": 1, "polici": 1}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rail AND budget", ["(rail and budget)"]),
        ("rail OR ferry", ["(rail or ferry)"]),
        ("rail AND ferry OR bus", ["((rail and ferry) or bus)"]),
        ("rail AND (ferry OR bus)", ["(rail and (ferry or bus))"]),
        ("(ferry bus) AND NOT rail", ["((ferry or bus) and not rail)"]),
        ("rail -bus", ["not bus"]),
        ("rail -(bus ferry)", ["not (bus or ferry)"]),
        ('rail -"night bus"', ['not "night bus"']),
        ("NOT rail", ["not rail"]),
        ("NOT NOT rail", ["rail"]),
        ("e-mail AND policy", ['("e mail" and policy)']),
        ("rail tag:winter -kind:post", ["tag=winter", "not kind=post"]),
        ('space:"Digital service desk" author:aisha.khan', ["space=Digital service desk", "author=aisha.khan"]),
        ('title:guide Title:"start here"', ["title:guide", "title:start here"]),
        ("tag:winter OR tag:snow", ["(tag=winter or tag=snow)"]),
        ('tag:wint* tag:"#first aid*" tag:w* tag:*', ["tag=wint*", "tag=#first aid*", "tag=w*", "tag=*"]),
    ],
)
def test_what_a_result_must_hold(text: str, meant: list[str]) -> None:
    assert must(text) == meant
    assert parse(text).problems == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rail and ferry or not", ["rail", "ferry", "not"]),
        ("AND rail OR", ["rail"]),
        ("rail e-mail", ["rail", "e", "mail"]),
        ("https://example.gov 10:30", ["https", "example", "gov", "10", "30"]),
        ("govern* rail", ["govern*", "rail"]),
        ("a* * rail", ["rail"]),
        ("data - rail", ["data", "rail"]),
    ],
)
def test_words_of_which_any_is_enough(text: str, meant: list[str]) -> None:
    assert loose(text) == meant
    assert must(text) == []


def test_what_must_not_be_there_neither_ranks_nor_is_marked() -> None:
    parsed = parse("rail -bus NOT ferry")
    assert parsed.counts == {"rail": 1}
    assert parsed.marks == {"rail"}


def test_loose_words_only_rank_beside_text_that_must_be_there() -> None:
    assert parse("rail tag:winter -bus").needs_loose
    assert not parse('rail "night bus"').needs_loose
    assert not parse("tag:winter").needs_loose


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("titel:guide", Problem("field", "titel")),
        ("rail before:yesterday", Problem("date", "before:yesterday")),
        ("rail after:2024-02-30", Problem("date", "after:2024-02-30")),
        ('"rail', Problem("quote")),
        ("(rail", Problem("bracket")),
        ("rail)", Problem("bracket")),
        ("(" * 40 + "rail", Problem("bracket")),
        ("?!*", Problem("nothing")),
    ],
)
def test_what_was_not_understood_is_said_and_the_words_are_searched(text: str, problem: Problem) -> None:
    parsed = parse(text)
    assert problem in parsed.problems
    assert parsed.counts or problem.what == "nothing"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", (2024, 1, 1)),
        ("2024-03", (2024, 3, 1)),
        ("2024-3-9", (2024, 3, 9)),
        ("09/03/2024", (2024, 3, 9)),
        ("2024/03/09", (2024, 3, 9)),
        ("9.3.2024", (2024, 3, 9)),
        ("2024-13", None),
        ("0000", None),
        ("99", None),
        ("soon", None),
    ],
)
def test_dates_as_people_write_them(text: str, day: tuple[int, int, int] | None) -> None:
    assert dates_in(text) == day


def test_dates_bound_the_last_change() -> None:
    assert must("after:1970-01-02 before:1970-01-03") == ["[86400000000, None)", "[None, 172800000000)"]


def test_a_repeated_word_counts_twice() -> None:
    assert parse("data rail Data").counts == {"data": 2, "rail": 1}


@pytest.mark.parametrize(
    "text", ['"data rail', 'data" rail', 'data rail""', '" " data rail', "…data, rail!", "data OR* rail", "data) rail"]
)
def test_junk_around_words_is_ignored(text: str) -> None:
    assert {"data", "rail"} <= set(parse(text).counts)
    assert must(text) == []


@pytest.mark.parametrize("text", ["", " ", '""', "!!!", "\x00", "_", "🙂", "\ud800", "()", "-", '-""'])
def test_nothing_to_look_for(text: str) -> None:
    assert not parse(text)


def test_stop_words_are_used_when_there_is_nothing_else() -> None:
    assert set(parse("to be or not").counts) == {"not"}
    assert set(parse("to be or").counts) == {"to", "be", "or"}
    assert set(parse('"to the"').counts) == {"to", "the"}
    assert set(parse("to the tag:winter").counts) == {"to", "the"}


def test_a_very_long_text_is_cut() -> None:
    assert len(parse("word " * 100_000).loose) == MAX_WORDS
    assert len(parse("x" * 100_000).loose[0].words[0]) == analysis.MAX_TERM_BYTES
    assert len(parse('"a" ' * 1000).must) <= 64


@given(QUERY_TEXT)
def test_reading_never_fails(text: str) -> None:
    texts = parse(text).texts
    assert all(0 < len(each.words) == len(each.stems) <= MAX_WORDS for each in texts)
    assert all(len(word.encode("utf-8", "replace")) <= analysis.MAX_TERM_BYTES for t in texts for word in t.words)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = [analysis.fold(word) for word in analysis.words(text)]
    assert [analysis.fold(word) for word in once] == once


@pytest.mark.shared_data
def test_naughty_strings_are_read() -> None:
    for path in sorted(shared_path("data/hostile-text").rglob("*")):
        if path.is_file():
            for line in path.read_text(errors="surrogateescape").splitlines():
                parse(line)
