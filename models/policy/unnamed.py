"""Who is behind what was written without showing a name. Asking so and revealing it is the forum's matter.

No page, list, search, export or feed reads this table. It is read for the person themself, whose rights as the author
depend on it, and for a reveal that is logged.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.base import Base, BigId
from models.people.person import Person, person_named

# The account that such questions stand under. Nobody signs in with it.
USERNAME = "name-not-shown"


class Unnamed(Base):
    """An entry that its writer's name is not shown on."""

    __tablename__ = "unnamed_entries"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)


def shown_as(session: Session, by: Actor, *entry_ids: int | None) -> Actor:
    """Who is named when somebody acts on these entries (one, and what it belongs to): the account without a name
    where they wrote one of them without it, else they themselves."""
    if isinstance(by, Person) and by.username == USERNAME:
        return by
    known = getattr(by, "unnamed", None)
    ids = {entry_id for entry_id in entry_ids if entry_id}
    if known is None:
        # Whoever asks may be in the middle of writing something.
        with session.no_autoflush:
            known = {each for each in ids if (found := session.get(Unnamed, each)) and found.person_id == by.id}
    return nobody_named(session) if ids & known else by


def nobody_named(session: Session) -> Person:
    """The account that stands for a name that is not shown. Raises LookupError before anything was asked so."""
    found = person_named(session, USERNAME)
    if found is None:
        raise LookupError("there is no account for names that are not shown")
    return found
