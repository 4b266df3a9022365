"""Pages as twins in several languages, and what a translation does not have yet."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid, Refused
from models.entries.trashing import trash
from models.policy.viewer import viewer_of
from models.wiki.page import Page, write_page
from models.wiki.reading.surroundings import surroundings
from models.wiki.writing.translating import (
    Translation,
    check_language,
    link_translation,
    mark_checked,
    original_row,
    own_name,
    set_language,
    translate,
    unlink_translation,
    written_from_right,
)
from tests.world import World


@pytest.fixture
def french(session: Session, world: World) -> Page:
    made = translate(world.publishing, world.ben, "fr", "Publier", "## Avant de commencer\n\nLisez le **guide**.")
    session.flush()
    return made


def languages(session: Session, world: World, page: Page) -> set[str]:
    return {twin.language for twin in surroundings(session, viewer_of(session, world.tomas), page.id).twins}


def test_each_twin_knows_the_others(session: Session, world: World, french: Page) -> None:
    welsh = translate(world.publishing, world.ben, "cy", "Cyhoeddi", "Darllenwch y canllaw.")
    assert languages(session, world, world.publishing) == {"fr", "cy"}
    assert languages(session, world, french) == {"en", "cy"}
    assert languages(session, world, welsh) == {"en", "fr"}


def test_a_translation_stands_below_the_same_page(world: World, french: Page) -> None:
    assert (french.parent_id, french.language, french.slug) == (world.start.id, "fr", "publier")


def test_a_translation_of_a_translation_is_one_of_the_original(session: Session, world: World, french: Page) -> None:
    welsh = translate(french, world.ben, "cy", "Cyhoeddi", "Darllenwch y canllaw.")
    assert session.get_one(Translation, welsh.id).original_id == world.publishing.id


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_language_stands_twice_among_twins(world: World, french: Page, language: str) -> None:
    with pytest.raises(Invalid) as refused:
        translate(world.publishing, world.ben, language, "Encore", "Texte")
    assert refused.value.field == "language"


def test_a_translation_says_that_the_original_moved_on(session: Session, world: World, french: Page) -> None:
    viewer = viewer_of(session, world.tomas)
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body="Another rule.")
    session.flush()
    original = surroundings(session, viewer, french.id).original
    assert original is not None and (original.based_on, original.newest) == (1, 2)
    assert original_row(session, viewer, french.id).version == 2
    mark_checked(french, world.ben, 2)
    session.flush()
    original = surroundings(session, viewer, french.id).original
    assert original is not None and original.newest == 0


def test_a_small_change_of_the_original_does_not_count(session: Session, world: World, french: Page) -> None:
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body="Read the guide!", minor=True)
    session.flush()
    original = surroundings(session, viewer_of(session, world.tomas), french.id).original
    assert original is not None and original.newest == 0


def test_nobody_checks_against_a_version_that_is_not_there(world: World, french: Page) -> None:
    for number in (0, 7, -1):
        with pytest.raises(Refused):
            mark_checked(french, world.ben, number)


def test_a_page_that_stands_is_linked_and_taken_apart(session: Session, world: World) -> None:
    page = write_page(session, world.ben, world.desk, "Publier", "Texte", language="fr")
    link_translation(page, world.publishing, world.ben)
    assert languages(session, world, page) == {"en"}
    unlink_translation(page, world.ben)
    assert languages(session, world, page) == set()


def test_twins_are_not_linked_in_a_circle(session: Session, world: World, french: Page) -> None:
    with pytest.raises(Refused):
        link_translation(world.publishing, french, world.ben)
    with pytest.raises(Refused):
        link_translation(world.publishing, world.start, world.ben)


def test_a_page_in_the_same_language_is_no_translation(world: World) -> None:
    with pytest.raises(Invalid, match="Choose another"):
        link_translation(world.start, world.publishing, world.ben)


def test_twins_stand_in_one_space(session: Session, world: World) -> None:
    page = write_page(session, world.mei, world.gate, "Publier", "Texte", language="fr")
    with pytest.raises(Refused, match="same space"):
        link_translation(page, world.publishing, world.mei)


def test_the_language_of_a_page_cannot_be_that_of_its_twin(session: Session, world: World, french: Page) -> None:
    with pytest.raises(Invalid):
        set_language(french, world.ben, "en")
    set_language(french, world.ben, "de")
    assert session.get_one(Translation, french.id).language == "de"


def test_a_twin_that_the_reader_may_not_see_is_not_named(session: Session, world: World) -> None:
    translate(world.publishing, world.aisha, "fr", "Publier", "Texte", audience=f"person:{world.aisha.id}")
    assert languages(session, world, world.publishing) == set()


def test_a_translation_in_the_trash_is_no_twin(session: Session, world: World, french: Page) -> None:
    trash(french, world.aisha)
    assert languages(session, world, world.publishing) == set()


@pytest.mark.parametrize("code", ["", "xx-none", "english", "../..", "e" * 400])
def test_a_language_is_one_that_is_known(code: str) -> None:
    with pytest.raises(Invalid):
        check_language(code)


def test_languages_are_called_by_their_own_names() -> None:
    assert [own_name(code) for code in ("cy", "fr", "en", "zh-Hant")] == [
        "Cymraeg",
        "Français",
        "English",
        "中文 (繁體)",
    ]
    assert (written_from_right("ar"), written_from_right("fr")) == (True, False)
