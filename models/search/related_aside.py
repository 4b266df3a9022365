"""What somebody put aside beside a page or topic: not relevant there, for them alone. No finding here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import among, rows
from models.entries.entry import Entry
from models.policy.viewer import Viewer

MOST = 200


class RelatedAside(Base):
    """`other` is not shown to the person beside the entry. Private to the person."""

    __tablename__ = "related_asides"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    other_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


# Of `me`, beside the entry `beside`: for the statement that reads what was found.
PUT_ASIDE = select(RelatedAside.other_id).where(
    RelatedAside.person_id == bindparam("me"), RelatedAside.entry_id == bindparam("beside", type_=BigId)
)


def put_aside(session: Session, by: Actor, entry_id: int, other_id: int) -> None:
    """Do not show the other beside the entry any more; saying it again changes nothing."""
    if session.get(RelatedAside, (by.id, entry_id, other_id)) is None:
        session.add(RelatedAside(person_id=by.id, entry_id=entry_id, other_id=other_id, at=clock.now()))


def take_back(session: Session, by: Actor, entry_id: int, other_id: int) -> None:
    """Show it again, where it is near enough."""
    session.execute(
        delete(RelatedAside).where(
            RelatedAside.person_id == by.id, RelatedAside.entry_id == entry_id, RelatedAside.other_id == other_id
        )
    )


_beside: Any = Entry.__table__.alias("beside")
_other: Any = Entry.__table__.alias("other")
_live: Any = literal_column("'live'")
ASIDE = (
    select(
        RelatedAside.entry_id,
        RelatedAside.other_id,
        _beside.c.title,
        _beside.c.language,
        _other.c.title.label("other_title"),
        _other.c.language.label("other_language"),
    )
    .join(_beside, _beside.c.id == RelatedAside.entry_id)
    .join(_other, _other.c.id == RelatedAside.other_id)
    .where(
        RelatedAside.person_id == bindparam("me"),
        _beside.c.state == _live,
        _other.c.state == _live,
        among(_beside.c.audience, "keys"),
        among(_other.c.audience, "keys"),
    )
    .order_by(RelatedAside.at.desc(), RelatedAside.entry_id, RelatedAside.other_id)
    .limit(literal_column(str(MOST)))
)


def aside_of(session: Session, viewer: Viewer) -> list[Any]:
    """Rows (entry_id, other_id, title, language, other_title, other_language) of what the viewer put aside, the newest
    first, as far as they may still read both."""
    return rows(session, ASIDE, me=viewer.id, keys=viewer.keys_json)
