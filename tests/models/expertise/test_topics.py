"""Which topics Witan suggests to a person, of what they did."""

import pytest
from sqlalchemy.orm import Session

from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
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
    assert found["winter-salt"] == 3
    assert not found.keys() & {"comfortable", "dignified", "households", "roads", "winter", "salt"}


def test_a_word_is_a_topic_where_it_stands_by_itself(session: Session, world: World, index: Index) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Salt: {name}", "Ministry of Transport")
    assert "salt" in {topic.name for topic in topics_for(session, index(), viewer_of(session, world.ben))}


def test_the_name_of_ones_department_is_no_topic_in_titles_either(session: Session, world: World, index: Index) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Ministry of Transport: {name} and winter salt")
    found = {topic.name for topic in topics_for(session, index(), viewer_of(session, world.ben))}
    assert "winter-salt" in found and not found & {"ministry-of-transport", "transport"}


@pytest.mark.parametrize("word", [CONTESTED_WORD, HIDDEN_WORD])
@pytest.mark.parametrize("refused", ["salt", "winter-salts", "winter-salt"])
def test_what_was_refused_does_not_come_back_under_another_name_and_asks_again_under_its_own(
    session: Session, world: World, index: Index, refused: str, word: str
) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Winter salt: {name}")
    viewer, engine = viewer_of(session, world.ben), index()
    known = {topic.name: topic for topic in topics_for(session, engine, viewer)}["winter-salt"].as_kept
    say(session, world.ben, refused, word, known)
    about = {each.name: each for each in topics_for(session, engine, viewer) if "salt" in each.name}
    assert about.keys() == {refused} and not about[refused].asks_again
    _answered(session, world, "Winter salt: Canals")
    about = {each.name: each for each in topics_for(session, index(), viewer) if "salt" in each.name}
    assert about.keys() == {refused} and about[refused].asks_again == (word == CONTESTED_WORD)


def test_a_longer_name_of_an_accepted_topic_is_suggested(session: Session, world: World, index: Index) -> None:
    for name in ("Roads", "Bridges", "Ferries"):
        _answered(session, world, f"Winter salt: {name}")
    say(session, world.ben, "salt", ACCEPTED_WORD, {})
    found = {topic.name: topic for topic in topics_for(session, index(), viewer_of(session, world.ben))}
    assert len(found["salt"].grounds) == len(found["winter-salt"].grounds) == 3
