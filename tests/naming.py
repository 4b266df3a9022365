"""Finds the named world again in a database that holds it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.entries.entry import Entry
from models.people.department import Department
from models.people.person import Person
from models.policy.unnamed import USERNAME
from models.spaces.space import Space
from tests.world import World


def load(session: Session) -> World:
    """The world by name, in this session; spaces that a test added have no name in it."""
    departments = {each.name: each for each in session.scalars(select(Department))}
    named = select(Person).where(Person.username != USERNAME)
    people = {each.username.partition(".")[0]: each for each in session.scalars(named)}
    spaces = {each.slug: each for each in session.scalars(select(Space)) if each.slug in World.__annotations__}
    entries = session.scalars(select(Entry).order_by(Entry.id).options(joinedload(Entry.space))).all()
    names = (
        "start", "publishing", "question", "answer", "note",
        "secret_page", "secret_question", "secret_answer", "secret_post",
    )  # fmt: skip
    return World(
        transport=departments["Ministry of Transport"],
        roads=departments["Roads directorate"],
        revenue=departments["Revenue Agency"],
        **people,
        **spaces,
        **dict(zip(names, entries, strict=False)),
    )
