"""What every engine does on a full disk: it answers, loses nothing and leaves nothing that fills the disk further."""

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.search import whoosh_store
from models.search.engine import Document, Engine, Query
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.collection import EVERYONE, document, many
from tests.models.search.conftest import Place
from tests.models.search.places import in_database


def found(engine: Engine, text: str = "") -> list[str]:
    return [hit.id for hit in engine.search(Query(text, limit=500), EVERYONE).hits]


def test_a_full_disk_loses_nothing_and_searching_goes_on(engine: Engine, engine_name: str, place: Place) -> None:
    engine.rebuild(many(60))
    before = engine.search(Query("rail"), EVERYONE)
    engine.upsert([document("entry:new", "Xylophone", "many words " * 500)])
    with full_disk(engine_name, place("index")):
        with pytest.raises(Exception, match=FULL):
            engine.commit()
        assert engine.search(Query("rail"), EVERYONE) == before
    assert engine.stats().pending == 1
    assert engine.commit() == 1
    assert found(engine, "xylophone") == ["entry:new"]
    assert engine.verify() == []


def test_a_full_disk_while_rebuilding_leaves_the_old_index_and_nothing_besides(
    engine: Engine, engine_name: str, place: Place, open_engine: Callable[[], Engine]
) -> None:
    engine.rebuild(many(60))
    before, beside = engine.search(Query("rail"), EVERYONE), what_is_kept(engine_name, place("index"))
    for room in ROOM[engine_name]:
        with full_disk(engine_name, place("index"), room, building=True), pytest.raises(Exception, match=FULL):
            engine.rebuild(many(1200, seed=9))
        assert what_is_kept(engine_name, place("index")) == beside
        assert engine.search(Query("rail"), EVERYONE) == before
        assert (engine.needs_rebuild, open_engine().needs_rebuild) == (False, False)
    engine.upsert([document("entry:new", "Xylophone")])
    assert engine.commit() == 1
    assert engine.rebuild(many(1200, seed=9)) == 1200
    assert (engine.verify(), len(open_engine().ids())) == ([], 1200)


def test_a_commit_that_finds_no_room_leaves_nothing_behind_each_time(
    engine: Engine, engine_name: str, place: Place
) -> None:
    engine.rebuild(many(60))
    beside = what_is_kept(engine_name, place("index"))
    engine.upsert(many(300, seed=9))
    for room in ROOM[engine_name]:
        with full_disk(engine_name, place("index"), room), pytest.raises(Exception, match=FULL):
            engine.commit()
        assert what_is_kept(engine_name, place("index")) == beside
    assert engine.commit() == 300


def test_what_a_killed_rebuild_left_goes_with_the_next(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild(many(10))
    left = whoosh_store.begin(tmp_path, 5).folder
    (left / "MAIN_x.pack").write_bytes(b"x" * 1000)
    with pytest.raises(OSError, match="went away"):
        engine.rebuild(failing())
    assert not left.exists()
    assert len(found(engine)) == len(found(WhooshEngine(tmp_path))) > 5


def failing() -> Iterator[Document]:
    yield document("entry:1", "Rail")
    raise OSError("the database went away")


def what_is_kept(name: str, place: str) -> list[str]:
    """Every file of the index with its size, or every table."""
    if name == "whoosh":
        files = sorted(path for path in Path(place).rglob("*") if path.is_file())
        return [f"{path.relative_to(place)} {path.stat().st_size}" for path in files]
    with in_database(place) as run:
        tables = "SELECT schemaname || '.' || relname FROM pg_stat_user_tables ORDER BY 1"
        return [row[0] for row in run(tables).all()]


# Bytes that a file may have, so that another step of writing fails each time.
ROOM = {"whoosh": (0, 60, 400, 4_000, 60_000), "postgres": (0,)}
FULL = r"No space left|File too large|could not extend"
WHEN_BUILT = """
CREATE FUNCTION no_space_in_builds() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
    FOR made IN SELECT * FROM pg_event_trigger_ddl_commands()
        WHERE object_identity LIKE 'witan\\_search%.documents' LOOP
        EXECUTE format('CREATE TRIGGER no_space BEFORE INSERT ON %s EXECUTE FUNCTION public.no_space()',
            made.object_identity);
    END LOOP;
END $$
"""


@contextmanager
def full_disk(name: str, place: str, room: int = 0, *, building: bool = False) -> Iterator[None]:
    """No file can have more bytes, by a limit of the system; PostgreSQL raises such an error where rows come in."""
    if name == "whoosh":
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        return
    with in_database(place) as run:
        build = run("SELECT build FROM witan_search.state").scalar()
        run(
            "CREATE FUNCTION public.no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        if building:
            run(WHEN_BUILT.replace("%", "%%"))
            run("CREATE EVENT TRIGGER no_space ON ddl_command_end EXECUTE FUNCTION no_space_in_builds()")
        else:
            run(f"CREATE TRIGGER no_space BEFORE INSERT ON {build}.documents EXECUTE FUNCTION public.no_space()")
    try:
        yield
    finally:
        with in_database(place) as run:
            run("DROP EVENT TRIGGER IF EXISTS no_space")
            run("DROP FUNCTION IF EXISTS no_space_in_builds")
            run("DROP FUNCTION public.no_space CASCADE")
