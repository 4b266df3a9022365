"""Procedures: pages that say how something is done, from which day, in which version. Confirming them: `confirming`."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import one, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.entries.editing import note
from models.wiki.page import Page

LABEL_LIMIT = 40
FURTHEST = timedelta(days=5 * 366)
EARLIEST = date(1800, 1, 1)


class Procedure(Base):
    """That a page is a procedure: the day from which it holds, and what its version is called."""

    __tablename__ = "procedures"

    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    effective_on: Mapped[date] = mapped_column(Date)
    label: Mapped[str] = mapped_column(String(LABEL_LIMIT), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]


def make_procedure(
    session: Session, by: Actor, page: Page, effective_on: date | None, label: str = "", *, since: bool = False
) -> Procedure:
    """Say that a page is a procedure that holds from a day on. A day in the past must be meant: `since`.

    Raises Invalid (`effective_on`, `label`).
    """
    found = session.get(Procedure, page.id)
    unchanged = found is not None and found.effective_on == effective_on
    effective_on = _checked_day(effective_on, since or unchanged)
    label = " ".join(clean(label).split())
    if len(label) > LABEL_LIMIT:
        raise Invalid(_("Use %(most)s characters or fewer", most=LABEL_LIMIT), "label")
    if found is None:
        found = Procedure(page_id=page.id)
        session.add(found)
    found.effective_on, found.label, found.made_by_id, found.made_at = effective_on, label, by.id, clock.now()
    note(session, by, "made-procedure", page, effective_on=effective_on.isoformat())
    session.flush()
    return found


def _checked_day(day: date | None, since: bool) -> date:
    today = clock.now().date()
    if day is None:
        raise Invalid(_("Enter the day from which it takes effect"), "effective_on")
    if day < today and not since:
        text = _("This day has passed. Enter today or a later day, or say that it has been in effect since then.")
        raise Invalid(text, "effective_on")
    if not EARLIEST <= day <= today + FURTHEST:
        raise Invalid(_("Enter a day within the next five years"), "effective_on")
    return day


def end_procedure(page: Page, by: Actor) -> bool:
    """The page is a page like others again. False when it was no procedure."""
    session = session_of(page)
    found = session.get(Procedure, page.id)
    if found is None:
        return False
    session.delete(found)
    note(session, by, "ended-procedure", page)
    session.flush()
    return True


ONE = select(Procedure.effective_on, Procedure.label, Procedure.made_at).where(
    Procedure.page_id == bindparam("page_id")
)


def procedure_of(session: Session, page_id: int) -> Any:
    """A row (effective_on, label, made_at), or None when the page is no procedure."""
    session.flush()
    return one(session, ONE, page_id=page_id)
