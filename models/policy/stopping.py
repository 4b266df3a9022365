"""Suggestions that a person does not want to be shown, by their name in the register (`core.automatic`)."""

from sqlalchemy import ForeignKey, String, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.automatic import register
from models.core.base import Base
from models.policy.viewer import Viewer, ride_along

MARK = "stopped"


class StoppedSuggestion(Base):
    """One suggestion that one person switched off for themselves. Private to the person."""

    __tablename__ = "stopped_suggestions"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


ride_along(
    MARK,
    select(literal_column("0"), literal_column(f"'{MARK} '") + StoppedSuggestion.name).where(
        StoppedSuggestion.person_id == bindparam("person_id")
    ),
)


def is_stopped(viewer: Viewer, name: str) -> bool:
    """True when the viewer does not want to be shown it. Costs no statement."""
    return any(stopped == name for _number, stopped in viewer.riding.get(MARK, ()))


def stop(session: Session, by: Actor, name: str, on: bool = True) -> None:
    """Show the person none of it any more, or, with `on` false, again. Raises LookupError where that cannot be."""
    if not any(one.name == name and one.can_stop for one in register()):
        raise LookupError(name)
    mine = (StoppedSuggestion.person_id == by.id, StoppedSuggestion.name == name)
    if not on:
        session.execute(delete(StoppedSuggestion).where(*mine))
    elif session.get(StoppedSuggestion, (by.id, name)) is None:
        session.add(StoppedSuggestion(person_id=by.id, name=name))
