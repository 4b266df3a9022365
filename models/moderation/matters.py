"""Whom reports and what is decided about them concern."""

from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, Thing, matter
from models.core.language import gettext as _
from models.messages.reporting import MessageReport
from models.moderation.report import Report


def _reporters(session: Session, act: Done) -> Any:
    return union(
        select(Report.reporter_id).where(Report.case_id == act.subject_id),
        select(MessageReport.reporter_id).where(MessageReport.case_id == act.subject_id),
    )


def _people(session: Session, act: Done) -> Any:
    return session.scalars(_reporters(session, act)).all()


def _case(act: Done) -> Thing:
    # Without the entry: what was reported may be gone, and the reporter hears of the decision all the same.
    return Thing("report", act.subject_id)


matter(
    Matter(
        verb="handled-report",
        reason="report",
        people=_people,
        said=lambda _who: _("A moderator decided about your report"),
        why=lambda: _("You reported it."),
        label=lambda: _("What I reported is decided"),
        rank=30,
        thing=_case,
        personal=True,
    )
)
