"""What is planted about topics: what a secret one means, another word for it, and a secret entry on a public one."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.curating import add_word, define, pin, take_on
from models.entries.tagging import Tag
from models.people.person import Person


def plant_topics(session: Session, mei: Person, secret: Any, words: Any) -> list[str]:
    """Returns the names of secret topics that lead to another."""
    hidden = session.scalars(select(Tag).where(Tag.name == words("pagetag"))).one()
    take_on(session, hidden, mei)
    define(session, hidden, mei, words.text("tagdefinition"))
    add_word(session, hidden, words("tagword"), mei)
    pin(session, session.scalars(select(Tag).where(Tag.name == "web")).one(), secret, mei)
    return [words("tagword")]
