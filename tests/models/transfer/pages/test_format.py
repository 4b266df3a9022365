"""The form of exported files: what is written is read again, links change outside code alone, paths stay inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.transfer.pages.format import (
    PageText,
    Unreadable,
    absolute,
    file_name,
    number_in,
    read,
    relative,
    retargeted,
    safe_path,
    written,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=300)
NAMES = st.lists(st.text("abc-", min_size=1, max_size=5), min_size=1, max_size=5).map(tuple)


@given(TEXT.filter(str.strip), TEXT)
def test_a_written_page_is_read_again(title: str, body: str) -> None:
    found = read(written(PageText({"title": title, "order": 3, "tags": ["a", "yes"]}, body)))
    assert found.about["title"] == title and found.about["tags"] == ["a", "yes"] and found.body == body


@given(TEXT)
def test_writing_what_was_read_gives_the_same_file(body: str) -> None:
    text = written(PageText({"title": "T"}, body))
    assert written(read(text)) == text


@pytest.mark.parametrize("odd", ["a\x85b", "a\u2028b", "\ufeff", "yes", "1.0", "- a", "#x", "a: b", "\x07"])
def test_odd_titles_come_back(odd: str) -> None:
    assert read(written(PageText({"title": odd}, "x"))).about["title"] == odd


def test_a_body_that_looks_like_front_matter_stays_body() -> None:
    body = "---\ntitle: other\n---\n\nText"
    assert read(written(PageText({"title": "T"}, body))) == PageText({"title": "T"}, body)


@pytest.mark.parametrize(
    "text",
    ["---\ntitle: [unclosed\n---\n\nText", "---\n- a list\n---\n\nText", "---\na: &a [x]\nb: [*a, *a]\n---\n\nText"],
)
def test_front_matter_that_cannot_be_trusted_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_links_and_pictures_get_new_targets() -> None:
    body = '![A](a.png) [b](<my file.pdf>) [c](c%20d.txt "Title")\n\n[ref]: a.png\n'
    found = retargeted(body, lambda target: f"x/{target}")
    assert found == '![A](x/a.png) [b](x/my%20file.pdf) [c](x/c%20d.txt "Title")\n\n[ref]: x/a.png\n'


@pytest.mark.parametrize("code", ["```\n![A](a.png)\n```\n", "~~~~ md\n```\n[a](b)\n~~~\n~~~~\n"])
def test_code_keeps_its_links(code: str) -> None:
    found = retargeted(f"[a](b)\n\n{code}\n[a](b)", lambda target: "new")
    assert found == f"[a](new)\n\n{code}\n[a](new)"


@given(NAMES, NAMES)
def test_the_way_to_a_file_leads_back_to_it(page: tuple[str, ...], file: tuple[str, ...]) -> None:
    target = "/".join(file)
    assert absolute(page, relative(page, target)) == target


@pytest.mark.parametrize("target", ["../../etc/passwd", "https://a.example/b", "/files/3/x.png", "mailto:a@b.example"])
def test_what_leads_out_of_the_tree_is_no_place_in_it(target: str) -> None:
    assert absolute(("a", "b"), target) is None


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "a//b", "C:\\x", "a\\..\\b", "a/\x00b", "a/\u202eb", "x" * 300, ""]
)
def test_no_path_leads_out_of_an_archive(path: str) -> None:
    assert safe_path(path) is None


def test_very_long_addresses_get_names_that_file_systems_take() -> None:
    name = file_name("漢" * 120)
    assert len(name.encode()) < 200 and name != file_name("漢" * 119 + "字") and file_name("short") == "short"


@pytest.mark.parametrize(("address", "number"), [("/files/12/a%20b.png", 12), ("/files/x/a", None), ("a.png", None)])
def test_addresses_of_files_tell_their_number(address: str, number: int | None) -> None:
    assert number_in(address) == number
