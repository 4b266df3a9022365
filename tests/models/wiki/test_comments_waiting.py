"""Whom a comment waits for: whoever answers for the page, and whoever took part in its thread."""

import pytest
from sqlalchemy.orm import Session

from models.people.person import Person
from models.policy.viewer import viewer_of
from models.waiting.waiting import Waiting, waiting
from models.wiki.comments.commenting import answer_comment, comment, resolve_comment
from models.wiki.page import Page, write_page
from tests.world import World


@pytest.fixture
def page(session: Session, world: World) -> Page:
    made = write_page(session, world.aisha, world.desk, "Licences", "Text")
    made.owner_person_id, made.owner_role = world.ben.id, ""
    session.flush()
    return made


def waits_for(session: Session, person: Person) -> Waiting:
    session.flush()
    return waiting(session, viewer_of(session, person))


def test_a_comment_waits_for_whoever_answers_for_the_page(session: Session, world: World, page: Page) -> None:
    said = comment(page, world.tomas, "Is this so?")
    assert [row.id for row in waits_for(session, world.ben).comments] == [said.id]
    assert waits_for(session, world.aisha).comments == []


def test_a_comment_no_longer_waits_once_it_is_answered_or_resolved(session: Session, world: World, page: Page) -> None:
    first, second = comment(page, world.tomas, "Is this so?"), comment(page, world.mei, "And this?")
    answer_comment(first, page, world.ben, "It is")
    assert [row.id for row in waits_for(session, world.ben).comments] == [second.id]
    resolve_comment(second, world.aisha)
    assert waits_for(session, world.ben).comments == []


def test_ones_own_comment_waits_for_others_alone(session: Session, world: World, page: Page) -> None:
    comment(page, world.ben, "A note to myself")
    assert waits_for(session, world.ben).comments == []


def test_an_answer_waits_for_those_who_took_part_in_the_thread(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.tomas, "Is this so?")
    answer_comment(head, page, world.mei, "I think so")
    said = answer_comment(head, page, world.aisha, "It is")
    for person in (world.tomas, world.mei):
        assert [row.id for row in waits_for(session, person).answered] == [said.id]
    assert waits_for(session, world.aisha).answered == []


def test_an_answer_no_longer_waits_once_the_thread_is_resolved(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.tomas, "Is this so?")
    answer_comment(head, page, world.aisha, "It is")
    resolve_comment(head, world.aisha)
    assert waits_for(session, world.tomas).answered == []


def test_what_one_may_not_read_waits_for_nobody(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.tomas, "Is this so?")
    said = answer_comment(head, page, world.aisha, "It is")
    said.audience = f"person:{world.aisha.id}"
    assert waits_for(session, world.tomas).answered == []
