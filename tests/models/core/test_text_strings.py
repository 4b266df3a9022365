"""Strings around the renderer: what is stored, addresses of pages, excerpts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.text import MAX_SLUG, clean, excerpt_of, slugify
from tests.shared import shared_path


@pytest.mark.shared_data
def test_naughty_strings_come_back_equal():
    strings = json.loads(shared_path("data/hostile-text/naughty-strings/blns.json").read_text("utf-8"))
    assert [text for text in strings if clean(text) != text] == []


def test_what_databases_cannot_hold_is_replaced():
    assert clean("a\0b\ud800c\r\nd\re") == "a\ufffdb\ufffdc\nd\ne"


@given(st.text(st.characters()))
def test_cleaned_text_can_be_stored_and_is_clean(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\0" not in cleaned.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Before you start", "before-you-start"),
        ("  Don't -- panic!  ", "dont-panic"),
        ("Größe & Maß", "größe-maß"),
        ("छुट्टी नीति", "छुट्टी-नीति"),
        ("政策 2024", "政策-2024"),
        ("ﬁle №1", "file-no1"),
        ("snake_case", "snake-case"),
    ],
)
def test_addresses_keep_letters_of_any_script(title, slug):
    assert slugify(title) == slug


def test_a_title_without_letters_still_has_an_address():
    assert slugify("!!!") == slugify("!!!")
    assert slugify("!!!") != slugify("???")


@given(st.text())
def test_an_address_is_short_never_empty_and_stable(title):
    slug = slugify(title)
    assert 0 < len(slug) <= MAX_SLUG
    assert slugify(slug) == slug
    assert not set(slug) & set(" /#?%&\"'<>:.\\")


def test_an_excerpt_ends_at_a_word():
    assert excerpt_of("one two three", 9) == "one two…"
    assert excerpt_of("one\ntwo", 9) == "one two"
    assert excerpt_of("x" * 30, 9) == "x" * 8 + "…"


@given(st.text(), st.integers(2, 50))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt_of(text, length)) <= length
