"""Following and muting: one of both a thing, and what the home stream makes of it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries import streams
from models.entries.following import (
    FOLLOW,
    MUTE,
    NOTIFY,
    Follow,
    follow,
    follow_along,
    follows,
    level_of,
    mute,
    unfollow,
    unmute,
)
from models.entries.tagging import Tag
from models.forums.topic import answer, discuss
from models.microblog.micropost import post
from models.policy.viewer import viewer_of
from models.wiki.reading.watching import watched
from tests.world import World


def home(session: Session, person: Any) -> set[int]:
    viewer = viewer_of(session, person)
    found = watched(session, viewer)
    return {row.id for row in streams.home(session, viewer, found.ids, muted=found.muted)}


def newest(session: Session, person: Any) -> set[int]:
    viewer = viewer_of(session, person)
    return {row.id for row in streams.newest(session, viewer, muted=watched(session, viewer).muted)}


def test_a_thing_is_followed_or_muted_never_both(session: Session, world: World) -> None:
    for thing in (world.question, world.desk, world.ben, world.roads):
        follow(session, world.tomas, thing, notify=True)
        assert level_of(session, world.tomas, thing) == NOTIFY
        mute(session, world.tomas, thing)
        assert level_of(session, world.tomas, thing) == MUTE and not follows(session, world.tomas, thing)
        follow(session, world.tomas, thing)
        assert level_of(session, world.tomas, thing) == FOLLOW
        rows = session.scalars(select(Follow).where(Follow.person_id == world.tomas.id)).all()
        assert len(rows) == len({(r.entry_id, r.space_id, r.followed_id, r.department_id) for r in rows})


def test_unfollowing_leaves_a_mute_and_unmuting_leaves_a_follow(session: Session, world: World) -> None:
    mute(session, world.tomas, world.desk)
    unfollow(session, world.tomas, world.desk)
    assert level_of(session, world.tomas, world.desk) == MUTE
    follow(session, world.tomas, world.ben)
    unmute(session, world.tomas, world.ben)
    assert level_of(session, world.tomas, world.ben) == FOLLOW
    unmute(session, world.tomas, world.desk)
    assert level_of(session, world.tomas, world.desk) == ""


def test_nobody_mutes_themselves(session: Session, world: World) -> None:
    with pytest.raises(ValueError, match="themselves"):
        mute(session, world.ben, world.ben)


def test_answering_follows_but_does_not_end_a_mute(session: Session, world: World) -> None:
    mute(session, world.aisha, world.question)
    answer(world.question, world.aisha, "Every June.")
    assert level_of(session, world.aisha, world.question) == MUTE
    follow_along(session, world.mo, world.question)
    assert level_of(session, world.mo, world.question) == FOLLOW


def test_a_followed_department_brings_what_its_people_and_those_below_write(session: Session, world: World) -> None:
    follow(session, world.tomas, world.transport)
    # Ben works in the ministry, Aisha in a directorate of it; Mo in neither.
    below = discuss(session, world.aisha, "Salt", "Order it.", space=world.desk)
    elsewhere = post(session, world.mo, "Nothing to do with roads")
    found = home(session, world.tomas)
    assert {world.note.id, below.id} <= found
    assert elsewhere.id not in found
    unfollow(session, world.tomas, world.transport)
    assert world.note.id not in home(session, world.tomas)


def test_who_moves_to_another_department_takes_along_what_they_wrote(session: Session, world: World) -> None:
    follow(session, world.tomas, world.roads)
    assert world.note.id not in home(session, world.tomas)
    world.ben.department_id = world.roads.id
    session.flush()
    assert world.note.id in home(session, world.tomas)


def things_of_note(session: Session, world: World) -> dict[str, Any]:
    """By kind: what hides the post about gritting."""
    tag = session.scalars(select(Tag).where(Tag.name == "winter")).one()
    return {"entry": world.note, "tag": tag, "person": world.ben, "department": world.transport}


@pytest.mark.parametrize("kind", ["entry", "tag", "person", "department"])
def test_what_is_muted_comes_neither_from_what_i_follow_nor_from_elsewhere(
    session: Session, world: World, kind: str
) -> None:
    follow(session, world.tomas, world.ben)
    assert world.note.id in home(session, world.tomas) & newest(session, world.tomas)
    mute(session, world.tomas, things_of_note(session, world)[kind])
    assert world.note.id not in home(session, world.tomas) | newest(session, world.tomas)


def test_a_muted_space_is_silent_even_for_its_members(session: Session, world: World) -> None:
    follow(session, world.tomas, world.aisha)
    assert world.start.id in home(session, world.tomas)
    mute(session, world.tomas, world.desk)
    assert world.start.id not in home(session, world.tomas) | newest(session, world.tomas)


def test_what_names_me_comes_from_what_i_muted_and_so_does_my_own(session: Session, world: World) -> None:
    follow(session, world.tomas, world.aisha)
    mute(session, world.tomas, world.desk)
    naming = discuss(session, world.aisha, "Fees", "What does @tomas.reyes say?", space=world.desk)
    assert {naming.id, world.question.id} <= home(session, world.tomas)


def test_new_entries_in_what_is_muted_are_not_counted(session: Session, world: World) -> None:
    viewer = viewer_of(session, world.tomas)
    before = world.note.created_at
    mute(session, world.tomas, world.ben)
    found = watched(session, viewer)
    assert found.muted.person == [world.ben.id]
    counted = streams.count_since(session, viewer, before, muted=found.muted)
    post(session, world.ben, "Not for Tomas")
    assert streams.count_since(session, viewer, before, muted=found.muted) == counted
    assert streams.count_since(session, viewer, before) > counted
