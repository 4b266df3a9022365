"""The second language is complete: every text of the source stands in it, with the same placeholders and markup."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from models.core.language import CATALOGS, DEFAULT, offered
from tests.architecture.sources import ROOT

KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    # other names that modules give to these
    "_lazy": None, "_l": None, "_gettext": None, "in_number": (1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%n")
MARKUP = re.compile(r"</?\w+")
LANGUAGES = [locale for locale in offered() if locale != DEFAULT]


@pytest.fixture(scope="module")
def texts() -> set[tuple[str | None, str]]:
    """(context, English text) of everything that the source says."""
    with (CATALOGS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    return {(context, text[0] if isinstance(text, tuple) else text) for _file, _line, text, _notes, context in found}


def _is_ours(folder: str) -> bool:
    return "/." not in folder and "/tests" not in folder


def _catalog(locale: str) -> Catalog:
    with (CATALOGS / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def _messages(locale: str) -> Iterator[Message]:
    return (message for message in _catalog(locale) if message.id)


def _forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (str(words),)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_text_is_translated(locale: str, texts: set[tuple[str | None, str]]) -> None:
    there = {(m.context, _forms(m.id)[0]) for m in _messages(locale) if all(_forms(m.string)) and not m.fuzzy}
    missing = sorted(text for _context, text in texts - there)
    assert not missing, f"run `make messages` and translate in translations/{locale}: {missing[:20]}"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_placeholders_and_markup_are_those_of_the_english_text(locale: str) -> None:
    def signs(form: str) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(PLACEHOLDER.findall(form)), frozenset(MARKUP.findall(form))

    wrong = [m.string for m in _messages(locale) if {*map(signs, _forms(m.string))} - {*map(signs, _forms(m.id))}]
    assert not wrong, wrong


@pytest.mark.parametrize("locale", LANGUAGES)
def test_spaces_around_a_text_stay(locale: str) -> None:
    def around(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    wrong = [m.string for m in _messages(locale) if {*map(around, _forms(m.string))} - {*map(around, _forms(m.id))}]
    assert not wrong, wrong
