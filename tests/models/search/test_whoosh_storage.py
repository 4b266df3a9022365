"""The Whoosh index on disk: damage, versions, the lock, swapping. Only for this engine."""

import json
from pathlib import Path

import pytest

from models.search import whoosh_store
from models.search.engine import IndexBusyError, IndexDamagedError, Query
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.collection import EVERYONE, document, many


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of an index of 60 documents in several segments, closed."""
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(many(40))
    engine.upsert(many(20, prefix="more"))
    engine.commit()
    engine.close()
    return tmp_path / "index"


def build_folder(root: Path) -> Path:
    return next(path for path in root.iterdir() if path.is_dir())


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [
        *(("*.toc", damage) for damage in ("cut", "empty", "zeros", "remove")),
        *(("*.pack", damage) for damage in ("cut", "empty", "zeros", "remove", "flip")),
    ],
)
def test_any_damaged_file_is_noticed_at_open_and_rebuilt(root: Path, pattern: str, damage: str) -> None:
    harm(min(build_folder(root).glob(pattern)), damage)
    engine = WhooshEngine(root)
    assert engine.needs_rebuild
    assert engine.search(Query("rail"), EVERYONE).catching_up
    engine.rebuild(many(40))
    assert (engine.needs_rebuild, engine.stats().documents) == (False, 40)


def test_a_writer_that_meets_damage_says_so_to_those_who_search(root: Path) -> None:
    engine = WhooshEngine(root)
    before = engine.search(Query("rail"), EVERYONE)
    harm(next(build_folder(root).glob("*.toc")), "empty")
    engine.upsert(many(1))
    with pytest.raises(IndexDamagedError):
        engine.commit()
    assert engine.needs_rebuild and "contents" in engine.stats().reason
    answer = engine.search(Query("rail"), EVERYONE)
    assert answer.catching_up and answer.hits == before.hits
    engine.rebuild(many(40))
    assert not engine.needs_rebuild and not engine.search(Query("rail"), EVERYONE).catching_up


def harm(path: Path, damage: str) -> None:
    raw = path.read_bytes()
    if damage == "remove":
        path.unlink()
        return
    middle = len(raw) // 2
    changed = {
        "cut": raw[:middle],
        "empty": b"",
        "zeros": raw[:middle] + bytes(len(raw) - middle),
        "flip": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
    }
    path.write_bytes(changed[damage])


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"folder": "../..", "version": "%s", "generation": 1}'])
def test_a_pointer_that_makes_no_sense_asks_for_a_rebuild(root: Path, text: str) -> None:
    (root / whoosh_store.POINTER).write_text(text.replace("%s", whoosh_store.VERSION))
    assert WhooshEngine(root).needs_rebuild


def test_a_lost_pointer_asks_for_a_rebuild(root: Path) -> None:
    (root / whoosh_store.POINTER).unlink()
    assert WhooshEngine(root).needs_rebuild


def test_another_version_of_the_analysis_asks_for_a_rebuild(root: Path) -> None:
    pointer = json.loads((root / whoosh_store.POINTER).read_text())
    (root / whoosh_store.POINTER).write_text(json.dumps({**pointer, "version": "0"}))
    engine = WhooshEngine(root)
    assert engine.needs_rebuild
    assert "version 0" in engine.stats().reason


def test_verify_finds_damage_while_the_old_generation_goes_on_answering(root: Path) -> None:
    engine = WhooshEngine(root)
    assert engine.verify() == []
    pack = min(build_folder(root).glob("*.pack"))
    damaged = pack.with_suffix(".damaged")
    damaged.write_bytes(pack.read_bytes()[:-1] + b"?")
    damaged.replace(pack)
    assert engine.verify()
    engine.refresh()
    assert engine.needs_rebuild
    assert engine.search(Query(), EVERYONE).total > 0


def test_a_rebuild_answers_from_the_old_index_meanwhile_and_removes_it_afterwards(root: Path) -> None:
    engine = WhooshEngine(root)
    before = engine.search(Query("rail"), EVERYONE)
    reports: list[int] = []

    def documents():
        for number, one in enumerate(many(1200, seed=9)):
            if number == 600:
                assert engine.search(Query("rail"), EVERYONE) == before
            yield one

    assert engine.rebuild(documents(), reports.append) == 1200
    assert reports == [500, 1000]
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1
    assert engine.search(Query(), EVERYONE).generation > before.generation
    assert engine.search(Query(limit=1), EVERYONE | {f"space:{n}" for n in range(6)}).total == 1200


def test_a_failed_rebuild_changes_nothing(root: Path) -> None:
    engine = WhooshEngine(root)
    before = engine.search(Query("rail"), EVERYONE)

    def documents():
        yield document("entry:1", "Rail")
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        engine.rebuild(documents())
    assert engine.search(Query("rail"), EVERYONE) == before
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1


def test_a_second_writer_is_told_so_and_keeps_its_changes(root: Path) -> None:
    engine = WhooshEngine(root)
    engine.upsert([document("entry:new", "Xylophone")])

    def work(writer: object) -> None:
        with pytest.raises(IndexBusyError):
            engine.commit()

    whoosh_store.current(root).write(work, merge=False)
    assert engine.stats().pending == 1
    assert engine.commit() == 1
    assert engine.search(Query("xylophone"), EVERYONE).total == 1


def test_a_failed_commit_gives_the_lock_back_and_keeps_its_changes(root: Path) -> None:
    engine = WhooshEngine(root)

    def work(writer: object) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        whoosh_store.current(root).write(work, merge=False)
    engine.upsert([document("entry:new", "Xylophone")])
    assert engine.commit() == 1


def test_a_rebuild_by_another_process_is_picked_up(root: Path) -> None:
    reader, writer = WhooshEngine(root), WhooshEngine(root)
    writer.rebuild([document("entry:1", "Rail")])
    assert reader.search(Query(), EVERYONE).total > 1
    assert reader.refresh()
    assert reader.search(Query(), EVERYONE).total == 1


def test_a_search_keeps_the_generation_it_began_with(root: Path) -> None:
    engine = WhooshEngine(root)
    snapshot = whoosh_store.current(root).snapshot()
    total = int(snapshot.live.sum())
    engine.delete([f"entry:{number}" for number in range(40)])
    engine.commit()
    engine.optimize()
    assert int(snapshot.live.sum()) == total
    assert len(snapshot.postings("body", b"rail")[0]) > 0
