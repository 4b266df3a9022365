"""When the ground fails: a plain page, nothing lost of what was typed."""

import sqlite3

import pytest
from flask import Flask

from models.core import db
from tests.browser import Browser
from tests.world import PASSWORD


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits a tenth of a second for the write lock, not twenty seconds."""
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 100)


def test_a_database_that_stays_locked_answers_503_and_gives_the_text_back(impatient: None, app: Flask) -> None:
    aisha = Browser(app)
    aisha.sign_in("aisha.khan", PASSWORD)
    blocker = sqlite3.connect(app.extensions["witan"].settings.data / "witan.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        answer = aisha.post("/posts", {"text": "Words that must not be lost", "audience": "everyone"})
    finally:
        blocker.rollback()
        blocker.close()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Words that must not be lost" in answer.text
    assert aisha.get("/").status_code == 200


def test_an_unexpected_error_answers_500_with_a_reference_and_the_text(app: Flask, browser) -> None:
    def fail(**values: object) -> None:
        raise RuntimeError("an error that nobody foresaw")

    fail.rule = "public"  # type: ignore[attr-defined]
    app.view_functions["microblog.publish"] = fail
    answer = browser("aisha.khan").post("/posts", {"text": "Words that must not be lost"})
    assert answer.status_code == 500
    assert "Words that must not be lost" in answer.text
    assert "an error that nobody foresaw" not in answer.text


def test_the_address_of_a_form_opened_as_a_page_leads_to_the_page_above(app: Flask, browser) -> None:
    answer = browser("aisha.khan").get("/topics/5/answer")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert '<a class="btn" href="/topics/5">Open the page</a>' in answer.text
    assert "Nothing was sent, and nothing was changed." in answer.text
