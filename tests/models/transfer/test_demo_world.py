"""The demo world: everything is there once, lived in the order of its time, and nothing shows what is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core import clock, migrating
from models.core.db import Database
from models.entries.entry import Entry
from models.entries.following import followed
from models.entries.revision import Revision, history
from models.people.credential import person_with_password
from models.people.person import Person, person_named
from models.spaces.space import Space
from models.transfer.demo_world import PASSWORD, load_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session on a database that holds the demo world and nothing else."""
    folder: Path = tmp_path_factory.mktemp("demo")
    database = Database(f"sqlite:///{folder / 'witan.db'}")
    migrating.upgrade(database)
    with database.writing() as session:
        load_demo(session)
    with database.reading() as session:
        yield session
    database.close()


def count(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).where(Entry.kind == kind)) or 0


def test_the_demo_has_people_spaces_pages_topics_and_posts(demo: Session) -> None:
    assert demo.scalar(select(func.count(Person.id))) == 44
    assert demo.scalar(select(func.count(Space.id))) == 10
    assert count(demo, "page") == 80
    assert count(demo, "question") + count(demo, "discussion") == 60
    assert count(demo, "post") >= 200


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
