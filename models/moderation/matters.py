"""Whom decisions of moderators concern."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, Thing, matter
from models.core.language import gettext as _
from models.moderation.report import Report


def _reporters(session: Session, act: Done) -> Any:
    # Those whose report was handled with this very act.
    return select(Report.reporter_id).where(Report.entry_id == act.subject_id, Report.handled_at.is_not(None))


def _report(act: Done) -> Thing:
    # Without the entry: what was reported may be gone, and the reporter hears of the decision all the same.
    return Thing("report", act.subject_id)


matter(
    Matter(
        verb="handled-report",
        reason="report",
        people=_reporters,
        said=lambda who: _("%(who)s looked at your report and decided", who=who),
        why=lambda: _("You reported an entry."),
        label=lambda: _("What I reported is decided"),
        rank=30,
        thing=_report,
        personal=True,
    )
)
