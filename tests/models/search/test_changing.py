"""From one engine to the other while people search and write, and which engine a setting means."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.core.db import Database
from models.core.outbox import Worker
from models.microblog.micropost import post
from models.search.changing import change_over, prepare
from models.search.choosing import ChosenEngine, Name, engine_name, open_engine
from models.search.engine import IndexBusyError, Query
from models.search.indexing import Indexer
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine
from tests import postgres
from tests.models.search.collection import document
from tests.models.search.conftest import DROP_ALL
from tests.naming import load

EVERYONE = frozenset({"everyone"})
pytestmark = pytest.mark.postgres


@pytest.fixture
def database(postgres_address: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    made = postgres.new_database(postgres_address, f"changing{abs(hash(request.node.name))}", "world")
    yield made
    made.close()


@pytest.fixture
def engine(database: Database, tmp_path: Path) -> Iterator[ChosenEngine]:
    """The embedded engine over the named world, as it is at first."""
    made = ChosenEngine(tmp_path / "index", database.url)
    Indexer(database, made).rebuild()
    yield made
    made.close()


def write(database: Database, text: str) -> None:
    with database.writing() as session:
        post(session, load(session).ben, text)


def found(engine: ChosenEngine, text: str) -> int:
    return engine.search(Query(text), EVERYONE).total


def change(database: Database, engine: ChosenEngine, name: Name) -> None:
    new = engine.other(name)
    prepare(database, new)
    change_over(database, engine, new, lambda: engine.choose(name))
    new.close()


def test_a_running_process_follows_and_answers_the_same(
    database: Database, engine: ChosenEngine, tmp_path: Path
) -> None:
    beside = ChosenEngine(tmp_path / "index", database.url)
    before = engine.ids()
    change(database, engine, "postgres")
    assert (beside.name, beside.refresh(), beside.name) == ("embedded", True, "postgres")
    assert beside.ids() == before
    assert beside.search(Query("guide"), EVERYONE).hits == engine.search(Query("guide"), EVERYONE).hits
    beside.close()


def test_what_is_written_during_the_change_is_found_after_it(database: Database, engine: ChosenEngine) -> None:
    worker = Worker(database, {"index": Indexer(database, engine).handle})
    new = engine.other("postgres")
    prepare(database, new)
    write(database, "The ferry is late")
    worker.drain()  # still goes to the old index, and its job is done with
    change_over(database, engine, new, lambda: engine.choose("postgres"))
    new.close()
    engine.refresh()
    assert found(engine, "ferry") == 1
    assert not Indexer(database, engine).difference()


def test_a_commit_to_the_engine_that_was_left_is_done_again(database: Database, engine: ChosenEngine) -> None:
    indexer = Indexer(database, engine)
    beside = ChosenEngine(engine._folder, database.url)
    change(database, beside, "postgres")
    beside.close()
    engine.upsert([document("entry:900", "The ferry is late")])
    with pytest.raises(IndexBusyError, match="another engine"):
        engine.commit()
    assert (engine.name, found(engine, "ferry"), bool(indexer.difference())) == ("postgres", 0, False)


def test_writers_wait_while_the_engine_changes(database: Database, engine: ChosenEngine) -> None:
    write(database, "The ferry is late")
    beside = ChosenEngine(engine._folder, database.url)
    with engine.locked():
        beside.delete(["entry:1"])
        with pytest.raises(IndexBusyError):
            beside.commit()
    beside.close()


def test_an_index_that_is_dropped_while_people_search_is_built_again_and_stays_chosen(
    database: Database, engine: ChosenEngine
) -> None:
    change(database, engine, "postgres")
    engine.refresh()
    before = engine.ids()
    with database.engine.begin() as connection:
        connection.exec_driver_sql(DROP_ALL)
    for text in ("ferries", '"start here"', "publishing"):
        engine.refresh()
        assert engine.search(Query(text), EVERYONE).catching_up
    assert engine.suggest("publ", EVERYONE) == engine.related("entry:1", EVERYONE) == []
    Indexer(database, engine).look_after()
    assert (engine.ids(), engine.verify(), engine.name) == (before, [], "postgres")
    assert found(engine, "guide") == 1
    again = ChosenEngine(engine._folder, database.url)
    assert (again.name, again.ids()) == ("postgres", before)
    again.close()


def test_one_can_go_back(database: Database, engine: ChosenEngine) -> None:
    change(database, engine, "postgres")
    engine.refresh()
    write(database, "The ferry is late")
    change(database, engine, "embedded")
    engine.refresh()
    assert (engine.name, found(engine, "ferry")) == ("embedded", 1)


def test_a_setting_names_the_engine(database: Database, tmp_path: Path) -> None:
    opened = [
        open_engine("embedded", tmp_path / "index", database.url),
        open_engine("postgres", tmp_path / "index", database.url),
        open_engine("chosen", tmp_path / "index", database.url),
        open_engine("chosen", tmp_path / "index", f"sqlite:///{tmp_path / 'x.db'}"),
    ]
    assert [type(each) for each in opened] == [WhooshEngine, PostgresEngine, ChosenEngine, WhooshEngine]
    assert [engine_name(each) for each in opened] == ["embedded", "postgres", "embedded", "embedded"]
    for each in opened:
        each.close()
