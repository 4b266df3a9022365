"""Which topics Witan suggests to a person, of what they did."""

from sqlalchemy.orm import Session

from models.expertise.topics import topics_for
from models.forums.topic import answer, ask
from models.policy.viewer import viewer_of
from tests.models.expertise.conftest import Index
from tests.world import World


def _answered(session: Session, world: World, title: str, *tags: str) -> None:
    asked = ask(session, world.tomas, title, "Nobody knows here.", space=world.desk, tags=list(tags))
    answer(asked, world.ben, "Households deserve a comfortable and dignified life.")


def test_where_one_works_is_no_topic(session: Session, world: World, index: Index) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Winter salt: {name}", "Ministry of Transport", "Revenue Agency")
    found = {topic.name for topic in topics_for(session, index(), viewer_of(session, world.ben))}
    assert "revenue-agency" in found and "ministry-of-transport" not in found


def test_without_tags_the_title_says_what_it_is_about(session: Session, world: World, index: Index) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Winter salt: {name}", "Ministry of Transport")
    found = {topic.name: len(topic.grounds) for topic in topics_for(session, index(), viewer_of(session, world.ben))}
    assert found["salt"] == 3
    assert not found.keys() & {"comfortable", "dignified", "households", "roads"}
