"""Released versions: readers see one that a curator chose, with a name if it has one, while others go on writing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import one, rows, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean, references
from models.entries.attaching import files_of
from models.entries.drawing import draw, named_in
from models.entries.editing import note, note_named
from models.entries.entry import Entry
from models.entries.kinds import edited
from models.entries.linking import set_links, set_mentions
from models.entries.revision import Revision
from models.people.person import Person

LABEL_LIMIT = 100


class Release(Base):
    """A version that readers saw or see, since when and who released it. It keeps an address of its own for good."""

    __tablename__ = "releases"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(LABEL_LIMIT), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    at: Mapped[datetime]


def release(entry: Entry, number: int, by: Actor, label: str = "") -> None:
    """Let readers see this version from now on, whatever is saved later. Raises Invalid (`number`, `label`)."""
    session, label = session_of(entry), " ".join(clean(label).split())
    if len(label) > LABEL_LIMIT:
        raise Invalid(_("The name must be %(most)s characters or fewer.", most=LABEL_LIMIT), "label")
    chosen = session.get(Revision, (entry.id, number))
    if chosen is None:
        raise Invalid(_("There is no version %(number)s of this.", number=number), "number")
    made = session.get(Release, (entry.id, number)) or Release(entry_id=entry.id, number=number)
    made.label, made.by_id, made.at = label, by.id, clock.now()
    session.add(made)
    named = _show(session, entry, chosen, number)
    entry.last_activity_at = made.at
    note(session, by, "released", entry, number=number)
    note_named(session, entry, by, named)


def unfreeze(entry: Entry, by: Actor) -> None:
    """Let readers see the newest text again, and whatever is saved from now on."""
    session = session_of(entry)
    if entry.released is None:
        return
    named = _show(session, entry, session.get_one(Revision, (entry.id, entry.version)), None)
    entry.last_activity_at = clock.now()
    note(session, by, "unfroze", entry)
    note_named(session, entry, by, named)


def _show(session: Session, entry: Entry, chosen: Revision, released: int | None) -> list[int]:
    """Returns the ids of those whom readers see named and did not before."""
    found = references(chosen.body)
    people = named_in(session, entry, found)
    entry.released, entry.editor_id, entry.edited_at = released, chosen.editor_id, chosen.created_at
    draw(entry, chosen.body, people, files_of(session, entry))
    session.flush()
    set_links(session, entry, entry.space, found, chosen.body)
    named = set_mentions(session, entry, people)
    edited(session, entry)
    outbox.promise(session, "index", f"entry:{entry.id}")
    return named


RELEASES = (
    select(Release.number, Release.label, Release.at, Person.name, Person.username, Person.is_guest)
    .join(Person, Person.id == Release.by_id)
    .where(Release.entry_id == bindparam("entry_id"))
    .order_by(Release.at.desc(), Release.number.desc())
    .limit(200)
)


def releases(session: Session, entry: Entry) -> list[Any]:
    """Rows of the releases of an entry that the viewer was found to read, the last first."""
    return rows(session, RELEASES, entry_id=entry.id)


ONE_RELEASE = RELEASES.where(Release.number == bindparam("number"))


def release_of(session: Session, entry: Entry, number: int) -> Any:
    """The row of one release, or None."""
    return one(session, ONE_RELEASE, entry_id=entry.id, number=number)
