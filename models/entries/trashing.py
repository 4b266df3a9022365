"""The two-step trash: out of sight first, gone for good later. Only what was trashed can be gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import among, as_words, rows, session_of, write
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import Entry
from models.entries.linking import Link, Redirect, link_up, link_up_old
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.tagging import follow_audience
from models.policy.unnamed import shown_as
from models.policy.viewer import Viewer
from models.spaces.space import Space


class Trashing(Base):
    """Who put an entry into the trash, when and why. Replies that went along with it have no row of their own."""

    __tablename__ = "trashings"
    __table_args__ = (Index("ix_trashings_at", "at"),)

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")


Guard = Callable[[Session, Entry, Actor], None]
_guards: list[Guard] = []


def before_untrash(call: Guard) -> Guard:
    """Have a function asked before something leaves the trash; it raises Refused."""
    _guards.append(call)
    return call


def trash(entry: Entry, by: Actor, reason: str = "", *, decided: bool = False) -> None:
    """Put an entry, with what was replied to it, out of sight. Pages below a page move up to its parent.

    What moderators `decided` is told by them, with the way to appeal.
    """
    session = session_of(entry)
    by_id = shown_as(session, by, entry.id).id
    session.add(Trashing(entry_id=entry.id, by_id=by_id, at=clock.now(), reason=reason.strip()[:300]))
    entry.state = "trashed"
    session.flush()
    if entry.kind == "page":
        session.execute(
            update(Entry).where(Entry.parent_id == entry.id, Entry.kind == "page").values(parent_id=entry.parent_id)
        )
        session.execute(update(Link).where(Link.target_id == entry.id, Link.slug != "").values(target_id=None))
    ids = [entry.id, *_replies(session, entry, "live")]
    move_along(session, entry, ids, "trashed")
    note(session, by, "trashed", entry, reason=reason, **({"decided": True} if decided else {}))


def untrash(entry: Entry, by: Actor) -> None:
    """Take an entry out of the trash, with the replies that went there with it. Raises Refused below trashed ones."""
    session = session_of(entry)
    for each in _guards:
        each(session, entry, by)
    above = {entry.root_id, entry.parent_id if entry.kind != "page" else None} - {None}
    if any(not session.get_one(Entry, entry_id).is_live for entry_id in above):
        raise Refused(_("Restore what this replies to first."))
    if entry.kind == "page":
        _check_address(session, entry)
    session.execute(delete(Trashing).where(Trashing.entry_id == entry.id))
    parent = session.get(Entry, entry.parent_id) if entry.kind == "page" and entry.parent_id else None
    if parent is not None and not parent.is_live:
        entry.parent_id = None
    entry.state = "live"
    session.flush()
    if entry.kind == "page" and entry.space_id:
        # Links were let go when the page went to the trash, so that they showed as wanted meanwhile.
        session.execute(delete(Redirect).where(Redirect.space_id == entry.space_id, Redirect.slug == entry.slug))
        link_up_old(session, entry)
        link_up(session, entry, session.get_one(Space, entry.space_id))
    ids = [entry.id, *_replies(session, entry, "trashed")]
    move_along(session, entry, ids, "live")
    note(session, by, "restored", entry)


def _check_address(session: Session, page: Entry) -> None:
    there = select(Entry.id).where(
        Entry.space_id == page.space_id, Entry.slug == page.slug, Entry.kind == "page", Entry.state != "trashed"
    )
    if session.scalar(there.limit(1)) is not None:
        raise Refused(_("Another page has this title by now. Rename that page first, then restore this one."))


def purge(entry: Entry, by: Actor | None) -> None:
    """Remove a trashed entry for good, with its revisions and replies. Raises Refused for anything not in the trash."""
    session = session_of(entry)
    if entry.state != "trashed":
        raise Refused(_("Move this to the trash first."))
    below = [entry.id, *session.scalars(select(Entry.id).where(_under(entry)))]
    note(session, by, "purged", entry)
    for entry_id in below:
        outbox.promise(session, "index", f"entry:{entry_id}")
    session.expunge(entry)
    cls = type(entry)
    if cls.__table__ is not Entry.__table__:
        session.execute(delete(cls.__table__).where(cls.__table__.c.id.in_(below)))  # type: ignore[arg-type]
    session.execute(update(Entry).where(Entry.parent_id.in_(below)).values(parent_id=None))
    session.execute(delete(Entry).where(Entry.id.in_(below[1:])))
    session.execute(delete(Entry).where(Entry.id == below[0]))


def purge_due(session: Session, days: int, limit: int = 100) -> int:
    """Remove for good what has been in the trash for `days`; returns how many."""
    before = clock.now() - timedelta(days=days)
    due = session.scalars(select(Entry).join(Trashing).where(Trashing.at < before).limit(limit)).all()
    for entry in due:
        purge(entry, None)
    return len(due)


def _under(entry: Entry) -> Any:
    # Pages keep the pages below them; everything else takes its replies along.
    if entry.kind == "page":
        return Entry.root_id == entry.id
    return or_(Entry.root_id == entry.id, Entry.parent_id == entry.id)


def _replies(session: Session, entry: Entry, state: str) -> list[int]:
    own = select(Trashing.entry_id).where(Trashing.entry_id == Entry.id).exists()
    return list(session.scalars(select(Entry.id).where(_under(entry), Entry.state == state, ~own)))


def move_along(session: Session, entry: Entry, ids: list[int], state: str) -> None:
    """Give an entry, whose id stands first, and what goes along with it a state, and have all who show it know."""
    entry.state = state
    session.flush()
    session.execute(update(Entry).where(Entry.id.in_(ids[1:])).values(state=state))
    follow_audience(session, ids, entry.audience if state == "live" else "")
    for entry_id in ids:
        outbox.promise(session, "index", f"entry:{entry_id}")
    for above in {entry.root_id, entry.parent_id} - {None}:
        if entry.kind != "page":
            recount_replies(session, above)


Recounted = Callable[[Session, tuple[int | None, ...]], None]
_recounted: list[Recounted] = []


def when_recounted(call: Recounted) -> Recounted:
    """Have a function called with the session and the ids of entries that may have more or fewer replies now."""
    _recounted.append(call)
    return call


_ENTRIES: Any = Entry.__table__
_reply = _ENTRIES.alias("reply")
_live_replies = (
    select(func.count())
    .select_from(_reply)
    .where(
        # Pages below a page are no replies to it.
        or_(_reply.c.root_id == _ENTRIES.c.id, (_reply.c.parent_id == _ENTRIES.c.id) & (_reply.c.kind != "page")),
        _reply.c.state == "live",
        _reply.c.kind != "file",
        # What is said of a question is counted in answers.
        or_(_ENTRIES.c.kind != "question", _reply.c.kind == "answer"),
    )
    .correlate(_ENTRIES)
    .scalar_subquery()
)
RECOUNT = update(_ENTRIES).where(among(_ENTRIES.c.id, "recounted")).values(reply_count=_live_replies)


def recount_replies(session: Session, *entry_ids: int | None) -> None:
    """Set the number of live replies that lists show, straight in the table."""
    write(session, RECOUNT, {"recounted": as_words(number for number in entry_ids if number is not None)})
    for call in _recounted:
        call(session, entry_ids)


TRASH = (
    list_rows(*LIST_COLUMNS, Trashing.at, Trashing.reason)
    .join(Trashing, Trashing.entry_id == Entry.id)
    .where(Entry.space_id == bindparam("space_id"), Entry.state == "trashed", among(Entry.audience, "keys"))
    .order_by(Trashing.at.desc(), Entry.id.desc())
    .limit(200)
)


def trash_of(session: Session, viewer: Viewer, space_id: int) -> list[Any]:
    """List rows with `at` and `reason` of what lies in a space's trash, the last one first."""
    return rows(session, TRASH, space_id=space_id, keys=viewer.keys_json)
