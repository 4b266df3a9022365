"""What is planted about topics: what a secret one means, another word for it, a secret entry on a public one, and what
people said of topics of their own: what they accepted is known, what they hid or contested is theirs alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.curating import add_word, define, pin, take_on
from models.entries.tagging import Tag
from models.entries.topic_links import add_link
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.people.person import Person
from models.search.related_aside import put_aside
from tests.world import World


def plant_said(session: Session, world: World, people: dict[str, Person], secret: Sequence[Any], words: Any) -> None:
    """Ben stands on the page of a topic for all staff; Rhea accepted it, too, before she hid it.

    Eve put secret things aside, as not relevant beside a page, while she could read them.
    """
    rhea = people["rhea"]
    for thing in secret:
        put_aside(session, people["eve"], world.publishing.id, thing.id)
    for person in (world.ben, rhea):
        say(session, person, "web", ACCEPTED_WORD, {})
    say(session, rhea, "web", HIDDEN_WORD, {})
    say(session, rhea, words("hiddentopic"), HIDDEN_WORD, {})
    say(session, rhea, words("contestedtopic"), CONTESTED_WORD, {})


def plant_topics(session: Session, mei: Person, secret: Any, words: Any) -> list[str]:
    """Returns the names of secret topics that lead to another."""
    hidden = session.scalars(select(Tag).where(Tag.name == words("pagetag"))).one()
    take_on(session, hidden, mei)
    define(session, hidden, mei, words.text("tagdefinition"))
    add_word(session, hidden, words("tagword"), mei)
    add_link(session, hidden, words("taglinktitle"), f"https://{words('taglinkhost')}.example", mei)
    pin(session, session.scalars(select(Tag).where(Tag.name == "web")).one(), secret, mei)
    return [words("tagword")]
