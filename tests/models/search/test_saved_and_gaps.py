"""Kept searches and gaps on both databases: every statement runs there, and means the same."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.errors import Refused
from models.core.outbox import OutboxJob, Worker
from models.entries.streams import Position
from models.forums.topic import ask
from models.microblog.micropost import post
from models.notices.making import NoticeMaker
from models.notices.notice import Notice
from models.notices.reading import notices
from models.policy.viewer import viewer_of
from models.search import gap, gap_counting, noting, saved
from models.search.asked import asked_again
from models.search.gap import SearchGap
from models.search.gap_counting import GapCounter, GapSearch
from models.search.watching import SearchWatcher, promise_next
from tests.naming import load


class Engine:
    """Finds the entries that it was given, whatever is asked: what an engine finds is tested with the engines."""

    needs_rebuild = False


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The entries that every search finds."""
    found: list[int] = []
    monkeypatch.setattr("models.search.watching.found_entries", lambda *_args: list(found))
    return found


def test_what_is_new_is_told_once_to_whoever_may_read_it(store: Database, finds: list[int]) -> None:
    with store.writing() as session:
        world = load(session)
        for person in (world.tomas, world.gwen, world.ada):
            saved.save_search(session, person, asked_again("q=salt"), "Salt", tells=True)
        session.get_one(saved.SavedSearch, 3).due_at = None
        made = [
            post(session, world.ben, "Salt"), post(session, world.mei, "Salt of Mill", space=world.mill),
            post(session, world.tomas, "My own salt"),
        ]  # fmt: skip
        session.flush()
        finds += [world.note.id, *(each.id for each in made)]
        people, wanted = {"tomas": world.tomas.id, "gwen": world.gwen.id}, [each.id for each in made]
        session.query(OutboxJob).delete()
        promise_next(session)
    engine: Any = Engine()
    worker = Worker(
        store, {"searches": SearchWatcher(store, engine).handle, "notices": NoticeMaker(store).handle}
    )  # fmt: skip
    for hours in (2, 4):
        with clock.at(clock.now() + timedelta(hours=hours)):
            worker.drain()
    with store.reading() as session:
        told = {row.person_id: row.items for row in session.scalars(select(Notice))}
        assert told == {people["tomas"]: f'["{wanted[0]}"]', people["gwen"]: f'["{wanted[1]}"]'}
        assert [line.row.note for line in notices(session, viewer_of(session, people["tomas"]))] == ["Salt"]
        assert len(session.scalars(select(OutboxJob).where(OutboxJob.task == saved.TASK)).all()) == 1


def test_searches_keep_their_order_and_their_number_has_an_end(session: Session, world: Any, monkeypatch: Any) -> None:
    made = [saved.save_search(session, world.mei, asked_again(f"q=a{n}"), f"A{n}", False) for n in range(3)]
    saved.move_search(session, made[2], up=True)
    saved.move_search(session, made[0], up=True)
    assert [row.name for row in saved.saved_searches(session, world.mei.id)] == ["A0", "A2", "A1"]
    saved.remove_search(session, made[2])
    monkeypatch.setattr(saved, "MOST", 2)
    for act in (
        lambda: saved.restore_search(session, made[2]),
        lambda: saved.save_search(session, world.mei, asked_again("q=more"), "More", False),
    ):
        with pytest.raises(Refused):
            act()
    assert saved.own_search(session, world.tomas, made[0].id) is None


def test_a_gap_opens_with_the_third_person_and_runs_its_course(store: Database) -> None:
    with store.writing() as session:
        world = load(session)
        people, mei_id = [world.tomas.id, world.ben.id, world.mo.id, world.aisha.id], world.mei.id
        noting.choose_counting(session, world.aisha, counted=False)
    counter = GapCounter(store, "secret")
    today = clock.now().date()

    def noted(*persons: int, how: Any = "unfound") -> int:
        for person in persons:
            counter.put(("parental leave", today, how), person)
        counter.store()
        with store.reading() as session:
            return len(gap.gaps(session, persons[0], "open"))

    assert noted(people[0], people[1], people[3]) == 0
    assert noted(people[1], how="success") == 0
    assert noted(people[2]) == 0
    assert noted(people[3]) == 0
    with store.writing() as session:
        world = load(session)
        gap_counting.forget_person(session, counter, people[0])
        assert len(gap_counting.in_vain(session.scalars(select(GapSearch)).all())) == 1
    assert noted(mei_id, people[0], how="unopened") == 1
    with store.writing() as session:
        world = load(session)
        found = session.scalars(select(SearchGap)).one()
        assert session.scalars(select(GapSearch)).all() == []
        gap.take_on(session, found, world.tomas)
        session.flush()
        views = {view: len(gap.gaps(session, world.tomas.id, view, Position.parse(None))) for view in gap.LISTS}
        assert views == {"open": 0, "taken": 1, "mine": 1, "closed": 0}
        assert gap.close_answered(session) == 1
        ask(session, world.tomas, "Leaves of parental kind", "Who knows?", space=world.desk)
        session.flush()
        assert gap.close_answered(session) == 0
        assert len(gap.gaps(session, world.tomas.id, "closed")) == 1
        gap.forget_old_gaps(session)
        gap_counting.forget_old_searches(session)
        saved.forget_removed(session)


def test_the_least_number_of_people_is_three() -> None:
    """A rule for the protection of people. Whoever changes it changes what all have been told."""
    assert gap_counting.LEAST_PEOPLE == 3


def test_words_that_a_closed_hit_explains_are_not_noted(session: Session, world: Any) -> None:
    mei, asked = viewer_of(session, world.mei), asked_again("q=falcon")
    for audience, words in (("everyone", "falcon"), (f"space:{world.mill.id}", "")):
        hit = SimpleNamespace(row=SimpleNamespace(audience=audience))
        found: Any = SimpleNamespace(catching_up=False, acronyms=[], suggestion=None, hits=[hit], total=1)
        assert gap_counting.countable_words(mei, asked, found) == words


def test_signs_alone_are_no_words_that_somebody_misses() -> None:
    assert [noting.plain_words(text) for text in ("!!!???", "\\(^o^)/ ?", "— — —")] == ["", "\\(^o^)/ ?", ""]
