"""Deciding about reports: an entry stays, or goes to the trash with a reason that its author reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.trashing import trash
from models.moderation.report import Report, handle


def decide(session: Session, entry: Entry, by: Actor, outcome: str, reason: str = "") -> int:
    """Close all open reports of an entry with this outcome; returns how many.

    `trashed` also moves the entry to the trash and asks for a reason. Raises Invalid (`reason`, `outcome`), and Refused
    when somebody else has decided in between.
    """
    if outcome == "trashed" and not reason.strip():
        raise Invalid(_("Say why, so that the author understands"), "reason")
    waiting = session.scalars(select(Report).where(Report.entry_id == entry.id, Report.handled_at.is_(None))).all()
    if not waiting:
        raise Refused(_("Somebody else has already decided about this report."))
    for each in waiting:
        handle(session, each, by, outcome)
    if outcome == "trashed":
        trash(entry, by, reason)
    return len(waiting)
