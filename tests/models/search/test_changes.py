"""From a change to its being found: updates, deletes, generations, a second writer, threads."""

import threading
from collections.abc import Callable
from dataclasses import replace

from models.search.engine import Engine, Query
from tests.models.search.collection import EVERYONE, document, many


def found(engine: Engine, text: str) -> list[str]:
    return [hit.id for hit in engine.search(Query(text, limit=100), EVERYONE).hits]


def test_an_update_is_visible_after_its_commit_and_not_before(engine: Engine) -> None:
    engine.upsert([document("entry:1", "Old title")])
    assert found(engine, "old") == []
    assert engine.commit() == 1
    engine.upsert([document("entry:1", "New title")])
    assert found(engine, "old") == ["entry:1"]
    engine.commit()
    assert (found(engine, "old"), found(engine, "new")) == ([], ["entry:1"])


def test_the_last_change_of_a_document_in_one_commit_wins(engine: Engine) -> None:
    engine.upsert([document("entry:1", "First"), document("entry:1", "Second")])
    engine.upsert([document("entry:2", "Third")])
    engine.delete(["entry:2"])
    engine.commit()
    assert (found(engine, "first third"), found(engine, "second")) == ([], ["entry:1"])
    assert engine.stats().documents == 1


def test_a_deleted_document_is_gone_and_unknown_ids_are_fine(engine: Engine) -> None:
    engine.rebuild(many(30))
    engine.delete(["entry:3", "entry:4", "entry:no-such"])
    engine.commit()
    assert not {"entry:3", "entry:4"} & set(engine.ids())
    assert engine.search(Query(), EVERYONE | {f"space:{n}" for n in range(6)}).total == 28


def test_a_commit_without_changes_does_nothing(engine: Engine) -> None:
    before = engine.stats().generation
    assert engine.commit() == 0
    assert engine.stats().generation == before


def test_many_small_commits_and_merges_keep_every_document(engine: Engine) -> None:
    every = many(150)
    documents = {one.id: one for one in every}
    for start in range(0, 150, 5):
        engine.upsert(every[start : start + 5])
        engine.delete([f"entry:{start - 7}"])
        documents.pop(f"entry:{start - 7}", None)
        engine.commit()
    assert engine.ids() == {one.id: one.stamp for one in documents.values()}
    assert engine.stats().segments < 15


def test_optimizing_changes_no_answer(engine: Engine) -> None:
    for start in range(0, 100, 20):
        engine.upsert(many(100)[start : start + 20])
        engine.commit()
    engine.delete(["entry:5", "entry:50"])
    engine.commit()
    queries = [Query(text, limit=100, facets=("tag", "space")) for text in ("", "rail", '"data sharing"', "the of")]
    before = [engine.search(query, EVERYONE) for query in queries]
    engine.optimize()
    after = [engine.search(query, EVERYONE) for query in queries]
    assert [(one.hits, one.facets) for one in before] == [(one.hits, one.facets) for one in after]
    assert (engine.stats().segments, engine.stats().deleted) == (1, 0)


def test_the_stamps_tell_what_is_indexed(engine: Engine) -> None:
    engine.rebuild([document("entry:1", stamp=3), document("person:1", kind="person", stamp=9)])
    assert engine.ids() == {"entry:1": 3, "person:1": 9}


def test_a_reopened_index_answers_the_same(engine: Engine, open_engine: Callable[[], Engine]) -> None:
    engine.upsert(many(40))
    engine.commit()
    again = open_engine()
    assert again.search(Query("rail"), EVERYONE) == engine.search(Query("rail"), EVERYONE)


def test_another_process_sees_a_commit_after_refresh(engine: Engine, open_engine: Callable[[], Engine]) -> None:
    reader = open_engine()
    engine.upsert([document("entry:1", "Rail")])
    engine.commit()
    assert found(reader, "rail") == []
    assert reader.refresh()
    assert not reader.refresh()
    assert found(reader, "rail") == ["entry:1"]


def test_two_writers_take_turns_and_lose_nothing(engine: Engine, open_engine: Callable[[], Engine]) -> None:
    other = open_engine()
    engine.upsert([document("entry:1", "Rail")])
    engine.commit()
    other.upsert([document("entry:1", "Water"), document("entry:2", "Energy")])
    other.commit()
    engine.upsert([document("entry:3", "School")])
    engine.commit()
    assert (found(engine, "rail"), found(engine, "water energy school")) == (
        [],
        found(engine, "water energy school"),
    )
    assert set(engine.ids()) == {"entry:1", "entry:2", "entry:3"}


def test_searching_goes_on_in_threads_while_a_writer_writes(engine: Engine) -> None:
    engine.rebuild(many(200))
    whole: list[bool] = []
    stop = threading.Event()

    def read() -> None:
        fine = True
        while not stop.is_set():
            result = engine.search(Query("rail data", facets=("kind", "tag"), limit=400), EVERYONE)
            fine = fine and len(result.hits) == result.total == sum(result.facets["kind"].values()) > 0
        whole.append(fine)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for seed in range(12):
        engine.upsert(many(10, seed))
        engine.delete([f"entry:{100 + seed}"])
        engine.commit()
    engine.rebuild(many(200))
    stop.set()
    for reader in readers:
        reader.join()
    assert whole == [True, True, True]


def test_a_large_index_answers_alike_however_it_came_about(open_engine: Callable[[str], Engine]) -> None:
    """What a rebuild prepares for common words must say what the documents say, also after changes."""
    built, grown = open_engine("built"), open_engine("grown")
    documents = [replace(one, audience="everyone") for one in many(1100)]
    built.rebuild(documents)
    grown.rebuild([])
    grown.upsert(documents)
    grown.commit()
    alike(built, grown)
    for engine in (built, grown):
        engine.upsert([*many(30, seed=4), *many(20, seed=6, prefix="more")])
        engine.delete(["entry:700", "entry:701"])
        engine.commit()
    alike(built, grown)
    built.optimize()
    alike(built, grown)


def alike(one: Engine, other: Engine) -> None:
    for text in ("rail", "travel budget data", '"data sharing"', '"of the" school', "title:housing AND rail"):
        answers = [engine.search(Query(text, limit=2_000, facets=("kind", "tag")), EVERYONE) for engine in (one, other)]
        assert replace(answers[0], generation=0) == replace(answers[1], generation=0)
