"""Drafts: what somebody typed and has not saved yet, kept for that person alone until they save or discard it."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.db import among, one, rows
from models.core.errors import Outdated
from models.core.language import gettext as _
from models.core.text import MAX_BODY, clean
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer
from models.spaces.space import Space

KEPT = timedelta(days=90)
MOST = 200
FIELD_LIMIT = 2000


class Draft(Base):
    """The fields of one form as one person left them. `place` says which form: "edit:<entry>", "page:<space>"…"""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("uq_drafts_person_id_place", "person_id", "place", unique=True),
        Index("ix_drafts_updated_at", "updated_at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(60))
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    # Rises with each keeping, so that a second window of the same form cannot overwrite what it does not know of.
    number: Mapped[int] = mapped_column(default=1)
    # The version of the entry that the typing began from.
    based_on: Mapped[int] = mapped_column(default=0)
    fields: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def place_of_edit(entry: Entry) -> str:
    return f"edit:{entry.id}"


def place_of_section(entry: Entry, anchor: str) -> str:
    return f"section:{entry.id}:{hashlib.sha256(anchor.encode()).hexdigest()[:16]}"


def place_of_new_page(space: Space) -> str:
    return f"page:{space.id}"


def place_of_new_topic(kind: str) -> str:
    return f"new:{kind}"


def place_of_saying(topic_id: int, to_id: int = 0) -> str:
    """What is being said at the foot of a topic, or below one of its answers and replies."""
    return f"say:{topic_id}:{to_id}"


def keep(
    session: Session,
    by: Actor,
    place: str,
    fields: dict[str, str],
    *,
    entry_id: int | None = None,
    space_id: int | None = None,
    based_on: int = 0,
    number: int = 0,
    replace: bool = False,
) -> Draft:
    """Keep what a form holds. `number` is that of the draft which the form knows of, 0 for none.

    Raises Outdated when another window kept something else since then, unless it is to be replaced.
    """
    found = session.scalar(select(Draft).where(Draft.person_id == by.id, Draft.place == place).with_for_update())
    fields = {name: clean(text)[: MAX_BODY if name == "body" else FIELD_LIMIT] for name, text in fields.items()}
    now = clock.now()
    if found is None:
        found = Draft(person_id=by.id, place=place, entry_id=entry_id, space_id=space_id, created_at=now, number=0)
        session.add(found)
    elif found.fields == fields:
        return found
    elif found.number != number and not replace:
        raise Outdated(_("You have a newer draft of this from another window."), found.number)
    found.fields, found.based_on, found.updated_at = fields, based_on, now
    found.number = max(found.number, number) + 1
    session.flush()
    return found


MINE = select(Draft.id, Draft.number, Draft.based_on, Draft.fields, Draft.updated_at).where(
    Draft.person_id == bindparam("person_id"), Draft.place == bindparam("place")
)


def draft_at(session: Session, viewer: Viewer, place: str) -> Any:
    """The viewer's draft of a form as a row (id, number, based_on, fields, updated_at), or None."""
    return one(session, MINE, person_id=viewer.id, place=place)


def discard(session: Session, by: Actor, draft_id: int) -> bool:
    """Forget a draft of one's own; False when there was none."""
    gone: Any = session.execute(delete(Draft).where(Draft.id == draft_id, Draft.person_id == by.id))
    return bool(gone.rowcount)


SAVED = delete(Draft).where(
    Draft.person_id == bindparam("of_person"), Draft.place == bindparam("at_place"), Draft.number <= bindparam("known")
)


def saved(session: Session, by: Actor, place: str, number: int) -> None:
    """What was typed is saved: its draft is not needed any more. One that another window kept later stays."""
    session.connection().execute(SAVED, {"of_person": by.id, "at_place": place, "known": number})


_COLUMNS = (
    Draft.id,
    Draft.place,
    Draft.entry_id,
    Draft.space_id,
    Draft.number,
    Draft.based_on,
    Draft.fields,
    Draft.created_at,
    Draft.updated_at,
    Entry.kind,
    Entry.title.label("entry_title"),
    Entry.version.label("entry_version"),
    Entry.space_id.label("entry_space_id"),
)
# The entry is named only to those who may read it now; the draft itself is the person's own.
_VISIBLE = LIVE & among(Entry.audience, "keys")
ALL_MINE = (
    select(*_COLUMNS)
    .select_from(Draft)
    .outerjoin(Entry.__table__, (Entry.id == Draft.entry_id) & _VISIBLE)
    .where(Draft.person_id == bindparam("person_id"))
    .order_by(Draft.updated_at.desc(), Draft.id.desc())
    .limit(MOST)
)
ONE_OF_MINE = ALL_MINE.where(Draft.id == bindparam("draft_id"))


def drafts_of(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of the viewer's drafts, the last kept first; `kind` and `entry_title` are empty where the viewer may not
    read the entry any more."""
    return rows(session, ALL_MINE, person_id=viewer.id, keys=viewer.keys_json)


def draft_of(session: Session, viewer: Viewer, draft_id: int) -> Any:
    """The row of one draft of the viewer's, or None."""
    return one(session, ONE_OF_MINE, draft_id=draft_id, person_id=viewer.id, keys=viewer.keys_json)


def forget_old(session: Session) -> None:
    """Forget drafts that nobody touched for 90 days."""
    session.execute(delete(Draft).where(Draft.updated_at < clock.now() - KEPT))
