"""Every stream equals a search by brute force, for people who see much, little and only what is old; after ANALYZE."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from models.core.base import to_microseconds
from models.entries import streams
from models.entries.entry import Entry
from models.entries.streams import Position
from models.entries.tagged import with_tag
from models.entries.tagging import Tag, Tagging
from models.policy.viewer import Viewer
from models.spaces.space import Space
from tests.world import World

START = datetime(2024, 1, 1, tzinfo=UTC)
SPACES, ENTRIES = 30, 1500


@pytest.fixture
def crowd(session: Session, world: World) -> list[dict[str, Any]]:
    """1,500 entries in 30 spaces, half of them closed; some in one department, some in the trash, times that tie."""
    chance = random.Random(7)
    spaces = _spaces(session)
    rows = [_row(chance, number, spaces, world) for number in range(ENTRIES)]
    session.execute(insert(Entry.__table__), rows)
    for row in rows[::20]:
        row["root_id"] = None
    tag = Tag(name="crowd", created_at=START)
    session.add(tag)
    session.flush()
    tagged = [row for row in rows if row["id"] % 7 == 0]
    session.execute(
        insert(Tagging),
        [
            {
                "entry_id": r["id"],
                "tag_id": tag.id,
                "audience": r["audience"] if r["state"] == "live" else "",
                "active_at": r["last_activity_at"],
            }
            for r in tagged
        ],
    )
    for row in rows:
        row["tag_id"] = tag.id if row["id"] % 7 == 0 else None
    session.execute(text("ANALYZE"))
    return rows + _existing(session)


def _spaces(session: Session) -> list[int]:
    made = [
        Space(
            slug=f"crowd-{n}",
            name=f"Crowd {n}",
            openness="open" if n % 2 else "invite",
            closed_reason=None if n % 2 else "legal",
            review_on=None if n % 2 else START.date(),
            created_at=START,
        )
        for n in range(SPACES)
    ]
    session.add_all(made)
    session.flush()
    return [space.id for space in made]


def _row(chance: random.Random, number: int, spaces: list[int], world: World) -> dict[str, Any]:
    at = START + timedelta(seconds=chance.randrange(4000) * 60)
    place = chance.randrange(SPACES)
    audience = "everyone" if place % 2 else f"space:{spaces[place]}"
    if chance.random() < 0.05:
        audience = f"department:{world.transport.id}"
    return {
        "id": 10_000 + number,
        "kind": chance.choice(["question", "discussion", "post"]),
        "space_id": spaces[place],
        "author_id": chance.choice([world.aisha.id, world.ben.id, world.tomas.id]),
        "editor_id": world.aisha.id,
        "audience": audience,
        "state": "trashed" if chance.random() < 0.05 else "live",
        "title": f"Entry {number}",
        "created_at": at,
        "edited_at": at,
        "last_activity_at": at + timedelta(seconds=chance.randrange(3) * 60),
        "root_id": None,
        "html": "",
        "body": "",
        "text": "",
        "status": "",
        "slug": "",
        "excerpt": "",
        "language": "en",
        "version": 1,
        "reply_count": 0,
        "reaction_count": 0,
        "narrowed": False,
        "renderer": 1,
    }


def _existing(session: Session) -> list[dict[str, Any]]:
    found = session.execute(
        text(
            "SELECT id, kind, space_id, author_id, audience, state, root_id, created_at, last_activity_at FROM entries"
        )
    )
    return [{**row._mapping, "tag_id": None} for row in found if row.id < 10_000]


def _viewers(session: Session, world: World, crowd: list[dict[str, Any]]) -> dict[str, Viewer]:
    closed = sorted({int(row["audience"][6:]) for row in crowd if row["audience"].startswith("space:")})
    staff = Viewer(id=world.tomas.id, username="t", name="T", department_ids=(world.revenue.id,))
    oldest = sorted(crowd, key=lambda row: _at(row["created_at"]))[0]["space_id"]
    return {
        "typical": replace(staff, roles=dict.fromkeys(closed[:3], "reader")),
        "executive": replace(staff, roles=dict.fromkeys(closed, "reader"), department_ids=(world.transport.id,)),
        "guest": replace(staff, is_guest=True, roles={closed[1]: "reader"}),
        "archivist": replace(staff, is_guest=True, roles={oldest: "reader"}),
        "stranger": replace(staff, is_guest=True),
    }


def _at(value: Any) -> int:
    return value if isinstance(value, int) else to_microseconds(value)


def _brute(crowd: list[dict[str, Any]], viewer: Viewer, order: str, keep: Any = None) -> list[int]:
    seen = [
        row
        for row in crowd
        if row["state"] == "live" and row["audience"] in viewer.keys and not row["root_id"] and (not keep or keep(row))
    ]
    seen.sort(key=lambda row: (_at(row[order]), row["id"]), reverse=True)
    return [row["id"] for row in seen]


WHO = ("typical", "executive", "guest", "archivist", "stranger")


@pytest.mark.parametrize("who", WHO)
def test_every_page_of_the_newest_equals_brute_force(
    session: Session, world: World, crowd: list[dict[str, Any]], who: str
) -> None:
    viewer = _viewers(session, world, crowd)[who]
    truth, position = _brute(crowd, viewer, "last_activity_at"), None
    for start in range(0, min(len(truth), 100) + 1, streams.PAGE):
        found = streams.newest(session, viewer, position)
        assert [row.id for row in found] == truth[start : start + streams.PAGE]
        if found:
            position = Position(found[-1].last_activity_at, found[-1].id)


@pytest.mark.parametrize("who", WHO)
def test_the_streams_of_a_kind_and_of_posts_equal_brute_force(
    session: Session, world: World, crowd: list[dict[str, Any]], who: str
) -> None:
    viewer = _viewers(session, world, crowd)[who]
    questions = _brute(crowd, viewer, "last_activity_at", lambda row: row["kind"] == "question")[:20]
    assert [row.id for row in streams.newest_of_kind(session, viewer, "question")] == questions
    posts = _brute(crowd, viewer, "created_at", lambda row: row["kind"] == "post")[:20]
    assert [row.id for row in streams.newest_posts(session, viewer)] == posts


@pytest.mark.parametrize("who", WHO)
def test_the_streams_of_a_space_an_author_and_a_tag_equal_brute_force(
    session: Session, world: World, crowd: list[dict[str, Any]], who: str
) -> None:
    viewer = _viewers(session, world, crowd)[who]
    space_id, tag_id = crowd[5]["space_id"], next(row["tag_id"] for row in crowd if row["tag_id"])
    in_space = _brute(crowd, viewer, "last_activity_at", lambda row: row["space_id"] == space_id)[:20]
    assert [row.id for row in streams.in_space(session, viewer, space_id)] == in_space
    by_ben = _brute(crowd, viewer, "created_at", lambda row: row["author_id"] == world.ben.id)
    found = [row.id for row in streams.by_author(session, viewer, world.ben.id) if not row.root_id]
    assert found == by_ben[: len(found)]
    tagged = _brute(crowd, viewer, "last_activity_at", lambda row: row["tag_id"] == tag_id)[:20]
    assert [row.id for row in with_tag(session, viewer, tag_id)] == tagged


@pytest.mark.parametrize("who", WHO)
def test_home_equals_brute_force_over_what_is_followed(
    session: Session, world: World, crowd: list[dict[str, Any]], who: str
) -> None:
    viewer = _viewers(session, world, crowd)[who]
    spaces, tag_id = {row["space_id"] for row in crowd[:3]}, next(row["tag_id"] for row in crowd if row["tag_id"])
    followed = {"space": sorted(s for s in spaces if s), "person": [world.ben.id], "tag": [tag_id], "entry": []}

    def mine(row: dict[str, Any]) -> bool:
        by = row["author_id"] in (world.ben.id, viewer.id)
        return by or row["space_id"] in spaces or row["tag_id"] == tag_id

    truth = _brute(crowd, viewer, "created_at", mine)[:20]
    assert [row.id for row in streams.home(session, viewer, followed)] == truth


def test_a_position_survives_its_way_through_an_address() -> None:
    position = Position(START, 17)
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize("junk", ["", None, "x", "1-", "-1", "9" * 40 + "-1", "1-2-3", "١-٢"])
def test_a_position_that_cannot_be_read_is_the_beginning(junk: str | None) -> None:
    assert Position.parse(junk).at == streams.END_OF_TIME
