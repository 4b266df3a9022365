"""What never tells what a person knows: the list that people read is the list that the code keeps."""

import re

import pytest
from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.db import Database
from models.entries.reacting import react
from models.expertise.finding import find_departments, find_experts
from models.expertise.never import ALLOWED, NEVER
from models.expertise.showing import rows_of
from models.expertise.topics import topics_for
from models.messages.talking import begin
from models.policy.viewer import viewer_of
from tests.counting import statements
from tests.models.expertise.conftest import Index
from tests.models.expertise.test_finding import TEXT
from tests.world import World


def test_what_is_never_looked_at_and_what_may_be_are_apart_and_exist() -> None:
    tables = set(Base.metadata.tables)
    never = {table for each in NEVER for table in each.tables}
    assert not never & ALLOWED
    assert never | ALLOWED <= tables


def test_finding_and_topics_read_only_the_tables_that_are_allowed(
    session: Session, shared_store: Database, world: World, index: Index
) -> None:
    engine, mei, ben = index(), viewer_of(session, world.mei), viewer_of(session, world.ben)
    with statements(shared_store) as seen:
        found = find_experts(session, engine, mei, TEXT)
        find_departments(session, engine, mei, TEXT)
        rows_of(session, mei, [piece for each in found for piece in each.pieces])
        topics_for(session, engine, ben)
    assert found and len(seen) >= 10
    read = {name for text in seen for name in re.findall(r"\b(?:FROM|JOIN) +\(?\"?([a-z_]+)\"?", text)}
    known = read & set(Base.metadata.tables)
    assert known <= ALLOWED, f"these tables are no evidence: {known - ALLOWED}"


@pytest.mark.parametrize("deed", ["message", "reaction"])
def test_words_in_private_and_reactions_change_nothing(session: Session, world: World, index: Index, deed: str) -> None:
    mei = viewer_of(session, world.mei)
    before = [(each.person.id, each.score) for each in find_experts(session, index(), mei, TEXT)]
    if deed == "message":
        begin(session, world.tomas, [world.mo], "I check all statements of accessibility")
    else:
        react(session, world.answer, world.mo, "thanks")
    after = [(each.person.id, each.score) for each in find_experts(session, index(), mei, TEXT)]
    assert after == [(person, pytest.approx(score, rel=1e-4)) for person, score in before]
