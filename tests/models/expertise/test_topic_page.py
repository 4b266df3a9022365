"""The page of a topic: who stands on it, who is at work on it, and what stands first, each for whoever looks."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import Base
from models.core.db import Database
from models.entries.curating import add_word, pin, rename
from models.entries.tagging import Tag
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.expertise.never import ALLOWED
from models.expertise.topic_page import PEOPLE_PARTS, TopicPage, first_of_topic, topic_page
from models.forums.answering import accept
from models.forums.topic import answer, ask
from models.people.person import Person
from models.people.statement import NO_MATCH, state
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY, World


def tag(session: Session, name: str = "web") -> Tag:
    return session.scalars(select(Tag).where(Tag.name == name)).one()


@pytest.fixture
def page(session: Session):
    def look(by: Person, name: str = "web") -> TopicPage:
        session.flush()
        return topic_page(session, viewer_of(session, by), tag(session, name))

    return look


def names(page: TopicPage) -> list[str]:
    return [each.username for each in page.people]


def test_only_those_who_accepted_the_topic_stand_there_with_what_they_did(session: Session, world: World, page) -> None:
    assert names(page(world.tomas)) == [], "Ben answered, but did not say that it is his topic"
    say(session, world.ben, "web", ACCEPTED_WORD, {})
    accept(world.answer, world.question, world.tomas)
    found = page(world.tomas).people[0]
    assert (found.name, found.department, found.acts) == ("Ben Okafor", "Ministry of Transport", ["accepted"])
    assert page(world.gwen, CANARY).people == [], "guests learn of no people"


@pytest.mark.parametrize("word", [HIDDEN_WORD, CONTESTED_WORD])
def test_hiding_contesting_and_leaving_hold_at_once(session: Session, world: World, page, word: str) -> None:
    for person in (world.ben, world.aisha, world.mei):
        say(session, person, "web", ACCEPTED_WORD, {})
    say(session, world.ben, "web", word, {})
    state(session, world.mei, NO_MATCH, "Cooking, and the web", None)
    seen = page(world.tomas)
    assert names(seen) == ["aisha.khan"] and seen.number == 1
    assert [unit.name for unit in seen.units] == ["Roads directorate"], "nor do they count for their departments"
    world.aisha.disabled_at = clock.now()
    seen = page(world.tomas)
    assert not seen.people and not seen.units


def test_who_did_more_of_late_stands_first_and_departments_are_counted_by_matters(
    session: Session, world: World, page
) -> None:
    for person in (world.aisha, world.ben, world.mei):
        say(session, person, "web", ACCEPTED_WORD, {})
    accept(world.answer, world.question, world.tomas)
    asked = ask(session, world.tomas, "Which browsers?", "All?", space=world.desk, tags=["web"])
    accept(answer(asked, world.ben, "Most."), asked, world.tomas)
    seen = page(world.tomas)
    assert names(seen) == ["ben.okafor", "aisha.khan", "mei.wong"]
    assert [(unit.name, unit.matters) for unit in seen.units] == [
        ("Ministry of Transport", 2),
        ("Roads directorate", 1),
    ]


def test_what_the_viewer_may_not_read_counts_for_nobody(session: Session, world: World, page) -> None:
    say(session, world.mei, "web", ACCEPTED_WORD, {})
    write_page(session, world.mei, world.mill, f"More {CANARY}", "Text", tags=["web"])
    stranger, member = page(world.tomas), page(world.mei)
    assert stranger.people[0].acts == [] and member.people[0].acts == ["owned"]
    assert "Ministry of Transport" in {unit.name for unit in member.units}
    assert sum(unit.matters for unit in member.units) == sum(unit.matters for unit in stranger.units) + 1


def test_who_accepted_a_word_stands_where_it_leads_and_who_refuses_either_does_not(
    session: Session, world: World, page
) -> None:
    say(session, world.ben, "web", ACCEPTED_WORD, {})
    say(session, world.aisha, "sites", ACCEPTED_WORD, {})
    rename(session, tag(session), "internet", world.ada)
    add_word(session, tag(session, "internet"), "sites", world.ada)
    assert {each.topic for each in page(world.tomas, "internet").people} == {"web", "sites"}
    say(session, world.aisha, "internet", CONTESTED_WORD, {})
    assert names(page(world.tomas, "internet")) == ["ben.okafor"]


def test_official_pages_and_open_questions_stand_first_for_those_who_may_read_them(
    session: Session, world: World
) -> None:
    hidden = write_page(session, world.mei, world.mill, f"Rule {CANARY}", "Text", tags=["web"])
    asked = ask(session, world.mei, f"And {CANARY}?", "Text", space=world.mill, tags=["web"])
    hidden.status = world.publishing.status = "official"
    for entry in (world.publishing, world.start, hidden):
        pin(session, tag(session), entry, world.mei)
    session.flush()
    stranger = first_of_topic(session, viewer_of(session, world.tomas), tag(session))
    assert [row.id for row in stranger.official] == [world.publishing.id]
    assert [row.id for row in stranger.pinned] == [world.start.id], "each stands once"
    assert [row.id for row in stranger.open] == [world.question.id]
    member = first_of_topic(session, viewer_of(session, world.mei), tag(session))
    assert {row.id for row in member.official} == {world.publishing.id, hidden.id}
    assert {row.id for row in member.open} == {world.question.id, asked.id}
    accept(world.answer, world.question, world.tomas)
    session.flush()
    assert not first_of_topic(session, viewer_of(session, world.tomas), tag(session)).open


def test_what_is_old_counts_less_on_the_page_of_a_topic(session: Session, world: World, page) -> None:
    for person in (world.ben, world.tomas):
        say(session, person, "web", ACCEPTED_WORD, {})
    asked = ask(session, world.mei, "Which fonts?", "One?", space=world.desk, tags=["web"])
    answer(asked, world.tomas, "Two.")
    world.answer.created_at = clock.now() - timedelta(days=900)
    assert names(page(world.mei)) == ["tomas.reyes", "ben.okafor"]


def test_people_and_departments_are_found_in_the_tables_that_are_allowed(
    session: Session, world: World, shared_store: Database
) -> None:
    dialect = session.get_bind().dialect
    read = {
        name
        for part in PEOPLE_PARTS
        for name in re.findall(r"\b(?:FROM|JOIN) +\(?\"?([a-z_]+)\"?", str(part.compile(dialect=dialect)))
    }
    assert read & set(Base.metadata.tables) <= ALLOWED
    viewer, web = viewer_of(session, world.tomas), tag(session)
    with statements(shared_store) as seen:
        topic_page(session, viewer, web)
        first_of_topic(session, viewer, web)
    assert len(seen) == 2
