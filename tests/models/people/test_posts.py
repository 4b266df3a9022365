"""Posts: who holds them, circles of who reports to whom, and the chart that is opened by parts."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.people.chart import LEVEL, bodies_below, chart, count_posts, find_posts, level, posts_of, way_to_post
from models.people.post import Post, circles, end_posts, hold, rank_of
from models.spaces.joining import disable
from tests.world import World


def add(session: Session, world: World, title: str, above: Post | None = None, **values: object) -> Post:
    made = Post(
        department_id=values.pop("department_id", world.transport.id), title=title, created_at=clock.now(),
        reports_to_id=above.id if above else None, **values,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def drawn(level) -> list:
    """The titles of a level, each opened one with what is below it."""
    return [
        (node.row.title, drawn(node.level)) if node.level else node.row.title for node in level.nodes
    ]  # fmt: skip


@pytest.fixture
def roads(session: Session, world: World) -> dict[str, Post]:
    head = add(session, world, "Permanent secretary", rank=1)
    director = add(session, world, "Director of roads", head, rank=3, unit="Roads")
    other = add(session, world, "Director of ports", head, rank=3)
    deputy = add(session, world, "Deputy director, salt", director, rank=5)
    hold(session, director, [world.aisha.id, world.ben.id])
    hold(session, deputy, [world.mei.id])
    session.flush()
    return {"head": head, "director": director, "other": other, "deputy": deputy}


def test_a_chart_opens_at_its_top(session, world, roads):
    (top,) = chart(session, world.transport.id).nodes
    assert (top.row.title, top.row.reports, top.level) == ("Permanent secretary", 2, None)


def test_a_chart_opens_down_to_a_post(session, world, roads):
    opened = chart(session, world.transport.id, roads["director"].id)
    assert drawn(opened) == [
        ("Permanent secretary", ["Director of ports", ("Director of roads", ["Deputy director, salt"])])
    ]


def test_a_post_shows_all_who_share_it(session, world, roads):
    opened = chart(session, world.transport.id, roads["head"].id)
    director = opened.nodes[0].level.nodes[1]
    assert [person.name for person in director.holders] == ["Aisha Khan", "Ben Okafor"]


def test_who_left_holds_no_post_in_the_chart(session, world, roads):
    disable(session, world.ben, world.ada)
    session.flush()
    (director,) = [
        node for node in level(session, world.transport.id, roads["head"].id).nodes if node.row.unit == "Roads"
    ]
    assert [person.name for person in director.holders] == ["Aisha Khan"]


def test_many_posts_of_one_level_come_in_parts(session, world, roads):
    for number in range(LEVEL + 5):
        add(session, world, f"Clerk {number:03}", roads["deputy"])
    first = level(session, world.transport.id, roads["deputy"].id)
    rest = level(session, world.transport.id, roads["deputy"].id, first.more)
    titles = [node.row.title for node in first.nodes + rest.nodes]
    assert titles == [f"Clerk {number:03}" for number in range(LEVEL + 5)]
    assert rest.more == 0


def test_many_posts_at_the_top_come_in_parts(session, world):
    for number in range(LEVEL + 5):
        add(session, world, f"Head {number:03}")
    first = level(session, world.transport.id)
    assert len(level(session, world.transport.id, 0, first.more).nodes) == 5


def test_a_post_that_reports_to_another_department_stands_at_the_top(session, world, roads):
    add(session, world, "Head of roads", roads["head"], department_id=world.roads.id)
    assert drawn(chart(session, world.roads.id)) == ["Head of roads"]
    assert [row.name for row in bodies_below(session, world.transport.id)] == ["Roads directorate"]


def test_an_ended_post_leaves_those_below_it_at_the_top(session, world, roads):
    end_posts(session, [roads["director"].id])
    session.expire_all()
    assert drawn(chart(session, world.transport.id)) == ["Permanent secretary", "Deputy director, salt"]
    assert count_posts(session, world.transport.id).posts == 3
    assert posts_of(session, world.aisha.id) == []


def test_a_post_is_found_by_its_words_and_by_who_holds_it(session, world, roads):
    assert [row.title for row in find_posts(session, world.transport.id, "salt")] == ["Deputy director, salt"]
    assert [row.title for row in find_posts(session, world.transport.id, "mei w")] == ["Deputy director, salt"]
    assert find_posts(session, world.transport.id, " ") == []


def test_the_way_to_a_post_leads_from_the_top(session, roads):
    way = [row.title for row in way_to_post(session, roads["deputy"].id)]
    assert way == ["Permanent secretary", "Director of roads", "Deputy director, salt"]
    assert way_to_post(session, 999_999) == []


def test_a_person_has_posts_with_the_one_above(session, world, roads):
    (row,) = posts_of(session, world.mei.id)
    assert (row.title, row.above_title, row.reports) == ("Deputy director, salt", "Director of roads", 0)


def test_who_takes_a_post_over_is_its_only_holder(session, world, roads):
    assert sorted(hold(session, roads["director"], [world.tomas.id])) == sorted([world.aisha.id, world.ben.id])
    session.flush()
    assert [row.title for row in posts_of(session, world.tomas.id)] == ["Director of roads"]
    hold(session, roads["director"], [world.aisha.id])
    session.flush()
    assert posts_of(session, world.tomas.id) == []


@pytest.mark.parametrize(
    "reports, found",
    [
        ({1: None, 2: 1, 3: 2}, []),
        ({1: 1}, [[1]]),
        ({3: 2, 2: 1, 1: 3, 4: 3, 5: 4}, [[1, 3, 2]]),
        ({1: 2, 2: 1, 3: 4, 4: 3}, [[1, 2], [3, 4]]),
        ({1: 9}, []),
    ],
)
def test_circles_are_found(reports, found):
    assert circles(reports) == found


def test_a_circle_in_the_database_ends_the_way_up(session, world, roads):
    roads["head"].reports_to_id = roads["deputy"].id
    session.flush()
    assert way_to_post(session, roads["deputy"].id)


def test_higher_grades_come_first():
    assert rank_of("SCS4") < rank_of("scs1") < rank_of("HEO") < rank_of("") == rank_of("unheard of")
