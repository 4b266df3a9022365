"""Which space and which topics are proposed for a question, from where what is like it stands."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from models.core.db import as_words
from models.entries.rows import visible_rows
from models.forums.topic import ask
from models.policy.viewer import viewer_of
from models.search.proposing import likeness_of_spaces, proposed
from tests.world import World


def alike(*slugs: str | None, audience: str = "everyone") -> list[tuple[Any, float]]:
    """Rows of what is alike, the first the most."""
    return [
        (SimpleNamespace(id=number, space_slug=slug, space_name=f"Space {slug}", audience=audience), 10.0 - number)
        for number, slug in enumerate(slugs)
    ]


def test_the_space_is_proposed_where_most_of_what_is_alike_stands(session: Session) -> None:
    found = proposed(session, alike("desk", "gate", "desk", None), {"desk", "gate"})
    assert (found.space_slug, found.space_name, found.there, found.looked) == ("desk", "Space desk", 2, 4)


def test_a_space_where_the_asker_cannot_write_is_not_proposed(session: Session) -> None:
    assert proposed(session, alike("desk", "desk", "gate", "gate"), {"gate"}).space_slug == "gate"
    assert proposed(session, alike("desk", "desk"), set()).space_slug == ""


def test_nothing_is_proposed_where_nothing_is_clear(session: Session) -> None:
    assert proposed(session, [], {"desk"}).space_slug == ""
    assert proposed(session, alike("desk", None, None), {"desk", "gate"}).space_slug == ""
    assert proposed(session, alike(None, None, None, None, "desk", "desk"), {"desk"}).space_slug == ""


def test_topics_come_from_what_everyone_may_read_and_stand_on_more_than_one(session: Session, world: World) -> None:
    secret = [ask(session, world.mei, f"Mill {n}?", "How?", space=world.mill, tags=["closed-plan"]) for n in (1, 2)]
    openly = [ask(session, world.mei, f"Salt {n}?", "How?", tags=["salt", f"only-{n}"]) for n in (1, 2)]
    session.flush()
    rows = visible_rows(session, viewer_of(session, world.mei), as_words([each.id for each in [*secret, *openly]]))
    assert len(rows) == 4
    assert proposed(session, [(row, 1.0) for row in rows.values()], {"mill"}).tags == ["salt"]


def test_one_that_is_far_more_alike_outweighs_two_that_are_less(session: Session) -> None:
    looked = [
        (row, score)
        for (row, _old), score in zip(alike("gate", "desk", "desk", "gate"), (9.0, 5.0, 5.0, 0.5), strict=True)
    ]
    assert proposed(session, looked, {"desk", "gate"}).space_slug == "gate"
    assert list(likeness_of_spaces(looked[1:], {"desk", "gate"})) == ["desk", "gate"]
