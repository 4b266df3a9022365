"""What is like a question that is being typed: it shares what the question is about, slips and half words included."""

import pytest

from models.search.engine import Document, Engine
from models.search.similar import asking_of
from tests.models.search.collection import EVERYONE, NOW_MICROSECONDS, document

TEXTS = {
    "entry:1": ("How do we store paper consent forms?", "How do others do it when they are scanned?"),
    "entry:2": ("Where do we find an interpreter?", "Who knows how to find one, and what does it cost?"),
    "entry:3": ("Alternative text of a flood map", "The map shows zones. What do we write?"),
    "entry:4": ("Accessibility statement", "Publish a statement of accessibility for each website."),
    "entry:5": ("How do I get a laptop?", "What do new colleagues do to get one?"),
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Five questions among many on other matters."""
    others = [
        document(
            f"entry:{n}", f"Winter road {n}", "How, when and where do we salt, and who does what?", kind="question"
        )
        for n in range(9, 60)
    ]
    engine.rebuild([*_questions(), *others])
    return engine


def _questions() -> list[Document]:
    return [document(id, title, text, kind="question") for id, (title, text) in TEXTS.items()]


def like(engine: Engine, title: str, text: str = "") -> list[str]:
    """What is shown for a question, the most alike first."""
    asking = asking_of(title, text, NOW_MICROSECONDS, ("question",))
    return [hit.id for hit in engine.similar(asking, EVERYONE, 5) if hit.alike]


@pytest.mark.parametrize(
    "title",
    [
        "How do we harmonise municipal bylaws",
        "How do we find falconers near castles",
        "Where do I get sourdough starters, and who knows how",
        "Look and get falconers",
    ],
)
def test_what_shares_only_words_of_asking_and_one_of_its_words_is_not_alike(filled: Engine, title: str) -> None:
    assert like(filled, title) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("How do we keep consent forms on paper", "entry:1"),
        ("accesibility statment", "entry:4"),
        ("How do I get a new lapt", "entry:5"),
        ("interpr", "entry:2"),
        ("Who writes the text of a flood map", "entry:3"),
    ],
)
def test_what_is_about_the_same_is_alike_in_spite_of_slips_and_half_words(
    filled: Engine, title: str, found: str
) -> None:
    assert like(filled, title)[:1] == [found]


def test_a_word_that_may_go_on_is_only_read_so_where_the_question_ends_with_it(filled: Engine) -> None:
    assert like(filled, "interpr ") == like(filled, "interpr", "We have a letter.") == []


def test_words_are_not_read_as_words_that_only_others_may_see(engine: Engine) -> None:
    engine.rebuild(
        [*_questions(), document("entry:8", "Quarry blasting", "Blast", audience="space:4", kind="question")]
    )
    assert like(engine, "Quary blastin") == []
    asking = asking_of("Quary blastin", "", NOW_MICROSECONDS, ("question",))
    assert [hit.id for hit in engine.similar(asking, EVERYONE | {"space:4"}, 5)] == ["entry:8"]
