"""Hostile text as documents and as queries: nothing raises, and a document is found by its own words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.search.engine import FACETS, Engine, Query
from models.search.query import parse
from tests.models.search.collection import EVERYONE, document, many
from tests.shared import shared_path

ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@ANY
@given(text=st.text(), tag=st.text(max_size=20))
def test_any_text_can_be_indexed_searched_and_deleted(engine: Engine, text: str, tag: str) -> None:
    engine.upsert([document("entry:1", text, text, tags=(tag,), status=tag)])
    engine.commit()
    engine.search(Query(text, tags=(tag,), statuses=(text,), facets=FACETS), EVERYONE | {text})
    engine.suggest(text, EVERYONE)
    engine.terms("entry:1")
    engine.delete(["entry:1", text])
    engine.commit()
    assert engine.ids() == {}


@pytest.mark.parametrize(
    "text", ["*", "?*", "kind:page", "id:entry\\:1", "[a TO z]", "a AND NOT", "-rail", "^", "~2", "'", '"' * 99, "%s%n"]
)
def test_operators_of_other_engines_do_no_harm(engine: Engine, text: str) -> None:
    engine.rebuild(many(20))
    result = engine.search(Query(text, facets=FACETS), EVERYONE)
    assert result.total < 20


@pytest.mark.shared_data
def test_naughty_strings_go_in_and_are_found_by_their_words(engine: Engine) -> None:
    strings = naughty_strings()
    engine.rebuild([document(f"entry:{number}", text, text, tags=(text,)) for number, text in enumerate(strings)])
    for number, text in enumerate(strings):
        result = engine.search(Query(text, limit=10_000, facets=FACETS), EVERYONE)
        if result.total and not parse(text).must:
            assert f"entry:{number}" in {hit.id for hit in result.hits}
        engine.suggest(text, EVERYONE)
    assert len(engine.ids()) == len(strings)


def naughty_strings() -> list[str]:
    """All strings of all hostile collections, a line or a JSON string each."""
    strings: list[str] = []
    for path in sorted(shared_path("data/hostile-text").rglob("*")):
        if path.suffix == ".json":
            strings += strings_in(json.loads(path.read_text(errors="replace")))
        elif path.is_file():
            strings += path.read_text(errors="replace").splitlines()
    return strings


def strings_in(value: object) -> list[str]:
    """Every string inside decoded JSON."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in strings_in(part)]
