"""Related documents of other departments: near enough to be offered unasked, and nothing of what is closed."""

from models.search.engine import Elsewhere, Engine
from tests.models.search.collection import EVERYONE, document, many

PAGES = Elsewhere(("page",), ("1",), "10")
SALT = "Gritting lorries spread salt on frozen trunk roads before the morning traffic; depots order salt in summer."


def engine_with(engine: Engine, *more: object) -> Engine:
    own = document("entry:1", "Salt for winter roads", SALT, department="1", space="10")
    engine.rebuild(
        [own, *more, *(document(f"entry:{n}", f"Form {n}", f"leave form {n} office") for n in range(50, 80))]
    )
    return engine


def test_what_another_department_wrote_about_the_same_is_found_with_the_shared_words(engine: Engine) -> None:
    engine_with(engine, document("entry:2", "Ordering salt", SALT + " Councils buy together.", department="2"))
    [hit] = engine.related("entry:1", EVERYONE, elsewhere=PAGES)
    assert hit.id == "entry:2"
    assert {"salt", "grit", "depot"} <= set(hit.shared)


def test_what_is_of_the_same_department_or_space_is_left_out(engine: Engine) -> None:
    engine_with(
        engine,
        document("entry:2", "Ordering salt", SALT, department="1", space="11"),
        document("entry:3", "Ordering salt", SALT, department="", space="10"),
        document("entry:4", "Ordering salt", SALT, kind="post", department="2"),
    )
    assert engine.related("entry:1", EVERYONE, elsewhere=PAGES) == []


def test_what_shares_a_few_words_is_not_offered(engine: Engine) -> None:
    engine_with(engine, document("entry:2", "Salt in food", "Too much salt in summer.", department="2"))
    assert engine.related("entry:1", EVERYONE, elsewhere=PAGES) == []


def test_what_is_closed_is_neither_found_nor_counted(engine: Engine) -> None:
    engine_with(engine, document("entry:2", "Ordering salt", SALT, department="2", audience="space:2"))
    assert engine.related("entry:1", EVERYONE, elsewhere=PAGES) == []
    [hit] = engine.related("entry:1", EVERYONE | {"space:2"}, elsewhere=PAGES)
    assert hit.id == "entry:2"
    held = frozenset({"77"})
    engine_with(engine, document("entry:2", "Ordering salt", SALT, department="2", space="77"))
    assert engine.related("entry:1", EVERYONE, without_spaces=held, elsewhere=PAGES) == []


def test_hidden_documents_change_neither_the_list_nor_its_order(engine: Engine) -> None:
    documents = many(150)
    asked = [one.id for one in documents if one.audience == "everyone"][:10]
    kinds = Elsewhere(("page", "question"), ("0",))
    engine.rebuild(documents)
    before = [engine.related(id, EVERYONE, 20, elsewhere=kinds) for id in asked]
    closed = [
        document(f"entry:{n}", "Travel budget", SALT, audience="space:9", department="3") for n in range(500, 560)
    ]
    engine.rebuild([*documents, *closed])
    assert [engine.related(id, EVERYONE, 20, elsewhere=kinds) for id in asked] == before


def test_common_words_are_counted_for_what_the_rare_ones_bring(engine: Engine) -> None:
    crowd = [
        document(f"entry:{n}", f"Winter note {n}", "winter morning traffic", department="2") for n in range(100, 112)
    ]
    engine_with(engine, document("entry:2", "Ordering salt", SALT, department="2"), *crowd)
    [hit] = engine.related("entry:1", EVERYONE, elsewhere=PAGES)
    assert hit.id == "entry:2"
    assert {"salt", "morn"} <= set(hit.shared)


def test_how_rare_a_word_is_is_said_by_what_everyone_may_read(engine: Engine) -> None:
    engine_with(engine, document("entry:2", "Form of salt", "Salt, salt.", department="2"))
    before = engine.rarity(["salt", "form", "unheard"])
    assert before["form"] < before["salt"] < before["unheard"] <= 1
    closed = [document(f"entry:{n}", "Salt", SALT, audience="space:9") for n in range(500, 520)]
    engine.upsert(closed)
    engine.commit()
    assert engine.rarity(["salt", "form", "unheard"]) == before
