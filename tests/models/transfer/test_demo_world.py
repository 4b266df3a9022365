"""The demo world: everything is there once, lived in the order of its time, and nothing shows what is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core import clock, migrating
from models.core.blobs import Blobs
from models.core.db import Database
from models.entries.entry import Entry
from models.entries.following import followed
from models.entries.revision import Revision, history
from models.files.file import FileVersion
from models.people.credential import person_with_password
from models.people.person import Person, person_named
from models.policy.unnamed import USERNAME
from models.policy.viewer import viewer_of
from models.search.gap import SearchGap
from models.search.nearly import sketch_of
from models.search.saved import SavedSearch
from models.search.twin_comparing import likeness
from models.spaces.space import Space
from models.transfer.demo_world import PASSWORD, load_demo
from models.wiki.comments.commenting import Anchor, Comment
from models.wiki.procedures.reading import to_sign
from models.wiki.requests.requesting import ChangeRequest
from models.wiki.writing.translating import Translation


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session on a database that holds the demo world and nothing else."""
    folder: Path = tmp_path_factory.mktemp("demo")
    database = Database(f"sqlite:///{folder / 'witan.db'}")
    migrating.upgrade(database)
    with database.writing() as session:
        load_demo(session, Blobs(folder / "files"))
    with database.reading() as session:
        yield session
    database.close()


def count(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).where(Entry.kind == kind)) or 0


def test_the_demo_has_people_spaces_pages_topics_and_posts(demo: Session) -> None:
    assert demo.scalar(select(func.count(Person.id)).where(Person.username != USERNAME)) == 44
    assert demo.scalar(select(func.count(Space.id))) == 10
    assert count(demo, "page") == 83
    assert count(demo, "question") + count(demo, "discussion") == 61
    assert count(demo, "post") >= 200


def test_a_newcomer_sees_gaps_and_a_saved_search(demo: Session) -> None:
    taken = demo.execute(select(SearchGap.words, SearchGap.taken_by_id).order_by(SearchGap.id)).all()
    assert [words for words, by in taken if by is None] and [words for words, by in taken if by]
    assert {search.tells for search in demo.scalars(select(SavedSearch))} == {True}


def test_a_newcomer_sees_a_likely_twin(demo: Session) -> None:
    titles = ("Publishing an accessibility statement", "How to publish an accessibility statement")
    first, second = (demo.scalars(select(Entry).where(Entry.title == title)).one() for title in titles)
    assert first.space_id != second.space_id
    assert likeness(sketch_of(first), sketch_of(second)) >= 50


def test_what_pages_can_hold_is_there_to_be_seen(demo: Session) -> None:
    resolved = demo.scalars(select(Comment.status).where(Comment.parent_id == Comment.root_id)).all()
    assert len(resolved) == 3 and len(set(resolved)) == 2
    assert demo.scalar(select(func.count()).select_from(Anchor).where(Anchor.start.is_not(None))) == 2
    assert demo.scalar(select(func.count()).select_from(Translation)) == 2
    assert demo.scalars(select(ChangeRequest.state)).all() == ["open"]
    assert count(demo, "file") == 4
    assert demo.scalar(select(func.max(FileVersion.number))) == 2


def test_a_procedure_of_the_demo_waits_for_its_main_account(demo: Session) -> None:
    aisha = person_named(demo, "aisha.khan")
    assert aisha is not None
    assert [row.title for row in to_sign(demo, viewer_of(demo, aisha))] == ["Service desk handover checklist"]


def test_a_second_demo_changes_nothing(demo: Session) -> None:
    assert load_demo(demo) is None


def test_everybody_in_the_demo_has_the_same_password(demo: Session) -> None:
    assert person_with_password(demo, "aisha.khan", PASSWORD) is not None
    assert person_with_password(demo, "tomas.reyes", PASSWORD) is not None


def test_nothing_in_the_demo_lies_in_the_future(demo: Session) -> None:
    newest = demo.scalar(select(func.max(Entry.last_activity_at)))
    assert newest <= clock.now()


def test_a_page_with_known_earlier_texts_has_them_as_revisions(demo: Session) -> None:
    page = demo.scalars(select(Entry).where(Entry.title == "Publishing an accessibility statement")).one()
    texts = demo.scalars(select(Revision.body).where(Revision.entry_id == page.id)).all()
    assert len(texts) == len(set(texts)) == len(history(demo, page)) >= 3


def test_closed_spaces_of_the_demo_keep_their_entries_to_themselves(demo: Session) -> None:
    closed = select(Space.id).where(Space.openness != "open")
    audiences = set(demo.scalars(select(Entry.audience).where(Entry.space_id.in_(closed))))
    assert len(audiences) == 3
    assert all(audience.startswith("space:") for audience in audiences)


def test_the_demo_account_follows_spaces_tags_and_people(demo: Session) -> None:
    aisha = person_named(demo, "aisha.khan")
    assert aisha is not None
    assert all(followed(demo, aisha.id).values())
