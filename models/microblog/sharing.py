"""Sharing an entry of any kind to the stream: a post that points to it, for nobody who could not read it before.

What is shared is never copied: it is read with the rights of whoever looks, at the time they look.
"""

from typing import Any

from sqlalchemy import ForeignKey, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.base import Base, BigId
from models.core.db import among, one
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.entry import LIVE, Entry
from models.entries.reading import NotFound, visible_entry
from models.microblog.micropost import Micropost, post
from models.policy.inside import is_inside
from models.policy.viewer import Viewer
from models.spaces.space import Space


class Share(Base):
    """A post that shares an entry. When the entry is gone for good, the post says that it is not available."""

    __tablename__ = "shares"

    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    shared_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"), index=True)


def share(
    session: Session,
    shared: Entry,
    by: Actor,
    text: str,
    *,
    space: Space | None = None,
    audience: str | None = None,
    **values: Any,
) -> Micropost:
    """Post about an entry; without words of one's own it stands for itself.

    Raises Invalid (`to`) when the post could be read by people who cannot read what it shares.
    """
    wanted = audience or (space.audience if space else "everyone")
    if shared.audience.startswith("person:"):
        raise Refused(_("Only you can read this, so it cannot be shared."))
    if not is_inside(session, wanted, shared.audience):
        raise Invalid(_("What you share can be read by fewer people than that. Choose from the list."), "to")
    made = post(session, by, text, space=space, audience=audience, needs_words=False, mark=str(shared.id), **values)
    session.add(Share(post_id=made.id, shared_id=shared.id))
    session.flush()
    note(session, by, "shared", made, of=shared.id, person=shared.author_id)
    return made


def shared_itself(session: Session, viewer: Viewer, entry: Entry) -> Entry:
    """What is meant when somebody shares a post that only shares something else, without words of its own."""
    found = session.get(Share, entry.id) if entry.kind == "post" and not entry.excerpt else None
    if found is None or found.shared_id is None:
        return entry
    try:
        return visible_entry(session, viewer, Entry, found.shared_id)
    except NotFound:
        return entry


_shared = Share.__table__
COUNT = (
    select(func.count().label("n"))
    .select_from(_shared)
    .join(Entry.__table__, Entry.__table__.c.id == _shared.c.post_id)
    .where(_shared.c.shared_id == bindparam("entry_id", type_=BigId), LIVE, among(Entry.__table__.c.audience, "keys"))
)


def count_shares(session: Session, viewer: Viewer, entry_id: int) -> int:
    """How many posts that the viewer may read share an entry."""
    return int(one(session, COUNT, entry_id=entry_id, keys=viewer.keys_json).n)
