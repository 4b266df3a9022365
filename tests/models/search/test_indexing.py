"""The index follows the database: through the outbox, at start, after damage, and beside other processes."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.outbox import OutboxJob, Worker, promise
from models.entries.audiences import change_openness
from models.entries.editing import edit
from models.entries.trashing import purge, trash, untrash
from models.microblog.micropost import post
from models.people.profile import describe
from models.policy.finding import held_from_search
from models.search import whoosh_store
from models.search.engine import Document, Progress, Query
from models.search.indexing import Indexer
from models.search.whoosh_engine import WhooshEngine
from models.spaces.joining import disable
from tests.naming import load
from tests.world import CANARY, World

EVERYONE = frozenset({"everyone"})


@dataclass
class Stand:
    """A database with the named world, an index over it and a worker that runs when told to."""

    database: Database
    engine: WhooshEngine
    indexer: Indexer
    worker: Worker

    def change(self, how: Callable[[Session, World], object]) -> None:
        """Change something in a transaction of its own."""
        with self.database.writing() as session:
            how(session, load(session))

    def found(self, text: str, keys: frozenset[str] = EVERYONE, **more: object) -> list[str]:
        with self.database.reading() as session:
            held = frozenset(map(str, held_from_search(session)))
        return [hit.id for hit in self.engine.search(Query(text, **more), keys, held).hits]  # type: ignore[arg-type]

    def waiting(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(OutboxJob).where(OutboxJob.task == "index")) or 0

    def id_of(self, name: str) -> str:
        with self.database.reading() as session:
            return f"entry:{getattr(load(session), name).id}"


def make(database: Database, engine: WhooshEngine) -> Stand:
    indexer = Indexer(database, engine)
    return Stand(database, engine, indexer, Worker(database, {"index": indexer.handle}))


@pytest.fixture
def stand(store: Database, tmp_path: Path) -> Iterator[Stand]:
    made = make(store, WhooshEngine(tmp_path / "index"))
    made.indexer.verify_at_start()
    yield made
    made.engine.close()


def test_the_first_job_builds_the_index_and_is_done_with_all_that_waited(store: Database, tmp_path: Path) -> None:
    stand = make(store, WhooshEngine(tmp_path / "index"))
    stand.change(lambda session, world: [post(session, world.ben, "The ferry is late") for _ in range(60)])
    stand.worker.run_once()
    assert stand.waiting() == 0
    assert not stand.indexer.difference()
    assert len(stand.found("ferry", limit=100)) == 60
    stand.engine.close()


def test_a_new_entry_is_found_once_the_worker_has_run(stand: Stand) -> None:
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    assert stand.found("ferry") == []
    stand.worker.drain()
    assert len(stand.found("ferry")) == 1


def test_posts_are_found_by_the_forms_of_their_language_and_by_the_words_of_others(stand: Stand) -> None:
    stand.change(lambda session, world: post(session, world.ben, "Les congés sont dans notre liste des demandes"))
    stand.change(lambda session, world: post(session, world.ben, "Wir haben das Formular für die Dienstreisen nicht"))
    stand.worker.drain()
    french, german = stand.found("congé"), stand.found("Dienstreisen")
    assert (len(french), len(german)) == (1, 1)
    assert stand.found("demande", languages=("fr",)) == french
    assert stand.found("formular", languages=("de",)) == german
    assert stand.found("Dienstreise") == []


def test_an_edited_and_renamed_page_is_found_by_its_new_words_alone(stand: Stand) -> None:
    stand.change(lambda s, w: edit(w.start, by=w.aisha, based_on=1, title="Harbour", body="All about quays"))
    stand.worker.drain()
    assert stand.found("quays") == stand.found("harbour") == [stand.id_of("start")]
    assert stand.id_of("start") not in stand.found("welcome")


def test_a_change_of_tags_alone_reaches_the_index(stand: Stand) -> None:
    page = stand.id_of("publishing")
    stand.change(lambda s, w: edit(w.publishing, by=w.aisha, based_on=1, body=w.publishing.body, tags=["print"]))
    stand.worker.drain()
    assert page in stand.found("", tags=("print",))
    assert page not in stand.found("", tags=("web",))


def test_what_is_in_the_trash_is_not_found_until_it_is_restored(stand: Stand) -> None:
    page = stand.id_of("publishing")
    stand.change(lambda session, world: trash(world.publishing, world.aisha))
    stand.worker.drain()
    assert page not in stand.found("publishing")
    stand.change(lambda session, world: untrash(world.publishing, world.aisha))
    stand.worker.drain()
    assert page in stand.found("publishing")


def test_what_was_removed_for_good_leaves_nothing_in_the_index(stand: Stand) -> None:
    question, answer = stand.id_of("question"), stand.id_of("answer")
    stand.change(lambda session, world: trash(world.question, world.aisha))
    stand.change(lambda session, world: purge(world.question, world.aisha))
    stand.worker.drain()
    assert not {question, answer} & stand.engine.ids().keys()
    assert not stand.indexer.difference()


def test_a_person_is_found_until_the_account_is_closed(stand: Stand) -> None:
    stand.change(lambda session, world: describe(session, world.ben, job_title="Harbour master"))
    stand.worker.drain()
    assert len(stand.found("harbour master", kinds=("person",))) == 1
    stand.change(lambda session, world: disable(session, world.ben, world.ada))
    stand.worker.drain()
    assert stand.found("harbour master", kinds=("person",)) == []


def test_guests_are_not_in_the_index(stand: Stand) -> None:
    assert stand.found("gwen", kinds=("person",)) == []


# Closing a space


def close(session: Session, world: World) -> None:
    review = (clock.now() + timedelta(days=30)).date()
    change_openness(session, world.desk, world.aisha, "hidden", "security", review)


def test_a_closed_space_is_held_from_search_at_once_and_released_to_its_members_by_the_worker(stand: Stand) -> None:
    page = stand.id_of("publishing")
    stand.change(close)
    assert page not in stand.found("publishing")
    with stand.database.reading() as session:
        members = frozenset({f"space:{load(session).desk.id}"})
    assert stand.found("publishing", members) == []
    stand.worker.drain()
    assert page in stand.found("publishing", members)
    assert page not in stand.found("publishing")
    assert stand.found(CANARY, EVERYONE | members) == []


def test_a_space_that_was_closed_again_meanwhile_stays_held(store: Database, tmp_path: Path) -> None:
    class Meanwhile(WhooshEngine):
        """Closes the space between the reading of its entries and the commit, as another process could."""

        closing = False

        def commit(self) -> int:
            if self.closing:
                self.closing = False
                with store.writing() as session:
                    close(session, load(session))
            return super().commit()

    engine = Meanwhile(tmp_path / "index")
    stand = make(store, engine)
    stand.indexer.rebuild()
    stand.change(close)
    stand.worker.drain()
    stand.change(lambda s, w: change_openness(s, w.desk, w.aisha, "open", None, None))
    engine.closing = True
    stand.worker.run_once()
    with store.reading() as session:
        assert held_from_search(session)
    stand.worker.drain()
    with store.reading() as session:
        assert not held_from_search(session)
    engine.close()


def test_a_hold_whose_job_was_lost_is_released_after_the_next_start(stand: Stand) -> None:
    stand.change(close)
    with stand.database.writing() as session:
        session.query(OutboxJob).delete()
    stand.indexer.verify_at_start()
    stand.worker.drain()
    with stand.database.reading() as session:
        assert not held_from_search(session)
    assert stand.id_of("publishing") not in stand.found("publishing")


# At start


def reopened(stand: Stand) -> Stand:
    stand.engine.close()
    again = make(stand.database, WhooshEngine(stand.engine._root))
    again.indexer.verify_at_start()
    return again


def test_a_missing_index_is_built_at_start(stand: Stand) -> None:
    before = stand.engine.ids()
    (stand.engine._root / whoosh_store.POINTER).unlink()
    assert reopened(stand).engine.ids() == before


def test_a_folder_that_was_removed_while_running_is_built_again_with_the_next_change(stand: Stand) -> None:
    shutil.rmtree(stand.engine._root)
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    stand.worker.drain()
    assert len(stand.found("ferry")) == 1
    assert not stand.indexer.difference()


def test_what_is_written_while_the_index_breaks_is_not_lost(stand: Stand) -> None:
    next(stand.engine._root.glob("*/*.toc")).write_bytes(b"no contents")
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    stand.worker.drain()
    assert len(stand.found("ferry")) == 1
    assert stand.waiting() == 0 and not stand.indexer.difference()


def test_a_missing_index_is_built_again_while_nobody_writes(stand: Stand) -> None:
    before, built = stand.engine.ids(), stand.engine.stats().generation
    stand.indexer.look_after()
    assert stand.engine.stats().generation == built
    shutil.rmtree(stand.engine._root)
    stand.indexer.look_after()
    assert stand.engine.verify() == [] and stand.engine.ids() == before


def test_a_damaged_index_is_built_anew_at_start(stand: Stand) -> None:
    before = stand.engine.ids()
    pack = next(stand.engine._root.glob("*/*.pack"))
    pack.write_bytes(pack.read_bytes()[:-1] + b"?")
    again = reopened(stand)
    assert again.engine.ids() == before
    assert again.engine.verify() == []


def test_a_stale_index_catches_up_at_start(stand: Stand) -> None:
    stand.change(lambda s, w: edit(w.start, by=w.aisha, based_on=1, title="Start here", body="All about quays"))
    with stand.database.writing() as session:
        session.query(OutboxJob).delete()
    again = reopened(stand)
    again.worker.drain()
    assert again.found("quays") == [stand.id_of("start")]
    assert not again.indexer.difference()


def test_an_index_of_another_database_is_built_anew_at_start(stand: Stand) -> None:
    strange = [Document(f"entry:{n}", "page", "X", "", (), "everyone", "", "", "", "en", "", 1, 1) for n in range(900)]
    stand.engine.rebuild(strange)
    stand.indexer.verify_at_start()
    assert not stand.indexer.difference()


@pytest.mark.parametrize("lost", ["tags", "status", "activity"])
def test_a_lost_job_is_noticed_whatever_it_was_for(stand: Stand, lost: str) -> None:
    def change(session: Session, world: World) -> None:
        if lost == "tags":
            edit(world.publishing, by=world.aisha, based_on=1, body=world.publishing.body, tags=["print"])
        elif lost == "status":
            world.publishing.status = "outdated"
        else:
            world.publishing.last_activity_at = clock.now()

    stand.change(change)
    assert stand.indexer.difference().stale == [stand.id_of("publishing")]


# Beside other processes, and when this one dies


def test_a_job_that_is_done_twice_changes_nothing_more(stand: Stand) -> None:
    """As after a kill between the commit of the index and the removal of the job."""
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    with stand.database.reading() as session:
        jobs = list(session.scalars(select(OutboxJob).where(OutboxJob.task == "index")))
    stand.indexer.handle(jobs)  # type: ignore[arg-type]  # rows have what jobs have
    before = stand.engine.ids()
    assert stand.waiting() == 1
    stand.worker.drain()
    assert stand.engine.ids() == before
    assert (stand.waiting(), len(stand.found("ferry"))) == (0, 1)


def test_what_is_written_during_a_rebuild_is_found_after_it(store: Database, tmp_path: Path) -> None:
    class Meanwhile(WhooshEngine):
        """Writes to the database in the middle of a rebuild, as a person would."""

        def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
            def slowly() -> Iterator[Document]:
                for number, document in enumerate(documents):
                    if number == 3:
                        with store.writing() as session:
                            post(session, load(session).ben, "The ferry is late")
                    yield document

            return super().rebuild(slowly(), progress)

    stand = make(store, Meanwhile(tmp_path / "index"))
    stand.indexer.rebuild()
    assert stand.waiting() == 1
    stand.worker.drain()
    assert len(stand.found("ferry")) == 1
    stand.engine.close()


def test_jobs_wait_without_harm_while_another_process_writes(stand: Stand) -> None:
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    with whoosh_store.locked(stand.engine._root):
        stand.worker.drain()
    with stand.database.reading() as session:
        job = session.scalars(select(OutboxJob).where(OutboxJob.task == "index")).one()
        assert (job.attempts, job.error) == (0, None)
    with clock.at(clock.now() + timedelta(seconds=3)):
        stand.worker.drain()
    assert len(stand.found("ferry")) == 1


def test_a_rebuild_by_another_process_is_followed_by_reader_and_writer(stand: Stand) -> None:
    other = WhooshEngine(stand.engine._root)
    Indexer(stand.database, other).rebuild()
    stand.change(lambda session, world: post(session, world.ben, "The ferry is late"))
    stand.worker.drain()
    other.refresh()
    assert len(other.search(Query("ferry"), EVERYONE).hits) == len(stand.found("ferry")) == 1
    other.close()


def test_a_broken_job_does_not_hold_up_the_others(stand: Stand) -> None:
    with stand.database.writing() as session:
        promise(session, "index", "entry:none")
        post(session, load(session).ben, "The ferry is late")
    stand.worker.drain()
    assert len(stand.found("ferry")) == 1
    assert stand.waiting() == 1
