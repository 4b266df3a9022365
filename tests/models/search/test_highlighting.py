"""Marks and excerpts."""

from hypothesis import example, given
from hypothesis import strategies as st

from models.search import analysis
from models.search.highlighting import ELLIPSIS, EXCERPT_LENGTH, Highlighter

WORDS = st.text(st.sampled_from("aAbéÉi'’-_ .\n東京ß\u0301ﬁİK<>&"), max_size=60)


def marked(query: str, text: str) -> list[str]:
    return [piece for piece, match in Highlighter.for_query(query).mark(text) if match]


def test_all_forms_of_a_word_are_marked() -> None:
    assert marked("guide", "Guided by guides, misguided; the GUIDE’S") == ["Guided", "guides", "GUIDE’S"]
    assert marked("policy", "Policies, POLICY and police") == ["Policies", "POLICY"]
    assert marked("dying", "die, dies, DYING, day") == ["die", "dies", "DYING"]


def test_stop_words_are_marked_only_when_nothing_else_was_asked() -> None:
    assert marked("the rail", "The rail") == ["rail"]
    assert marked("the", "The rail") == ["The"]


def test_accents_and_scripts() -> None:
    assert marked("cafe 京", "Café in 東京") == ["Café", "京"]


def test_the_pieces_of_a_marked_text_are_the_text() -> None:
    text = "One rail, two <b>rails</b> & three."
    pieces = Highlighter.for_query("rail").mark(text)
    assert pieces == [
        ("One ", False),
        ("rail", True),
        (", two <b>", False),
        ("rails", True),
        ("</b> & three.", False),
    ]


def test_the_excerpt_shows_most_different_words() -> None:
    filler = "nothing to see here " * 40
    text = f"{filler} rail rail rail {filler} rail and budget {filler}"
    pieces = Highlighter.for_query("rail budget").excerpt(text)
    assert [piece for piece, match in pieces if match] == ["rail", "budget"]
    assert pieces[0] == (f"{ELLIPSIS} ", False)
    assert pieces[-1] == (f" {ELLIPSIS}", False)


def test_without_a_match_the_excerpt_is_the_beginning() -> None:
    pieces = Highlighter.for_query("zebra").excerpt("word " * 100)
    assert pieces[0][0].startswith("word word")
    assert len(pieces[0][0]) <= EXCERPT_LENGTH


def test_a_short_text_is_shown_whole() -> None:
    assert Highlighter.for_query("rail").excerpt("By rail") == [("By ", False), ("rail", True)]
    assert Highlighter.for_query("rail").excerpt("") == []


def test_a_long_text_is_quick_and_cut() -> None:
    for text in ("a" * 1_000_000, "a'" * 300_000, "rail " * 200_000, "é" * 500_000, "東" * 300_000):
        pieces = Highlighter.for_query("rail a é 東").excerpt(text)
        assert sum(len(piece) for piece, _ in pieces) <= EXCERPT_LENGTH + 4


@given(WORDS, WORDS)
@example("A’A", "A’A")
def test_marks_are_exactly_the_words_with_the_stems(query: str, text: str) -> None:
    highlighter = Highlighter.for_query(query)
    wanted = Highlighter.for_query(query)._stems
    pieces = highlighter.mark(text)
    expected = [word for word in analysis.words(text) if analysis.stems([analysis.fold(word)])[0] in wanted]
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, match in pieces if match] == expected


@given(st.text(), st.text(), st.integers(80, 400))
def test_an_excerpt_is_a_part_of_the_text(query: str, text: str, length: int) -> None:
    pieces = Highlighter.for_query(query).excerpt(text, length)
    inner = "".join(piece for piece, _ in pieces)
    body = inner.removeprefix(ELLIPSIS + " ").removesuffix(" " + ELLIPSIS)
    assert body in text
    assert len(body) <= length
