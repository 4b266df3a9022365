"""Closing and opening a space carries its entries along in the same transaction."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid, Refused
from models.entries import editing, streams
from models.entries.audiences import change_openness
from models.entries.entry import Entry
from models.entries.tagging import Tagging
from models.forums.topic import Question
from models.policy.finding import held_from_search
from models.policy.viewer import viewer_of
from tests.world import World


def _close(session: Session, world: World) -> None:
    review = (clock.now() + timedelta(days=30)).date()
    change_openness(session, world.desk, world.aisha, "invite", "staff-matter", review)
    session.flush()


def test_closing_takes_every_entry_and_tag_from_those_outside(session: Session, world: World) -> None:
    _close(session, world)
    found = {row.space_id for row in streams.newest(session, viewer_of(session, world.tomas))}
    assert world.desk.id not in found
    audiences = set(session.scalars(select(Tagging.audience).where(Tagging.entry_id == world.publishing.id)))
    assert audiences == {f"space:{world.desk.id}"}


def test_a_closed_space_is_held_from_search_until_the_index_knows(session: Session, world: World) -> None:
    _close(session, world)
    assert world.desk.id in held_from_search(session)


def test_opening_again_leaves_what_was_narrowed_by_choice(session: Session, world: World) -> None:
    key = f"department:{world.transport.id}"
    narrow = editing.create(session, Question, by=world.aisha, title="T", body="b", space=world.desk, audience=key)
    _close(session, world)
    change_openness(session, world.desk, world.aisha, "open", None, None)
    session.expire_all()
    assert session.get_one(Entry, narrow.id).audience == f"space:{world.desk.id}"
    assert session.get_one(Entry, world.publishing.id).audience == "everyone"


@pytest.mark.parametrize(
    ("reason", "days"), [(None, 30), ("because", 30), ("legal", None), ("legal", -1), ("legal", 999)]
)
def test_a_space_closes_only_with_a_reason_and_a_review_date(
    session: Session, world: World, reason: str | None, days: int | None
) -> None:
    review = (clock.now() + timedelta(days=days)).date() if days is not None else None
    with pytest.raises(Invalid):
        change_openness(session, world.desk, world.aisha, "hidden", reason, review)


def test_a_space_with_guests_does_not_open(session: Session, world: World) -> None:
    with pytest.raises(Refused):
        change_openness(session, world.mill, world.mei, "open", None, None)
