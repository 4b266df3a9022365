"""A passage is found again where it stands, moved to its new wording, or said to be gone; never taken for another."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.wiki.comments.anchoring import ALIKE, PageText, Passage, alike

TEXT = (
    "Fees\nThe fee for a licence is £40 a year. Pay it by card before the end of May.\n"
    "Appeals\nWrite to the licensing office within 21 days. The fee for an appeal is £15."
)


def chosen(text: str, quote: str) -> Passage:
    start = text.index(quote)
    return PageText(text).passage(start, start + len(quote))


def found(text: str, passage: Passage) -> str | None:
    now = PageText(text).find(passage.quote, passage.before, passage.after)
    return now.quote if now else None


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them() -> None:
    passage = chosen(TEXT, "The fee for an")
    again = PageText(TEXT).find("The fee for a", passage.before, passage.after)
    assert again is not None and again.start == passage.start


def test_a_passage_that_moves_down_the_page_keeps_its_comment() -> None:
    assert found("A new beginning.\n" + TEXT, chosen(TEXT, "£40 a year")) == "£40 a year"


def test_another_number_in_the_passage_is_its_new_wording() -> None:
    passage = chosen(TEXT, "The fee for a licence is £40 a year.")
    assert found(TEXT.replace("£40", "£45"), passage) == "The fee for a licence is £45 a year."


def test_words_changed_at_the_ends_of_a_passage_belong_to_its_new_wording() -> None:
    passage = chosen(TEXT, "Pay it by card before the end of May.")
    assert found(TEXT.replace("Pay it", "Settle this").replace("May.", "June."), passage) == (
        "Settle this by card before the end of June."
    )


def test_a_spelling_put_right_keeps_a_comment_on_the_one_word() -> None:
    passage = chosen("They must recieve it in time, says the rule.", "recieve")
    assert found("They must receive it in time, says the rule.", passage) == "receive"


def test_a_passage_that_was_taken_out_is_gone() -> None:
    passage = chosen(TEXT, "Write to the licensing office within 21 days.")
    assert found(TEXT.replace(passage.quote + " ", ""), passage) is None


def test_a_short_passage_is_not_taken_for_the_same_words_elsewhere() -> None:
    passage = chosen("The rate is 5 per cent of the sum. Chapter 2 says more about exceptions.", "5")
    assert found("Nothing of it is left but 5 apples, which somebody counted.", passage) is None


def test_blanks_and_line_breaks_do_not_count() -> None:
    passage = chosen(TEXT, "£40 a year. Pay it")
    assert found(TEXT.replace(" ", "\n"), passage) == "£40 a year. Pay it"


def test_a_text_without_blanks_between_its_words_is_compared_sign_by_sign() -> None:
    passage = chosen("手数料は四十ポンドです。毎年五月に支払います。", "毎年五月に支払います")
    assert found("手数料は四十ポンドです。毎年六月に支払います。", passage) == "毎年六月に支払います"


words = st.lists(
    st.sampled_from([*"abcde", "fee", "licence", "office", "within", "twenty", "appeal", "statement", "é", "道"]),
    min_size=3,
    max_size=14,
).map(" ".join)
paragraphs = st.lists(words, max_size=6)


@given(above=paragraphs, below=paragraphs, above_then=paragraphs, below_then=paragraphs, quote=words)
@settings(max_examples=150, deadline=None)
def test_edits_elsewhere_keep_the_passage(
    above: list[str], below: list[str], above_then: list[str], below_then: list[str], quote: str
) -> None:
    """Around it stand words that stay: what is near a passage is part of knowing it."""
    middle = f"zebra crossing rules {quote} end of the zebra rules"
    before = "\n".join([*above, middle, *below])
    after = "\n".join([*above_then, middle, *below_then])
    start = before.index("zebra crossing rules ") + len("zebra crossing rules ")
    passage = PageText(before).passage(start, start + len(quote))
    assert found(after, passage) == passage.quote


@given(before=paragraphs, after=paragraphs, quote=words, edge=st.text(max_size=30), other=st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_what_is_found_shares_at_least_the_limit(
    before: list[str], after: list[str], quote: str, edge: str, other: str
) -> None:
    assume(quote.strip())
    now = PageText("\n".join([*before, *after])).find(quote, edge, other)
    assert now is None or alike(quote, now.quote) >= ALIKE


@given(text=st.text(max_size=200), quote=st.text(max_size=60), before=st.text(max_size=50), after=st.text(max_size=50))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_asked_for_any_passage(text: str, quote: str, before: str, after: str) -> None:
    now = PageText(text).find(quote, before, after)
    assert now is None or "".join(now.quote.split()) in "".join(text.split())
