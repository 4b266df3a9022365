"""What a moderator hid in its place: out of every list and search, with the reason standing where it stood.

A hidden entry has the state `hidden`, so whatever asks for live entries leaves it out. Who may decide so is not known
here.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, and_, bindparam, case, cast, delete, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.activity.live import also_told
from models.core import clock
from models.core.base import Base, BigId, word
from models.core.db import among, as_words, one, rows, session_of, words
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import Entry
from models.entries.trashing import move_along
from models.policy.viewer import Viewer

REASON_LIMIT = 500


class HiddenEntry(Base):
    """Why an entry is hidden, by whom and as what. Replies that went along with it have no row of their own."""

    __tablename__ = "hidden_entries"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    office: Mapped[word]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))


# Browsers draw anew what stands there; the other way is told as `restored`.
also_told("hid")


def hide(entry: Entry, by: Actor, office: str, reason: str) -> None:
    """Take an entry out of sight and leave a line with the reason where it stood. Raises Refused for pages.

    What began a thread takes the whole of it along, an answer the remarks on it, each its files.
    """
    session = session_of(entry)
    if entry.kind == "page":
        raise Refused(_("A page is not hidden. Edit it, hide an earlier version of it or move it to the trash."))
    if not entry.is_live:
        raise Refused(_("This stands there no more."))
    ids = [entry.id, *_along(session, entry, "live")]
    session.add(HiddenEntry(entry_id=entry.id, by_id=by.id, office=office, at=clock.now(), reason=reason))
    move_along(session, entry, ids, "hidden")
    note(session, by, "hid", entry, reason=reason)


def show(entry: Entry, by: Actor) -> None:
    """Put a hidden entry back where it stood. Raises Refused below what is out of sight itself."""
    session = session_of(entry)
    if entry.state != "hidden" or session.get(HiddenEntry, entry.id) is None:
        raise Refused(_("This is not hidden on its own."))
    if entry.root_id is not None and not session.get_one(Entry, entry.root_id).is_live:
        raise Refused(_("Restore what this replies to first."))
    ids = [entry.id, *_along(session, entry, "hidden")]
    session.execute(delete(HiddenEntry).where(HiddenEntry.entry_id == entry.id))
    move_along(session, entry, ids, "live")
    note(session, by, "restored", entry)


def _along(session: Session, entry: Entry, state: str) -> list[int]:
    own = select(HiddenEntry.entry_id).where(HiddenEntry.entry_id == Entry.id).exists()
    of_it = Entry.parent_id == entry.id
    if entry.kind != "answer":
        of_it = and_(of_it, Entry.kind == "file")
    return list(
        session.scalars(select(Entry.id).where(or_(Entry.root_id == entry.id, of_it), Entry.state == state, ~own))
    )


_mine = or_(
    Entry.author_id == bindparam("person_id", type_=Integer),
    Entry.id.in_(select(cast(words("unnamed").c.value, BigId))),
)
_COLUMNS = (
    Entry.id,
    Entry.kind,
    Entry.parent_id,
    Entry.root_id,
    Entry.created_at,
    Entry.space_id,
    HiddenEntry.reason,
    HiddenEntry.at,
    case((_mine, literal_column("1")), else_=literal_column("0")).label("mine"),
    # Whoever wrote it goes on seeing it; nobody else gets a letter of it from here.
    case((_mine, Entry.html), else_=literal_column("''")).label("html"),
)
_hidden = (
    select(*_COLUMNS)
    .join(HiddenEntry, HiddenEntry.entry_id == Entry.id)
    .where(Entry.state == literal_column("'hidden'"), among(Entry.audience, "keys"))
)
IN_THREAD = _hidden.where(
    Entry.root_id == bindparam("root_id", type_=BigId), Entry.kind != literal_column("'file'")
).order_by(Entry.created_at, Entry.id)
BY_ID = _hidden.where(Entry.id == bindparam("entry_id", type_=BigId))


def hidden_in(session: Session, viewer: Viewer, root_id: int) -> list[Any]:
    """What is hidden in a thread that the viewer reads, in the order of writing: where it stood and why."""
    return rows(session, IN_THREAD, root_id=root_id, **_who(viewer))


def hidden_entry(session: Session, viewer: Viewer, entry_id: int) -> Any:
    """The same of one entry that the viewer could read if it were not hidden; else None."""
    return one(session, BY_ID, entry_id=entry_id, **_who(viewer)) if 0 < entry_id < 2**63 else None


def _who(viewer: Viewer) -> dict[str, Any]:
    return {"keys": viewer.keys_json, "person_id": viewer.id, "unnamed": as_words(viewer.unnamed)}
