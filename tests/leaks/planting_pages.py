"""What is planted about readers of pages: a branch of the open desk that everybody read until it was made narrower."""

from typing import Any

from sqlalchemy.orm import Session

from models.people.person import Person
from models.wiki.comments.commenting import comment
from models.wiki.page import write_page
from models.wiki.requests.requesting import propose_page
from models.wiki.structure.moving import move_page
from models.wiki.structure.readers import settle_readers
from tests.world import World


def plant_branch(session: Session, world: World, people: dict[str, Person], unit: str, words: Any) -> list[Any]:
    """Returns its pages: one that was chosen, those below it then and since, and one that was moved out of it."""
    bridget = people["bridget"]
    held = write_page(
        session, bridget, world.desk, words("heldtitle"), words.text("heldbody"), tags=[words("heldtag")],
    )  # fmt: skip
    under = write_page(session, bridget, world.desk, words("undertitle"), words.text("underbody"), parent=held)
    moved = write_page(session, bridget, world.desk, words("movedtitle"), words.text("movedbody"), parent=held)
    remark = comment(under, bridget, words.text("undercomment"))
    settle_readers(held, unit)
    move_page(moved, world.start, bridget)
    newer = write_page(session, bridget, world.desk, words("newertitle"), words.text("newerbody"), parent=under)
    told: dict[str, Any] = {"title": words("askedtitle"), "body": words.text("askedbody"), "tags": [words("askedtag")]}
    propose_page(session, bridget, world.desk, under, **told)
    return [held, under, moved, newer, remark]
