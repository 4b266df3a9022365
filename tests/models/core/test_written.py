"""Telling the language of a text: certain where its words say so, silent where they do not."""

import csv
import json

import pytest

from models.core.written import language_written
from tests.shared import shared_path


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who may approve a journey abroad?", "en"),
        ("Qui peut autoriser un déplacement à l’étranger ?", "fr"),
        ("Merci pour votre réponse", "fr"),
        ("Wer darf eine Dienstreise ins Ausland genehmigen?", "de"),
        ("Pwy sydd yn gallu cymeradwyo taith dramor?", "cy"),
        ("¿Quién puede autorizar un viaje al extranjero?", "es"),
        ("من يمكنه الموافقة على سفر إلى الخارج؟", "ar"),
        ("یہ سفر کون منظور کر سکتا ہے؟", "ur"),
        ("谁可以批准出国旅行？", "zh"),
        ("The form says « Demande de congé » and is on the first page of the handbook", "en"),
        ("See `le la les des` and https://example.org/les/des/une for what it is", "en"),
        ("> Les congés sont dans la liste des demandes\n\nThat is where we found it", "en"),
    ],
)
def test_common_words_tell_the_language(text: str, language: str) -> None:
    assert language_written(text) == language


@pytest.mark.parametrize("text", ["", "+1", "Budget 2025", "OK!", "Tina Müller", "café", "Jira?", "🙂", "\ud800"])
def test_what_is_too_short_to_tell_says_nothing(text: str) -> None:
    assert language_written(text) == ""


@pytest.mark.parametrize("text", ["> " * 1000, "`" * 5000, "<" * 5000, "```\n" * 1000, " \n" * 2000, "](" * 2000])
def test_odd_texts_say_nothing(text: str) -> None:
    assert language_written(text) == ""


@pytest.mark.shared_data
def test_hardly_an_english_text_is_taken_for_another_language() -> None:
    lines = shared_path("data/microblog-public-servants/posts.jsonl").read_text().split("\n")
    texts = [json.loads(line)["text"] for line in lines[::5] if line]
    remarks = shared_path("data/qa-stackexchange-history-meta/Comments.csv").open(newline="", encoding="utf-8-sig")
    with remarks:
        texts += [row["Text"] for row in csv.DictReader(remarks)]
    wrong = [text for text in texts if language_written(text) not in ("", "en")]
    assert len(wrong) <= len(texts) * 0.005, wrong
