"""Which space and which topics are proposed for a question, from where what is like it stands."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from models.core.db import as_words
from models.entries.rows import visible_rows
from models.forums.topic import ask
from models.policy.viewer import viewer_of
from models.search.proposing import Proposal, likeness_of_spaces, proposed
from tests.world import World


def alike(*slugs: str | None, audience: str = "everyone") -> list[tuple[Any, float]]:
    """Rows of what is alike, the first the most."""
    return [
        (SimpleNamespace(id=number, space_slug=slug, space_name=f"Space {slug}", audience=audience), 10.0 - number)
        for number, slug in enumerate(slugs)
    ]


def placed(session: Session, looked: list[tuple[Any, float]], writable: set[str]) -> Proposal:
    """What is proposed where all that is alike is about the question."""
    return proposed(session, looked, {row.id for row, _score in looked}, writable)


def test_the_space_is_proposed_where_most_of_what_is_alike_stands(session: Session) -> None:
    found = placed(session, alike("desk", "gate", "desk", None), {"desk", "gate"})
    assert (found.space_slug, found.space_name, found.there, found.looked) == ("desk", "Space desk", 2, 4)


def test_a_space_where_the_asker_cannot_write_is_not_proposed(session: Session) -> None:
    assert placed(session, alike("desk", "desk", "gate", "gate"), {"gate"}).space_slug == "gate"
    assert placed(session, alike("desk", "desk"), set()).space_slug == ""


def test_nothing_is_proposed_where_nothing_is_clear(session: Session) -> None:
    assert placed(session, [], {"desk"}).space_slug == ""
    assert placed(session, alike("desk", None, None), {"desk", "gate"}).space_slug == ""
    assert placed(session, alike(None, None, None, None, "desk", "desk"), {"desk"}).space_slug == ""


def test_topics_come_from_what_everyone_may_read_and_stand_on_more_than_one(session: Session, world: World) -> None:
    secret = [ask(session, world.mei, f"Mill {n}?", "How?", space=world.mill, tags=["closed-plan"]) for n in (1, 2)]
    openly = [ask(session, world.mei, f"Salt {n}?", "How?", tags=["salt", f"only-{n}"]) for n in (1, 2)]
    session.flush()
    rows = visible_rows(session, viewer_of(session, world.mei), as_words([each.id for each in [*secret, *openly]]))
    assert len(rows) == 4
    assert placed(session, [(row, 1.0) for row in rows.values()], {"mill"}).tags == ["salt"]


def test_nothing_is_proposed_where_nothing_is_about_the_question(session: Session, world: World) -> None:
    openly = [ask(session, world.mei, f"Salt {n}?", "How?", space=world.desk, tags=["salt"]) for n in (1, 2)]
    session.flush()
    rows = visible_rows(session, viewer_of(session, world.mei), as_words([each.id for each in openly]))
    looked = [(row, 1.0) for row in rows.values()]
    found = proposed(session, looked, set(), {"desk"})
    assert (found.space_slug, found.tags, found.looked) == ("", [], 2)
    assert proposed(session, looked, {openly[0].id}, {"desk"}).tags == [], "a topic of one is too few"
    assert proposed(session, looked, set(rows), {"desk"}).tags == ["salt"]


def test_one_that_is_far_more_alike_outweighs_two_that_are_less(session: Session) -> None:
    looked = [
        (row, score)
        for (row, _old), score in zip(alike("gate", "desk", "desk", "gate"), (9.0, 5.0, 5.0, 0.5), strict=True)
    ]
    assert placed(session, looked, {"desk", "gate"}).space_slug == "gate"
    assert list(likeness_of_spaces(looked[1:], {"desk", "gate"})) == ["desk", "gate"]
