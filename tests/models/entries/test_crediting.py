"""Credit for answers that became pages: both ways, for those who may read the other end, whatever moves."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.entries import trashing
from models.entries.crediting import Credit, credit, credit_later, credit_now, pages_from, sources_of
from models.entries.linking import Redirect
from models.forums.reading import topic_head
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.wiki.page import Page, write_page
from models.wiki.requests.approval import require_approval
from models.wiki.requests.requesting import propose_page
from tests.world import World


@pytest.fixture
def page(session: Session, world: World) -> Page:
    made = write_page(session, world.aisha, world.desk, "Statements", "The desk does, every May.")
    credit(session, world.aisha, world.answer, made)
    session.flush()
    return made


def _sources(session: Session, person: Person, page: Page) -> list[str]:
    session.flush()
    return [row.author_name for row in sources_of(session, viewer_of(session, person), page.id)]


def _pages(session: Session, person: Person, topic_id: int) -> list[str]:
    session.flush()
    found = pages_from(session, viewer_of(session, person), [topic_id])
    return [row.title for row in found.get(topic_id, [])]


def test_the_page_names_the_author_and_the_question_the_page(session: Session, world: World, page: Page) -> None:
    assert _sources(session, world.tomas, page) == ["Ben Okafor"]
    assert _pages(session, world.tomas, world.question.id) == ["Statements"]
    assert topic_head(session, viewer_of(session, world.tomas), world.question.id).became_page


def test_the_author_is_told_once(session: Session, world: World, page: Page) -> None:
    credit(session, world.aisha, world.answer, page)
    session.flush()
    (act,) = session.scalars(select(Act).where(Act.verb == "became-page"))
    assert (act.subject_id, act.detail["person"]) == (world.answer.id, world.ben.id)


def test_the_credit_survives_edits_and_a_new_title(session: Session, world: World, page: Page) -> None:
    page.revise(by=world.aisha, based_on=1, title="Checking statements", body="Quite another text")
    session.flush()
    assert session.scalar(select(Redirect.page_id)) == page.id
    assert _sources(session, world.tomas, page) == ["Ben Okafor"]
    assert _pages(session, world.tomas, world.question.id) == ["Checking statements"]


def test_who_may_not_read_the_page_learns_nothing_of_it(session: Session, world: World) -> None:
    hidden = write_page(session, world.mei, world.mill, "Hidden", "Text")
    credit(session, world.mei, world.answer, hidden)
    assert _pages(session, world.tomas, world.question.id) == []
    assert _pages(session, world.mei, world.question.id) == ["Hidden"]


def test_who_may_not_read_the_answer_learns_neither_of_it_nor_of_its_author(session: Session, world: World) -> None:
    open_page = write_page(session, world.mei, world.desk, "Open", "Text")
    credit(session, world.mei, world.secret_answer, open_page)
    assert _sources(session, world.tomas, open_page) == []
    assert _sources(session, world.mei, open_page) == ["Gwen Guest"]


def test_what_is_in_the_trash_is_named_nowhere(session: Session, world: World, page: Page) -> None:
    trashing.trash(page, world.aisha)
    assert _pages(session, world.tomas, world.question.id) == []
    trashing.untrash(page, world.aisha)
    trashing.trash(world.answer, world.ben)
    assert _sources(session, world.tomas, page) == []


def test_a_page_that_waits_for_approval_gets_its_credit_when_it_is_saved(session: Session, world: World) -> None:
    require_approval(session, world.aisha, world.desk, None, needed=1)
    session.flush()
    request = propose_page(session, world.ben, world.desk, None, title="Waits", body="Text", tags=[])
    credit_later(session, world.ben, world.answer, request.id)
    session.flush()
    assert session.scalar(select(Credit.page_id)) is None
    saved = write_page(session, world.ben, world.desk, "Waits", "Text", approved=True)
    credit_now(session, request.id, saved)
    assert _sources(session, world.tomas, saved) == ["Ben Okafor"]
