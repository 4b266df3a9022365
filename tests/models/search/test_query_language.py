"""What a typed query finds, on every engine: against a slow reading of the same clauses over plain lists."""

import pytest

from models.search import analysis, weights
from models.search.engine import DAY, FACETS, Engine, Query
from models.search.query import Chosen, Every, Node, Parsed, Period, Text, Without, parse
from tests.models.search.collection import EVERYONE, NOW_MICROSECONDS, Document, document, many, stems, values_of

KEYRING = EVERYONE | {"space:1", "space:2"}
TEXTS = [
    "rail AND budget",
    "rail OR hospital",
    "rail NOT budget",
    "rail -budget -water",
    "rail AND (budget OR water)",
    "(rail budget) AND NOT (water OR travel)",
    '"data sharing" OR rail',
    '-"data sharing" rail',
    "NOT rail",
    "title:rail",
    "title:rail AND budget",
    'title:"data sharing"',
    "-title:rail",
    "kind:page",
    "-kind:page rail",
    "tag:travel OR tag:policy",
    "rail tag:travel",
    "tag:tra* OR tag:pol*",
    "rail -tag:tr*",
    "tag:nosuchthing*",
    "author:3 space:1 rail",
    "before:2020 rail",
    "after:2019 -after:2021",
    "kind:none",
    "rail AND nothingholdsthis",
    "hosp*",
    "title:bud* -rai*",
    "wat* AND policy",
]


def holds(one: Document, node: Node) -> bool:
    """Whether a document holds what a node asks for."""
    if isinstance(node, Text):
        return holds_text(one, node)
    if isinstance(node, Chosen):
        begins = [each for each in values_of(one, node.name) if node.begins and each.startswith(node.begins)]
        return bool(begins or set(node.values) & set(values_of(one, node.name)))
    if isinstance(node, Period):
        return (node.after is None or one.changed >= node.after) and (node.before is None or one.changed < node.before)
    if isinstance(node, Without):
        return not holds(one, node.part)
    found = [holds(one, part) for part in node.parts]
    return all(found) if isinstance(node, Every) else any(found)


def holds_text(one: Document, text: Text) -> bool:
    places = [stems(one.title)] + ([] if text.title else [stems(one.body)])
    if len(text.stems) == 1 and not text.title:
        places += [stems(tag) for tag in one.tags]
    size = len(text.stems)
    if text.prefix:
        return any(stem == text.stems[0] or stem.startswith(text.words[0]) for place in places for stem in place)
    return any(
        tuple(place[at : at + size]) == text.stems for place in places for at in range(max(0, len(place) - size + 1))
    )


def expected(documents: list[Document], text: str) -> set[str]:
    parsed = parse(text)
    return {
        one.id
        for one in documents
        if one.audience in KEYRING
        and all(holds(one, node) for node in parsed.must)
        and (not parsed.needs_loose or any(holds(one, each) for each in parsed.loose))
    }


@pytest.fixture
def filled(engine: Engine) -> tuple[Engine, list[Document]]:
    documents = many(300)
    engine.rebuild(documents[:100])
    for start in range(100, 300, 50):
        engine.upsert(documents[start : start + 50])
        engine.commit()
    return engine, documents


@pytest.mark.parametrize("text", TEXTS)
def test_a_query_finds_what_its_clauses_say(filled: tuple[Engine, list[Document]], text: str) -> None:
    engine, documents = filled
    result = engine.search(Query(text, limit=300, facets=FACETS), KEYRING)
    assert {hit.id for hit in result.hits} == expected(documents, text)
    assert result.total == len(result.hits) == sum(result.facets["kind"].values())


def test_what_must_not_be_there_does_not_widen_what_may_be_read(filled: tuple[Engine, list[Document]]) -> None:
    engine, documents = filled
    found = {hit.id for hit in engine.search(Query("NOT xyzzy", limit=300), frozenset({"space:1"})).hits}
    assert found == {one.id for one in documents if one.audience == "space:1"}
    assert engine.search(Query("NOT xyzzy"), frozenset()).total == 0


def test_a_query_without_words_lists_the_newest(engine: Engine) -> None:
    engine.rebuild([document(f"entry:{n}", changed=NOW_MICROSECONDS - n * DAY) for n in (3, 1, 2)])
    assert [hit.id for hit in engine.search(Query("kind:page"), EVERYONE).hits] == ["entry:1", "entry:2", "entry:3"]


def test_fields_and_filters_narrow_each_other(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Rail"), document("entry:2", "Rail", kind="post")])
    assert engine.search(Query("rail kind:post", kinds=("page",)), EVERYONE).total == 0
    counts = engine.search(Query("rail kind:post", kinds=("page",), facets=("kind",)), EVERYONE).facets["kind"]
    assert {name: count for name, count in counts.items() if count} == {"post": 1}


def test_a_word_that_means_the_same_counts_less(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Leave"), document("entry:2", "Holiday"), document("entry:3", "Annual rail")])
    holiday = Text(("holiday",), tuple(analysis.stems(["holiday"])), also=True)
    asked = Parsed((*parse("leave").loose, holiday))
    assert asked.counts == {"leav": 1, "holiday": weights.SYNONYM_SHARE}
    found = engine.search(Query("leave", asked=asked), EVERYONE)
    assert [hit.id for hit in found.hits] == ["entry:1", "entry:2"]


def test_several_words_that_mean_the_same_stand_together(engine: Engine) -> None:
    engine.rebuild([document("entry:1", body="the annual leave of staff"), document("entry:2", body="annual report")])
    both = Text(("annual", "leave"), ("annual", "leav"), also=True)
    found = engine.search(Query("holiday", asked=Parsed((*parse("holiday").loose, both))), EVERYONE)
    assert [hit.id for hit in found.hits] == ["entry:1"]
