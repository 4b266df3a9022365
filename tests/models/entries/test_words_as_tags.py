"""In short texts the #words are the tags: they come and go with the text."""

from sqlalchemy.orm import Session

from models.entries.editing import edit
from models.entries.tagging import tags_on
from tests.world import World


def test_a_word_that_goes_takes_its_tag_along(session: Session, world: World) -> None:
    edit(world.note, by=world.ben, based_on=1, body="Gritting starts tonight #roads")
    session.flush()
    assert tags_on(session, world.note) == ["roads"]


def test_a_tag_that_was_never_a_word_stays(session: Session, world: World) -> None:
    edit(world.note, by=world.ben, based_on=1, body=world.note.body, tags=["imported", "winter"])
    session.flush()
    edit(world.note, by=world.ben, based_on=1, body="No word at all")
    session.flush()
    assert tags_on(session, world.note) == ["imported"]
