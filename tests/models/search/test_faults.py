"""What every engine does when something goes wrong: killed writers, a second writer, damage."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.search import postgres_store, whoosh_store
from models.search.engine import Engine, IndexBusyError, IndexDamagedError, Query
from tests.models.search.collection import EVERYONE, document, many
from tests.models.search.conftest import Place
from tests.models.search.places import in_database

ROUNDS = 6
ROOT = Path(__file__).resolve().parents[3]


def found(engine: Engine, text: str = "") -> list[str]:
    return [hit.id for hit in engine.search(Query(text, limit=500), EVERYONE).hits]


# Killed


def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(
    engine: Engine, engine_name: str, place: Place, open_engine: Callable[[], Engine]
) -> None:
    chance, written = random.Random(3), 10
    for _ in range(ROUNDS):
        written = killed_after(engine_name, place("index"), written + 1, chance.randrange(2, 12))
        opened = open_engine()
        assert not opened.needs_rebuild
        assert opened.verify() == []
        ids = opened.ids()
        # The commit that was being made when it died is there as a whole or not at all.
        last = max(int(id.partition(":")[2]) for id in ids)
        assert last in (written, written + 1)
        assert ids["entry:0"] == last
        assert f"entry:{last - 5}" not in ids
        assert sorted(found(opened, f"word{last}")) == [f"entry:{last}"]
        written = last


def killed_after(name: str, place: str, first: int, commits: int) -> int:
    """Let a process commit so many times at least, kill it, and give the last number that it acknowledged."""
    command = [sys.executable, "-m", "tests.models.search.killed", name, place, str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(commits)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    return int([line for line in said if line.endswith("\n")][-1])


# A second writer


def test_a_second_writer_is_told_so_and_keeps_its_changes(engine: Engine, open_engine: Callable[[], Engine]) -> None:
    other = open_engine()
    engine.upsert([document("entry:1", "Rail")])
    with other.locked():
        with pytest.raises(IndexBusyError):
            engine.commit()
        with pytest.raises(IndexBusyError):
            engine.rebuild([])
    assert engine.stats().pending == 1
    assert engine.commit() == 1
    assert found(engine, "rail") == ["entry:1"]


def test_a_lock_is_given_back_after_an_error(engine: Engine, open_engine: Callable[[], Engine]) -> None:
    with pytest.raises(OSError, match="went away"), engine.locked():
        raise OSError("went away")
    other = open_engine()
    other.upsert([document("entry:1", "Rail")])
    assert other.commit() == 1


# Missing and damaged


def test_a_missing_index_asks_for_a_rebuild_and_answers_that_it_is_catching_up(
    open_engine: Callable[[], Engine],
) -> None:
    engine = open_engine()
    assert engine.needs_rebuild
    result = engine.search(Query("rail", facets=("kind",)), EVERYONE)
    assert (result.hits, result.total, result.facets, result.catching_up) == ((), 0, {"kind": {}}, True)
    assert (engine.suggest("ra", EVERYONE), engine.ids(), engine.terms("entry:1")) == ([], {}, {})
    assert engine.related("entry:1", EVERYONE) == []
    engine.upsert([document("entry:1", "Rail")])
    with pytest.raises(IndexDamagedError, match="no index"):
        engine.commit()
    engine.rebuild([])
    assert engine.commit() == 1


@pytest.mark.parametrize("harm", range(4))
def test_damage_is_noticed_and_mended_by_a_rebuild(
    engine: Engine, engine_name: str, place: Place, open_engine: Callable[[], Engine], harm: int
) -> None:
    engine.rebuild(many(40))
    engine.upsert(many(20, prefix="more"))
    engine.commit()
    damaged(engine_name, place("index"), harm)
    opened = open_engine()
    assert opened.needs_rebuild
    assert opened.stats().reason
    assert opened.search(Query("rail"), EVERYONE).catching_up
    # Whoever had it open goes on answering meanwhile.
    assert engine.search(Query(), EVERYONE).total > 0
    opened.rebuild(many(40))
    assert (opened.needs_rebuild, opened.verify(), len(opened.ids())) == (False, [], 40)


def damaged(name: str, place: str, harm: int) -> None:
    if name == "whoosh":
        packs = sorted(Path(place).glob("index-*/*.pack"))
        toc = next(Path(place).glob("index-*/*.toc"))
        [
            lambda: packs[0].unlink(),
            lambda: packs[0].write_bytes(packs[0].read_bytes()[:-1] + b"?"),
            lambda: toc.write_bytes(b""),
            lambda: (Path(place) / "current.json").unlink(),
        ][harm]()
        return
    statements = [
        "DELETE FROM {build}.segments WHERE first = 0",
        "UPDATE {build}.segments SET columns = substring(columns FROM 1 FOR 900)",
        "DELETE FROM {build}.documents WHERE number < 3",
        "UPDATE witan_search.state SET version = '0'",
    ]
    with in_database(place) as run:
        build = run("SELECT build FROM witan_search.state").scalar()
        run(statements[harm].format(build=build))


def test_an_index_whose_words_were_read_otherwise_answers_until_it_is_rebuilt(
    engine: Engine, engine_name: str, place: Place, open_engine: Callable[[], Engine]
) -> None:
    engine.rebuild(many(40))
    older = f"0.{whoosh_store.FORMAT if engine_name == 'whoosh' else postgres_store.FORMAT}"
    made_by(engine_name, place("index"), older)
    opened = open_engine()
    assert opened.needs_rebuild
    assert older in opened.stats().reason
    result = opened.search(Query("rail"), EVERYONE)
    assert (result.catching_up, result.total) == (True, engine.search(Query("rail"), EVERYONE).total)
    assert not opened.refresh()
    opened.upsert([document("entry:new", "Xylophone")])
    with pytest.raises(IndexDamagedError, match="version"):
        opened.commit()
    opened.rebuild([*many(40), document("entry:new", "Xylophone")])
    assert (opened.needs_rebuild, opened.search(Query("xylophone"), EVERYONE).catching_up) == (False, False)
    assert engine.refresh()
    assert found(engine, "xylophone") == ["entry:new"]


def made_by(name: str, place: str, version: str) -> None:
    if name == "whoosh":
        pointer = Path(place) / whoosh_store.POINTER
        pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "version": version}))
        return
    with in_database(place) as run:
        run(f"UPDATE witan_search.state SET version = '{version}'")


def test_a_rebuild_answers_from_the_old_index_meanwhile(engine: Engine) -> None:
    engine.rebuild(many(60))
    before = engine.search(Query("rail"), EVERYONE)
    reports: list[int] = []

    def documents():
        for number, one in enumerate(many(1200, seed=9)):
            if number == 600:
                assert engine.search(Query("rail"), EVERYONE) == before
            yield one

    assert engine.rebuild(documents(), reports.append) == 1200
    assert reports == [500, 1000]
    assert engine.search(Query(), EVERYONE).generation > before.generation
    assert len(engine.ids()) == 1200


def test_a_failed_rebuild_changes_nothing(engine: Engine) -> None:
    engine.rebuild(many(60))
    before = engine.search(Query("rail"), EVERYONE)

    def documents():
        yield document("entry:1", "Rail")
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        engine.rebuild(documents())
    assert engine.search(Query("rail"), EVERYONE) == before
    assert engine.rebuild(many(10)) == 10
