"""Hiding one earlier version of a text: a secret or somebody's personal data that should never have stood there.

The text leaves `revisions` altogether, so that no door can show it by mistake, and waits in a table of its own, which
only moderators look at and can put back from.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.activity.matters import Matter, matter, person_in
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import one, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.entries.revision import SUMMARY_LIMIT, Revision
from models.people.person import Person

REASON_LIMIT = 300


class HiddenRevision(Base):
    """What a hidden version said, who hid it, when and why."""

    __tablename__ = "hidden_revisions"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
    title: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(SUMMARY_LIMIT), default="")
    body: Mapped[str] = mapped_column(Text)


def hide_revision(entry: Entry, number: int, by: Actor, reason: str) -> None:
    """Take the text of an earlier version away from everybody but moderators; its author is told why.

    Raises Invalid (`reason`), Refused for the text that readers see now, and NotFound.
    """
    session = session_of(entry)
    found = _revision(session, entry, number)
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("Enter why you hide it. Its author is told."), "reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid(_("Use 300 characters or fewer"), "reason")
    if number in (entry.version, entry.released):
        raise Refused(_("This version stands now. Edit the text first, then hide this version."))
    if found.hidden:
        return
    session.add(
        HiddenRevision(
            entry_id=entry.id,
            number=number,
            by_id=by.id,
            at=clock.now(),
            reason=reason,
            title=found.title,
            summary=found.summary,
            body=found.body,
        )
    )
    found.title = found.summary = found.body = ""
    found.hidden = True
    session.flush()
    note(session, by, "hid-revision", entry, number=number, reason=reason, person=found.editor_id)


def show_revision(entry: Entry, number: int, by: Actor) -> None:
    """Put a hidden version back as it was. Raises NotFound."""
    session = session_of(entry)
    found, kept = _revision(session, entry, number), session.get(HiddenRevision, (entry.id, number))
    if kept is None:
        raise NotFound
    found.title, found.summary, found.body, found.hidden = kept.title, kept.summary, kept.body, False
    session.delete(kept)
    session.flush()
    note(session, by, "showed-revision", entry, number=number, person=found.editor_id)


def _revision(session: Session, entry: Entry, number: int) -> Revision:
    found = session.get(Revision, (entry.id, number)) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound
    return found


# Why and by whom, for whoever may read the history; what was hidden is in no column of this.
HIDING = (
    select(HiddenRevision.at, HiddenRevision.reason, Person.name, Person.username)
    .join(Person, Person.id == HiddenRevision.by_id)
    .where(HiddenRevision.entry_id == bindparam("entry_id"), HiddenRevision.number == bindparam("number"))
)
HIDDEN_TEXT = select(HiddenRevision.title, HiddenRevision.summary, HiddenRevision.body).where(
    HiddenRevision.entry_id == bindparam("entry_id"), HiddenRevision.number == bindparam("number")
)


def hiding_of(session: Session, entry: Entry, number: int) -> Any:
    """Who hid a version, when and why, as a row (at, reason, name, username); None where it is not hidden."""
    return one(session, HIDING, entry_id=entry.id, number=number)


def hidden_text(session: Session, entry: Entry, number: int) -> Any:
    """What a hidden version said, as a row (title, summary, body): for moderators alone."""
    return one(session, HIDDEN_TEXT, entry_id=entry.id, number=number)


matter(
    Matter(
        verb="hid-revision",
        reason="hidden-version",
        people=person_in,
        said=lambda who: _("%(who)s hid an earlier version of your text", who=who),
        why=lambda: _("You wrote that version"),
        label=lambda: _("An earlier version of my text is hidden"),
        personal=True,
    )
)
